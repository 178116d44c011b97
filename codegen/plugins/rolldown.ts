/** `trunkline/rolldown`: generates before each build of Rolldown. */

import type { Plugin } from 'rolldown'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { plugin } from './plugin.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake fails the build. */
export function trunkline(options: PluginOptions = {}): Plugin {
  checkPluginOptions(options)
  return plugin.rolldown(options)
}

export default trunkline
