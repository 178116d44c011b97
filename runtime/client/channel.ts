/** What a client program holds: the endpoints of a service, connections to them while there are calls, and the calls that wait. */

import type { Caller, Interceptor, Service } from '../call.js'
import { CallMeter } from '../connection/call-meter.js'
import { CallStarter } from '../connection/call-starter.js'
import { createCaller } from '../connection/caller.js'
import { behindFailures, failWithCallersStack } from '../connection/callers-stack.js'
import { holdProcess, systemClock } from '../connection/clock.js'
import { Connection } from '../connection/connection.js'
import { HandlerGauge } from '../connection/handler-gauge.js'
import { warnOfHandlers } from '../connection/open-calls.js'
import { addRoutes, assertService, RouteTable } from '../connection/route-table.js'
import { type CompressionOptions, checkCompression } from '../connection/zlib-compression.js'
import { type Limits, resolveLimits } from '../limits.js'
import { defaultLogger, guarded, type Logger } from '../logger.js'
import { checkInterceptors, checkOptionNames } from '../options.js'
import { RpcError } from '../rpc-error.js'
import { RareSet } from '../session/rare-set.js'
import type { ChannelStats } from '../stats.js'
import { Attempts } from './attempts.js'
import { type ChannelOptions, checkChannelOptions } from './channel-options.js'
import { type ChannelState, StateBoard, type StateListener } from './channel-state.js'
import { Dialling } from './dialling.js'
import { EndpointPool } from './endpoint-pool.js'
import type { Link } from './link.js'
import type { ResolvedEndpoint } from './resolve/endpoint-set.js'
import { type ChannelTarget, parseTarget } from './resolve/parse-target.js'

export interface ClientOptions {
  /** Around the calls of this client, inside those of the channel. */
  readonly interceptors?: readonly Interceptor[]
}

/**
 * Opens a channel to a service: at one address, at several, or at those that a resolver finds. Nothing is dialled before
 * the first call. Throws TypeError for an address it cannot read and RangeError for an option out of range.
 *
 * Addresses are `tcp://HOST:PORT`, `tls://HOST:PORT`, `unix:/PATH`, `dns://NAME:PORT` and `srv://NAME`.
 */
export function connect(target: ChannelTarget, options: ChannelOptions = {}): Channel {
  return new Channel(target, options)
}

export class Channel implements AsyncDisposable {
  readonly #limits: Limits
  readonly #logger: Logger
  readonly #timeoutMs: number
  readonly #pool: EndpointPool
  readonly #board: StateBoard
  readonly #starter: CallStarter
  readonly #interceptors: readonly Interceptor[]
  readonly #caller: Caller
  readonly #routes = new RouteTable()
  readonly #gauge = new HandlerGauge()
  readonly #meter = new CallMeter(systemClock)
  readonly #compression: CompressionOptions | undefined
  readonly #dialling: Dialling
  readonly #readyWaiters = new RareSet<ReadyWaiter>()
  #hasDialled = false
  /** Whether servers have reached what this side serves, and are to find it again whenever a connection is lost. */
  #isReachable = false
  /** Ends the hold on the process of those who wait for a connection, this side's own services among them. */
  #release: (() => void) | undefined = undefined
  #closing: Promise<void> | undefined = undefined
  #onAllClosed: (() => void) | undefined = undefined

