/** `trunkline/webpack`: generates before each build of webpack. */

import type { WebpackPluginInstance } from 'webpack'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { plugin } from './plugin.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake is an error of the build. */
export function trunkline(options: PluginOptions = {}): WebpackPluginInstance {
  checkPluginOptions(options)
  return plugin.webpack(options)
}

export default trunkline
