/** The wait between two attempts of a call, which its caller and the channel can end. */

import { type Clock, holdProcess } from '../connection/clock.js'
import { type Abortable, follow, hasAborted, unfollow } from '../connection/signal-group.js'
import { TimerEntry } from '../session/timer-wheel.js'

/** Holds the process meanwhile, because no socket may be open, and somebody waits for the call. */
export class BackoffWait extends TimerEntry implements Abortable {
  /** Resolves when the time is up; rejects with what `end` was given, or the signal's reason. */
  readonly done: Promise<void>
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #release = holdProcess()
  #resolve: () => void = () => {}
  #reject: (reason: unknown) => void = () => {}

  constructor(clock: Clock, ms: number, signal: AbortSignal | undefined) {
    super()
    this.#clock = clock
    this.#signal = signal
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    if (signal !== undefined && hasAborted(signal)) {
      this.onAbort(signal.reason)
      return
    }
    if (signal !== undefined) follow(signal, this)
    clock.schedule(this, clock.now() + ms)
  }

  override onDue(): void {
    this.#leave()
    this.#resolve()
  }

  onAbort(reason: unknown): void {
    this.end(reason)
  }

  end(reason: unknown): void {
    this.#leave()
    this.#reject(reason)
  }

  #leave(): void {
    this.#release()
    this.#clock.cancel(this)
    if (this.#signal !== undefined) unfollow(this.#signal, this)
  }
}
