/**
 * The streams that wait for the transport, or for the next turn of the event loop.
 *
 * The peer's credit bounds what the peer holds; this bounds what this side does. What a stream writes before other
 * events of the process get their turn is one message more than `maxBurstBytes`: messages of megabytes are encoded one
 * per turn, whatever the credit allows.
 */

import type { FragmentQueue } from './fragment-queue.js'
import type { Outbox } from './outbox.js'
import { RareSet } from './rare-set.js'
import type { SessionCall } from './session-call.js'

/** While so much waits for the transport, streams wait as well. */
const maxOutboxBytes = 256 * 1024
const maxFragmentedBytes = 16 * 1024 * 1024

/** After so much in one turn, streams wait for the next. */
const maxBurstBytes = 256 * 1024

export class Crowd {
  readonly #outbox: Outbox
  readonly #fragments: FragmentQueue
  readonly #calls = new RareSet<SessionCall>()
  /** Bytes of messages written since the turn began. */
  #burst = 0

  constructor(outbox: Outbox, fragments: FragmentQueue) {
    this.#outbox = outbox
    this.#fragments = fragments
  }

  /** Whether a stream has to wait. */
  get isFull(): boolean {
    return this.#burst >= maxBurstBytes || this.#isBacklogged
  }

  /** Whether a later turn would let streams go on: `nextTurn` is due then. */
  get awaitsTurn(): boolean {
    return (this.#calls.size > 0 || this.#burst >= maxBurstBytes) && !this.#isBacklogged
  }

  get #isBacklogged(): boolean {
    return this.#outbox.bytes >= maxOutboxBytes || this.#fragments.bytes >= maxFragmentedBytes
  }

  wrote(bytes: number): void {
    this.#burst += bytes
  }

  add(call: SessionCall): void {
    this.#calls.add(call)
  }

  delete(call: SessionCall): void {
    this.#calls.delete(call)
  }

  /** A turn begins: returns the streams that waited for it, and forgets them. */
  nextTurn(): SessionCall[] {
    this.#burst = 0
    if (this.#calls.size === 0) return []
    const calls = [...this.#calls]
    this.#calls.clear()
    return calls
  }
}
