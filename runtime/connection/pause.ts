import { TimerEntry } from '../session/timer-wheel.js'
import type { Clock } from './clock.js'

/** A wait that can be given up. It does not keep the process alive: whoever waits for what comes after it does. */
export class Pause extends TimerEntry {
  readonly #clock: Clock
  readonly #then: () => void

  constructor(clock: Clock, then: () => void) {
    super()
    this.#clock = clock
    this.#then = then
  }

  /** It must not be under way. */
  start(ms: number): void {
    this.#clock.schedule(this, this.#clock.now() + ms)
  }

  stop(): void {
    this.#clock.cancel(this)
  }

  override onDue(): void {
    this.#then()
  }
}
