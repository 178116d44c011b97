/** The `generate` command: finds the schemas, generates, writes or compares, and says what it did. */

import path from 'node:path'
import { createTwoFilesPatch } from 'diff'
import pc from 'picocolors'
import { ConfigError } from './config.js'
import { type Generated, lockFileName } from './generate.js'
import { explainOrphan, findOrphans, type Orphan } from './orphans.js'
import { changedFiles, type Output, readText, writeAtomically } from './outputs.js'
import { printDiagnostics } from './print-diagnostics.js'
import { generateProject } from './project.js'

export interface RunOptions {
  readonly root: string | undefined
  readonly patterns: readonly string[]
  readonly out: string | undefined
  readonly isCheck: boolean
  /** Whether to import schemas again that this process has imported before. */
  readonly fresh?: boolean
  readonly print?: (line: string) => void
}

/** @returns the exit code: 0 done, 1 mistakes in schemas or stale files, 2 mistakes in the command */
export async function runGenerate(options: RunOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    const generated = await generateProject(root, options)
    if (generated.diagnostics.length > 0) {
      print(printDiagnostics(generated.diagnostics, generated.sourceOf, root))
      return 1
    }
    const changed = changedFiles(outputsOf(generated, root))
    const orphans = await findOrphans(root, generated)
    if (options.isCheck) return reportStale(changed, orphans, root, print)
    for (const output of changed) writeAtomically(output)
    for (const output of changed)
      print(`${pc.green('wrote')} ${path.relative(root, output.path)}${output.summary}`)
    printOrphans(orphans, root, print)
    if (changed.length === 0 && orphans.length === 0)
      print(pc.dim('nothing to write: everything is up to date'))
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}

export function outputsOf(generated: Generated, root: string): readonly Output[] {
  const files = generated.files.map(({ path: file, text, messages, services }) => ({
    path: file,
    text,
    summary: `  ${count(messages, 'message')}, ${count(services, 'service')}`,
  }))
  const lock = { path: path.join(root, lockFileName), text: generated.lock ?? '', summary: '' }
  return [...files, lock]
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}

export function printOrphans(
  orphans: readonly Orphan[],
  root: string,
  print: (line: string) => void,
): void {
  for (const orphan of orphans)
    print(`${pc.red('stale')} ${path.relative(root, orphan.path)}: ${explainOrphan(orphan)}`)
}

function reportStale(
  changed: readonly Output[],
  orphans: readonly Orphan[],
  root: string,
  print: (line: string) => void,
): 0 | 1 {
  for (const output of changed) {
    const name = path.relative(root, output.path)
    const before = readText(output.path)
    print(`${pc.red('stale')} ${name}${before === undefined ? ' does not exist' : ''}`)
    const patch = createTwoFilesPatch(
      name,
      name,
      before ?? '',
      output.text,
      'on disk',
      'from the schemas',
    )
    if (before !== undefined) print(patch.split('\n').slice(1).join('\n'))
  }
  printOrphans(orphans, root, print)
  if (changed.length === 0 && orphans.length === 0) {
    print(pc.dim('everything is up to date'))
    return 0
  }
  if (changed.length > 0)
    print(`Run ${pc.bold('npx trunkline generate')} and commit what it writes.`)
  return 1
}
