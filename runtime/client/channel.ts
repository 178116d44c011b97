/** What a client program holds: an address, one connection to it when there are calls, and the calls that wait. */

import { type Address, formatAddress, parseAddress } from '../address.js'
import type { Caller, Interceptor, Service } from '../call.js'
import { CallStarter } from '../connection/call-starter.js'
import { createCaller } from '../connection/caller.js'
import { systemClock } from '../connection/clock.js'
import { Connection, type ConnectionOwner } from '../connection/connection.js'
import { HandlerGauge } from '../connection/handler-gauge.js'
import { warnOfHandlers } from '../connection/open-calls.js'
import { Pause } from '../connection/pause.js'
import { random } from '../connection/random.js'
import { addRoutes, assertService, RouteTable } from '../connection/route-table.js'
import { type CompressionOptions, checkCompression } from '../connection/zlib-compression.js'
import { parseDuration } from '../duration.js'
import { type LimitName, type Limits, resolveLimits } from '../limits.js'
import { defaultLogger, guarded, type Logger } from '../logger.js'
import { checkOptionNames } from '../options.js'
import { RpcError } from '../rpc-error.js'
import type { ChannelStats } from '../stats.js'
import { dialSocket } from '../transport/tcp-transport.js'
import { type AttemptOptions, Attempts } from './attempts.js'
import { Redial } from './redial.js'

export interface ChannelOptions extends AttemptOptions {
  /** Deadline of calls that name none and whose method names none. Milliseconds or '2s'. Default 10 s. */
  readonly timeout?: number | string
  /** Bounds to change; `limitTable` has all of them with their defaults. */
  readonly limits?: { readonly [Name in LimitName]?: number }
  /** Default: warnings and errors to stderr. */
  readonly logger?: Logger
  /** Compresses long messages to peers that have it on as well. Default: off. */
  readonly compression?: CompressionOptions
  /** Around all calls of the channel, the first outermost. */
  readonly interceptors?: readonly Interceptor[]
}

const channelOptions = [
  'timeout',
  'limits',
  'logger',
  'compression',
  'retry',
  'hedge',
  'attemptInterceptors',
  'interceptors',
] as const satisfies (keyof ChannelOptions)[]

export interface ClientOptions {
  /** Around the calls of this client, inside those of the channel. */
  readonly interceptors?: readonly Interceptor[]
}

/**
 * Opens a channel to `tcp://HOST:PORT` or `unix:/PATH`. Nothing is dialled before the first call.
 * Throws TypeError for an address it cannot read and RangeError for an option out of range.
 */
export function connect(url: string, options: ChannelOptions = {}): Channel {
  return new Channel(url, options)
}

export class Channel implements ConnectionOwner, AsyncDisposable {
  readonly #address: Address
  readonly #endpoint: string
  readonly #limits: Limits
  readonly #logger: Logger
  readonly #timeoutMs: number
  readonly #starter: CallStarter
  readonly #interceptors: readonly Interceptor[]
  readonly #caller: Caller
  readonly #routes = new RouteTable()
  readonly #gauge = new HandlerGauge()
  readonly #compression: CompressionOptions | undefined
  /** The connection that new calls use, also while it is being opened. */
  #current: Connection | undefined = undefined
  /** Whether `#current` has finished its handshake. */
  #isReady = false
  /** All connections that are not closed: the current one and those that finish their calls. */
  readonly #connections = new Set<Connection>()
  #readyAt = 0
  readonly #redial = new Redial()
  /** How long to wait before the next connection. */
  #pauseMs = 0
  readonly #pause = new Pause(systemClock, () => this.#dialNow())
  readonly #readyWaiters: { resolve(): void; reject(error: Error): void }[] = []
  #closing: Promise<void> | undefined = undefined
  #onAllClosed: (() => void) | undefined = undefined

