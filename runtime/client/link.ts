/**
 * One place for a connection to one endpoint: dials when calls want it, dials again when the connection is lost, and pauses
 * between attempts that fail. Connections that take no more calls finish theirs beside the current one.
 */

import type { CallObserver } from '../connection/call-host.js'
import type { Clock } from '../connection/clock.js'
import type { Connection, ConnectionOwner } from '../connection/connection.js'
import { Pause } from '../connection/pause.js'
import { random } from '../connection/random.js'
import type { AnyMethod } from '../method.js'
import type { RpcError } from '../rpc-error.js'
import type { Target } from './balance/balancer.js'
import { Latency } from './balance/latency.js'
import { NotServingError } from './connect-error.js'
import { type HealthCheck, HealthWatch } from './health-watch.js'
import { type LinkEvent, type LinkState, nextLinkState } from './link-state.js'
import { Redial } from './redial.js'
import type { ResolvedEndpoint } from './resolve/endpoint-set.js'

/** Whoever holds the links. */
export interface LinkOwner {
  readonly clock: Clock
  /** Asks servers how they are; undefined where nobody wants to know. */
  readonly healthCheck: HealthCheck | undefined
  /** Makes a connection to an endpoint and begins to open it. */
  dial(endpoint: ResolvedEndpoint, owner: Link): Connection
  /** The link takes calls, or no longer does: `isReady` says which. */
  onLinkChange(link: Link): void
  /** The link may have room again. */
  onLinkCapacity(link: Link): void
  /** A connection could not be opened, or its server says that it does not serve. */
  onLinkFailure(link: Link, error: Error): void
  /** The link rests no longer: it could be dialled. */
  onLinkIdle(link: Link): void
  /** A connection has closed, and all its calls have ended. */
  onLinkClosed(link: Link): void
  /** A call that was sent has ended; `error` is undefined when it succeeded. */
  onCallEnd(
    link: Link,
    method: AnyMethod,
    startedAt: number,
    endedAt: number,
    error: RpcError | undefined,
  ): void
}

export class Link implements ConnectionOwner, CallObserver, Target {
  readonly url: string
  priority: number
  weight: number
  state: LinkState = 'idle'
  /** Whether the endpoint was ejected and nothing has been heard of it since: one call at a time finds out. */
  #onTrial = false
  /** The id of the call that finds out: there is none of it yet while it is the next. */
  #trialId = 0
  /** Whether calls go here: the connection stands, and its server says that it serves, where it is asked. */
  isReady = false
  /** Dials that failed since one succeeded. */
  failures = 0
  /** Why the last one did. */
  lastError: Error | undefined = undefined
  #failedAt = Number.NEGATIVE_INFINITY
  #endpoint: ResolvedEndpoint
  readonly #owner: LinkOwner
  readonly #latency = new Latency()
  readonly #redial: Redial
  readonly #pause: Pause
  /** All connections that are not closed: the current one, and those that finish their calls. */
  readonly connections = new Set<Connection>()
  #current: Connection | undefined = undefined
  #health: HealthWatch | undefined = undefined
  #readyAt = 0

