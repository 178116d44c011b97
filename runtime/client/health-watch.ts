/**
 * Follows what the server of one connection says of its health. Calls go there only while it says that it serves; a
 * server that does not answer such questions is taken to serve (as in gRFC A17).
 */

import type { Peer, Service } from '../call.js'
import type { Clock } from '../connection/clock.js'
import { random } from '../connection/random.js'
import { sleep } from '../connection/sleep.js'
import { isRpcError } from '../rpc-error.js'
import { textOf } from '../thrown.js'

/** How a channel asks its servers whether they can be given calls. `watchHealth` of `trunkline/health` makes one. */
export interface HealthCheck {
  /**
   * Yields whether the server can be given calls, now and at each change, until the signal aborts. Throwing UNIMPLEMENTED says
   * that the server does not answer such questions; after anything else, and after an early end, the channel asks again.
   */
  watch(
    client: <Client, Handlers>(service: Service<Client, Handlers>) => Client,
    signal: AbortSignal,
  ): AsyncIterable<boolean>
}

/** Between two questions, give or take a half, where the answers end. */
const pauseMs = 1_000

export class HealthWatch {
  readonly #check: HealthCheck
  readonly #clock: Clock
  readonly #onHealth: (isHealthy: boolean, why: string) => void
  readonly #life = new AbortController()

  constructor(
    check: HealthCheck,
    clock: Clock,
    onHealth: (isHealthy: boolean, why: string) => void,
  ) {
    this.#check = check
    this.#clock = clock
    this.#onHealth = onHealth
  }

  /** Begins to ask, over the connection to this peer. */
  start(peer: Peer): void {
    void this.#run(peer)
  }

  /** Tells nothing any more. */
  stop(): void {
    this.#life.abort(new Error('the connection takes no more calls'))
  }

  /** Never rejects. */
  async #run(peer: Peer): Promise<void> {
    const { signal } = this.#life
    while (!signal.aborted) {
      let why = 'the server no longer says how it is'
      try {
        for await (const isHealthy of this.#check.watch(
          (service) => peer.client(service),
          signal,
        )) {
          if (signal.aborted) return
          this.#onHealth(isHealthy, 'the server says that it does not serve at the moment')
        }
      } catch (error) {
        if (signal.aborted) return
        if (isRpcError(error) && error.code === 'UNIMPLEMENTED') {
          this.#onHealth(true, '')
          return
        }
        why = `the server does not say how it is: ${textOf(error)}`
      }
      if (signal.aborted) return
      this.#onHealth(false, why)
      await sleep(this.#clock, pauseMs * (0.5 + random()), signal).catch(() => {})
    }
  }
}
