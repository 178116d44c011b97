/** What only some calls have, in an object of its own: a field that is never used costs every call in flight its bytes. */

import type { CallOptions } from '../call.js'
import type { ContextValues } from '../context.js'
import type { Metadata } from '../metadata.js'
import type { Head } from '../wire/call-bodies.js'
import type { Routing } from './routing.js'

/** Of a call that this side makes: its options, and what it needs while it waits for a connection. */
export class OutgoingExtras {
  /** The encoded request while the call waits; empty for a call whose requests stream. */
  encoded: Uint8Array | undefined = undefined
  /** What the choice of a server depends on. */
  routing: Routing | undefined = undefined
  /** The call's metadata. */
  head: Head | undefined = undefined
  /** Who wants to see the peer's metadata. */
  observers: CallOptions | undefined = undefined
  signal: AbortSignal | undefined = undefined
  /** A response whose END, with the trailing metadata, is still to come. */
  held: { readonly response: unknown } | undefined = undefined
  onLeaveQueue: (() => void) | undefined = undefined
  /** When a call that waited had a connection, and when it left; NaN before. */
  connectedAt = Number.NaN
  sentAt = Number.NaN
}

/** Of a call that this side serves: what came with it, and what its handler has asked for. */
export class ServedExtras {
  /** The caller's metadata, and the number of its attempt. */
  head: Head | undefined = undefined
  /** Aborts when the call is over for the handler. */
  controller: AbortController | undefined = undefined
  /** Aborts when the connection says goodbye. */
  draining: AbortController | undefined = undefined
  metadata: Metadata | undefined = undefined
  context: ContextValues | undefined = undefined
  header: Metadata | undefined = undefined
  trailer: Metadata | undefined = undefined
}
