/** The generator for programs: a project's code in memory, once or again after each change. */

import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { configName } from './config.js'
import type { Diagnostic } from './diagnostics.js'
import { lockFileName } from './generate.js'
import { type OutputFile, readText } from './outputs.js'
import { printDiagnostics } from './print-diagnostics.js'
import { generateProject } from './project.js'
import { Workspace } from './workspace.js'

export interface GeneratorOptions {
  /** Where trunkline.config.ts and trunkline.lock.json lie; default: the current folder. */
  readonly root?: string | undefined
  /** Schema files or globs, from the root; default: what the configuration says, else `**` + `/*.schema.ts`. */
  readonly schemas?: readonly string[] | undefined
  /** One folder for all generated files, from the root; default: what the configuration says, else `gen` beside each schema. */
  readonly out?: string | undefined
  /** What generated code imports, a package or a path from the root; default: what the configuration says, else `trunkline/gen`. */
  readonly runtime?: string | undefined
}

/** What a run made. Nothing is on disk before `writeFiles` gets the files. */
export interface Generation {
  /** Generated code and, at the end, the lock file; empty when there are diagnostics. */
  readonly files: readonly OutputFile[]
  /** The mistakes found; empty when there are files. */
  readonly diagnostics: readonly Diagnostic[]
  /** The mistakes for people: code frames, reasons and remedies, without colours; empty when there are none. */
  readonly report: string
  /** What the files depend on and a watcher should watch, absolute: schemas, what they import, the configuration. */
  readonly inputs: readonly string[]
}

/**
 * Generates a project's code from its schemas, as `trunkline generate` does, and writes nothing.
 *
 * Throws a ConfigError for mistakes outside the schemas: in trunkline.config.ts, or a schema named that does not exist.
 */
export async function generate(options: GeneratorOptions = {}): Promise<Generation> {
  return await new Generator(options).generate()
}

/** Generates a project again and again, and reads again only what has changed on disk since. */
export class Generator {
  /** Absolute. */
  readonly root: string
  readonly #options: GeneratorOptions
  #workspace: Workspace

  constructor(options: GeneratorOptions = {}) {
    this.root = path.resolve(options.root ?? '.')
    this.#options = options
    this.#workspace = this.#newWorkspace()
  }

  /** As the function of this name. Runs of one generator must not overlap. */
  async generate(): Promise<Generation> {
    this.#forgetChanged()
    const { schemas: patterns = [], out, runtime } = this.#options
    const workspace = this.#workspace
    const generated = await generateProject(this.root, { patterns, out, runtime, workspace })
    const { diagnostics, sourceOf } = generated
    const inputs = new Set([...generated.schemas, ...workspace.sources.files])
    const config = path.join(this.root, configName)
    if (readText(config) !== undefined) inputs.add(config)
    const hasFailed = diagnostics.length > 0
    const report = hasFailed ? printDiagnostics(diagnostics, sourceOf, this.root) : ''
    const lock = { path: path.join(this.root, lockFileName), text: generated.lock ?? '' }
    return {
      files: hasFailed ? [] : [...generated.files.map(({ path, text }) => ({ path, text })), lock],
      diagnostics,
      report: stripVTControlCharacters(report),
      inputs: [...inputs].sort(),
    }
  }

  #newWorkspace(): Workspace {
    const workspace = new Workspace(this.root)
    workspace.forgetAll()
    return workspace
  }

  #forgetChanged(): void {
    const { sources } = this.#workspace
    const changed = sources.files.filter((file) => readText(file) !== sources.textOf(file))
    // Aliases and data reach modules by ways that are not followed.
    if (changed.some((file) => file.endsWith('.json'))) this.#workspace = this.#newWorkspace()
    else if (changed.length > 0) this.#workspace.forget(changed)
  }
}
