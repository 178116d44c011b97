/** Waiting, for what is written with await. It does not keep the process alive: whoever waits for what comes after it does. */

import { TimerEntry } from '../session/timer-wheel.js'
import type { Clock } from './clock.js'
import { type Abortable, follow, hasAborted, unfollow } from './signal-group.js'

/** A wait under way. */
export class Sleep extends TimerEntry implements Abortable {
  /** Resolves when the time has come; rejects with the signal's reason when that aborts first. */
  readonly over: Promise<void>
  readonly #clock: Clock
  readonly #signal: AbortSignal
  #resolve!: () => void
  #reject!: (reason: unknown) => void

  constructor(clock: Clock, ms: number, signal: AbortSignal) {
    super()
    this.#clock = clock
    this.#signal = signal
    this.over = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    if (hasAborted(signal)) {
      this.#reject(signal.reason)
      return
    }
    follow(signal, this)
    clock.schedule(this, clock.now() + ms)
  }

  /** Ends at `dueAt`, if that is earlier. */
  hurry(dueAt: number): void {
    if (!this.scheduled || dueAt >= this.dueAt) return
    this.#clock.cancel(this)
    this.#clock.schedule(this, dueAt)
  }

  /** Gives up: `over` never settles. */
  stop(): void {
    unfollow(this.#signal, this)
    this.#clock.cancel(this)
  }

  override onDue(): void {
    unfollow(this.#signal, this)
    this.#resolve()
  }

  onAbort(reason: unknown): void {
    this.#clock.cancel(this)
    this.#reject(reason)
  }
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason when that aborts first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Sleep(clock, ms, signal).over
}
