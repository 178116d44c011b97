/** A transport without a socket: the test is the peer. */

import type { Transport, TransportHandler } from '../../runtime/transport/transport.js'
import { join } from './bytes.js'

export class MemoryTransport implements Transport {
  readonly address = 'tcp://127.0.0.1:9'
  hasRoom = true
  waitingBytes = 0
  paused = false
  ended = false
  destroyed = false
  /** What was written after `end`, which no transport can deliver. */
  writesAfterEnd = 0
  /** While set, written bytes stay in the transport as they do when a peer reads nothing. */
  stalled = false
  #written: Uint8Array[] = []
  #handler: TransportHandler | undefined

  connect(handler: TransportHandler): this {
    this.#handler = handler
    return this
  }

  write(bytes: Uint8Array): boolean {
    if (this.ended) this.writesAfterEnd++
    // slice() of a Buffer is a view, and the buffer is used again.
    this.#written.push(new Uint8Array(bytes))
    if (!this.stalled) return true
    this.waitingBytes += bytes.length
    return false
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
  }

  end(): void {
    this.ended = true
  }

  /** As a socket does: the close is reported, but not during the call. */
  destroy(error?: Error): void {
    if (this.destroyed) return
    this.destroyed = true
    queueMicrotask(() => this.#handler?.onClose(error))
  }

  // ---- what the peer does ----

  /** The peer's bytes arrive. */
  arrive(bytes: Uint8Array): void {
    this.#handler?.onData(bytes)
  }

  /** The peer reads everything that waited. */
  drain(): void {
    this.stalled = false
    this.waitingBytes = 0
    this.hasRoom = true
    this.#handler?.onDrain()
  }

  /** How many bytes each write since the last `take` had. */
  get writes(): readonly number[] {
    return this.#written.map(({ length }) => length)
  }

  /** Takes what was written since the last time. */
  take(): Uint8Array {
    const bytes = join(this.#written)
    this.#written = []
    return bytes
  }
}
