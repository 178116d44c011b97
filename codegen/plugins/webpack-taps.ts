/** Generating before each build of webpack and Rspack. */

import { Builder, type Built } from './builder.js'
import type { PluginOptions } from './options.js'

/** What is used of the compilers of webpack and of Rspack, which follows it. */
export interface Compiler {
  readonly context: string
  readonly inputFileSystem: { purge?(files: string[]): void } | null
  readonly hooks: {
    readonly run: BuildHook
    readonly watchRun: BuildHook
    readonly thisCompilation: { tap(name: string, act: (compilation: Compilation) => void): void }
  }
}

interface BuildHook {
  tapPromise(name: string, act: () => Promise<void>): void
}

interface Compilation {
  readonly fileDependencies: { addAll(files: readonly string[]): unknown }
  readonly errors: { push(error: Error): unknown }
}

export function tapWebpack(compiler: Compiler, options: PluginOptions): void {
  const builder = new Builder(options, compiler.context)
  let built: Built | undefined

  // Before anything is compiled: the hooks of a compilation, unplugin's among them, run beside the reading of its entries.
  const generate = async () => {
    built = await builder.build()
    compiler.inputFileSystem?.purge?.([...built.written])
  }
  compiler.hooks.run.tapPromise('trunkline', generate)
  compiler.hooks.watchRun.tapPromise('trunkline', generate)

  // An error thrown above would end a watch; one of the compilation is shown, and corrected by the next.
  compiler.hooks.thisCompilation.tap('trunkline', (compilation) => {
    if (built === undefined) return
    compilation.fileDependencies.addAll(built.inputs)
    if (built.failure === undefined) return
    compilation.errors.push(new Error(built.failure))
  })
}
