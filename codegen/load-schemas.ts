/** Imports schema modules, which is how the generator learns what they mean. */

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJiti } from 'jiti'
import type { Diagnostics, Place } from './diagnostics.js'

export type ModuleExports = Readonly<Record<string, unknown>>

export class SchemaLoader {
  readonly #jiti: ReturnType<typeof createJiti>
  readonly #diagnostics: Diagnostics

  /** @param fresh whether to forget modules imported before, for watch mode */
  constructor(root: string, diagnostics: Diagnostics, { fresh = false } = {}) {
    this.#diagnostics = diagnostics
    // Resolving from the project's root finds its own copy of typebox; a default export must stay apart from names.
    this.#jiti = createJiti(path.join(root, 'trunkline.config.ts'), {
      tsconfigPaths: true,
      interopDefault: false,
      moduleCache: !fresh,
    })
  }

  /** A module's exports; undefined after reporting why it cannot be imported. */
  async load(file: string): Promise<ModuleExports | undefined> {
    try {
      const module: unknown = await this.#jiti.import(file)
      return typeof module === 'object' && module !== null ? { ...module } : {}
    } catch (error) {
      this.#report(file, error)
      return undefined
    }
  }

  #report(file: string, error: unknown): void {
    const isMisuse = error instanceof Error && error.name === 'SchemaMisuse'
    const text = error instanceof Error ? error.message : String(error)
    this.#diagnostics.add({
      code: isMisuse ? 'GEN_SCHEMA_MISUSE' : 'GEN_LOAD_FAILED',
      path: '',
      message: isMisuse ? text : `the module cannot be imported: ${text.split('\n')[0] ?? ''}`,
      remedy: isMisuse
        ? 'See the signature of that function.'
        : 'Make the file run: node must be able to import it.',
      place: placeFromStack(error) ?? { file, line: 1, column: 1, length: 1 },
    })
  }
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
