/** The one plug-in that all entries hand out; unplugin gives it the form of each tool. */

import { createUnplugin } from 'unplugin'
import { setUpEsbuild } from './esbuild-setup.js'
import type { PluginOptions } from './options.js'
import { rollupHooks } from './rollup-hooks.js'
import { viteHooks } from './vite-hooks.js'
import { tapWebpack } from './webpack-taps.js'

/**
 * What each tool does before a build, by its own means: of the hooks that unplugin has for all of them, none comes before all
 * reading and can fail in every tool (docs/decisions/0030-build-plug-ins-through-unplugin.md).
 *
 * Takes options that are checked. For webpack and Rspack unplugin calls this function only when there is a compiler, which is
 * too late to say where the mistake is.
 */
export const plugin = createUnplugin<PluginOptions, false>((options) => ({
  name: 'trunkline',
  esbuild: { setup: (build) => setUpEsbuild(build, options) },
  rollup: rollupHooks(options),
  rolldown: rollupHooks(options),
  vite: viteHooks(options),
  webpack: (compiler) => tapWebpack(compiler, options),
  rspack: (compiler) => tapWebpack(compiler, options),
}))
