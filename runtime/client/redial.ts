/**
 * How long to wait before the next dial. Pure: it is told the time and the luck.
 *
 * A connection that stood and was lost is dialled again at once: most were lost because the server restarts, and said so. Only
 * where connections keep breaking soon after they stood do pauses grow, to a second. A dial that failed is followed by
 * a pause that grows with each failure, from a tenth of a second to `limits.redialMaxMs` (the scheme is that of gRPC's
 * connection-backoff.md; the first pause and the last are shorter, because both ends are near each other).
 */

/** A connection that lived this long was a good one. */
const goodLifeMs = 5_000

const firstPauseMs = 100
const growth = 1.6
/** The longest pause after connections that stood. */
const longestLossPauseMs = 1_000
/** Pauses vary by a fifth, so that clients that lost one server do not come back in step. */
const spread = 0.2

export class Redial {
  readonly #longestPauseMs: number
  #losses = 0
  #failures = 0

  constructor(longestPauseMs: number) {
    this.#longestPauseMs = longestPauseMs
  }

  /** A connection was lost that had stood for `livedMs`. Returns how long to wait; `luck` is from 0 to 1. */
  pauseAfterLoss(livedMs: number, luck: number): number {
    this.#failures = 0
    this.#losses = livedMs >= goodLifeMs ? 1 : this.#losses + 1
    if (this.#losses === 1) return 0
    return spreadOut(Math.min(pauseOf(this.#losses - 1), longestLossPauseMs), luck)
  }

  /** A connection was left in order after it had carried calls: nothing is wrong, and the next is dialled at once. */
  leftInOrder(): void {
    this.#losses = 0
  }

  /** A connection could not be opened. */
  pauseAfterFailure(luck: number): number {
    this.#failures++
    return spreadOut(Math.min(pauseOf(this.#failures), this.#longestPauseMs), luck)
  }
}

function pauseOf(times: number): number {
  return firstPauseMs * growth ** (times - 1)
}

function spreadOut(ms: number, luck: number): number {
  return ms * (1 - spread + 2 * spread * luck)
}
