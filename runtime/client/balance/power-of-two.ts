/**
 * The better of two targets drawn at random (Mitzenmacher, 2001), by calls in flight and recent latency: close to choosing
 * the best of all, at a cost that does not grow with their number, and without all clients running to the same one.
 *
 * Calls in flight alone say nothing while there are few calls: nearly all targets have none then, and a slow server gets
 * its full share. Hence the latency, and rules that keep it honest (decision 0022):
 *
 * - Latencies within a factor of two count as equal. What varies by chance, or because a server is a little farther away,
 *   does not move the shares away from the weights.
 * - A target that got no calls for a while gets one in two hundred, so that a server that has recovered is found, and a
 *   slow one is no more than half a percent of the calls because of it.
 * - What is known of a new target counts against it, but not for it until it has served many calls: a server that has just
 *   started is not flooded because its first answers were quick.
 */

import { type Balancer, isWelcome, sharesOf, type Target } from './target.js'

/** A latency up to this many times another counts as the same. */
const tolerance = 2

/**
 * How many calls a call to a slow target counts for, at most. Keeps a server of which one call took a thousand times as long
 * as usual from standing idle while the others have all the work.
 */
const maxPenalty = 10

/** So many calls between two of those that find out about a target without calls. */
const callsPerProbe = 200

/** Beside a target this many times slower than the best, more of them: one for each time, so that they add little. */
const callsPerSlowness = 20
const maxCallsPerProbe = 2_000

/** A target is new until it has got so many. */
const callsOfNew = 1_000

/** Targets looked at beyond two when both are slow. */
const maxExtraLooks = 8

interface Slot<T> {
  readonly target: T
  /** 1 on average. */
  share: number
  /** How many calls went there. */
  calls: number
  /** The number of the last one. */
  lastCall: number
}

export class PowerOfTwo<T extends Target> implements Balancer<T> {
  readonly #luck: () => number
  #slots: readonly Slot<T>[] = []
  /** Targets come back when they are connected again; what is known of them stays. */
  readonly #known = new WeakMap<T, Slot<T>>()
  /** The sum of the shares up to and with each slot; undefined where all are equal. */
  #sums: Float64Array | undefined = undefined
  #calls = 0
  #lastProbe = 0
  /** Passes one slot with each call. */
  #hand = 0
  /** The lowest latency of targets that are not new: that of the hand's last round, and of its present one so far. */
  #lowestMs = 0
  #lowestOfRoundMs = 0

  constructor(luck: () => number) {
    this.#luck = luck
  }

