/** `trunkline/webpack`: generates before each build of webpack. */

import type { Compiler, WebpackPluginInstance } from 'webpack'
import { Builder, type Built } from './builder.js'
import { checkPluginOptions, type PluginOptions } from './options.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake is an error of the build. */
export function trunkline(options: PluginOptions = {}): WebpackPluginInstance {
  checkPluginOptions(options)
  return {
    apply(compiler: Compiler) {
      const builder = new Builder(options, compiler.context)
      let built: Built | undefined

      // Before anything is compiled: the hooks of a compilation run beside the reading of its entries.
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
        const error = new compiler.webpack.WebpackError(built.failure)
        error.hideStack = true
        compilation.errors.push(error)
      })
    },
  }
}

export default trunkline
