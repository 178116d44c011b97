/** Generating before a build of Vite, and in front of its development server. */

import path from 'node:path'
import type { ErrorPayload, Plugin, ResolvedConfig, ViteDevServer } from 'vite'
import { Builder } from './builder.js'
import type { PluginOptions } from './options.js'
import { buildStart, failOnMistake } from './rollup-hooks.js'

export function viteHooks(options: PluginOptions): Partial<Plugin> {
  let builder: Builder | undefined
  let config: ResolvedConfig | undefined
  let shown: string | undefined
  const build = () => {
    builder ??= new Builder(options, config?.root ?? process.cwd())
    return builder.build()
  }
  const isWatchingServer = () => config?.command === 'serve' && config.server.watch !== null

  /** In the terminal, once: a mistake that stays is not repeated. @returns whether it is a new one */
  const show = (failure: string | undefined): boolean => {
    const isNew = failure !== undefined && failure !== shown
    shown = failure
    if (isNew) config?.logger.error(failure, { timestamp: true })
    return isNew
  }

  const regenerate = async (server: ViteDevServer): Promise<void> => {
    const { failure, written, inputs } = await build()
    server.watcher.add([...inputs])
    if (show(failure)) server.ws.send({ type: 'error', err: overlay(failure) })
    const names = written.map((file) => path.relative(server.config.root, file))
    if (names.length > 0)
      server.config.logger.info(`wrote ${names.join(', ')}`, { timestamp: true })
  }

  return {
    configResolved(resolved) {
      config = resolved
      builder = undefined
    },

    buildStart: buildStart(build, (built, context) => {
      if (isWatchingServer()) show(built.failure)
      else failOnMistake(built, context)
    }),

    configureServer(server) {
      if (!isWatchingServer()) return
      server.watcher.on('all', (_, name) => {
        const file = path.resolve(server.config.root, name)
        if (builder?.reads(file)) void regenerate(server)
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