  constructor(url: string, options: ChannelOptions) {
    checkOptionNames('connect', options, channelOptions)
    this.#address = parseAddress(url)
    this.#endpoint = formatAddress(this.#address)
    this.#limits = resolveLimits(options.limits ?? {})
    this.#compression = options.compression && checkCompression(options.compression)
    this.#logger = guarded(options.logger ?? defaultLogger)
    this.#timeoutMs =
      options.timeout === undefined
        ? this.#limits.callTimeoutMs
        : parseDuration(options.timeout, 'connect: the option timeout')
    this.#starter = new CallStarter({
      clock: systemClock,
      logger: this.#logger,
      limits: this.#limits,
      timeoutMs: this.#timeoutMs,
      endpoint: this.#endpoint,
      retries: new Attempts(options),
      attemptInterceptors: options.attemptInterceptors ?? [],
      onNeedConnection: () => this.#dial(),
    })
    this.#interceptors = options.interceptors ?? []
    this.#caller = createCaller(this.#starter, this.#interceptors)
  }

  /** A typed client of a generated service. Cheap; clients of one channel share its connection. */
  client<Client, Handlers>(
    service: Service<Client, Handlers>,
    options: ClientOptions = {},
  ): Client {
    assertService(service)
    const { interceptors } = options
    if (interceptors === undefined) return service.client(this.#caller)
    return service.client(createCaller(this.#starter, [...this.#interceptors, ...interceptors]))
  }

  /**
   * Serves a generated service to the server, over the connection that this side dials: calls go both ways. Add services
   * before the first call or `ready()`. Throws TypeError as `server.add` does, and Error when the channel has dialled.
   */
  add<Client, Handlers>(service: Service<Client, Handlers>, handlers: Handlers): this {
    if (this.#connections.size > 0) {
      throw new Error(
        `add ${service.name} before the first call: the server has been told what this side serves`,
      )
    }
    addRoutes(this.#routes, service, handlers, [])
    return this
  }

  /**
   * Connects, if that is not done, and resolves when calls can be made. Rejects with RpcError UNAVAILABLE when the
   * connection fails, and after `limits.connectTimeoutMs` at the latest.
   */
  ready(): Promise<void> {
    if (this.#isReady) return Promise.resolve()
    if (this.#closing !== undefined) {
      return Promise.reject(this.#unreachable('connect', new Error('the channel is closed')))
    }
    return new Promise((resolve, reject) => {
      this.#readyWaiters.push({ resolve, reject })
      this.#dial()
    })
  }

  /** What the channel is doing at this moment. */
  stats(): ChannelStats {
    let inFlight = 0
    for (const { session } of this.#connections) inFlight += session.calls.outgoing.size
    return { connections: this.#connections.size, inFlight, waiting: this.#starter.waiting }
  }

  /**
   * Lets the calls in flight finish, for at most `limits.drainTimeoutMs`, and closes the connection. Calls made from
   * now on fail. Always resolves; closing again waits for the same end.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  // ---- from the connection ----

  onReady(connection: Connection): void {
    if (connection !== this.#current) return
    this.#isReady = true
    this.#readyAt = systemClock.now()
    for (const { resolve } of this.#readyWaiters.splice(0)) resolve()
    this.#starter.connected(connection)
  }

  onCapacity(connection: Connection): void {
    if (connection === this.#current) this.#starter.resume()
  }

  onLeaving(connection: Connection): void {
    const reason = connection.closeReason ?? new Error('the server is shutting down')
    if (connection === this.#current && !this.#isReady) {
      // Turned away in the handshake: dialling again would only bring the same answer.
      connection.destroy(reason)
      return
    }
    this.#drop(connection)
    connection.drain(reason)
    if (this.#starter.isWaiting) this.#dial()
  }

  onClosed(connection: Connection, error: Error): void {
    this.#connections.delete(connection)
    const wasReady = this.#isReady
    if (this.#drop(connection)) {
      // A connection that stood is worth another try; one that never did has just shown that it is not.
      if (!wasReady) this.#failWaiting(error)
      else this.#pauseMs = this.#redial.pauseAfter(systemClock.now() - this.#readyAt, random())
      if (this.#starter.isWaiting) this.#dial()
    }
    if (this.#connections.size === 0) this.#onAllClosed?.()
  }

  // ---- internals ----

  /** No new calls for this connection. Returns whether they would have gone there. */
  #drop(connection: Connection): boolean {
    if (connection !== this.#current) return false
    this.#current = undefined
    this.#isReady = false
    this.#starter.disconnected()
    return true
  }

  /** Opens a connection, unless there is one; after a pause where connections keep breaking. */
  #dial(): void {
    if (this.#current !== undefined || this.#pause.scheduled) return
    if (this.#pauseMs === 0 || this.#closing !== undefined) this.#dialNow()
    else this.#pause.start(this.#pauseMs)
    this.#pauseMs = 0
  }

  #dialNow(): void {
    const connection = new Connection(
      {
        role: 'connecting',
        limits: this.#limits,
        clock: systemClock,
        logger: this.#logger,
        routes: this.#routes,
        gauge: this.#gauge,
        compression: this.#compression,
        defaultTimeoutMs: this.#timeoutMs,
      },
      this,
    )
    this.#current = connection
    this.#connections.add(connection)
    connection.attach(dialSocket(this.#address, connection, () => connection.start()))
  }

  #failWaiting(error: Error): void {
    for (const { reject } of this.#readyWaiters.splice(0))
      reject(this.#unreachable('connect', error))
    this.#starter.failWaiting((method) => this.#unreachable(method, error))
  }

  #unreachable(method: string, error: Error): RpcError {
    const endpoint = this.#endpoint
    const text = `${method}: cannot connect to ${endpoint}: ${error.message}`
    const hint = hintFor(error)
    return new RpcError('UNAVAILABLE', text, {
      method,
      endpoint,
      outcome: 'not-sent',
      cause: error,
      hint,
    })
  }

  async #close(): Promise<void> {
    const reason = 'the channel is closed'
    this.#starter.close(reason)
    this.#pause.stop()
    if (this.#connections.size > 0) {
      const closed = new Promise<void>((resolve) => {
        this.#onAllClosed = resolve
      })
      for (const connection of this.#connections) connection.drain(new Error(reason))
      await closed
    }
    warnOfHandlers(this.#logger, reason, this.#gauge.dismissLate())
  }
}

function hintFor(error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNREFUSED')
    return 'nothing listens there: is the server up, and is the port right?'
  if (code === 'ENOENT') return 'there is no such socket: is the server up, and is the path right?'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name has no address'
  return 'check the address, and that a Trunkline server listens there'
}
