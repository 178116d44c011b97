/** Vite, as it builds; its server has tests of its own. */

import { build, type InlineConfig } from 'vite'
import type { PluginOptions } from '../../../codegen/plugins/options.js'
import { trunkline } from '../../../codegen/plugins/vite.js'
import { type BuildTool, externals, messageOf } from './build-tool.js'
import { eachRound } from './rounds.js'

function configFor(root: string, options?: PluginOptions) {
  return {
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [trunkline(options)],
    build: { ssr: 'main.ts', outDir: 'dist', rolldownOptions: { external: externals } },
  } satisfies InlineConfig
}

export const viteTool: BuildTool = {
  name: 'vite',
  async build(root, options) {
    try {
      await build(configFor(root, options))
      return undefined
    } catch (error) {
      return messageOf(error)
    }
  },
  async watch(root, ended) {
    const config = configFor(root)
    const watcher = await build({
      ...config,
      build: { ...config.build, watch: { buildDelay: 20 } },
    })
    if (!('on' in watcher)) throw new Error('Vite has built instead of watching')
    return eachRound(watcher, ended)
  },
}
