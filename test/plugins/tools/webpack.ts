/** webpack and Rspack, whose configurations are nearly the same. */

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rspack } from '@rspack/core'
import webpack from 'webpack'
import type { PluginOptions } from '../../../codegen/plugins/options.js'
import { trunkline as rspackPlugin } from '../../../codegen/plugins/rspack.js'
import { trunkline as webpackPlugin } from '../../../codegen/plugins/webpack.js'
import { type BuildTool, externals, type Failure } from './build-tool.js'

/** Both leave TypeScript to others; this is all that a test needs of them. */
const typescript = fileURLToPath(new URL('typescript-loader.cjs', import.meta.url))

function configurationOf(root: string) {
  return {
    context: root,
    mode: 'production' as const,
    target: 'node20' as const,
    entry: './main.ts',
    output: { path: path.join(root, 'dist'), filename: 'main.mjs', module: true },
    externals: Object.fromEntries(externals.map((name) => [name, `module ${name}`])),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    module: { rules: [{ test: /\.ts$/, use: typescript, type: 'javascript/auto' }] },
    optimization: { minimize: false },
  }
}

/** What is used of the compilers of both. */
interface Compiler {
  run(ended: (error: Error | null, stats?: Stats) => void): void
  watch(
    options: { aggregateTimeout: number },
    ended: (error: Error | null, stats?: Stats) => void,
  ): unknown
  close(closed: () => void): void
}

interface Stats {
  hasErrors(): boolean
  toString(options: object): string
}

function failureOf(error: Error | null, stats: Stats | undefined): Failure {
  if (error !== null) return error.message
  return stats?.hasErrors() === true ? stats.toString({ all: false, errors: true }) : undefined
}

function closed(compiler: Compiler): Promise<void> {
  return new Promise((resolve) => compiler.close(() => resolve()))
}

function toolOf(
  name: string,
  compilerFor: (root: string, options?: PluginOptions) => Compiler,
): BuildTool {
  return {
    name,
    async build(root, options) {
      const compiler = compilerFor(root, options)
      const failure = await new Promise<Failure>((resolve) => {
        compiler.run((error, stats) => resolve(failureOf(error, stats)))
      })
      await closed(compiler)
      return failure
    },
    async watch(root, ended) {
      const compiler = compilerFor(root)
      compiler.watch({ aggregateTimeout: 20 }, (error, stats) => ended(failureOf(error, stats)))
      return () => closed(compiler)
    },
  }
}

export const webpackTool = toolOf('webpack', (root, options) =>
  webpack({
    ...configurationOf(root),
    experiments: { outputModule: true },
    plugins: [webpackPlugin(options)],
  }),
)

export const rspackTool = toolOf('rspack', (root, options) =>
  rspack({ ...configurationOf(root), plugins: [rspackPlugin(options)] }),
)
