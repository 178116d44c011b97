/** Time that stands still until a test moves it. */

import type { Clock } from '../connection/clock.js'
import type { TimerEntry } from '../session/timer-wheel.js'
import type { Settling } from './settle.js'
import { settle } from './settle.js'

/** Time for tests; passes only by `advance`. */
export interface ManualClock {
  /** Milliseconds since the clock was made. */
  now(): number
  /**
   * Moves the time: deadlines in between pass, in order. Lets all messages under way arrive before, in between and
   * after, so that a call made on the line above has reached its handler. Await it.
   */
  advance(ms: number): Promise<void>
}

/** A clock to give to `testClient` or `testConnection`: their deadlines pass only when told. */
export function manualClock(): ManualClock {
  return new HandDrivenClock()
}

/** The clock that a test client runs on. Throws TypeError for one that `manualClock()` did not make. */
export function driveByHand(clock: ManualClock, settling: Settling): Clock {
  if (!(clock instanceof HandDrivenClock)) throw new TypeError('clock: use manualClock()')
  clock.follow(settling)
  return clock
}

class HandDrivenClock implements ManualClock, Clock {
  #now = 0
  readonly #entries = new Set<TimerEntry>()
  readonly #settlings: Settling[] = []

  now(): number {
    return this.#now
  }

  schedule(entry: TimerEntry, dueAt: number): void {
    entry.dueAt = dueAt
    entry.nextEntry = entry // what makes an entry count as scheduled
    this.#entries.add(entry)
  }

  cancel(entry: TimerEntry): void {
    if (this.#entries.delete(entry)) entry.nextEntry = undefined
  }

  /** Time that stands still is never late. */
  watchLoop(): void {}

  stalledSince(): number {
    return 0
  }

  /** Waits for this one's messages as well when the time moves. */
  follow(settling: Settling): void {
    this.#settlings.push(settling)
  }

  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`advance: ${ms} is not a number of milliseconds`)
    await settle(this.#settlings)
    const target = this.#now + ms
    for (let due = this.#nextDue(); due <= target; due = this.#nextDue()) {
      this.#now = Math.max(due, this.#now)
      this.#fire(due)
      // In between, because a message sent now may be what another deadline waits for.
      await settle(this.#settlings)
    }
    this.#now = Math.max(target, this.#now)
  }

  #nextDue(): number {
    let earliest = Number.POSITIVE_INFINITY
    for (const { dueAt } of this.#entries) if (dueAt < earliest) earliest = dueAt
    return earliest
  }

  #fire(due: number): void {
    for (const entry of this.#entries) {
      if (entry.dueAt !== due) continue
      this.cancel(entry)
      entry.onDue()
    }
  }
}
