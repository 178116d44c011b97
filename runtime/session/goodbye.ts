/**
 * How a session ends in order, from both sides.
 *
 * Leaving takes two steps. GOAWAY with the highest id there is says "open no more"; the PONG to the PING behind it proves
 * that every OPEN sent before the peer read that has arrived; then GOAWAY with the highest id received says which
 * calls are served. Between the two, OPENs are accepted: no call sent in good faith is turned away.
 */

import type { Goaway } from '../wire/call-bodies.js'
import { ProtocolError } from '../wire/protocol-error.js'
import type { Calls } from './calls.js'
import type { ControlWriter } from './control-writer.js'

/** As the last id of a GOAWAY: all calls on their way are still served. */
export const everyId = 0xffffffff

/** The PING whose PONG is the proof; "drain" and three zero bytes. */
const barrier = Uint8Array.of(0x64, 0x72, 0x61, 0x69, 0x6e, 0, 0, 0)

export class Goodbye {
  /** The highest id of the peer's that is still served. */
  lastServedId = everyId
  #said = false
  /** What the peer's last GOAWAY allowed this side. */
  #allowedId = everyId
  readonly #calls: Calls
  readonly #writer: ControlWriter

  constructor(calls: Calls, writer: ControlWriter) {
    this.#calls = calls
    this.#writer = writer
  }

  /** Whether this side has said goodbye. */
  get wasSaid(): boolean {
    return this.#said
  }

  /** Whether nothing is left to come: this side has not said goodbye, or both of its steps are done. */
  get isSettled(): boolean {
    return !this.#said || this.lastServedId !== everyId
  }

  /** The first step; both at once for a side that has no methods, because no call can be on its way to it. */
  say(hasMethods: boolean): void {
    this.#said = true
    if (!hasMethods) {
      this.#saySecond()
      return
    }
    this.#writer.goaway(everyId, 0, '')
    this.#writer.ping(barrier)
  }

  /** Looks at a PONG; returns whether it was the barrier's, and then takes the second step. */
  passBarrier(echo: Uint8Array): boolean {
    if (!this.#said || !echo.every((byte, i) => byte === barrier[i])) return false
    if (this.lastServedId === everyId) this.#saySecond()
    return true
  }

  #saySecond(): void {
    this.lastServedId = this.#calls.lastRemoteId
    this.#writer.goaway(this.lastServedId, 0, '')
  }

  /** Checks a GOAWAY of the peer's: what it served once it may not take back and give again. */
  hear(goaway: Goaway): void {
    if (goaway.lastId > this.#allowedId) {
      throw new ProtocolError(
        `GOAWAY raises its last id from ${this.#allowedId} to ${goaway.lastId}`,
      )
    }
    this.#allowedId = goaway.lastId
  }
}
