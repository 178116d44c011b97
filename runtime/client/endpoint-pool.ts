/**
 * The connections of a channel: one link or more for each endpoint that the resolver tells of, and the choice among them.
 *
 * Links are dialled when calls want them, those of the best priority first, and calls go to those that are ready and not
 * ejected. Nothing here knows a call: the channel asks with `pick`, and is told when calls that wait should ask again.
 */

import type { EndpointFailure } from '../call-report.js'
import type { CallHost } from '../connection/call-host.js'
import type { CallMeter } from '../connection/call-meter.js'
import type { Clock } from '../connection/clock.js'
import type { Connection } from '../connection/connection.js'
import type { HostPicker } from '../connection/host-picker.js'
import { Pause } from '../connection/pause.js'
import { random } from '../connection/random.js'
import type { Routing } from '../connection/routing.js'
import type { Resolver } from '../endpoint.js'
import type { Limits } from '../limits.js'
import type { Logger } from '../logger.js'
import type { AnyMethod } from '../method.js'
import type { RpcError } from '../rpc-error.js'
import type { EndpointStats } from '../stats.js'
import { type Balancer, createBalancer } from './balance/balancer.js'
import { Outliers } from './balance/outliers.js'
import { byPriority, preferred } from './balance/priority.js'
import { isWelcome } from './balance/target.js'
import { verdictOf } from './balance/verdict.js'
import type { BalanceOption } from './channel-options.js'
import type { ChannelState } from './channel-state.js'
import { isFinal, NotServingError, unreachable } from './connect-error.js'
import { reportEndpoints, reportFailures } from './endpoint-report.js'
import type { HealthCheck } from './health-watch.js'
import { Link, type LinkOwner } from './link.js'
import type { ResolvedEndpoint } from './resolve/endpoint-set.js'
import { Resolution, type ResolutionOwner } from './resolve/resolution.js'

export interface PoolOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: Limits
  readonly resolver: Resolver
  readonly balance: BalanceOption
  /** How many for each endpoint. */
  readonly connections: number
  /** Whether calls that do not say wait for endpoints that cannot be reached. */
  readonly waitForReady: boolean
  readonly healthCheck: HealthCheck | undefined
  /** Counts the calls that have ended. */
  readonly meter: CallMeter
  /** Makes a connection and begins to open it. */
  dial(endpoint: ResolvedEndpoint, link: Link): Connection
  /** Calls can be sent, perhaps again. */
  onReady(): void
  /** There was a connection for calls, and now there is none. */
  onUnready(): void
  /** Calls that wait should ask again. */
  onCapacity(): void
  /** Nothing can be reached at the moment; `overdue` says that `limits.connectTimeoutMs` have passed in vain. */
  onUnavailable(overdue: boolean): void
  /** Another state, perhaps. */
  onChange(): void
  /** Whether there should be a connection: calls wait for one, or servers are to reach this side. */
  isWanted(): boolean
  /** A connection has closed. */
  onClosed(): void
}

