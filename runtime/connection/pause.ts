import { TimerEntry } from '../session/timer-wheel.js'
import { type Clock, holdProcess } from './clock.js'

/** A wait that keeps the process alive: calls depend on what comes after it. */
export class Pause extends TimerEntry {
  readonly #clock: Clock
  readonly #then: () => void
  #release: () => void = () => {}

  constructor(clock: Clock, then: () => void) {
    super()
    this.#clock = clock
    this.#then = then
  }

  start(ms: number): void {
    this.#release = holdProcess()
    this.#clock.schedule(this, this.#clock.now() + ms)
  }

  stop(): void {
    this.#clock.cancel(this)
    this.#release()
  }

  override onDue(): void {
    this.#release()
    this.#then()
  }
}
