/** `trunkline/rspack`: generates before each build of Rspack. */

import type { RspackPluginInstance } from '@rspack/core'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { plugin } from './plugin.js'

export type { PluginOptions } from './options.js'

/** Generates before each build, and again when a schema changes in watch mode; a mistake is an error of the build. */
export function trunkline(options: PluginOptions = {}): RspackPluginInstance {
  checkPluginOptions(options)
  return plugin.rspack(options)
}

export default trunkline
