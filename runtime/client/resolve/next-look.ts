/** When a resolver looks again: after the time it chose, or soon when the channel asks. */

import type { Clock } from '../../connection/clock.js'
import { Sleep } from '../../connection/sleep.js'

/**
 * The floor between two looks. A channel under load asks with every connection that fails; a name server or a registry
 * must not feel that.
 */
export const shortestWaitMs = 1_000

export class NextLook {
  readonly #clock: Clock
  readonly #sleeps = new Set<{ readonly sleep: Sleep; readonly earliest: number }>()
  /** Asked for since the last wait ended. */
  #isWanted = false
  #asked: Promise<void> | undefined = undefined
  #onAsk: () => void = () => {}

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The channel wants to know at once. */
  ask(): void {
    this.#isWanted = true
    for (const { sleep, earliest } of this.#sleeps) sleep.hurry(earliest)
    this.#asked = undefined
    this.#onAsk()
  }

  /** What was asked for is there. */
  answer(): void {
    this.#isWanted = false
  }

  /** Resolves at the next `ask()`. */
  asked(): Promise<void> {
    this.#asked ??= new Promise((resolve) => {
      this.#onAsk = resolve
    })
    return this.#asked
  }

  /** Resolves after `ms`, or after `shortestWaitMs` when asked to; rejects when the signal aborts. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const earliest = this.#clock.now() + shortestWaitMs
    const entry = { sleep: new Sleep(this.#clock, ms, signal), earliest }
    if (this.#isWanted) entry.sleep.hurry(earliest)
    this.#sleeps.add(entry)
    try {
      await entry.sleep.over
      this.#isWanted = false
    } finally {
      this.#sleeps.delete(entry)
    }
  }
}
