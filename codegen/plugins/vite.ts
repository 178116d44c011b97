/** `trunkline/vite`: generates before a build of Vite, and in front of its development server. */

import path from 'node:path'
import type { ErrorPayload, Plugin, ResolvedConfig, ViteDevServer } from 'vite'
import { Builder } from './builder.js'
import { checkPluginOptions, type PluginOptions } from './options.js'
import { errorOf } from './rollup.js'

export type { PluginOptions } from './options.js'

/**
 * Generates before each build; a mistake fails it.
 *
 * A development server that watches files generates whenever a schema changes. There a mistake is shown in the terminal
 * and in the browser, and the server goes on with the code that was there.
 */
export function trunkline(options: PluginOptions = {}): Plugin {
  checkPluginOptions(options)
  let builder = new Builder(options, process.cwd())
  let config: ResolvedConfig | undefined
  let shown: string | undefined
  const isWatchingServer = () => config?.command === 'serve' && config.server.watch !== null

  /** In the terminal, once: a mistake that stays is not repeated. @returns whether it is a new one */
  const show = (failure: string | undefined): boolean => {
    const isNew = failure !== undefined && failure !== shown
    shown = failure
    if (isNew) config?.logger.error(failure, { timestamp: true })
    return isNew
  }

  const regenerate = async (server: ViteDevServer): Promise<void> => {
    const { failure, written, inputs } = await builder.build()
    server.watcher.add([...inputs])
    if (show(failure)) server.ws.send({ type: 'error', err: overlay(failure) })
    const names = written.map((file) => path.relative(server.config.root, file))
    if (names.length > 0)
      server.config.logger.info(`wrote ${names.join(', ')}`, { timestamp: true })
  }

  return {
    name: 'trunkline',

    configResolved(resolved) {
      config = resolved
      builder = new Builder(options, resolved.root)
    },

    buildStart: {
      order: 'pre',
      sequential: true,
      async handler() {
        const built = await builder.build()
        for (const file of built.inputs) this.addWatchFile(file)
        if (isWatchingServer()) show(built.failure)
        else if (built.failure !== undefined) this.error(errorOf(built.failure, built))
      },
    },

    configureServer(server) {
      if (!isWatchingServer()) return
      server.watcher.on('all', (_, name) => {
        const file = path.resolve(server.config.root, name)
        if (builder.reads(file)) void regenerate(server)
      })
      // What changes before the watcher is ready, it takes for the state at the start.
      server.watcher.once('ready', () => void regenerate(server))
    },
  }
}

/** What the browser shows above the page. */
function overlay(message = ''): ErrorPayload['err'] {
  return { message, stack: '', plugin: 'trunkline' }
}

export default trunkline