  update(targets: readonly T[]): void {
    const shares = sharesOf(targets)
    this.#slots = targets.map((target, index) => this.#slotOf(target, shares[index] ?? 1))
    this.#hand = 0
    this.#lowestOfRoundMs = 0
    this.#sums = undefined
    if (shares.every((share) => share === shares[0])) return
    let sum = 0
    this.#sums = Float64Array.from(shares, (share) => {
      sum += share
      return sum
    })
  }

  /** Takes the same time for any number of targets, unless most of them cannot take calls. Allocates nothing. */
  pick(_key: string | undefined, avoid: ReadonlySet<string> | undefined): T | undefined {
    const slots = this.#slots
    if (slots.length <= 1) {
      const only = slots[0]?.target
      return only?.canOpen ? only : undefined
    }
    this.#calls++
    const chosen = this.#probe(avoid) ?? this.#choose(avoid)
    if (chosen === undefined) return undefined
    chosen.calls++
    chosen.lastCall = this.#calls
    return chosen.target
  }

  #slotOf(target: T, share: number): Slot<T> {
    let slot = this.#known.get(target)
    if (slot === undefined) {
      // Who is there from the start is compared from the start.
      const calls = this.#calls < callsOfNew ? callsOfNew : 0
      slot = { target, share, calls, lastCall: this.#calls }
      this.#known.set(target, slot)
    }
    slot.share = share
    return slot
  }

  #choose(avoid: ReadonlySet<string> | undefined): Slot<T> | undefined {
    const first = this.#draw()
    const second = this.#drawOther(first)
    const better = this.#better(this.#usable(first, avoid), this.#usable(second, avoid))
    if (better !== undefined && !this.#isSlow(better)) return better
    const chosen = this.#lookOn(second, better, avoid)
    return chosen !== undefined || avoid === undefined
      ? chosen
      : this.#lookOn(second, undefined, undefined)
  }

  /** A slot in proportion to its share. */
  #draw(): number {
    const sums = this.#sums
    const count = this.#slots.length
    if (sums === undefined) return Math.floor(this.#luck() * count)
    return this.#find(this.#luck() * (sums[count - 1] ?? 0))
  }

  /** Another one, in proportion to its share among the others. */
  #drawOther(first: number): number {
    const sums = this.#sums
    const count = this.#slots.length
    if (sums === undefined) {
      const drawn = Math.floor(this.#luck() * (count - 1))
      return drawn < first ? drawn : drawn + 1
    }
    const share = this.#slots[first]?.share ?? 0
    const before = (sums[first] ?? 0) - share
    const drawn = this.#luck() * ((sums[count - 1] ?? 0) - share)
    const found = this.#find(drawn < before ? drawn : drawn + share)
    // Rounding can lead back to the first.
    return found === first ? (first + 1) % count : found
  }

  /** The slot into whose part of the sum a number falls. */
  #find(point: number): number {
    const sums = this.#sums
    if (sums === undefined) return 0
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] ?? 0) > point) high = middle
      else low = middle + 1
    }
    return low
  }

  #usable(index: number, avoid: ReadonlySet<string> | undefined): Slot<T> | undefined {
    const slot = this.#slots[index]
    return slot !== undefined && isWelcome(slot.target, avoid) ? slot : undefined
  }

  /**
   * The first, unless the second has less to do for its share even with this call. The first is drawn by weight, so that
   * shares are right where nothing speaks against it.
   */
  #better(first: Slot<T> | undefined, second: Slot<T> | undefined): Slot<T> | undefined {
    if (first === undefined) return second
    if (second === undefined) return first
    const slowness = slownessOf(this.#latencyOf(first), this.#latencyOf(second))
    const before = slowness > 1 ? (first.target.pending + 1) * slowness - 1 : first.target.pending
    const after = (second.target.pending + 1) * (slowness < 1 ? 1 / slowness : 1)
    return after / second.share <= before / first.share ? second : first
  }

  /** A new target is no quicker than the best of the others, for all that is known. */
  #latencyOf(slot: Slot<T>): number {
    const { latencyMs } = slot.target
    return slot.calls < callsOfNew && latencyMs < this.#lowestMs ? this.#lowestMs : latencyMs
  }

  #isSlow(slot: Slot<T>): boolean {
    return this.#lowestMs > 0 && slot.target.latencyMs > tolerance * this.#lowestMs
  }

  /** Looks at further targets: a few when there is one already, else until there is one. */
  #lookOn(
    from: number,
    found: Slot<T> | undefined,
    avoid: ReadonlySet<string> | undefined,
  ): Slot<T> | undefined {
    const count = this.#slots.length
    let best = found
    for (let step = 1; step <= count; step++) {
      if (best !== undefined && (step > maxExtraLooks || !this.#isSlow(best))) break
      best = this.#better(best, this.#usable((from + step) % count, avoid))
    }
    return best
  }

  /** Moves the hand on. Returns the slot that it passes, if it is time to find out about it. */
  #probe(avoid: ReadonlySet<string> | undefined): Slot<T> | undefined {
    const slot = this.#slots[this.#hand]
    if (slot === undefined) return undefined
    this.#measure(slot)
    const { latencyMs, pending } = slot.target
    const now = this.#calls
    if (now - this.#lastProbe < callsPerProbe || now - slot.lastCall < this.#patience(latencyMs))
      return undefined
    // One call at a time finds out as much as many.
    if (pending > 0 || !isWelcome(slot.target, avoid)) return undefined
    this.#lastProbe = now
    return slot
  }

  #measure(slot: Slot<T>): void {
    const { latencyMs } = slot.target
    const isLower = this.#lowestOfRoundMs === 0 || latencyMs < this.#lowestOfRoundMs
    if (latencyMs > 0 && slot.calls >= callsOfNew && isLower) this.#lowestOfRoundMs = latencyMs
    this.#hand++
    if (this.#hand < this.#slots.length) return
    this.#hand = 0
    this.#lowestMs = this.#lowestOfRoundMs
    this.#lowestOfRoundMs = 0
  }

  /** How many calls a target of this latency goes without, before one is spent on it. */
  #patience(latencyMs: number): number {
    if (this.#lowestMs === 0) return callsPerProbe
    const calls = (callsPerSlowness * latencyMs) / this.#lowestMs
    return Math.min(Math.max(calls, callsPerProbe), maxCallsPerProbe)
  }
}

/** What a call at one latency costs, compared with another; 1 where they count as equal. */
function slownessOf(latencyMs: number, otherMs: number): number {
  if (latencyMs === 0 || otherMs === 0) return 1
  const ratio = latencyMs / otherMs
  if (ratio > tolerance) return Math.min(ratio, maxPenalty)
  if (ratio * tolerance < 1) return Math.max(ratio, 1 / maxPenalty)
  return 1
}
