/** The `descriptor` command: writes a FileDescriptorSet for tools that read protobuf's own descriptions. */

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pc from 'picocolors'
import descriptor from 'protobufjs/ext/descriptor.js'
import { ConfigError } from './config.js'
import type { Generated } from './generate.js'
import { printDiagnostics } from './print-diagnostics.js'
import { generateProject } from './project.js'
import { describeFiles } from './proto/descriptor.js'

export interface RunDescriptorOptions {
  readonly root: string | undefined
  readonly patterns: readonly string[]
  /** The file to write, from the root. */
  readonly out: string
  readonly print?: (line: string) => void
}

/** The bytes of a FileDescriptorSet with all files of a run, and those of protobuf's own that they need. */
export function descriptorSet({ models, numbers }: Generated): Uint8Array {
  const { FileDescriptorSet } = descriptor
  const set = FileDescriptorSet.fromObject({ file: describeFiles(models, numbers) })
  return FileDescriptorSet.encode(set).finish()
}

/** @returns the exit code: 0 done, 1 mistakes in schemas, 2 mistakes in the command */
export async function runDescriptor(options: RunDescriptorOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    const generated = await generateProject(root, { patterns: options.patterns, out: undefined })
    if (generated.diagnostics.length > 0) {
      print(printDiagnostics(generated.diagnostics, generated.sourceOf, root))
      return 1
    }
    const file = path.resolve(root, options.out)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, descriptorSet(generated))
    print(`${pc.green('wrote')} ${path.relative(root, file)}`)
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}
