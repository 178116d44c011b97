/**
 * Decides who a peer is and what it may call: when it greets, when it brings later credentials, and when what is known of it
 * expires. Whatever goes wrong here, the peer is not let in.
 */

import type { Gate, PeerIdentity, Principal } from '../identity.js'
import { printable } from '../logger.js'
import { reportOf } from '../thrown.js'
import { refusal, type Status } from '../wire/call-bodies.js'
import type { Credentials } from '../wire/credentials.js'
import type { OfferedMethod } from '../wire/offered-methods.js'
import { Alarm } from './alarm.js'
import type { ConnectionOptions } from './call-host.js'
import { wallNow } from './clock.js'
import { Rights } from './rights.js'

/** What an admission needs of its connection. */
export interface AdmissionHost {
  readonly address: string
  readonly options: ConnectionOptions
  readonly identity: PeerIdentity | undefined
  readonly isClosed: boolean
  readonly session: { readonly peer: { readonly agent: string } }
  /** Lets the peer in. */
  admit(methods: readonly OfferedMethod[]): void
  /** Says goodbye to the peer because of who it is. */
  turnAway(reason: string): void
  /** Takes no more calls; those in flight finish. */
  retire(reason: Error): void
}

/** What a peer that is turned away learns, whatever the reason. */
const notAccepted = 'the credentials were not accepted'

/** Timers reach 2^31 ms; a later time is looked at again then. */
const longestWaitMs = 2 ** 31 - 1

export class Admission {
  principal: Principal | undefined = undefined
  readonly #host: AdmissionHost
  readonly #gate: Gate
  /** What was announced, and what is allowed by now; undefined where everything is. */
  #announced: Rights | undefined = undefined
  #allowed: Rights | undefined = undefined
  #isExpired = false
  /** Counts decisions, so that one that comes too late is not heard. */
  #round = 0
  #isDeciding = false
  /** Credentials that came meanwhile; only the last count. */
  #next: Credentials | undefined = undefined
  readonly #patience: Alarm
  readonly #expiry: Alarm

  constructor(host: AdmissionHost, gate: Gate) {
    this.#host = host
    this.#gate = gate
    const { clock } = host.options
    this.#patience = new Alarm(clock, () => this.#outOfPatience())
    this.#expiry = new Alarm(clock, () => this.#watchExpiry())
  }

  /** Decides about a peer that has greeted, or has brought later credentials. */
  decide(credentials: Credentials | undefined): void {
    if (this.#isDeciding) {
      this.#next = credentials
      return
    }
    this.#isDeciding = true
    this.#patience.set(this.#host.options.limits.authenticateTimeoutMs)
    void this.#ask(credentials, ++this.#round)
  }

  /** The connection is over. */
  stop(): void {
    this.#round++
    this.#next = undefined
    this.#patience.stop()
    this.#expiry.stop()
  }

  /** Whether the peer was told of a method. */
  hasAnnounced(number: number): boolean {
    return this.#announced === undefined || this.#announced.has(number)
  }

  /** Why a call of a method that was announced is refused all the same; undefined lets it in. */
  refusalOf(number: number): Status | undefined {
    // Not UNAUTHENTICATED: the caller may have new ones by now, and a connection that shows them serves the call.
    if (this.#isExpired)
      return refusal('UNAVAILABLE', 'the credentials of this connection have expired')
    if (this.#allowed === undefined || this.#allowed.has(number)) return undefined
    return refusal('PERMISSION_DENIED', 'the caller may not call this method any more')
  }

  // ---- internals ----

  /** Never rejects: whatever happens is a decision. */
  async #ask(credentials: Credentials | undefined, round: number): Promise<void> {
    const { address, identity, session } = this.#host
    try {
      const answer = await this.#gate.authenticate({
        scheme: credentials?.scheme,
        token: credentials?.token,
        address,
        identity,
        agent: printable(session.peer.agent),
        isRenewal: this.principal !== undefined,
      })
      if (round !== this.#round) return
      this.#settle()
      this.#accept(principalOf(answer))
    } catch (error) {
      if (round !== this.#round) return
      this.#settle()
      this.#log('authenticate failed', withoutToken(reportOf(error), credentials?.token))
      this.#host.turnAway(notAccepted)
    }
  }

  #settle(): void {
    this.#isDeciding = false
    this.#patience.stop()
  }

  #accept(principal: Principal | undefined): void {
    const { principal: before } = this
    const isOther = before !== undefined && principal?.name !== before.name
    if (principal === undefined || isOther || msLeft(principal) <= 0) {
      this.#host.turnAway(notAccepted)
      return
    }
    const { authorize } = this.#gate
    const { routes, logger } = this.#host.options
    const rights = authorize && new Rights(routes, principal, authorize, logger)
    this.principal = principal
    this.#allowed = rights
    this.#isExpired = false
    this.#watchExpiry()
    if (before === undefined) {
      this.#announced = rights
      this.#host.admit(rights?.offered ?? routes.offered)
    } else if (rights !== undefined && this.#announced?.equals(rights) === false) {
      this.#host.retire(new Error('what the peer may call has changed'))
    }
    const next = this.#next
    this.#next = undefined
    if (next !== undefined && !this.#host.isClosed) this.decide(next)
  }

  #outOfPatience(): void {
    this.#round++
    this.#isDeciding = false
    const { authenticateTimeoutMs } = this.#host.options.limits
    this.#log('authenticate failed', `it has not answered within ${authenticateTimeoutMs} ms`)
    this.#host.turnAway(notAccepted)
  }

  /** Looks whether the principal has expired, and when to look again. */
  #watchExpiry(): void {
    if (this.principal === undefined) return
    const ms = msLeft(this.principal)
    if (ms > 0) {
      if (ms === Number.POSITIVE_INFINITY) this.#expiry.stop()
      else this.#expiry.set(Math.min(ms, longestWaitMs))
      return
    }
    this.#isExpired = true
    this.#host.retire(new Error('the credentials of the peer have expired'))
  }

  #log(what: string, why: string): void {
    this.#host.options.logger.error(`trunkline: connection ${this.#host.address}: ${what}: ${why}`)
  }
}

function msLeft({ expiresAt }: Principal): number {
  return expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt.getTime() - wallNow()
}

/** What `authenticate` returned, held against its type; throws TypeError where a program got it wrong. */
function principalOf(answer: Principal | null | undefined): Principal | undefined {
  if (answer === null || answer === undefined) return undefined
  const { name, expiresAt } = answer
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(
      'what it returned has no name: return { name }, or null to turn a peer away',
    )
  }
  if (expiresAt !== undefined && !(expiresAt instanceof Date && expiresAt.getTime() > 0)) {
    throw new TypeError('the expiresAt that it returned is no Date')
  }
  return answer
}

/** Libraries put what they could not read into their errors. */
function withoutToken(report: string, token: string | undefined): string {
  return token === undefined ? report : report.replaceAll(token, '[token]')
}