  constructor(endpoint: ResolvedEndpoint, redialMaxMs: number, owner: LinkOwner) {
    this.#endpoint = endpoint
    this.url = endpoint.url
    this.weight = endpoint.weight
    this.priority = endpoint.priority
    this.#owner = owner
    this.#redial = new Redial(redialMaxMs)
    this.#pause = new Pause(owner.clock, () => {
      this.#move('rested')
      this.#owner.onLinkIdle(this)
    })
  }

  /** The connection that takes calls. */
  get connection(): Connection | undefined {
    return this.isReady ? this.#current : undefined
  }

  /** Calls that were sent and have not ended, those on connections that leave included. */
  get inFlight(): number {
    let count = 0
    for (const { session } of this.connections) count += session.calls.outgoing.size
    return count
  }

  // ---- what a balancer looks at ----

  get pending(): number {
    return this.#current?.session.calls.outgoing.size ?? 0
  }

  get latencyMs(): number {
    return this.#latency.value
  }

  get canOpen(): boolean {
    if (!this.isReady || this.#current?.session.canOpen !== true) return false
    return !this.#onTrial || this.#current.session.calls.nextLocalId === this.#trialId
  }

  // ---- from the pool ----

  /**
   * Whether nothing is known but that it cannot be used. A failure counts for so long while another attempt is under way, or
   * could be: what failed an hour ago says nothing of now.
   */
  isFailing(now: number, forMs: number): boolean {
    if (this.failures === 0) return false
    return this.state === 'ready' || this.state === 'pausing' || now - this.#failedAt < forMs
  }

  /** Whether one call at a time goes here, to find out how the endpoint is. Calls that were begun before do not count. */
  set onTrial(onTrial: boolean) {
    if (onTrial && !this.#onTrial) this.#tryOnce()
    this.#onTrial = onTrial
  }

  /** Dials, unless there is a connection or the last attempt was too recent. */
  want(): void {
    const before = this.state
    this.#move('want')
    if (before !== 'idle') return
    const connection = this.#owner.dial(this.#endpoint, this)
    this.#current = connection
    this.connections.add(connection)
  }

  /** The resolver tells something else of the endpoint. */
  update(endpoint: ResolvedEndpoint): void {
    this.#endpoint = endpoint
    this.weight = endpoint.weight
    this.priority = endpoint.priority
  }

  /** Takes no more calls; those in flight finish. */
  remove(reason: Error): void {
    if (this.state === 'removed') return
    this.#move('remove')
    this.#pause.stop()
    this.#current = undefined
    this.#stopCalls()
    for (const connection of this.connections) connection.drain(reason)
  }

  // ---- from the connections ----

  onReady(connection: Connection): void {
    if (connection !== this.#current) return
    this.#move('stand')
    this.#readyAt = this.#owner.clock.now()
    const { healthCheck, clock } = this.#owner
    if (healthCheck === undefined) this.#takeCalls()
    else {
      this.#health = new HealthWatch(healthCheck, clock, (isHealthy, why) => {
        if (isHealthy) this.#takeCalls()
        else this.#onUnhealthy(new NotServingError(why))
      })
      this.#health.start(connection.peer)
    }
  }

  onCapacity(connection: Connection): void {
    if (connection === this.#current && this.isReady) this.#owner.onLinkCapacity(this)
  }

  onLeaving(connection: Connection): void {
    const reason = connection.closeReason ?? new Error('the server is shutting down')
    // Turned away in the handshake: there is nothing to finish.
    if (connection === this.#current && this.state === 'dialling') connection.destroy(reason)
    else {
      if (connection === this.#current && this.#wasUsed(connection)) this.#redial.leftInOrder()
      this.#lose(connection, reason)
      connection.drain(reason)
    }
  }

  onClosed(connection: Connection, error: Error): void {
    this.connections.delete(connection)
    this.#lose(connection, error)
    this.#owner.onLinkClosed(this)
  }

  onCallEnd(
    method: AnyMethod,
    startedAt: number,
    endedAt: number,
    error: RpcError | undefined,
  ): void {
    // How long a stream was wanted says nothing about the server.
    if (method.kind === 'unary') {
      if (error === undefined) this.#latency.record(endedAt - startedAt, endedAt)
      else if (error.code === 'DEADLINE_EXCEEDED')
        this.#latency.recordAtLeast(endedAt - startedAt, endedAt)
    }
    if (this.#onTrial) this.#tryOnce()
    this.#owner.onCallEnd(this, method, startedAt, endedAt, error)
  }

  // ---- internals ----

  #takeCalls(): void {
    this.failures = 0
    this.lastError = undefined
    if (this.isReady) return
    this.isReady = true
    this.#tryOnce()
    this.#owner.onLinkChange(this)
  }

  #onUnhealthy(error: Error): void {
    this.#fail(error)
    this.#leaveCalls()
    this.#owner.onLinkFailure(this, error)
  }

  #leaveCalls(): void {
    if (!this.isReady) return
    this.isReady = false
    this.#owner.onLinkChange(this)
  }

  /** Nobody asks any more how the server is. */
  #stopCalls(): void {
    this.#health?.stop()
    this.#health = undefined
    this.#leaveCalls()
  }

  #fail(error: Error): void {
    this.failures++
    this.lastError = error
    this.#failedAt = this.#owner.clock.now()
  }

  #tryOnce(): void {
    this.#trialId = this.#current?.session.calls.nextLocalId ?? 0
  }

  /** Whether programs have called over it: who asks for the server's health is none. */
  #wasUsed({ session }: Connection): boolean {
    return session.calls.opened > (this.#health === undefined ? 0 : 1)
  }

  #lose(connection: Connection, error: Error): void {
    if (connection !== this.#current) return
    this.#current = undefined
    const stood = this.state === 'ready'
    this.#move('lose')
    let pauseMs: number
    if (stood)
      pauseMs = this.#redial.pauseAfterLoss(this.#owner.clock.now() - this.#readyAt, random())
    else {
      this.#fail(error)
      pauseMs = this.#redial.pauseAfterFailure(random())
    }
    if (pauseMs === 0) this.#move('rested')
    else this.#pause.start(pauseMs)
    if (stood) this.#stopCalls()
    else this.#owner.onLinkFailure(this, error)
    if (pauseMs === 0) this.#owner.onLinkIdle(this)
  }

  #move(event: LinkEvent): void {
    this.state = nextLinkState(this.state, event)
  }
}
