/** What the watchers of Rollup, Rolldown and Vite report, build by build. */

import type { Failure } from './build-tool.js'

interface Watcher {
  on(name: 'event', listener: (event: WatcherEvent) => void): unknown
  close(): Promise<void>
}

interface WatcherEvent {
  readonly code: string
  readonly error?: { readonly message: string }
  readonly result?: { close(): Promise<void> } | null
}

/** Says how each build ended: END comes after an ERROR as well. @returns what ends the watching */
export function eachRound(
  watcher: Watcher,
  ended: (failure: Failure) => void,
): () => Promise<void> {
  let failure: Failure
  watcher.on('event', ({ code, error, result }) => {
    if (code === 'START') failure = undefined
    if (code === 'ERROR') failure = error?.message
    if (code === 'BUNDLE_END') void result?.close()
    if (code === 'END') ended(failure)
  })
  return () => watcher.close()
}
