/** The `proto` command: writes .proto files for programs in other languages. */

import path from 'node:path'
import pc from 'picocolors'
import { ConfigError } from './config.js'
import type { Generated } from './generate.js'
import { findClash, type Output, readText, writeAtomically } from './outputs.js'
import { printDiagnostics } from './print-diagnostics.js'
import { generateProject } from './project.js'
import { printProto, protoPath } from './proto/print-proto.js'

export interface RunProtoOptions {
  readonly root: string | undefined
  readonly patterns: readonly string[]
  /** The folder to write to, from the root. */
  readonly out: string
  readonly print?: (line: string) => void
}

/** The .proto files of a run, by their path below the folder that protoc is given. */
export function protoFiles({ models, numbers }: Generated): ReadonlyMap<string, string> {
  return new Map(models.map((model) => [protoPath(model), printProto(model, models, numbers)]))
}

/** @returns the exit code: 0 done, 1 mistakes in schemas, 2 mistakes in the command */
export async function runProto(options: RunProtoOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    const generated = await generateProject(root, { patterns: options.patterns, out: undefined })
    if (generated.diagnostics.length > 0) {
      print(printDiagnostics(generated.diagnostics, generated.sourceOf, root))
      return 1
    }
    const clash = findClash(generated.models, protoPath)
    if (clash !== undefined) {
      const files = clash.map(({ file }) => path.relative(root, file)).join(' and ')
      throw new ConfigError(`${files} would both be written to ${protoPath(clash[0])}: rename one`)
    }
    const folder = path.resolve(root, options.out)
    const outputs = [...protoFiles(generated)].map(
      ([name, text]): Output => ({
        path: path.join(folder, name),
        text,
        summary: '',
      }),
    )
    for (const output of outputs.filter((one) => readText(one.path) !== one.text)) {
      writeAtomically(output)
      print(`${pc.green('wrote')} ${path.relative(root, output.path)}`)
    }
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}
