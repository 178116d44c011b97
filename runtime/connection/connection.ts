/**
 * Joins a session to a transport and a clock: pumps bytes both ways, watches for silence, and sees to it that every
 * call ends when the connection does. The only folder that knows both sides.
 */

import type { Peer } from '../call.js'
import type { PeerIdentity, Principal } from '../identity.js'
import { printable } from '../logger.js'
import type { AnyMethod } from '../method.js'
import type { SessionEvents } from '../session/events.js'
import { Session } from '../session/session.js'
import type { SessionCall } from '../session/session-call.js'
import type { SessionState } from '../session/session-state.js'
import { type StatusCode, statusFromNumber } from '../status.js'
import type { Transport, TransportHandler } from '../transport/transport.js'
import type { Cancel, Goaway, Head, Status } from '../wire/call-bodies.js'
import type { Credentials } from '../wire/credentials.js'
import type { Greeting } from '../wire/greeting.js'
import type { OfferedMethod } from '../wire/offered-methods.js'
import { Admission } from './admission.js'
import type { CallHost, ConnectionOptions, FlushedCall } from './call-host.js'
import { chunkPool } from './chunk-pool.js'
import { CredentialsKeeper } from './credentials-keeper.js'
import { DrainWatch } from './drain-watch.js'
import { reportFault } from './fault.js'
import { GoodbyeError } from './goodbye-error.js'
import { OnewayGate } from './oneway-gate.js'
import { listOpenCalls } from './open-calls.js'
import { OutputPump } from './output-pump.js'
import { ownGreeting } from './own-greeting.js'
import { PeerHandle } from './peer-handle.js'
import { PeerMethods } from './peer-methods.js'
import { type Streams, streamsOf } from './route-table.js'
import { serve } from './serve.js'
import { type GiveUpCode, Watchdog, type WatchedConnection } from './watchdog.js'
import { agreeOnCompression } from './zlib-compression.js'

/** What a connection tells the channel or server that owns it. */
export interface ConnectionOwner {
  /** The handshake is complete: calls can be opened. */
  onReady(connection: Connection): void
  /** A call that could not be opened may be now. */
  onCapacity(connection: Connection): void
  /** No more calls can be opened; those in flight go on. */
  onLeaving(connection: Connection): void
  /** All calls have ended. Comes once and last. */
  onClosed(connection: Connection, error: Error): void
}

export class Connection implements CallHost, SessionEvents, TransportHandler, WatchedConnection {
  readonly session: Session
  readonly options: ConnectionOptions
  /** Why the connection ended or is about to; set once. */
  closeReason: Error | undefined
  readonly #owner: ConnectionOwner
  readonly #watchdog: Watchdog
  readonly #output: OutputPump
  readonly oneways: OnewayGate
  readonly drains = new DrainWatch()
  readonly #methods = new PeerMethods()
  readonly #admission: Admission | undefined
  #credentials: CredentialsKeeper | undefined = undefined
  #transport: Transport | undefined
  #closed = false
  #drained = false
  #peer: PeerHandle | undefined = undefined

  constructor(options: ConnectionOptions, owner: ConnectionOwner) {
    this.options = options
    this.#owner = owner
    const { limits, clock, role } = options
    const handshakeMs = role === 'connecting' ? limits.connectTimeoutMs : limits.handshakeTimeoutMs
    this.#admission = options.gate && new Admission(this, options.gate)
    this.#watchdog = new Watchdog(clock, limits, handshakeMs, this)
    this.oneways = new OnewayGate(limits.maxCallsPerConnection, () => this.session.checkDrained())
    this.session = new Session(
      { role, limits, pool: chunkPool, greeting: ownGreeting(options) },
      this,
    )
    this.#output = new OutputPump(this.session, this.#watchdog, limits, clock)
  }

