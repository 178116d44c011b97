/** What a call sees of the connection it runs on. */

import type { Peer } from '../call.js'
import type { CredentialsProvider, Gate, PeerIdentity, Principal } from '../identity.js'
import type { Limits } from '../limits.js'
import type { Logger } from '../logger.js'
import type { AnyMethod } from '../method.js'
import type { RpcError } from '../rpc-error.js'
import type { Session } from '../session/session.js'
import type { SessionCall } from '../session/session-call.js'
import type { Cancel } from '../wire/call-bodies.js'
import type { CallMeter } from './call-meter.js'
import type { Clock } from './clock.js'
import type { DrainWatch } from './drain-watch.js'
import type { HandlerGauge } from './handler-gauge.js'
import type { OnewayGate } from './oneway-gate.js'
import type { RouteTable } from './route-table.js'
import type { CompressionOptions } from './zlib-compression.js'

/** Wants to know how calls go that this side makes. */
export interface CallObserver {
  /** A call that was sent has ended; `error` is undefined when it succeeded. Both times are the clock's. */
  onCallEnd(
    method: AnyMethod,
    startedAt: number,
    endedAt: number,
    error: RpcError | undefined,
  ): void
}

export interface ConnectionOptions {
  readonly role: 'connecting' | 'accepting'
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly routes: RouteTable
  /** Counts handlers; shared by the connections of a server or channel. */
  readonly gauge: HandlerGauge
  /** Undefined leaves compression off. */
  readonly compression?: CompressionOptions | undefined
  /** Counts the calls that this side serves; without it nobody does. */
  readonly meter?: CallMeter | undefined
  readonly observer?: CallObserver | undefined
  /** Accepting side: decides who the peer is and what it may call. Undefined lets everybody call everything. */
  readonly gate?: Gate | undefined
  /** Connecting side: says who this side is. */
  readonly credentials?: CredentialsProvider | undefined
  /** What this side's calls have by default; travels once, in the greeting. */
  readonly defaultTimeoutMs: number
}

/** A call that is over when its request has left. */
export interface FlushedCall extends SessionCall {
  onFlushed(): void
}

export interface CallHost {
  readonly session: Session
  readonly options: ConnectionOptions
  /** The peer as a URL. */
  readonly address: string
  readonly peer: Peer
  /** From the peer's certificate, verified; undefined without one. */
  readonly identity: PeerIdentity | undefined
  /** Whom `authenticate` takes the peer for. */
  readonly principal: Principal | undefined
  /** The handlers of one-way messages. */
  readonly oneways: OnewayGate
  readonly drains: DrainWatch
  /** When the bytes that are being worked on arrived. */
  readonly receivedAt: number
  /** Calls back when the transport has all of a call's request, or when the connection is lost before. */
  awaitFlush(call: FlushedCall): void
  /** Gives up a call of this side; for a getter of a message that is being encoded, behind that message. */
  cancel(call: SessionCall, cancel: Cancel): void
  /** The application has taken a message of a stream, or nobody ever will; for a getter as above. */
  taken(call: SessionCall, bytes: number): void
  /** The number under which the peer serves a method; undefined when it does not. */
  numberOf(method: AnyMethod): number | undefined
}
