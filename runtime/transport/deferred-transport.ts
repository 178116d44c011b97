import type { PeerIdentity } from '../identity.js'
import type { Transport, TransportHandler } from './transport.js'

/**
 * Stands in for a transport that is not there yet: files have to be read, or TLS has its handshake. Nothing is written
 * before it stands, because its owner does not speak before.
 */
export class DeferredTransport implements Transport {
  readonly address: string
  readonly #handler: TransportHandler
  readonly #abandon: () => void
  #inner: Transport | undefined = undefined
  #isOver = false

  /** `abandon` is called when the owner gives up before the transport stands. */
  constructor(address: string, handler: TransportHandler, abandon: () => void = () => {}) {
    this.address = address
    this.#handler = handler
    this.#abandon = abandon
  }

  /** Whether nobody waits for it any more: it stands, or never will. */
  get isSettled(): boolean {
    return this.#isOver || this.#inner !== undefined
  }

  /** The transport is there; from now on it talks to the handler itself. */
  settle(make: (handler: TransportHandler) => Transport): void {
    if (!this.isSettled) this.#inner = make(this.#handler)
  }

  /** There will be none. */
  fail(error: Error | undefined): void {
    if (this.isSettled) return
    this.#isOver = true
    this.#handler.onClose(error)
  }

  get identity(): PeerIdentity | undefined {
    return this.#inner?.identity
  }

  get identityFault(): string | undefined {
    return this.#inner?.identityFault
  }

  write(bytes: Uint8Array): boolean {
    return this.#inner?.write(bytes) ?? true
  }

  get hasRoom(): boolean {
    return this.#inner?.hasRoom ?? false
  }

  get waitingBytes(): number {
    return this.#inner?.waitingBytes ?? 0
  }

  pause(): void {
    this.#inner?.pause()
  }

  resume(): void {
    this.#inner?.resume()
  }

  end(): void {
    if (this.#inner === undefined) this.destroy()
    else this.#inner.end()
  }

  destroy(error?: Error): void {
    if (this.#inner !== undefined) {
      this.#inner.destroy(error)
      return
    }
    if (this.#isOver) return
    this.#isOver = true
    this.#abandon()
    // Later, as a socket does it: whoever destroys is not called back from within.
    setImmediate(() => this.#handler.onClose(error))
  }
}
