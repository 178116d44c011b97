/**
 * When to dial again after a connection that stood was lost: at once the first time, then with growing pauses as long as
 * connections keep breaking soon after they were opened. Pure: it is told the time and the luck.
 */

/** A connection that lived this long was a good one. */
const goodLifeMs = 5_000

const firstPauseMs = 100
const growth = 1.6
const longestPauseMs = 30_000
/** Pauses vary by a fifth, so that clients that lost one server do not come back in step. */
const spread = 0.2

export class Redial {
  #losses = 0

  /** A connection was lost that had been open for `livedMs`. Returns how long to wait; `luck` is from 0 to 1. */
  pauseAfter(livedMs: number, luck: number): number {
    this.#losses = livedMs >= goodLifeMs ? 1 : this.#losses + 1
    if (this.#losses === 1) return 0
    const pauseMs = Math.min(firstPauseMs * growth ** (this.#losses - 2), longestPauseMs)
    return pauseMs * (1 - spread + 2 * spread * luck)
  }
}
