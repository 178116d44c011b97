/**
 * A token bucket over frames that cost this side work and the peer nothing. Its limits are generous for honest
 * peers; a flood empties it (HTTP/2's ping and settings floods, CVE-2019-9512 and its family).
 */

export class NuisanceBucket {
  #tokens: number
  #refilledAt = 0
  readonly #burst: number
  readonly #perSecond: number

  constructor(burst: number, perSecond: number) {
    this.#burst = burst
    this.#perSecond = perSecond
    this.#tokens = burst
  }

  /** Takes a token; false when there is none left. `now` in milliseconds. */
  take(now: number): boolean {
    const refill = ((now - this.#refilledAt) / 1000) * this.#perSecond
    this.#refilledAt = now
    this.#tokens = Math.min(this.#burst, this.#tokens + refill)
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
