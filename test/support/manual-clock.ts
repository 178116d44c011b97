/** Time that stands still until a test moves it. */

import type { Clock } from '../../runtime/connection/clock.js'
import { type TimerEntry, TimerWheel } from '../../runtime/session/timer-wheel.js'

export class ManualClock implements Clock {
  #now: number
  readonly #wheel: TimerWheel

  constructor(now = 1000) {
    this.#now = now
    this.#wheel = new TimerWheel(now)
  }

  now(): number {
    return this.#now
  }

  schedule(entry: TimerEntry, dueAt: number): void {
    this.#wheel.add(entry, dueAt)
  }

  cancel(entry: TimerEntry): void {
    this.#wheel.remove(entry)
  }

  /** Time that stands still is never late. */
  watchLoop(): void {}

  stalledSince(): number {
    return 0
  }

  /** How many entries wait: 0 after everything was let go. */
  get scheduled(): number {
    return this.#wheel.count
  }

  /** Moves the time in steps of a millisecond, as a real clock would show it to what is due in between. */
  advance(ms: number): void {
    for (let step = 0; step < ms; step++) {
      this.#now += 1
      this.#wheel.advance(this.#now)
    }
  }
}
