/** Rollup and Rolldown. */

import path from 'node:path'
import { transformSync } from 'esbuild'
import * as rolldown from 'rolldown'
import * as rollup from 'rollup'
import type { PluginOptions } from '../../../codegen/plugins/options.js'
import { trunkline as rolldownPlugin } from '../../../codegen/plugins/rolldown.js'
import { trunkline as rollupPlugin } from '../../../codegen/plugins/rollup.js'
import { type BuildTool, externals, messageOf } from './build-tool.js'
import { eachRound } from './rounds.js'

/** Rollup leaves TypeScript to others; this is all that a test needs of them. */
const typescript: rollup.Plugin = {
  name: 'typescript',
  async resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null
    return path.resolve(path.dirname(importer), source.replace(/\.js$/, '.ts'))
  },
  transform(code, id) {
    return id.endsWith('.ts')
      ? { code: transformSync(code, { loader: 'ts' }).code, map: null }
      : null
  },
}

function rollupOptions(root: string, options?: PluginOptions) {
  return {
    input: path.join(root, 'main.ts'),
    external: externals,
    plugins: [rollupPlugin({ root, ...options }), typescript],
    onLog: () => {},
    output: { dir: path.join(root, 'dist'), format: 'es' },
  } satisfies rollup.RollupOptions
}

export const rollupTool: BuildTool = {
  name: 'rollup',
  async build(root, options) {
    const { output, ...input } = rollupOptions(root, options)
    try {
      const bundle = await rollup.rollup(input)
      await bundle.write(output)
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  },
  async watch(root, ended) {
    return eachRound(rollup.watch({ ...rollupOptions(root), watch: { buildDelay: 20 } }), ended)
  },
}

function rolldownOptions(root: string, options?: PluginOptions) {
  return {
    cwd: root,
    input: 'main.ts',
    external: externals,
    plugins: [rolldownPlugin(options)],
    logLevel: 'silent',
    output: { dir: 'dist', format: 'es' },
  } satisfies rolldown.BuildOptions
}

export const rolldownTool: BuildTool = {
  name: 'rolldown',
  async build(root, options) {
    try {
      await rolldown.build(rolldownOptions(root, options))
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  },
  async watch(root, ended) {
    return eachRound(rolldown.watch({ ...rolldownOptions(root), watch: { buildDelay: 20 } }), ended)
  },
}
