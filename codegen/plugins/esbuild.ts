/** `trunkline/esbuild`: generates before each build of esbuild and of tools around it, such as tsup. */

import type { Plugin } from 'esbuild'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { plugin } from './plugin.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake fails the build. */
export function trunkline(options: PluginOptions = {}): Plugin {
  checkPluginOptions(options)
  return plugin.esbuild(options)
}

export default trunkline
