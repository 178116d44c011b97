/** The `generate` command: finds the schemas, generates, writes or compares, and says what it did. */

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createTwoFilesPatch } from 'diff'
import pc from 'picocolors'
import { glob } from 'tinyglobby'
import { ConfigError, loadConfig } from './config.js'
import { type Generated, generate, lockFileName } from './generate.js'
import { printDiagnostics } from './print-diagnostics.js'

export interface RunOptions {
  readonly root: string | undefined
  readonly patterns: readonly string[]
  readonly out: string | undefined
  readonly isCheck: boolean
  readonly print?: (line: string) => void
}

interface Output {
  readonly path: string
  readonly text: string
  readonly summary: string
}

/** @returns the exit code: 0 done, 1 mistakes in schemas or stale files, 2 mistakes in the command */
export async function runGenerate(options: RunOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    const generated = await generateIn(root, options)
    if (generated.diagnostics.length > 0) {
      print(printDiagnostics(generated.diagnostics, generated.sourceOf, root))
      return 1
    }
    const changed = outputsOf(generated, root).filter(
      (output) => readText(output.path) !== output.text,
    )
    if (options.isCheck) return reportStale(changed, root, print)
    for (const output of changed) writeAtomically(output)
    for (const output of changed)
      print(`${pc.green('wrote')} ${path.relative(root, output.path)}${output.summary}`)
    if (changed.length === 0) print(pc.dim('nothing to write: everything is up to date'))
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}

async function generateIn(root: string, options: RunOptions): Promise<Generated> {
  const config = await loadConfig(root)
  const patterns =
    options.patterns.length > 0 ? options.patterns : (config.schemas ?? ['**/*.schema.ts'])
  const found = await glob([...patterns], {
    cwd: root,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**'],
    expandDirectories: false,
  })
  const missing = options.patterns.find(
    (one) => !/[*?{[]/.test(one) && !existsSync(path.resolve(root, one)),
  )
  if (missing !== undefined) throw new ConfigError(`there is no file ${missing}`)
  const out = options.out ?? config.out
  const runtime = config.runtime ?? 'trunkline/gen'
  return generate({
    root,
    schemas: found.map((file) => path.normalize(file)),
    lock: readText(path.join(root, lockFileName)),
    out: out === undefined ? undefined : path.resolve(root, out),
    runtime: runtime.startsWith('.') ? path.resolve(root, runtime) : runtime,
  })
}

function outputsOf(generated: Generated, root: string): readonly Output[] {
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

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** A reader sees the old file or the new one, never half of either. */
function writeAtomically({ path: file, text }: Output): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function reportStale(
  changed: readonly Output[],
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
  if (changed.length === 0) {
    print(pc.dim('everything is up to date'))
    return 0
  }
  print(`Run ${pc.bold('npx trunkline generate')} and commit what it writes.`)
  return 1
}
