import { TimerEntry } from '../session/timer-wheel.js'
import type { Clock } from './clock.js'

/** Something that is to happen at a time, once; setting it again moves it. */
export class Alarm extends TimerEntry {
  readonly #clock: Clock
  readonly #then: () => void

  constructor(clock: Clock, then: () => void) {
    super()
    this.#clock = clock
    this.#then = then
  }

  /** In milliseconds from now. */
  set(ms: number): void {
    this.#clock.cancel(this)
    this.#clock.schedule(this, this.#clock.now() + ms)
  }

  stop(): void {
    this.#clock.cancel(this)
  }

  override onDue(): void {
    this.#then()
  }
}
