/** `trunkline/vite`: generates before a build of Vite, and in front of its development server. */

import type { Plugin } from 'vite'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { plugin } from './plugin.js'

export type { PluginOptions } from './options.js'

/**
 * Generates before each build; a mistake fails it.
 *
 * A development server that watches files generates whenever a schema changes. There a mistake is shown in the terminal
 * and in the browser, and the server goes on with the code that was there.
 */
export function trunkline(options: PluginOptions = {}): Plugin {
  checkPluginOptions(options)
  return plugin.vite(options)
}

export default trunkline
