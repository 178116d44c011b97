/**
 * Joins a session to a transport and a clock: pumps bytes both ways, watches for silence, and sees to it that every
 * call ends when the connection does. The only folder that knows both sides.
 */

import type { Peer } from '../call.js'
import { printable } from '../logger.js'
import type { AnyMethod } from '../method.js'
import type { SessionEvents } from '../session/events.js'
import { Session } from '../session/session.js'
import type { SessionCall } from '../session/session-call.js'
import { TimerEntry } from '../session/timer-wheel.js'
import type { Transport, TransportHandler } from '../transport/transport.js'
import { agent } from '../version.js'
import type { Goaway, Head, Status } from '../wire/call-bodies.js'
import type { Greeting } from '../wire/greeting.js'
import { majorVersion } from '../wire/preface.js'
import { ProtocolError } from '../wire/protocol-error.js'
import type { CallHost, ConnectionOptions } from './call-host.js'
import { chunkPool } from './chunk-pool.js'
import { PeerHandle } from './peer-handle.js'
import { type Streams, streamsOf } from './route-table.js'
import { serve } from './serve.js'

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

/** Wakes a connection that may have to act on silence. */
class Watch extends TimerEntry {
  readonly #connection: Connection

  constructor(connection: Connection) {
    super()
    this.#connection = connection
  }

  override onDue(): void {
    this.#connection.watch()
  }
}

const notStarted = Number.POSITIVE_INFINITY

export class Connection implements CallHost, SessionEvents, TransportHandler {
  readonly session: Session
  readonly options: ConnectionOptions
  /** Why the connection ended or is about to; set once. */
  closeReason: Error | undefined
  readonly #owner: ConnectionOwner
  readonly #watch = new Watch(this)
  readonly #methodNumbers = new Map<string, number>()
  #transport: Transport | undefined
  #closed = false
  #flushScheduled = false
  #startedAt: number
  #receivedAt: number
  /** When the frame under way began, the output stalled, a PING went unanswered, our end was sent, a goodbye was said; or never. */
  #frameSince = notStarted
  #stalledSince = notStarted
  #pingSince = notStarted
  #endedAt = notStarted
  #drainSince = notStarted
  #drained = false
  #peer: PeerHandle | undefined = undefined

  constructor(options: ConnectionOptions, owner: ConnectionOwner) {
    this.options = options
    this.#owner = owner
    const { limits, clock, routes } = options
    this.#startedAt = clock.now()
    this.#receivedAt = this.#startedAt
    this.session = new Session(
      {
        role: options.role,
        limits,
        pool: chunkPool,
        greeting: {
          version: majorVersion,
          agent,
          maxMessageBytes: limits.maxMessageBytes,
          streamCreditBytes: limits.streamCreditBytes,
          connectionCreditBytes: limits.connectionCreditBytes,
          maxCalls: limits.maxCallsPerConnection,
          defaultTimeoutMs: options.defaultTimeoutMs,
          features: [],
          methods: routes.offered,
        },
      },
      this,
    )
  }

