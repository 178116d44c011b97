/**
 * How long things took, in at most 2 KiB of memory: counts in buckets whose width grows with what they hold, as in an HDR
 * histogram. Quantiles are right within 1/16 of their value, from a microsecond to an hour.
 */

import type { LatencyStats } from '../stats.js'

/** Buckets for each doubling. */
const steps = 16
const stepBits = 4
/** Room for what takes up to 8 ms: there is a histogram for each method of each channel. */
const firstDoublings = 9

export class LatencyHistogram {
  #counts = new Uint32Array(steps * (firstDoublings + 1))
  #count = 0
  #sumMs = 0
  #maxMs = 0

  /** Something took this long, or several things. Negative times, which a clock read at two places can give, count as none. */
  record(ms: number, times = 1): void {
    this.#count += times
    this.#sumMs += Math.max(ms, 0) * times
    if (ms > this.#maxMs) this.#maxMs = ms
    const index = indexOf(ms)
    if (index >= this.#counts.length) this.#grow(index)
    this.#counts[index] = (this.#counts[index] ?? 0) + times
  }

  report(): LatencyStats {
    const count = this.#count
    return {
      count,
      meanMs: count === 0 ? 0 : this.#sumMs / count,
      p50Ms: this.quantile(0.5),
      p90Ms: this.quantile(0.9),
      p99Ms: this.quantile(0.99),
      p999Ms: this.quantile(0.999),
      maxMs: this.#maxMs,
    }
  }

  /** The value that this share of all is not above, as the middle of its bucket; 0 when there is none. */
  quantile(share: number): number {
    let left = Math.ceil(this.#count * share)
    if (left === 0) return 0
    for (let i = 0; i < this.#counts.length; i++) {
      left -= this.#counts[i] ?? 0
      if (left <= 0) return Math.min(middleOf(i), this.#maxMs)
    }
    return this.#maxMs
  }

  /** Makes room for all buckets of this index's doubling. */
  #grow(index: number): void {
    const counts = new Uint32Array((Math.floor(index / steps) + 1) * steps)
    counts.set(this.#counts)
    this.#counts = counts
  }
}

function indexOf(ms: number): number {
  const us = ms <= 0 ? 0 : ms >= 4_294_967 ? 0xffffffff : (ms * 1000) >>> 0
  if (us < steps) return us
  const shift = 31 - Math.clz32(us) - stepBits
  return (shift + 1) * steps + ((us >>> shift) - steps)
}

/** In milliseconds. */
function middleOf(index: number): number {
  if (index < steps) return index / 1000
  const shift = Math.floor(index / steps) - 1
  const base = (index % steps) + steps
  return ((base + 0.5) * 2 ** shift) / 1000
}
