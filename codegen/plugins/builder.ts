/** What the plug-ins of all build tools share: generate before a build, write, and say what went wrong. */

import path from 'node:path'
import type { Diagnostic } from '../diagnostics.js'
import { Generator } from '../generator.js'
import { changedFiles, writeFiles } from '../outputs.js'
import type { PluginOptions } from './options.js'

export interface Built {
  /** Why the build must fail, for people, without colours; undefined when all is well. */
  readonly failure: string | undefined
  /** The mistakes in schemas; empty when something else is wrong. */
  readonly diagnostics: readonly Diagnostic[]
  /** Generated files written by this run. */
  readonly written: readonly string[]
  /** Files whose changes call for another run. */
  readonly inputs: readonly string[]
}

export class Builder {
  readonly #options: PluginOptions
  readonly #generator: Generator
  /** Runs wait for each other: a tool may ask for the next one before the last is over. */
  #last: Promise<unknown> = Promise.resolve()
  #inputs: readonly string[] = []

  /** @param toolRoot where the tool looks for its files, unless the options say another root */
  constructor(options: PluginOptions, toolRoot: string) {
    this.#options = options
    const { schemas, out } = options
    this.#generator = new Generator({ root: options.root ?? toolRoot, schemas, out })
  }

  /** Whether the last run read a file, or the next one would. */
  reads(file: string): boolean {
    return this.#inputs.includes(file) || /\.schema\.[mc]?[tj]s$/.test(file)
  }

  /** Generates and writes what has changed. Never rejects; writes nothing on failure. */
  build(): Promise<Built> {
    const next = this.#last.then(() => this.#build())
    this.#last = next
    return next
  }

  async #build(): Promise<Built> {
    try {
      const { files, diagnostics, report, inputs } = await this.#generator.generate()
      this.#inputs = inputs
      const result = { failure: undefined, diagnostics, written: [], inputs }
      if (diagnostics.length > 0) return { ...result, failure: report }
      if (this.#options.check !== true) return { ...result, written: writeFiles(files) }
      const stale = changedFiles(files).map((file) =>
        path.relative(this.#generator.root, file.path),
      )
      return stale.length === 0 ? result : { ...result, failure: explainStale(stale) }
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      return { failure, diagnostics: [], written: [], inputs: this.#inputs }
    }
  }
}

function explainStale(names: readonly string[]): string {
  const are = names.length === 1 ? 'is' : 'are'
  return `${names.join(', ')} ${are} out of date.\n  fix Run npx trunkline generate and commit what it writes.`
}
