/**
 * Bounds the handlers of one-way messages that run at once for one peer. Messages beyond the bound wait, with their credit
 * withheld: that slows their sender, as nothing else can.
 */

import { RareSet } from '../session/rare-set.js'
import { TimerEntry } from '../session/timer-wheel.js'
import type { Clock } from './clock.js'

/** A message and its handler. */
export interface OnewayWork {
  readonly label: string
  /** Settles with the handler. Must not reject. */
  run(): Promise<void>
  /** Nobody waits for it any longer: its handler is told. */
  abandon(reason: Error): void
}

class Patience extends TimerEntry {
  override readonly onDue: () => void

  constructor(onDue: () => void) {
    super()
    this.onDue = onDue
  }
}

export class OnewayGate {
  readonly #running = new RareSet<OnewayWork>()
  readonly #max: number
  readonly #waiting: OnewayWork[] = []
  readonly #onIdle: () => void
  readonly #idleWaiters: (() => void)[] = []

  /** `onIdle`: nothing runs or waits any more. */
  constructor(max: number, onIdle: () => void) {
    this.#max = max
    this.#onIdle = onIdle
  }

  /** Messages accepted and not done: running and waiting. */
  get accepted(): number {
    return this.#running.size + this.#waiting.length
  }

  /** What they are called in a log. */
  get labels(): string[] {
    return Array.from([...this.#running, ...this.#waiting], ({ label }) => label)
  }

  /** Runs a handler now or when there is room. */
  enter(work: OnewayWork): void {
    if (this.#running.size < this.#max) void this.#run(work)
    else this.#waiting.push(work)
  }

  /** Resolves when nothing runs or waits. */
  whenIdle(): Promise<void> {
    if (this.accepted === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
    })
  }

  /** The same, but not later than at `until`. */
  async whenIdleBy(clock: Clock, until: number): Promise<void> {
    let patience: Patience | undefined
    const passed = new Promise<void>((resolve) => {
      patience = new Patience(resolve)
      clock.schedule(patience, until)
    })
    await Promise.race([this.whenIdle(), passed])
    if (patience !== undefined) clock.cancel(patience)
  }

  /** Tells all handlers that nobody waits for them any longer; those that have not begun will not. */
  abandon(reason: Error): void {
    for (const work of [...this.#running, ...this.#waiting]) work.abandon(reason)
  }

  async #run(first: OnewayWork): Promise<void> {
    let work: OnewayWork | undefined = first
    while (work !== undefined) {
      this.#running.add(work)
      await work.run()
      this.#running.delete(work)
      work = this.#waiting.shift()
    }
    if (this.accepted > 0) return
    for (const tell of this.#idleWaiters.splice(0)) tell()
    this.#onIdle()
  }
}
