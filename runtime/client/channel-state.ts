/** What a channel says of itself as a whole, and who wants to hear of it. */

import { guardedCall, type Logger } from '../logger.js'

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
  readonly #listeners = new Set<StateListener>()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  get state(): ChannelState {
    return this.#state
  }

  /** Tells the listeners when the state is another one. */
  set(state: ChannelState): void {
    const previous = this.#state
    if (state === previous) return
    this.#state = state
    for (const listener of [...this.#listeners]) {
      guardedCall(this.#logger, 'onStateChange', () => listener(state, previous))
    }
  }

  /** Returns the function that ends it. */
  listen(listener: StateListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
