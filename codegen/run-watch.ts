/** `generate --watch`: generates again whenever a file changes that the generated code depends on. */

import path from 'node:path'
import { watch } from 'chokidar'
import pc from 'picocolors'
import { ConfigError } from './config.js'
import { type Generated, lockFileName } from './generate.js'
import { findOrphans } from './orphans.js'
import { changedFiles, readText, writeAtomically } from './outputs.js'
import { printDiagnostics } from './print-diagnostics.js'
import { generateProject } from './project.js'
import { outputsOf, printOrphans } from './run-generate.js'
import { Workspace } from './workspace.js'

export interface RunWatchOptions {
  readonly root: string | undefined
  readonly patterns: readonly string[]
  readonly out: string | undefined
  /** Ends the watch. */
  readonly signal: AbortSignal
  readonly print?: (line: string) => void
}

/** Editors save in several steps, and a change of branch touches many files: what comes this close together is one change. */
const settleMs = 15

export async function runWatch(options: RunWatchOptions): Promise<void> {
  const watcher = new ProjectWatcher(options)
  await watcher.run(options.signal)
}

class ProjectWatcher {
  readonly #root: string
  readonly #options: RunWatchOptions
  readonly #print: (line: string) => void
  #workspace: Workspace
  readonly #changed = new Set<string>()
  /** What the last run made of each file; our own writing is not a change. */
  #written: ReadonlyMap<string, string> = new Map()
  /** Leftovers of schemas that are gone, of which the last run knew: each is named once. */
  #orphans: ReadonlySet<string> = new Set()
  #hasFailed = false
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(options: RunWatchOptions) {
    this.#options = options
    this.#root = path.resolve(options.root ?? '.')
    this.#print = options.print ?? console.log
    this.#workspace = new Workspace(this.#root)
  }

  async run(signal: AbortSignal): Promise<void> {
    const files = watch(this.#root, {
      ignoreInitial: true,
      ignored: (file) => this.#isIgnored(file),
    })
    files.on('all', (event, file) => {
      if (event !== 'addDir' && event !== 'unlinkDir') this.#notice(path.resolve(file))
    })
    // Of two changes within 50 ms `all` reports the first alone; `raw` is what it goes by.
    files.on('raw', (_, name: string | null, details) => {
      const watched = watchedPath(details) ?? this.#root
      if (name !== null)
        this.#notice(path.basename(watched) === name ? watched : path.join(watched, name))
    })
    await new Promise<void>((resolve) => files.once('ready', resolve))
    await this.#generate('generate')
    this.#print(pc.dim('waiting for changes; end with Ctrl+C'))
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    clearTimeout(this.#timer)
    await files.close()
    await this.#running
  }

  #isIgnored(file: string): boolean {
    const [first = '', ...rest] = path.relative(this.#root, file).split(path.sep)
    return [first, ...rest].some((part) => isIgnoredName(part))
  }

  #notice(file: string): void {
    if (!this.#matters(file)) return
    this.#changed.add(file)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#running = this.#running.then(() => this.#regenerate())
    }, settleMs)
  }

  #matters(file: string): boolean {
    const written = this.#written.get(file)
    if (written !== undefined) return readText(file) !== written
    const name = path.basename(file)
    if (/^(trunkline\.config\.ts|trunkline\.lock\.json|tsconfig.*\.json)$/.test(name)) return true
    if (!/\.[mc]?[tj]sx?$/.test(name)) return false
    // After a failure any file may be the one that was missing.
    return this.#hasFailed || /\.schema\.[mc]?[tj]s$/.test(name) || this.#workspace.knows(file)
  }

  /** Whether a file's text is not the one that the last run read. */
  #isStale(file: string): boolean {
    const { sources } = this.#workspace
    return !sources.knows(file) || readText(file) !== sources.textOf(file)
  }

  async #regenerate(): Promise<void> {
    const changed = [...this.#changed].filter((file) => this.#isStale(file))
    this.#changed.clear()
    if (changed.length === 0) return
    if (changed.some((file) => file.endsWith('.json'))) {
      this.#workspace = new Workspace(this.#root)
      this.#workspace.forgetAll()
    } else this.#workspace.forget(changed)
    const [first = '', ...others] = changed.map((file) => path.relative(this.#root, file))
    await this.#generate(others.length === 0 ? first : `${first} and ${others.length} more`)
  }

  async #generate(cause: string): Promise<void> {
    const start = performance.now()
    try {
      const { patterns, out } = this.#options
      const workspace = this.#workspace
      const generated = await generateProject(this.#root, { patterns, out, workspace })
      this.#hasFailed = generated.diagnostics.length > 0
      if (this.#hasFailed) {
        this.#print(printDiagnostics(generated.diagnostics, generated.sourceOf, this.#root))
        return
      }
      const outputs = outputsOf(generated, this.#root)
      this.#written = new Map(outputs.map((output) => [output.path, output.text]))
      const changed = changedFiles(outputs)
      for (const output of changed) writeAtomically(output)
      const names = changed.map((output) => path.relative(this.#root, output.path))
      const wrote = names.length === 0 ? 'nothing to write' : `${pc.green('wrote')} ${list(names)}`
      const ms = Math.round(performance.now() - start)
      this.#print(`${cause}: ${wrote} ${pc.dim(`(${ms} ms)`)}`)
      await this.#nameOrphans(generated)
    } catch (error) {
      // A mistake in the configuration is shown and can be corrected; anything else too, rather than ending the watch.
      this.#hasFailed = true
      const isPlain = error instanceof ConfigError
      this.#print(
        isPlain ? error.message : `${lockFileName} and code are as before: ${String(error)}`,
      )
    }
  }

  async #nameOrphans(generated: Generated): Promise<void> {
    const orphans = await findOrphans(this.#root, generated)
    const isNew = orphans.filter((orphan) => !this.#orphans.has(orphan.path))
    this.#orphans = new Set(orphans.map((orphan) => orphan.path))
    printOrphans(isNew, this.#root, this.#print)
  }
}

function watchedPath(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null) return undefined
  const watched: unknown = Reflect.get(details, 'watchedPath')
  return typeof watched === 'string' ? watched : undefined
}

function isIgnoredName(part: string): boolean {
  return part === 'node_modules' || part === 'dist' || (part.startsWith('.') && part !== '..')
}

/** The lock file comes last, as it does in the listing; many files are counted. */
function list(names: readonly string[]): string {
  if (names.length <= 3) return names.join(', ')
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more files`
}
