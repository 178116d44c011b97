/** Calls that wait for a connection or for room on it, oldest first, within bounds. */

import type { OutgoingCall } from './outgoing-call.js'

export type QueuedCall = OutgoingCall<unknown, unknown>

export class CallQueue {
  readonly #calls = new Set<QueuedCall>()
  readonly #maxCalls: number
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxCalls: number, maxBytes: number) {
    this.#maxCalls = maxCalls
    this.#maxBytes = maxBytes
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0
  }

  get size(): number {
    return this.#calls.size
  }

  /** Whether another call of this many bytes still fits. */
  hasRoomFor(bytes: number): boolean {
    return this.#calls.size < this.#maxCalls && this.#bytes + bytes <= this.#maxBytes
  }

  add(call: QueuedCall): void {
    this.#calls.add(call)
    this.#bytes += call.encoded?.length ?? 0
  }

  /** Forgets a call that ended while it waited. */
  delete(call: QueuedCall): void {
    if (this.#calls.delete(call)) this.#bytes -= call.encoded?.length ?? 0
  }

  /** Takes the oldest. */
  shift(): QueuedCall | undefined {
    for (const call of this.#calls) {
      this.delete(call)
      return call
    }
    return undefined
  }

  [Symbol.iterator](): Iterator<QueuedCall> {
    return this.#calls[Symbol.iterator]()
  }
}
