/**
 * Two transports joined in memory: what one writes, the other receives in a later turn of the event loop, as from a
 * socket. No sockets, no timers, and nothing that keeps the process alive once all bytes are delivered.
 */

import type { Transport, TransportHandler } from './transport.js'

/** Bytes that may wait for the peer before the session keeps its large messages back: as a socket's. */
const maxWaitingBytes = 256 * 1024

/** What one read of a socket brings at the most. */
const maxChunkBytes = 64 * 1024

/** Taken at the start, because test runners replace the global one. */
const { setImmediate } = globalThis

export interface MemoryPairOptions {
  /** What the first end takes its peer for, and the second. */
  readonly addresses?: readonly [string, string]
  /**
   * Cuts what is delivered into pieces of 1 to 1,000 bytes, the same for the same seed: a network promises nothing
   * about where its pieces end.
   */
  readonly sliceSeed?: number | undefined
}

/** How much arrives at once. */
type NextSize = () => number

/** Two ends; both stand already. */
export class MemoryPair {
  readonly first: MemoryTransport
  readonly second: MemoryTransport

  constructor({ addresses = ['memory:', 'memory:'], sliceSeed }: MemoryPairOptions = {}) {
    const nextSize = sliceSeed === undefined ? () => maxChunkBytes : sizesFrom(sliceSeed)
    this.first = new MemoryTransport(addresses[0], nextSize)
    this.second = new MemoryTransport(addresses[1], nextSize)
    this.first.join(this.second)
    this.second.join(this.first)
  }

  /** Whether nothing is on its way, in neither direction. */
  get isIdle(): boolean {
    return this.first.isIdle && this.second.isIdle
  }
}

export class MemoryTransport implements Transport {
  readonly address: string
  readonly #nextSize: NextSize
  #peer: MemoryTransport | undefined = undefined
  #handler: TransportHandler | undefined = undefined
  /** What was written and is not delivered. */
  #written: Uint8Array[] = []
  #waitingBytes = 0
  #deliveryDue = false
  /** The peer does not read. */
  #blocked = false
  #ended = false
  #endDelivered = false
  #destroyed = false

  constructor(address: string, nextSize: NextSize) {
    this.address = address
    this.#nextSize = nextSize
  }

  /** Where what is written here arrives. */
  join(peer: MemoryTransport): void {
    this.#peer = peer
  }

  /** Gives the transport its handler, as whoever opens a socket does. */
  open(handler: TransportHandler): this {
    this.#handler = handler
    return this
  }

  /** Whether nothing written here is on its way; what a peer does not read is not. */
  get isIdle(): boolean {
    return !this.#deliveryDue
  }

  write(bytes: Uint8Array): boolean {
    if (this.#destroyed || this.#ended) return true
    // Copied, so that both sides own their bytes; the slice() of a Buffer would not.
    const copy = Buffer.allocUnsafeSlow(bytes.length)
    copy.set(bytes)
    this.#written.push(copy)
    this.#waitingBytes += bytes.length
    this.#deliverSoon()
    return true
  }

  get hasRoom(): boolean {
    return this.#waitingBytes < maxWaitingBytes && !this.#destroyed
  }

  get waitingBytes(): number {
    return this.#waitingBytes
  }

  pause(): void {
    this.#peer?.block(true)
  }

  resume(): void {
    this.#peer?.block(false)
  }

  /** The other end has stopped reading, or goes on. */
  block(blocked: boolean): void {
    this.#blocked = blocked
    if (!blocked && (this.#written.length > 0 || this.#ended)) this.#deliverSoon()
  }

  end(): void {
    if (this.#ended || this.#destroyed) return
    this.#ended = true
    this.#deliverSoon()
  }

  destroy(error?: Error): void {
    if (this.#destroyed) return
    this.#drop()
    setImmediate(() => {
      this.#handler?.onClose(error)
      this.#peer?.seeEnd()
    })
  }

  /** The other end has closed its direction, or is gone. */
  seeEnd(): void {
    if (this.#destroyed) return
    this.#handler?.onEnd()
  }

  #drop(): void {
    this.#destroyed = true
    this.#written = []
    this.#waitingBytes = 0
  }

  #deliverSoon(): void {
    if (this.#deliveryDue || this.#blocked || this.#endDelivered) return
    this.#deliveryDue = true
    setImmediate(this.#deliver)
  }

  /** Delivers what was written until now; what is written meanwhile comes in a later turn. */
  #deliver = (): void => {
    const written = this.#written
    this.#written = []
    while (written.length > 0 && !this.#blocked && !this.#destroyed) {
      const bytes = written.shift() as Uint8Array // because the loop looked
      const size = Math.min(this.#nextSize(), bytes.length)
      if (size < bytes.length) written.unshift(bytes.subarray(size))
      this.#waitingBytes -= size
      this.#peer?.receive(bytes.subarray(0, size))
    }
    this.#deliveryDue = false
    if (this.#destroyed) return
    this.#written.unshift(...written)
    if (this.#written.length > 0) {
      this.#deliverSoon()
      return
    }
    this.#handler?.onDrain()
    if (this.#written.length > 0 || !this.#ended || this.#endDelivered || this.#blocked) return
    this.#endDelivered = true
    this.#peer?.seeEnd()
    this.#closeWhenBothEnded()
  }

  /** The peer's bytes. */
  receive(bytes: Uint8Array): void {
    if (!this.#destroyed) this.#handler?.onData(bytes)
  }

  /** A socket whose two directions have ended closes by itself. */
  #closeWhenBothEnded(): void {
    const peer = this.#peer
    if (peer === undefined || !peer.#endDelivered) return
    for (const end of [this, peer]) {
      if (end.#destroyed) continue
      end.#drop()
      setImmediate(() => end.#handler?.onClose(undefined))
    }
  }
}

/** Sizes of pieces that look random and are the same for the same seed: many tiny ones, some large. */
function sizesFrom(seed: number): NextSize {
  // A linear congruential generator with the constants of Numerical Recipes; its high bits are good enough here.
  let state = seed >>> 0
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const bounds = [1, 7, 60, 1_000]
  return () => 1 + next(bounds[next(bounds.length)] ?? 1)
}