  /** Gives the connection its transport; it need not be connected yet. */
  attach(transport: Transport): void {
    this.#transport = transport
    const { limits, role } = this.options
    const timeoutMs = role === 'connecting' ? limits.connectTimeoutMs : limits.handshakeTimeoutMs
    this.options.clock.schedule(this.#watch, this.#startedAt + timeoutMs)
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
    this.#peer ??= new PeerHandle(this)
    return this.#peer
  }

  /** The number under which the peer serves a method; undefined when it does not. */
  numberOf(method: AnyMethod): number | undefined {
    return this.#methodNumbers.get(method.name)
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Says goodbye and closes when the calls in flight have ended. */
  drain(reason: Error): void {
    this.closeReason ??= reason
    const { state } = this.session
    if (state !== 'open' && state !== 'draining') {
      this.destroy(reason)
      return
    }
    if (this.#drainSince === notStarted) this.#drainSince = this.options.clock.now()
    this.#watchUntil(this.#drainSince + this.options.limits.drainTimeoutMs)
    this.session.drain()
  }

  /** Tells the peer why, and closes; calls in flight end now. */
  fail(
    code: 'INTERNAL' | 'UNAVAILABLE' | 'RESOURCE_EXHAUSTED' | 'DEADLINE_EXCEEDED',
    error: Error,
  ): void {
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
    this.#receivedAt = now
    this.#pingSince = notStarted
    try {
      this.session.receive(chunk, now)
    } catch (error) {
      this.#onProtocolError(error)
      return
    }
    if (!this.session.midFrame) this.#frameSince = notStarted
    else if (this.#frameSince === notStarted) {
      this.#frameSince = now
      this.#watchUntil(now + this.options.limits.frameTimeoutMs)
    }
  }

  onDrain(): void {
    this.#stalledSince = notStarted
    this.#flush()
  }

  onEnd(): void {
    this.closeReason ??= new Error('the peer closed the connection')
    if (this.#endedAt === notStarted) this.#transport?.end()
    this.#transport?.destroy()
  }

  onClose(error: Error | undefined): void {
    if (this.#closed) return
    this.#closed = true
    this.options.clock.cancel(this.#watch)
    const reason = this.closeReason ?? error ?? new Error('the connection was closed')
    this.closeReason = reason
    this.session.lose(reason)
    this.#peer?.close(reason.message)
    this.#owner.onClosed(this, reason)
  }

  // ---- from the session ----

  onGreeting(greeting: Greeting): void {
    for (const { name, number } of greeting.methods) this.#methodNumbers.set(name, number)
    if (this.options.role === 'accepting') this.session.admit()
    this.#watchUntil(this.#receivedAt + this.options.limits.keepaliveIdleMs)
    this.#owner.onReady(this)
  }

  onOpen(number: number, timeoutMs: number, head: Head | undefined): SessionCall | Status {
    return serve(this, number, timeoutMs, head, this.#receivedAt)
  }

  streams(number: number): Streams | undefined {
    const route = this.options.routes.at(number)
    return route === undefined ? undefined : streamsOf(route.kind)
  }

  onOutput(): void {
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    // After all promise callbacks of this turn: their frames leave in the same write.
    process.nextTick(this.#flush)
  }

  onCapacity(): void {
    this.#peer?.resume()
    this.#owner.onCapacity(this)
  }

  onGoaway(goaway: Goaway): void {
    const text = printable(goaway.message)
    if (goaway.code !== 0) this.closeReason ??= new Error(`the peer ended the connection: ${text}`)
    this.#peer?.close('the peer said goodbye')
    this.#owner.onLeaving(this)
  }

  onPong(): void {}

  onDrained(): void {
    if (this.#drained) return
    this.#drained = true
    this.closeReason ??= new Error('the peer said goodbye')
    this.#endWrites()
  }

  // ---- time ----

  /** Acts on what has taken too long, and sleeps until the next thing could have. */
  watch(): void {
    const { limits, clock } = this.options
    const now = clock.now()
    const { state } = this.session
    const overdue = this.#overdue(now)
    if (overdue !== undefined) {
      overdue()
      return
    }
    if ((state === 'open' || state === 'draining') && this.#endedAt === notStarted) {
      const silentMs = now - this.#receivedAt
      if (this.#pingSince === notStarted && silentMs >= limits.keepaliveIdleMs) {
        this.#pingSince = now
        this.session.ping()
      }
    }
    clock.schedule(this.#watch, Math.max(this.#nextWatch(now), now + 1))
  }

  #overdue(now: number): (() => void) | undefined {
    const { limits, role } = this.options
    const { state } = this.session
    if (now >= this.#endedAt + limits.lingerMs) return () => this.#transport?.destroy()
    if (state === 'closed') return undefined
    const handshakeMs = role === 'connecting' ? limits.connectTimeoutMs : limits.handshakeTimeoutMs
    if (state !== 'open' && state !== 'draining') {
      if (now < this.#startedAt + handshakeMs) return undefined
      return () =>
        this.destroy(new Error(`the handshake was not complete within ${handshakeMs} ms`))
    }
    if (now >= this.#drainSince + limits.drainTimeoutMs) {
      const error = new Error(
        `calls were still in flight ${limits.drainTimeoutMs} ms after the goodbye`,
      )
      return () => this.fail('UNAVAILABLE', error)
    }
    if (now >= this.#frameSince + limits.frameTimeoutMs) {
      const error = new Error(`a frame was not complete within ${limits.frameTimeoutMs} ms`)
      return () => this.fail('DEADLINE_EXCEEDED', error)
    }
    if (now >= this.#stalledSince + limits.writeStallMs) {
      return () => this.destroy(new Error(`the peer read nothing for ${limits.writeStallMs} ms`))
    }
    if (now >= this.#pingSince + limits.keepaliveTimeoutMs) {
      const silentMs = Math.round(now - this.#receivedAt)
      return () =>
        this.destroy(new Error(`the peer was silent for ${silentMs} ms and answered no PING`))
    }
    return undefined
  }

  #nextWatch(now: number): number {
    const { limits, role } = this.options
    const { state } = this.session
    if (this.#endedAt !== notStarted) return this.#endedAt + limits.lingerMs
    if (state !== 'open' && state !== 'draining') {
      const ms = role === 'connecting' ? limits.connectTimeoutMs : limits.handshakeTimeoutMs
      return this.#startedAt + ms
    }
    return Math.min(
      this.#drainSince + limits.drainTimeoutMs,
      this.#frameSince + limits.frameTimeoutMs,
      this.#stalledSince + limits.writeStallMs,
      this.#pingSince + limits.keepaliveTimeoutMs,
      this.#pingSince === notStarted
        ? Math.max(this.#receivedAt + limits.keepaliveIdleMs, now)
        : notStarted,
    )
  }

  /** Wakes no later than `at`. */
  #watchUntil(at: number): void {
    if (this.#closed) return
    if (this.#watch.scheduled && this.#watch.dueAt <= at) return
    this.options.clock.cancel(this.#watch)
    this.options.clock.schedule(this.#watch, at)
  }

  // ---- output ----

  #flush = (): void => {
    this.#flushScheduled = false
    const transport = this.#transport
    if (transport === undefined || this.#closed) return
    if (transport.hasRoom) {
      const gather = this.session.sender.hasFragments
      if (gather) transport.cork()
      this.session.flush(this.#write, this.#hasRoom)
      if (gather) transport.uncork()
    }
    if (transport.waitingBytes === 0) return
    if (this.#stalledSince === notStarted) {
      this.#stalledSince = this.options.clock.now()
      this.#watchUntil(this.#stalledSince + this.options.limits.writeStallMs)
    }
    // A peer that does not read what it asked for gets no more questions in.
    if (this.session.sender.queuedBytes > this.options.limits.maxSendQueueBytes)
      this.#pauseReading()
  }

  #write = (bytes: Uint8Array): boolean => this.#transport?.write(bytes) ?? true

  #hasRoom = (): boolean => this.#transport?.hasRoom ?? false

  #pauseReading(): void {
    // Only the accepting side pauses: if both did, each could wait for the other to read.
    if (this.options.role === 'accepting') this.#transport?.pause()
  }

  /** Sends what is left and closes our direction; the peer's last bytes are still read, so that ours arrive. */
  #endWrites(): void {
    if (this.#endedAt !== notStarted) return
    this.#endedAt = this.options.clock.now()
    this.session.flush(this.#write, () => true)
    this.#transport?.resume()
    this.#transport?.end()
    this.#watchUntil(this.#endedAt + this.options.limits.lingerMs)
  }

  #onProtocolError(error: unknown): void {
    const fault = error instanceof Error ? error : new Error(String(error))
    if (!(error instanceof ProtocolError)) {
      // Not the peer's fault: a defect of ours, contained to this connection.
      this.options.logger.error(
        `trunkline: connection ${this.address}: ${fault.stack ?? fault.message}`,
      )
      this.fail('INTERNAL', new Error('internal error'))
      return
    }
    this.options.logger.warn(`trunkline: connection ${this.address}: ${printable(fault.message)}`)
    this.fail('INTERNAL', fault)
  }
}