  /**
   * Dials, once the program has said who this side is. `open` makes the transport and has `onConnect` called when it stands.
   */
  dial(
    endpoint: string,
    open: (handler: TransportHandler, onConnect: () => void) => Transport,
  ): void {
    const { credentials } = this.options
    if (credentials === undefined) {
      this.attach(open(this, () => this.start()))
      return
    }
    this.#watchdog.start()
    this.#credentials = new CredentialsKeeper(credentials, endpoint, this)
    this.#credentials.first((first) => this.attach(open(this, () => this.session.start(first))))
  }

  /** Gives the connection its transport; it need not be connected yet. */
  attach(transport: Transport): void {
    this.#transport = transport
    this.#output.attach(transport)
    this.#watchdog.start()
  }

  /** The transport stands; the connecting side greets. */
  start(): void {
    this.session.start()
  }

  get address(): string {
    return this.#transport?.address ?? ''
  }

  /** The same object for as long as the connection lives. */
  get peer(): Peer {
    if (this.#peer === undefined) {
      this.#peer = new PeerHandle(this)
      const { state } = this.session
      if (state === 'draining') this.#peer.close('the connection is about to end')
      // Nothing more happens to a connection that is lost: a call that waited for it would wait for ever.
      if (state === 'closed')
        this.#peer.close(this.closeReason?.message ?? 'the connection is lost')
    }
    return this.#peer
  }

  /** The number under which the peer serves a method; undefined when it does not. */
  numberOf(method: AnyMethod): number | undefined {
    return this.#methods.numberOf(method, this.address, this.options.logger)
  }

  awaitFlush(call: FlushedCall): void {
    this.#output.awaitFlush(call)
  }

  cancel(call: SessionCall, cancel: Cancel): void {
    if (this.session.isEncoding) queueMicrotask(() => this.session.cancel(call, cancel))
    else this.session.cancel(call, cancel)
  }

  taken(call: SessionCall, bytes: number): void {
    if (this.session.isEncoding) queueMicrotask(() => this.session.taken(call, bytes))
    else this.session.taken(call, bytes)
  }

