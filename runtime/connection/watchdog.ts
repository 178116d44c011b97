/**
 * The one timer of a connection: every state has a time after which something is wrong. PROTOCOL.md says what each
 * silence means; the numbers are limits.
 */

import type { Limits } from '../limits.js'
import type { SessionState } from '../session/session-state.js'
import { sweepsPerStall } from '../session/stalled-streams.js'
import { TimerEntry } from '../session/timer-wheel.js'
import type { CallHost } from './call-host.js'
import type { Clock } from './clock.js'
import { Retirement } from './retirement.js'

export interface WatchedConnection {
  readonly sessionState: SessionState
  /** The peer has been silent for long: ask whether it lives. */
  ping(): void
  /** Gives up on the peer; with a code, tells it why. */
  giveUp(error: Error, code: GiveUpCode | undefined): void
  /** Ends streams that nobody reads; returns whether to do so again. */
  sweepStalled(): boolean
  /** Nothing is wrong, but it is time to leave. */
  retire(reason: Error): void
}

export type GiveUpCode = 'UNAVAILABLE' | 'DEADLINE_EXCEEDED'

const never = Number.POSITIVE_INFINITY

export class Watchdog extends TimerEntry {
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #handshakeMs: number
  #handshakeUntil: number
  readonly #connection: WatchedConnection
  readonly #startedAt: number
  /** When the peer's last byte came. */
  receivedAt: number
  /** When the frame under way began, the output stalled, a PING went out, a goodbye was said, our end was sent. */
  #frameSince = never
  #stalledSince = never
  #pingSince = never
  #drainSince = never
  #endedAt = never
  /** When to look for streams that nobody reads. */
  #sweepAt = never
  /**
   * Something is overdue. The verdict comes a turn of the event loop later: when this process stood still, what the peer
   * sent waits in the socket, and is read before anything is held against the peer.
   */
  #suspects = false
  #retirement: Retirement | undefined = undefined

  constructor(clock: Clock, limits: Limits, handshakeMs: number, connection: WatchedConnection) {
    super()
    this.#clock = clock
    this.#limits = limits
    this.#handshakeMs = handshakeMs
    this.#connection = connection
    this.#startedAt = clock.now()
    this.#handshakeUntil = this.#startedAt + handshakeMs
    this.receivedAt = this.#startedAt
  }