  constructor(target: ChannelTarget, options: ChannelOptions) {
    const { timeoutMs, balance, connections, waitForReady } = checkChannelOptions(options)
    const resolver = parseTarget(target)
    this.#limits = resolveLimits(options.limits ?? {})
    this.#compression = options.compression && checkCompression(options.compression)
    this.#logger = guarded(options.logger ?? defaultLogger)
    this.#dialling = new Dialling(options, this.#logger)
    this.#timeoutMs = timeoutMs ?? this.#limits.callTimeoutMs
    this.#board = new StateBoard(this.#logger)
    if (options.onStateChange !== undefined) this.#board.listen(options.onStateChange)
    this.#pool = new EndpointPool({
      clock: systemClock,
      logger: this.#logger,
      limits: this.#limits,
      resolver,
      balance,
      connections,
      waitForReady,
      healthCheck: options.healthCheck,
      meter: this.#meter,
      dial: (endpoint, link) => this.#dial(endpoint, link),
      onReady: () => this.#onReady(),
      onUnready: () => this.#onUnready(),
      onCapacity: () => this.#starter.resume(),
      onUnavailable: (overdue) => this.#onUnavailable(overdue),
      onChange: () => this.#board.set(this.#pool.state),
      isWanted: () => this.#isReachable || this.#starter.isWaiting || this.#readyWaiters.size > 0,
      onClosed: () => {
        if (this.#pool.connections === 0) this.#onAllClosed?.()
      },
    })
    this.#starter = new CallStarter({
      clock: systemClock,
      logger: this.#logger,
      limits: this.#limits,
      timeoutMs: this.#timeoutMs,
      endpoint: resolver.name,
      hosts: this.#pool,
      retries: new Attempts(options),
      attemptInterceptors: options.attemptInterceptors ?? [],
    })
    this.#interceptors = options.interceptors ?? []
    this.#caller = createCaller(this.#starter, this.#interceptors)
  }

  /**
   * A typed client of a generated service. Cheap; clients of one channel share its connections. Throws TypeError for anything
   * else, and for what was generated for another version of the runtime.
   */
  client<Client, Handlers>(
    service: Service<Client, Handlers>,
    options: ClientOptions = {},
  ): Client {
    assertService(service)
    checkOptionNames('client', options, ['interceptors'])
    checkInterceptors('client', options.interceptors)
    const { interceptors } = options
    if (interceptors === undefined) return service.client(this.#caller)
    return service.client(createCaller(this.#starter, [...this.#interceptors, ...interceptors]))
  }

  /**
   * Serves a generated service to the servers, over the connections that this side dials: calls go both ways. Add services
   * before the first call or `ready()`. From the first connection on the channel dials again whenever one is lost, calls or
   * not, and keeps the process alive, until it is closed. Throws TypeError as `server.add` does, and Error when the channel has dialled.
   */
  add<Client, Handlers>(service: Service<Client, Handlers>, handlers: Handlers): this {
    if (this.#hasDialled) {
      throw new Error(
        `add ${service.name} before the first call: the server has been told what this side serves`,
      )
    }
    addRoutes(this.#routes, service, handlers, [])
    return this
  }

  /** What the channel can do at this moment. */
  get state(): ChannelState {
    return this.#board.state
  }

  /** Calls the listener at each change of `state`, until the returned function is called. What it throws is logged. */
  onStateChange(listener: StateListener): () => void {
    return this.#board.listen(listener)
  }

  /**
   * Connects, if that is not done, and resolves when calls can be made. Rejects with RpcError UNAVAILABLE, which lists the
   * endpoints that were tried, once the channel has dialled for `limits.connectTimeoutMs` in vain; where an endpoint's answer
   * will not change by itself, or the channel has `waitForReady: false`, after the next attempt that fails.
   */
  ready(): Promise<void> {
    if (this.#pool.isReady) return Promise.resolve()
    if (this.#closing !== undefined) {
      return Promise.reject(this.#closedError())
    }
    return new Promise((resolve) => {
      this.#readyWaiters.add(resolve)
      // Between two dials there is no socket that would.
      this.#release ??= holdProcess()
      this.#pool.want()
    })
  }

  /** What the channel is doing at this moment, and what it has done. */
  stats(): ChannelStats {
    const endpoints = this.#pool.report()
    return {
      connections: endpoints.reduce((sum, { connections }) => sum + connections, 0),
      inFlight: endpoints.reduce((sum, { inFlight }) => sum + inFlight, 0),
      waiting: this.#starter.waiting,
      endpoints,
      methods: this.#meter.report(),
    }
  }

  /**
   * Lets the calls in flight finish, for at most `limits.drainTimeoutMs`, and closes the connections. Calls made from
   * now on fail. Always resolves; closing again waits for the same end.
   */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing
    let closed: () => void = () => {}
    // Before it begins, because listeners hear of it that may close the channel as well.
    this.#closing = new Promise((resolve) => {
      closed = resolve
    })
    void this.#close().then(closed)
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  // ---- internals ----

  #dial(endpoint: ResolvedEndpoint, link: Link): Connection {
    this.#hasDialled = true
    const connection = new Connection(
      {
        role: 'connecting',
        limits: this.#limits,
        clock: systemClock,
        logger: this.#logger,
        routes: this.#routes,
        gauge: this.#gauge,
        compression: this.#compression,
        credentials: this.#dialling.credentials,
        observer: link,
        defaultTimeoutMs: this.#timeoutMs,
      },
      link,
    )
    this.#dialling.open(connection, endpoint.address, endpoint.serverName)
    return connection
  }

  #onReady(): void {
    this.#isReachable ||= this.#routes.offered.length > 0
    this.#letGo()
    for (const resolve of this.#takeWaiters()) resolve()
    this.#starter.connected()
  }

  #onUnready(): void {
    this.#starter.disconnected()
    if (this.#isReachable && this.#closing === undefined) this.#release ??= holdProcess()
  }

  #onUnavailable(overdue: boolean): void {
    this.#starter.refuseWaiting()
    const refuse = () => this.#pool.refuse('connect', overdue ? false : undefined)
    if (refuse() === undefined) return
    if (!this.#isReachable) this.#letGo()
    // Each has an error of its own, with its own stack.
    for (const resolve of this.#takeWaiters()) resolve(failWithCallersStack(refuse()))
  }

  #takeWaiters(): readonly ReadyWaiter[] {
    const waiters = [...this.#readyWaiters]
    this.#readyWaiters.clear()
    return waiters
  }

  #letGo(): void {
    this.#release?.()
    this.#release = undefined
  }

  #closedError(): RpcError {
    const { endpoint } = this.#starter
    const hint = 'call ready() before close()'
    return new RpcError('UNAVAILABLE', 'connect: the channel is closed', {
      method: 'connect',
      endpoint,
      outcome: 'not-sent',
      hint,
    })
  }

  /** Never rejects. */
  async #close(): Promise<void> {
    const reason = new Error('the channel is closed')
    this.#starter.close(reason.message)
    this.#letGo()
    for (const resolve of this.#takeWaiters()) resolve(failWithCallersStack(this.#closedError()))
    if (this.#pool.connections === 0) {
      this.#pool.close(reason)
      await behindFailures(undefined) // whoever closes may count what failed
    } else {
      const closed = new Promise<void>((resolve) => {
        this.#onAllClosed = resolve
      })
      this.#pool.close(reason)
      await closed
    }
    warnOfHandlers(this.#logger, reason.message, this.#gauge.dismissLate())
  }
}

type ReadyWaiter = (failure?: Promise<never>) => void