export class EndpointPool implements HostPicker, LinkOwner, ResolutionOwner {
  readonly clock: Clock
  readonly healthCheck: HealthCheck | undefined
  readonly #options: PoolOptions
  readonly #resolution: Resolution
  readonly #links = new Map<string, Link[]>()
  /** Links that are gone and whose calls finish. */
  readonly #leaving = new Set<Link>()
  readonly #balancer: Balancer<Link>
  readonly #outliers = new Outliers()
  /** Wakes when an ejected endpoint may come back. */
  readonly #ejection: Pause
  /** From the first wish for a connection until one is ready: finding endpoints, dialling and greeting together. */
  readonly #patience: Pause
  /** Those that the balancer chooses from. */
  #usable: readonly Link[] = []
  /** The only connection there is, so that most channels choose nothing. */
  #only: Link | undefined = undefined
  /** How many links are ready. */
  #ready = 0
  /** Whether a link could be dialled that nobody has asked for since. */
  #restless = true
  #resolveError: Error | undefined = undefined
  #resolveFailures = 0
  /** When calls had last waited for `limits.connectTimeoutMs` in vain. */
  #overdueAt = Number.NEGATIVE_INFINITY
  /** For so long a failure says what another attempt would. */
  readonly #failureCountsMs: number
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#failureCountsMs = 2 * options.limits.connectTimeoutMs
    this.clock = options.clock
    this.healthCheck = options.healthCheck
    this.#balancer = createBalancer(options.balance, random)
    this.#ejection = new Pause(options.clock, () => this.#rechoose())
    this.#patience = new Pause(options.clock, () => this.#onOverdue())
    this.#resolution = new Resolution(options, this)
  }

  // ---- from the channel ----

  get isReady(): boolean {
    return this.#ready > 0
  }

  get state(): ChannelState {
    if (this.#closed) return 'closed'
    if (this.#ready > 0) return 'ready'
    const now = this.clock.now()
    if (now - this.#overdueAt < this.#failureCountsMs) return 'unavailable'
    let failed = this.#resolveError !== undefined && this.#links.size === 0
    for (const link of this.#each()) {
      if (link.isFailing(now, this.#failureCountsMs)) failed = true
      else if (link.state === 'dialling') return 'connecting'
    }
    if (failed) return 'unavailable'
    return this.#patience.scheduled ? 'connecting' : 'idle'
  }

  pick(routing: Routing | undefined): CallHost | undefined {
    if (this.#restless) this.want()
    const only = this.#only
    if (only !== undefined) return only.canOpen ? only.connection : undefined
    return this.#balancer.pick(routing?.key, routing?.avoid)?.connection
  }

  canAvoid(avoid: ReadonlySet<string>): boolean {
    return this.#usable.some((link) => isWelcome(link, avoid))
  }

  /** Dials what is not dialled, the better priorities first. */
  want(): void {
    if (this.#closed) return
    this.#resolution.start()
    // What it tells can wake calls, whose programs may close the channel.
    if (this.#closed) return
    this.#restless = false
    if (this.#ready === 0 && !this.#patience.scheduled) {
      this.#patience.start(this.#options.limits.connectTimeoutMs)
    }
    for (const group of byPriority(this.#each())) {
      for (const link of group) link.want()
      // The next priority only where nothing of this one can be used.
      if (!group.every((link) => link.failures > 0 || this.#isEjected(link))) break
    }
    this.#options.onChange()
  }

  refuse(method: string, waits: boolean = this.#options.waitForReady): RpcError | undefined {
    if (this.#closed || this.state !== 'unavailable' || (waits && !this.#isHopeless()))
      return undefined
    return this.unreachable(method, this.#lastError())
  }

  unreachable(method: string, error: Error): RpcError {
    return unreachable(method, this.#options.resolver.name, error, this.failures())
  }

  /** The endpoints that cannot be reached at the moment; of one with several connections, one entry. */
  failures(): readonly EndpointFailure[] {
    const failures = [...reportFailures(this.#links)]
    if (failures.length === 0 && this.#resolveError !== undefined && this.#links.size === 0) {
      const url = this.#options.resolver.name
      failures.push({ url, attempts: this.#resolveFailures, lastError: this.#resolveError.message })
    }
    return failures
  }

  /** How many connections are not closed. */
  get connections(): number {
    let count = 0
    for (const link of [...this.#each(), ...this.#leaving]) count += link.connections.size
    return count
  }

  report(): readonly EndpointStats[] {
    return reportEndpoints([...this.#each(), ...this.#leaving], (link) => this.#isEjected(link))
  }

  /** Takes no more calls; connections close when theirs have ended. */
  close(reason: Error): void {
    this.#closed = true
    this.#resolution.stop()
    this.#patience.stop()
    this.#ejection.stop()
    for (const link of [...this.#each()]) this.#remove(link, reason)
    this.#links.clear()
    this.#options.onChange()
  }

  // ---- from the resolution ----

  onEndpoints(endpoints: readonly ResolvedEndpoint[]): void {
    if (this.#closed) return
    // A channel without calls has no connections, whatever its resolver tells of.
    const isInUse = this.#ready > 0 || this.#options.isWanted()
    this.#resolveError = undefined
    this.#resolveFailures = 0
    const { connections, limits } = this.#options
    const known = new Set(endpoints.map(({ url }) => url))
    for (const [url, links] of [...this.#links]) {
      if (known.has(url)) continue
      this.#links.delete(url)
      for (const link of links) this.#remove(link, new Error('the endpoint is gone'))
    }
    if (this.#closed) return
    for (const endpoint of endpoints) {
      const links = this.#links.get(endpoint.url)
      // Its weight and priority may be others.
      if (links !== undefined) for (const link of links) link.update(endpoint)
      else {
        const made = Array.from(
          { length: connections },
          () => new Link(endpoint, limits.redialMaxMs, this),
        )
        this.#links.set(endpoint.url, made)
      }
    }
    this.#outliers.retain(known)
    this.#rechoose()
    if (isInUse) this.want()
    else this.#restless = true
  }

  onFailure(error: Error): void {
    this.#resolveError = error
    this.#resolveFailures++
    this.#options.onChange()
    if (this.#links.size > 0) return
    if (this.#options.isWanted()) {
      this.#options.logger.warn(`trunkline: ${this.#options.resolver.name}: ${error.message}`)
    }
    this.#options.onUnavailable(false)
  }

  // ---- from the links ----

  dial(endpoint: ResolvedEndpoint, link: Link): Connection {
    return this.#options.dial(endpoint, link)
  }

  onLinkChange(link: Link): void {
    this.#ready += link.isReady ? 1 : -1
    if (link.isReady) {
      this.#patience.stop()
      this.#overdueAt = Number.NEGATIVE_INFINITY
    }
    this.#choose()
    this.#options.onChange()
    if (link.isReady) this.#options.onReady()
    else if (this.#ready === 0) this.#options.onUnready()
  }

  onLinkCapacity(): void {
    this.#options.onCapacity()
  }

  onLinkIdle(): void {
    if (this.#options.isWanted()) this.want()
    else this.#restless = true
  }

  onLinkFailure(link: Link, error: Error): void {
    this.#resolution.refresh()
    if (link.failures === 1 && this.#options.isWanted())
      this.#options.logger.warn(report(link, error))
    // Perhaps the next priority's turn.
    this.#restless = true
    if (this.#options.isWanted()) this.want()
    else this.#options.onChange()
    if (this.state === 'unavailable') this.#options.onUnavailable(false)
  }

  onLinkClosed(link: Link): void {
    if (link.connections.size === 0) this.#leaving.delete(link)
    this.#options.onClosed()
  }

  onCallEnd(
    { url }: Link,
    method: AnyMethod,
    startedAt: number,
    endedAt: number,
    error: RpcError | undefined,
  ): void {
    const { meter } = this.#options
    meter.took(method, endedAt - startedAt)
    if (error !== undefined) meter.failed(method, error.code)
    if (this.#only !== undefined) return
    const verdict = verdictOf(method, error)
    if (verdict === undefined) return
    const failed = verdict === 'failed'
    if (this.#outliers.record(url, failed, startedAt, endedAt) === undefined) return
    // An endpoint that is ejected may make it the next priority's turn.
    this.#restless = true
    this.#rechoose()
  }

  // ---- internals ----

  /** Whether waiting is in vain: every endpoint has given an answer that will not change by itself. */
  #isHopeless(): boolean {
    if (this.#ready > 0 || this.#links.size === 0) return false
    for (const { lastError, state } of this.#each()) {
      // What is asked now may be answered otherwise: credentials are renewed, servers replaced.
      if (state === 'dialling' || lastError === undefined || !isFinal(lastError)) return false
    }
    return true
  }

  /** Why nothing can be reached. */
  #lastError(): Error {
    for (const { lastError } of this.#each()) if (lastError !== undefined) return lastError
    if (this.#resolveError !== undefined) return this.#resolveError
    const within = `within ${this.#options.limits.connectTimeoutMs} ms`
    if (this.#links.size === 0) return new Error(`no endpoint was found ${within}`)
    for (const { state } of this.#each()) {
      if (state === 'ready')
        return new NotServingError(`the server did not say whether it serves ${within}`)
    }
    return new Error(`the handshake was not complete ${within}`)
  }

  *#each(): Iterable<Link> {
    for (const links of this.#links.values()) yield* links
  }

  #onOverdue(): void {
    // Whoever waited may have given up, and then nothing is known.
    if (this.#options.isWanted()) this.#overdueAt = this.clock.now()
    this.#options.onChange()
    this.#options.onUnavailable(true)
  }

  #remove(link: Link, reason: Error): void {
    this.#leaving.add(link)
    link.remove(reason)
    if (link.connections.size === 0) this.#leaving.delete(link)
  }

  #isEjected({ url }: Link): boolean {
    return this.#outliers.isEjected(url, this.clock.now())
  }

  /** Chooses again where no connection says that it has room: calls may wait for what can be used now. */
  #rechoose(): void {
    this.#choose()
    this.#options.onCapacity()
  }

  /** Tells the balancer what there is to choose from. */
  #choose(): void {
    const now = this.clock.now()
    const ready = [...this.#each()].filter(({ isReady }) => isReady)
    const best = preferred(ready, (url) => this.#outliers.isEjected(url, now))
    const onTrial = best.map(({ url }) => this.#outliers.isOnTrial(url, now))
    // Where there is nothing else, all calls find out: they have nobody to wait for.
    const hasOther = onTrial.includes(false)
    for (const [index, link] of best.entries()) link.onTrial = hasOther && onTrial[index] === true
    this.#usable = best
    this.#only = best.length === 1 && this.#links.size === 1 ? best[0] : undefined
    this.#balancer.update(best)
    this.#ejection.stop()
    // Calls may end, and fail, after the close; nobody is chosen any more.
    if (this.#closed) return
    const change = this.#outliers.nextChange(now)
    if (change < Number.POSITIVE_INFINITY) this.#ejection.start(Math.max(change - now, 1))
  }
}

/** A line for the log. */
function report({ url }: Link, error: Error): string {
  if (error instanceof NotServingError)
    return `trunkline: no calls are made to ${url}: ${error.message}`
  const then = isFinal(error) ? '' : '; it is dialled again while it is wanted'
  return `trunkline: cannot connect to ${url}: ${error.message}${then}`
}
