/** `trunkline/rollup`: generates before each build of Rollup. */

import type { Plugin } from 'rollup'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { plugin } from './plugin.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake fails the build. */
export function trunkline(options: PluginOptions = {}): Plugin {
  checkPluginOptions(options)
  return plugin.rollup(options)
}

export default trunkline
