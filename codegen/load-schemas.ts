/** Imports schema modules, which is how the generator learns what they mean. */

import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'
import type { Diagnostics, Place } from './diagnostics.js'
import { type ExplainedFailure, explainFailure } from './load-failures.js'
import { findSyntaxError, type Sources, transpile } from './typescript.js'

export type ModuleExports = Readonly<Record<string, unknown>>

export class SchemaLoader {
  readonly #jiti: ReturnType<typeof createJiti>
  /** Slower, and true to the lines of the source: it is asked where a module fails. */
  readonly #exactJiti: ReturnType<typeof createJiti>
  readonly #sources: Sources

  constructor(root: string, sources: Sources) {
    this.#sources = sources
    // Resolving from the project's root finds its own copy of typebox; a default export must stay apart from names.
    const id = path.join(root, 'trunkline.config.ts')
    const options = { tsconfigPaths: true, interopDefault: false }
    this.#exactJiti = createJiti(id, options)
    this.#jiti = createJiti(id, {
      ...options,
      fsCache: cacheFolder(root),
      transform: (module) => ({
        code:
          (module.ts === true && module.async === true ? transpile(module.source) : undefined) ??
          this.#exactJiti.transform(module),
      }),
    })
  }

  /**
   * Forgets modules, so that they are imported afresh; without a list, all of the user's own.
   *
   * Otherwise they stay: a schema that two of them import must be one object to both.
   */
  forget(files?: ReadonlySet<string>): void {
    for (const file of Object.keys(this.#jiti.cache)) {
      const isMeant =
        files?.has(file) ?? (/\.[mc]?tsx?$/.test(file) && !file.includes('/node_modules/'))
      if (isMeant) delete this.#jiti.cache[file]
    }
  }

  /** A module's exports; undefined after reporting why it cannot be imported. */
  async load(file: string, diagnostics: Diagnostics): Promise<ModuleExports | undefined> {
    try {
      const module: unknown = await this.#jiti.import(file)
      return typeof module === 'object' && module !== null ? { ...module } : {}
    } catch (error) {
      await this.#report(file, await this.#failureOf(file, error), diagnostics)
      return undefined
    }
  }

  /** The same failure again, with the places of the source in its stack. */
  async #failureOf(file: string, error: unknown): Promise<unknown> {
    this.forget()
    try {
      await this.#exactJiti.import(file)
      return error
    } catch (exact) {
      return exact
    }
  }

  async #report(file: string, error: unknown, diagnostics: Diagnostics): Promise<void> {
    const broken = this.#findSyntaxError(file)
    if (broken !== undefined) {
      diagnostics.add({
        code: 'GEN_LOAD_FAILED',
        path: '',
        message: `this is not TypeScript: ${broken.message}`,
        remedy: 'Correct it; what is wrong may stand a little before the place shown.',
        place: broken,
      })
      return
    }
    const misuse = readMisuse(error)
    const text = firstLine(error)
    const failure = misuse ?? (await this.#explain(file, error, text))
    diagnostics.add({
      code: misuse === undefined ? 'GEN_LOAD_FAILED' : 'GEN_SCHEMA_MISUSE',
      path: '',
      message: failure?.problem ?? `the module cannot be imported: ${text}`,
      remedy:
        failure?.remedy ?? 'Fix the error: the generator imports the module as a program would.',
      place: this.#placeOf(error, failure?.call) ?? { file, line: 1, column: 1, length: 1 },
    })
  }

  #explain(file: string, error: unknown, text: string): Promise<ExplainedFailure | undefined> {
    const failed = placeFromStack(error)?.file ?? file
    return explainFailure(text, {
      imported: this.#sources.importedNames(failed),
      exportsOf: async (specifier) => {
        try {
          return await createJiti(failed, { tsconfigPaths: true }).import(specifier)
        } catch {
          return undefined
        }
      },
    })
  }

  /** In a file or in what it imports: loaders do not say where. */
  #findSyntaxError(file: string): ReturnType<typeof findSyntaxError> {
    const files = new Set([file])
    // The set grows while it is walked.
    for (const one of files) {
      if (!/\.[mc]?[tj]sx?$/.test(one)) continue
      const found = findSyntaxError(one, this.#sources.textOf(one) ?? '')
      if (found !== undefined) return found
      for (const imported of this.#sources.importsOf(one)) files.add(imported.file)
    }
    return undefined
  }

  /** Loaders keep the lines of a module and not the columns: the call is looked up in its line. */
  #placeOf(error: unknown, call: string | undefined): Place | undefined {
    const place = placeFromStack(error)
    const text = place === undefined ? undefined : this.#sources.textOf(place.file)
    const line = text?.split('\n')[(place?.line ?? 0) - 1]
    if (place === undefined || line === undefined) return place
    const at = call === undefined ? -1 : line.lastIndexOf(`${call}(`)
    const start = at < 0 ? line.search(/\S|$/) : at
    return { ...place, column: start + 1, length: Math.max(1, line.trimEnd().length - start) }
  }
}

function firstLine(error: unknown): string {
  const [text = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return text.trim().replace(/\.$/, '')
}

/** Transformed modules stay on disk, apart from those that the loader has transformed itself. */
function cacheFolder(root: string): string {
  const modules = path.join(root, 'node_modules')
  const parent = existsSync(modules) ? path.join(modules, '.cache') : tmpdir()
  return path.join(parent, 'trunkline-schemas-1')
}

interface Misuse {
  readonly problem: string
  readonly remedy: string
  readonly call: string
}

/** The vocabulary's own errors, whichever copy of it the schema imported. */
function readMisuse(error: unknown): Misuse | undefined {
  if (!(error instanceof Error) || error.name !== 'SchemaMisuse') return undefined
  const { problem, remedy, call } = error as Error & Partial<Misuse> // because the name says so, and each is checked
  if (problem === undefined || remedy === undefined || call === undefined) return undefined
  return { problem, remedy, call }
}

/** The first line of a stack that is in the user's own source. */
function placeFromStack(error: unknown): Place | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const line of stack.split('\n')) {
    const [, location = '', row, column] =
      /\(?((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(line.trim()) ?? []
    if (location === '' || location.includes('/node_modules/')) continue
    const file = location.startsWith('file:') ? fileURLToPath(location) : location
    if (!/\.[mc]?[tj]s$/.test(file)) continue
    return { file, line: Number(row), column: Number(column), length: 1 }
  }
  return undefined
}
