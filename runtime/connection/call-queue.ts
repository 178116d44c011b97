/** Calls that wait for a connection or for room on it, oldest first, within bounds. */

import type { OutgoingCall } from './outgoing-call.js'

export type QueuedCall = OutgoingCall<unknown, unknown>

export class CallQueue {
  readonly #calls = new Set<QueuedCall>()
  readonly #maxCalls: number
  readonly #maxBytes: number
  /** The last one has left. */
  readonly #onEmpty: () => void
  #bytes = 0

  constructor(maxCalls: number, maxBytes: number, onEmpty: () => void) {
    this.#maxCalls = maxCalls
    this.#maxBytes = maxBytes
    this.#onEmpty = onEmpty
  }

  get isEmpty(): boolean {
    return this.#calls.size === 0
  }

  get size(): number {
    return this.#calls.size
  }

  /** Encoded requests of the calls. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether another call of this many bytes still fits. */
  hasRoomFor(bytes: number): boolean {
    return this.#calls.size < this.#maxCalls && this.#bytes + bytes <= this.#maxBytes
  }

  add(call: QueuedCall): void {
    this.#calls.add(call)
    this.#bytes += call.encoded?.length ?? 0
  }

  /** A call ended while it waited, or its turn has come. */
  delete(call: QueuedCall): void {
    if (!this.#calls.delete(call)) return
    this.#bytes -= call.encoded?.length ?? 0
    if (this.#calls.size === 0) this.#onEmpty()
  }

  /** The oldest. */
  get first(): QueuedCall | undefined {
    for (const call of this.#calls) return call
    return undefined
  }

  [Symbol.iterator](): Iterator<QueuedCall> {
    return this.#calls[Symbol.iterator]()
  }
}
