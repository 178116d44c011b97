/**
 * Notices when the event loop stands still: a handler that computes, a long collection of garbage, a machine that has no
 * time for this process. While calls are made, a timer rings often, and when it rings late, nothing else ran either.
 */

import { TimerEntry } from '../session/timer-wheel.js'

/** How often the timer rings: a stall is measured to within this. Fifty times a second is not measurable as load. */
const periodMs = 20

/** What timers are late by on a quiet machine. */
const usualMs = 10

/** A process that waits long for little is left to sleep: it rings on for half a minute after the last call was made. */
const maxIdleRings = 1_500

/** Enough for a minute in which every second has one. */
const maxStalls = 64

interface Stall {
  readonly endedAt: number
  readonly ms: number
}

/** What it needs of a clock. */
interface Timekeeper {
  /** How many entries are scheduled. */
  readonly scheduled: number
  now(): number
  schedule(entry: TimerEntry, dueAt: number): void
}

export class LoopWatch extends TimerEntry {
  readonly #clock: Timekeeper
  readonly #stalls: Stall[] = []
  /** Whether a call was made since the timer rang last. */
  #isUsed = false
  #idleRings = 0

  constructor(clock: Timekeeper) {
    super()
    this.#clock = clock
  }

  /** A call is made. Without arguments, because numbers handed over cost more than all the rest. */
  use(): void {
    if (this.#isUsed) return
    this.#isUsed = true
    if (!this.scheduled) this.#clock.schedule(this, this.#clock.now() + periodMs)
  }

  /** How long the loop stood still since `from`, in milliseconds, as far as it was watched. */
  stalledSince(from: number): number {
    const now = this.#clock.now()
    let ms = 0
    for (const stall of this.#stalls) {
      ms += Math.max(0, stall.endedAt - Math.max(from, stall.endedAt - stall.ms))
    }
    // Whoever asks may be the first to run after a stall.
    const late = this.scheduled ? now - this.dueAt : 0
    return late > usualMs ? ms + Math.min(late, now - from) : ms
  }

  override onDue(): void {
    const now = this.#clock.now()
    const late = now - this.dueAt
    if (late > usualMs) {
      this.#stalls.push({ endedAt: now, ms: late })
      if (this.#stalls.length > maxStalls) this.#stalls.shift()
    }
    this.#idleRings = this.#isUsed ? 0 : this.#idleRings + 1
    this.#isUsed = false
    // Where nothing else is scheduled there are no calls, and no connections either.
    if (this.#idleRings >= maxIdleRings || this.#clock.scheduled === 0) return
    this.#clock.schedule(this, now + periodMs)
  }
}
