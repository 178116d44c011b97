/** The `check` command: compares the schemas with those of another time and says who would be harmed. */

import path from 'node:path'
import pc from 'picocolors'
import type { Severity } from './check/changes.js'
import { compareStates } from './check/compare.js'
import { type Format, formats, isBreaking, printChanges } from './check/print-changes.js'
import { readState } from './check/read-state.js'
import { stateOfModels } from './check/state.js'
import { ConfigError } from './config.js'
import { printDiagnostics } from './print-diagnostics.js'
import { generateProject } from './project.js'

export interface RunCheckOptions {
  readonly root: string | undefined
  /** `git:REF`, a lock file, or a folder with schemas. */
  readonly against: string
  readonly level: string
  readonly format: string
  readonly all: boolean
  /** Whether to import schemas again that this process has imported before. */
  readonly fresh?: boolean
  readonly print?: (line: string) => void
}

export const levels = ['wire', 'json', 'source'] as const satisfies readonly Severity[]

/** @returns the exit code: 0 nothing breaks, 1 something does, 2 mistakes in the command */
export async function runCheck(options: RunCheckOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    const level = oneOf('level', levels, options.level)
    const format = oneOf('format', formats, options.format)
    const { fresh = false, against, all } = options
    const now = await generateProject(root, { patterns: [], out: undefined, fresh })
    if (now.diagnostics.length > 0) {
      print(printDiagnostics(now.diagnostics, now.sourceOf, root))
      return 1
    }
    const { state: before, note } = await readState(root, against)
    const changes = compareStates(before, stateOfModels(now.models, now.numbers))
    if (note !== undefined && format === 'text') print(pc.dim(note))
    const text = printChanges(changes, { format, level, all, against, root })
    if (text !== '') print(text)
    return changes.some((change) => isBreaking(change, level)) ? 1 : 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}

function oneOf<T extends Format | Severity>(name: string, known: readonly T[], value: string): T {
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  throw new ConfigError(`--${name} is ${known.join(', ')}; there is no ${value}`)
}
