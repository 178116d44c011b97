/** Tells the owner of a session that there is output: once until the flush, and of a long turn's parts as they gather. */

import type { SessionEvents } from './events.js'
import type { Outbox } from './outbox.js'

/**
 * Output of a long turn leaves in parts, each three times as large as the last, so that the peer works at the same time
 * instead of waiting for the turn to end: docs/decisions/0044.
 */
const firstPartBytes = 1024
const partGrowth = 3

export class OutputNotice {
  /** Whether the owner knows, and a flush is due. */
  isGiven = false
  /** Bytes of output at which the next part is large enough to leave ahead of the flush. */
  #partBytes = firstPartBytes
  readonly #outbox: Outbox
  readonly #events: SessionEvents

  constructor(outbox: Outbox, events: SessionEvents) {
    this.#outbox = outbox
    this.#events = events
  }

  /** Something was written, and no frame is under way. */
  give(): void {
    if (this.isGiven) {
      if (this.#outbox.bytes < this.#partBytes) return
      this.#partBytes *= partGrowth
      this.#events.onPart()
      return
    }
    this.isGiven = true
    this.#partBytes = firstPartBytes
    this.#events.onOutput()
  }
}
