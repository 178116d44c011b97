/**
 * A stream of bytes to and from one peer: the seam between the protocol and what carries it.
 *
 * Whoever opens a transport hands it a handler at once. `onClose` comes exactly once and last, after `destroy` too.
 */

import type { PeerIdentity } from '../identity.js'

export interface Transport {
  /** The peer as a URL. */
  readonly address: string
  /** From the peer's certificate, verified; undefined without one. Known when the first bytes come. */
  readonly identity?: PeerIdentity | undefined
  /** Why the peer is to be turned away whatever it says: its certificate is missing or not to be trusted. */
  readonly identityFault?: string | undefined
  /**
   * Takes bytes to send, in order. Returns whether they have left this process, so that their buffer may be
   * overwritten; otherwise it must not be until `onDrain`.
   */
  write(bytes: Uint8Array): boolean
  /** Whether the bytes waiting in the transport are few enough for more. */
  readonly hasRoom: boolean
  /** Bytes waiting in the transport. */
  readonly waitingBytes: number
  pause(): void
  resume(): void
  /** Closes this side's direction after what was written. */
  end(): void
  /** Closes both directions now; what was not sent is lost. */
  destroy(error?: Error): void
}

export interface TransportHandler {
  /** The chunk is valid during the call only: the next one may come in the same memory. */
  onData(chunk: Uint8Array): void
  /** Everything written has left. */
  onDrain(): void
  /** The peer closed its direction. */
  onEnd(): void
  onClose(error: Error | undefined): void
}

/** A place where peers arrive. */
export interface Listener {
  /** Where it really listens: port 0 has become a number. */
  readonly address: string
  /** Takes no more peers; those that are here stay. Resolves when the place is free. */
  close(): Promise<void>
}