  get receivedAt(): number {
    return this.#watchdog.receivedAt
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Says goodbye and closes when the calls in flight have ended. */
  drain(reason: Error): void {
    this.closeReason ??= reason
    if (this.session.isEncoding) {
      queueMicrotask(() => this.drain(reason))
      return
    }
    const { state } = this.session
    if (state !== 'open' && state !== 'draining') {
      this.destroy(reason)
      return
    }
    this.#watchdog.draining()
    this.session.drain()
    this.#peer?.close(reason.message)
    this.drains.begin(reason)
  }

  /** Tells the peer why, and closes; calls in flight end now. */
  fail(code: StatusCode, error: Error): void {
    if (this.#closed) return
    this.closeReason ??= error
    this.session.fail(code, error.message)
    this.#endWrites()
    this.session.lose(this.closeReason)
  }

  /** Closes at once, without a word. */
  destroy(error: Error): void {
    this.closeReason ??= error
    if (this.#transport === undefined) this.onClose(error)
    else this.#transport.destroy()
  }

  // ---- from the transport ----

  onData(chunk: Uint8Array): void {
    const now = this.options.clock.now()
    this.#watchdog.received(now)
    try {
      this.session.receive(chunk, now)
    } catch (error) {
      const { role, logger } = this.options
      const { state } = this.session
      const isDialling = role === 'connecting' && state !== 'open' && state !== 'draining'
      this.fail('INTERNAL', reportFault(error, this.address, logger, isDialling))
      return
    }
    this.#watchdog.frame(this.session.midFrame)
  }

  onDrain(): void {
    this.#watchdog.output(false)
    this.#output.onDrain()
  }

  onEnd(): void {
    this.closeReason ??= new Error('the peer closed the connection')
    // A socket that is destroyed with its direction open sends a reset; one that has ended does not.
    if (this.#watchdog.ended()) this.#transport?.end()
    this.#transport?.destroy()
  }

  onClose(error: Error | undefined): void {
    if (this.#closed) return
    this.#closed = true
    this.#watchdog.stop()
    this.#admission?.stop()
    this.#credentials?.stop()
    const reason = this.closeReason ?? error ?? new Error('the connection was closed')
    this.closeReason = reason
    this.session.lose(reason)
    this.#output.stop(reason)
    this.#peer?.close(reason.message)
    this.#owner.onClosed(this, reason)
  }

  // ---- from the session ----

  onGreeting(greeting: Greeting): void {
    agreeOnCompression(this.options.compression, greeting.features, this.session)
    this.#methods.learn(greeting.methods)
    const fault = this.#transport?.identityFault
    if (this.options.role === 'connecting') this.#opened()
    else if (fault !== undefined) this.turnAway(fault)
    else if (this.#admission === undefined) this.admit(this.options.routes.offered)
    else {
      this.#watchdog.deciding()
      this.#admission.decide(greeting.credentials)
    }
  }

  onCredentials(credentials: Credentials): void {
    this.#admission?.decide(credentials)
  }

  // ---- who the peer is ----

  get identity(): PeerIdentity | undefined {
    return this.#transport?.identity
  }

  get principal(): Principal | undefined {
    return this.#admission?.principal
  }

  admit(methods: readonly OfferedMethod[]): void {
    this.session.admit(methods)
    this.#opened()
  }

  turnAway(reason: string): void {
    this.options.logger.warn(`trunkline: connection ${this.address}: turned away: ${reason}`)
    this.fail('UNAUTHENTICATED', new Error(reason))
  }

  #opened(): void {
    this.#credentials?.start()
    this.#watchdog.opened(this)
    this.#owner.onReady(this)
  }

  onOpen(number: number, timeoutMs: number, head: Head | undefined): SessionCall | Status {
    const refused = this.#admission?.refusalOf(number)
    return refused ?? serve(this, number, timeoutMs, head, this.#watchdog.receivedAt)
  }

  streams(number: number): Streams | undefined {
    const route = this.options.routes.at(number)
    if (route === undefined || this.#admission?.hasAnnounced(number) === false) return undefined
    return streamsOf(route.kind)
  }

  onOutput(): void {
    this.#output.schedule()
  }

  onPart(): void {
    this.#output.writePart()
  }

  onCapacity(): void {
    this.#peer?.resume()
    this.#owner.onCapacity(this)
  }

  onGoaway(goaway: Goaway): void {
    const text = printable(goaway.message)
    if (goaway.code !== 0) {
      this.closeReason ??= new GoodbyeError(statusFromNumber(goaway.code), text)
    }
    this.#peer?.close('the peer said goodbye')
    this.#owner.onLeaving(this)
  }

  onUsedUp(): void {
    this.retire(new Error('all call ids of the connection are used'))
  }

  onStarved(): void {
    this.#watchdog.starved()
  }

  sweepStalled(): boolean {
    return this.session.sweepStalled()
  }

  onPong(): void {}

  onDrained(): void {
    // The handlers of one-way messages are calls too, though nobody waits for them.
    if (this.#drained || this.oneways.accepted > 0) return
    this.#drained = true
    this.closeReason ??= new Error('the peer said goodbye')
    this.#endWrites()
  }

  // ---- from the watchdog ----

  get sessionState(): SessionState {
    return this.session.state
  }

  ping(): void {
    this.session.ping()
  }

  giveUp(error: Error, code: GiveUpCode | undefined): void {
    if (code === 'UNAVAILABLE') {
      const text = `${error.message}: ${listOpenCalls(this.session.calls, this.oneways)}`
      this.options.logger.warn(`trunkline: connection ${this.address}: ${text}`)
      this.oneways.abandon(error)
    }
    if (code !== undefined) this.fail(code, error)
    else this.destroy(error)
  }

  retire(reason: Error): void {
    this.options.logger.debug(`trunkline: connection ${this.address}: leaves: ${reason.message}`)
    this.drain(reason)
    this.#owner.onLeaving(this)
  }

  #endWrites(): void {
    if (this.#watchdog.ended()) this.#output.end()
  }
}