  /** Begins to watch. */
  start(): void {
    this.wakeBy(this.#nextWatch(this.#startedAt))
  }

  stop(): void {
    this.#clock.cancel(this)
  }

  /** Bytes came. */
  received(now: number): void {
    this.receivedAt = now
    this.#pingSince = never
  }

  /** Whether a frame is half there. */
  frame(isPartial: boolean): void {
    if (!isPartial) this.#frameSince = never
    else if (this.#frameSince === never) {
      this.#frameSince = this.receivedAt
      this.wakeBy(this.#frameSince + this.#limits.frameTimeoutMs)
    }
  }

  /** Whether bytes wait for a peer that does not read. */
  output(isStalled: boolean): void {
    if (!isStalled) this.#stalledSince = never
    else if (this.#stalledSince === never) {
      this.#stalledSince = this.#clock.now()
      this.wakeBy(this.#stalledSince + this.#limits.writeStallMs)
    }
  }

  /** The peer has greeted; whoever decides about it has a timer of its own. */
  deciding(): void {
    this.#handshakeUntil = never
  }

  /** The handshake is complete. */
  opened(host: CallHost): void {
    const now = this.receivedAt
    this.#retirement = new Retirement(host, now)
    this.wakeBy(this.#nextWatch(now))
  }

  draining(): void {
    if (this.#drainSince !== never) return
    this.#drainSince = this.#clock.now()
    this.wakeBy(this.#drainSince + this.#limits.drainTimeoutMs)
  }

  /** Our direction is closed; returns false when it was already. */
  ended(): boolean {
    if (this.#endedAt !== never) return false
    this.#endedAt = this.#clock.now()
    this.wakeBy(this.#endedAt + this.#limits.lingerMs)
    return true
  }

  /** Streams wait for credit: time to look for those that nobody reads. */
  starved(): void {
    this.#sweepAt = this.receivedAt
    this.wakeBy(this.#sweepAt)
  }

  /** Wakes no later than `at`. */
  wakeBy(at: number): void {
    if (this.scheduled && this.dueAt <= at) return
    this.#clock.cancel(this)
    this.#clock.schedule(this, at)
  }

  /** Acts on what has taken too long, and sleeps until the next thing could have. */
  override onDue(): void {
    const now = this.#clock.now()
    const overdue = this.#overdue(now)
    if (overdue !== undefined) {
      if (this.#suspects) this.#connection.giveUp(overdue.error, overdue.code)
      else {
        this.#suspects = true
        this.wakeBy(now + 1)
      }
      return
    }
    this.#suspects = false
    this.#considerRetirement(now)
    if (now >= this.#sweepAt) this.#sweep(now)
    const silentMs = now - this.receivedAt
    if (this.#isOpen() && this.#pingSince === never && silentMs >= this.#limits.keepaliveIdleMs) {
      this.#pingSince = now
      this.#connection.ping()
    }
    this.wakeBy(Math.max(this.#nextWatch(now), now + 1))
  }

  #sweep(now: number): void {
    const goesOn = this.#isOpen() && this.#connection.sweepStalled()
    this.#sweepAt = goesOn ? now + this.#limits.streamStallMs / sweepsPerStall : never
  }

  #considerRetirement(now: number): void {
    const retirement = this.#retirement
    if (retirement === undefined || this.#drainSince !== never || !this.#isOpen()) return
    if (now < retirement.nextLook) return
    const reason = retirement.look(now)
    if (reason !== undefined) this.#connection.retire(reason)
  }

  #isOpen(): boolean {
    const { sessionState } = this.#connection
    return this.#endedAt === never && (sessionState === 'open' || sessionState === 'draining')
  }

  #overdue(now: number): { readonly error: Error; readonly code?: GiveUpCode } | undefined {
    const limits = this.#limits
    const silently = (text: string) => ({ error: new Error(text) })
    if (this.#endedAt !== never) {
      return now >= this.#endedAt + limits.lingerMs
        ? silently('the connection was closed')
        : undefined
    }
    if (!this.#isOpen()) {
      if (now < this.#handshakeUntil) return undefined
      return silently(`the handshake was not complete within ${this.#handshakeMs} ms`)
    }
    if (now >= this.#drainSince + limits.drainTimeoutMs) {
      const text = `calls were still in flight ${limits.drainTimeoutMs} ms after the goodbye`
      return { error: new Error(text), code: 'UNAVAILABLE' }
    }
    if (now >= this.#frameSince + limits.frameTimeoutMs) {
      const text = `a frame was not complete within ${limits.frameTimeoutMs} ms`
      return { error: new Error(text), code: 'DEADLINE_EXCEEDED' }
    }
    if (now >= this.#stalledSince + limits.writeStallMs) {
      return silently(`the peer read nothing for ${limits.writeStallMs} ms`)
    }
    if (now >= this.#pingSince + limits.keepaliveTimeoutMs) {
      const silentMs = Math.round(now - this.receivedAt)
      return silently(`the peer was silent for ${silentMs} ms and answered no PING`)
    }
    return undefined
  }

  #nextWatch(now: number): number {
    const limits = this.#limits
    if (this.#endedAt !== never) return this.#endedAt + limits.lingerMs
    if (!this.#isOpen()) return this.#handshakeUntil
    return Math.min(
      this.#drainSince + limits.drainTimeoutMs,
      this.#frameSince + limits.frameTimeoutMs,
      this.#stalledSince + limits.writeStallMs,
      this.#sweepAt,
      this.#drainSince === never ? (this.#retirement?.nextLook ?? never) : never,
      this.#pingSince === never
        ? Math.max(this.receivedAt + limits.keepaliveIdleMs, now)
        : this.#pingSince + limits.keepaliveTimeoutMs,
    )
  }
}
