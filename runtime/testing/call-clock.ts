/** The clock of calls that no socket carries. */

import { type Clock, holdProcess, systemClock } from '../connection/clock.js'
import type { TimerEntry } from '../session/timer-wheel.js'

/**
 * The process's clock, except that it keeps the process alive while a deadline is pending: whoever waits for a call
 * over TCP is kept by the socket, and here there is none.
 */
export class CallClock implements Clock {
  readonly #pending = new Set<TimerEntry>()
  #release: (() => void) | undefined = undefined

  now(): number {
    return systemClock.now()
  }

  schedule(entry: TimerEntry, dueAt: number): void {
    systemClock.schedule(entry, dueAt)
    this.#pending.add(entry)
    this.#release ??= holdProcess()
  }

  watchLoop(): void {
    systemClock.watchLoop()
  }

  stalledSince(from: number): number {
    return systemClock.stalledSince(from)
  }

  /** Comes for every call that ends, whatever ended it. */
  cancel(entry: TimerEntry): void {
    systemClock.cancel(entry)
    if (!this.#pending.delete(entry) || this.#pending.size > 0) return
    this.#release?.()
    this.#release = undefined
  }
}
