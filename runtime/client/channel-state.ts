/** What a channel says of itself as a whole, and who wants to hear of it. */

import { guardedCall, type Logger } from '../logger.js'
import { RareSet } from '../session/rare-set.js'

/**
 * - `idle`: no connection, and no call wants one
 * - `connecting`: no connection yet, and none has failed
 * - `ready`: calls can be sent
 * - `unavailable`: no connection, and the last attempts failed; dialling goes on while there are calls
 * - `closed`: by `close()`
 *
 * They are those of gRPC's connectivity semantics, where the fourth is TRANSIENT_FAILURE and the last SHUTDOWN.
 */
export type ChannelState = 'idle' | 'connecting' | 'ready' | 'unavailable' | 'closed'

export type StateListener = (state: ChannelState, previous: ChannelState) => void

export class StateBoard {
  #state: ChannelState = 'idle'
  /** One entry for each `listen`, so that a function that listens twice stops twice. */
  readonly #listeners = new RareSet<{ readonly listener: StateListener }>()
  /** Changes that are still to be told: listeners may cause others. */
  readonly #news: { readonly state: ChannelState; readonly previous: ChannelState }[] = []
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  get state(): ChannelState {
    return this.#state
  }

  /** Tells the listeners when the state is another one; all of them of one change before any of the next. */
  set(state: ChannelState): void {
    const previous = this.#state
    if (state === previous) return
    this.#state = state
    this.#news.push({ state, previous })
    // Else a listener is the cause, and whoever called it goes on with this.
    if (this.#news.length > 1) return
    for (let change = this.#news[0]; change !== undefined; change = this.#news[0]) {
      for (const entry of [...this.#listeners])
        if (this.#listeners.has(entry)) this.#tell(entry, change)
      this.#news.shift()
    }
  }

  /** Returns the function that ends it. Throws TypeError for what is no function. */
  listen(listener: StateListener): () => void {
    if (typeof listener !== 'function')
      throw new TypeError('onStateChange must be a function: it is called with the new state')
    const entry = { listener }
    this.#listeners.add(entry)
    return () => {
      this.#listeners.delete(entry)
    }
  }

  #tell(
    { listener }: { readonly listener: StateListener },
    change: { readonly state: ChannelState; readonly previous: ChannelState },
  ): void {
    guardedCall(this.#logger, 'onStateChange', () => listener(change.state, change.previous))
  }
}
