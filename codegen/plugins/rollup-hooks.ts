/** Generating before each build of Rollup and Rolldown, and the hook for it that Vite shares. */

import { Builder, type Built } from './builder.js'
import type { PluginOptions } from './options.js'

/** `buildStart` with the place that unplugin's own cannot ask for. */
export interface BuildStart {
  readonly order: 'pre'
  readonly sequential: true
  /** @param options those of the build, after all plug-ins have had their say */
  handler(this: BuildContext, options: object): Promise<void>
}

/** What is used of the contexts in which Rollup, Rolldown and Vite call hooks. */
export interface BuildContext {
  addWatchFile(file: string): void
  error(error: PluginError): never
}

/** What they take as an error. */
export interface PluginError {
  readonly message: string
  readonly id?: string
  /** Lines count from 1, columns from 0. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number }
}

export function rollupHooks(options: PluginOptions): { buildStart: BuildStart } {
  let builder: Builder | undefined
  return {
    buildStart: buildStart((toolOptions) => {
      builder ??= new Builder(options, rootOf(toolOptions))
      return builder.build()
    }),
  }
}

/** Rolldown can be told where it is; Rollup is where the process is. */
function rootOf(options: object): string {
  return 'cwd' in options && typeof options.cwd === 'string' ? options.cwd : process.cwd()
}

/** @param end what comes of a run; watching what it read is seen to before */
export function buildStart(
  build: (options: object) => Promise<Built>,
  end: (built: Built, context: BuildContext) => void = failOnMistake,
): BuildStart {
  return {
    // Other plug-ins may look at the generated files when a build starts.
    order: 'pre',
    sequential: true,
    async handler(options) {
      const built = await build(options)
      // Also after a failure: correcting the schema starts the next build.
      for (const file of built.inputs) this.addWatchFile(file)
      end(built, this)
    },
  }
}

export function failOnMistake(built: Built, context: BuildContext): void {
  if (built.failure !== undefined) context.error(errorOf(built.failure, built))
}

/** The report, and for editors the place of the first mistake. */
function errorOf(message: string, { diagnostics }: Built): PluginError {
  const place = diagnostics.find((one) => one.place !== undefined)?.place
  if (place === undefined) return { message }
  const { file, line, column } = place
  return { message, id: file, loc: { file, line, column: column - 1 } }
}
