/**
 * Bounds the handlers of one-way messages that run at once for one peer. Messages beyond the bound wait, with their credit
 * withheld: that slows their sender, as nothing else can.
 */

import { TimerEntry } from '../session/timer-wheel.js'
import type { Clock } from './clock.js'

class Patience extends TimerEntry {
  override readonly onDue: () => void

  constructor(onDue: () => void) {
    super()
    this.onDue = onDue
  }
}

export class OnewayGate {
  /** Messages accepted and not done: running and waiting. */
  accepted = 0
  #running = 0
  readonly #max: number
  readonly #waiting: (() => Promise<void>)[] = []
  readonly #onIdle: () => void
  readonly #idleWaiters: (() => void)[] = []

  /** `onIdle`: nothing runs or waits any more. */
  constructor(max: number, onIdle: () => void) {
    this.#max = max
    this.#onIdle = onIdle
  }

  /** Runs a handler now or when there is room. It must not reject. */
  enter(handle: () => Promise<void>): void {
    this.accepted++
    if (this.#running < this.#max) void this.#run(handle)
    else this.#waiting.push(handle)
  }

  /** Resolves when nothing runs or waits. */
  whenIdle(): Promise<void> {
    if (this.accepted === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
    })
  }

  /** The same, but not later than in `timeoutMs`. */
  async whenIdleWithin(clock: Clock, timeoutMs: number): Promise<void> {
    let patience: Patience | undefined
    const passed = new Promise<void>((resolve) => {
      patience = new Patience(resolve)
      clock.schedule(patience, clock.now() + timeoutMs)
    })
    await Promise.race([this.whenIdle(), passed])
    if (patience !== undefined) clock.cancel(patience)
  }

  async #run(handle: () => Promise<void>): Promise<void> {
    this.#running++
    let next: (() => Promise<void>) | undefined = handle
    while (next !== undefined) {
      await next()
      this.accepted--
      next = this.#waiting.shift()
    }
    this.#running--
    if (this.accepted > 0) return
    for (const tell of this.#idleWaiters.splice(0)) tell()
    this.#onIdle()
  }
}
