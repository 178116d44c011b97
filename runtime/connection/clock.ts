/** The only file that knows the time and owns timers. One timer of the platform serves all deadlines of the process. */

import { type TimerEntry, TimerWheel } from '../session/timer-wheel.js'
import { LoopWatch } from './loop-watch.js'

export interface Clock {
  /** Milliseconds on a scale that never jumps; that of `performance.now()`. */
  now(): number
  /** Calls `entry.onDue` at `dueAt`, never early. The entry must not be scheduled. */
  schedule(entry: TimerEntry, dueAt: number): void
  /** Does nothing for an entry that is not scheduled. */
  cancel(entry: TimerEntry): void
  /** A call is made: notices when the event loop stands still, for the next half minute. */
  watchLoop(): void
  /** How long it stood still since then, in milliseconds, as far as it was watched. */
  stalledSince(from: number): number
}

/** Looked up once: the global one is a getter, which each call would pay for. */
const time = globalThis.performance

class SystemClock implements Clock {
  readonly #wheel = new TimerWheel(time.now())
  #timer: NodeJS.Timeout | undefined
  #wakeAt = Number.POSITIVE_INFINITY
  readonly #loop = new LoopWatch(this)

  now(): number {
    return time.now()
  }

  schedule(entry: TimerEntry, dueAt: number): void {
    if (this.#wheel.count === 0) this.#wheel.advance(time.now())
    this.#wheel.add(entry, dueAt)
    if (dueAt < this.#wakeAt) this.#arm()
  }

  cancel(entry: TimerEntry): void {
    this.#wheel.remove(entry)
  }

  get scheduled(): number {
    return this.#wheel.count
  }

  watchLoop(): void {
    this.#loop.use()
  }

  stalledSince(from: number): number {
    return this.#loop.stalledSince(from)
  }

  #arm(): void {
    const wakeAt = this.#wheel.nextWake()
    if (wakeAt >= this.#wakeAt) return
    clearTimeout(this.#timer)
    this.#wakeAt = wakeAt
    // Unreferenced: what waits for a deadline holds a socket, and that keeps the process alive.
    this.#timer = setTimeout(this.#wake, Math.max(1, Math.ceil(wakeAt - time.now()))).unref()
  }

  #wake = (): void => {
    this.#wakeAt = Number.POSITIVE_INFINITY
    this.#wheel.advance(time.now())
    if (this.#wheel.count > 0) this.#arm()
  }
}

/** Keeps the process alive until the returned function is called: for waiting that no socket does. */
export function holdProcess(): () => void {
  const timer = setInterval(() => {}, 2 ** 31 - 1)
  return () => clearInterval(timer)
}

/** What the clock on the wall says, in milliseconds since 1970: it may jump, and what expires at a date goes by it. */
export function wallNow(): number {
  return Date.now()
}

/** The process's clock. */
export const systemClock: Clock = new SystemClock()
