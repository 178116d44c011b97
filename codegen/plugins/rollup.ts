/** `trunkline/rollup`: generates before each build of Rollup, and of Rolldown, whose plug-ins are the same. */

import type { Plugin } from 'rollup'
import { Builder, type Built } from './builder.js'
import { checkPluginOptions, type PluginOptions } from './options.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake fails the build. */
export function trunkline(options: PluginOptions = {}): Plugin {
  checkPluginOptions(options)
  const builder = new Builder(options, process.cwd())
  return {
    name: 'trunkline',
    buildStart: {
      // Other plug-ins may look at the generated files when a build starts.
      order: 'pre',
      sequential: true,
      async handler() {
        const built = await builder.build()
        // Also after a failure: correcting the schema starts the next build.
        for (const file of built.inputs) this.addWatchFile(file)
        if (built.failure !== undefined) this.error(errorOf(built.failure, built))
      },
    },
  }
}

/** What Rollup and Vite take as an error. */
export interface PluginError {
  readonly message: string
  readonly id?: string
  /** Lines count from 1, columns from 0. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number }
}

/** The report, and for editors the place of the first mistake. */
export function errorOf(message: string, { diagnostics }: Built): PluginError {
  const place = diagnostics.find((one) => one.place !== undefined)?.place
  if (place === undefined) return { message }
  const { file, line, column } = place
  return { message, id: file, loc: { file, line, column: column - 1 } }
}

export default trunkline
