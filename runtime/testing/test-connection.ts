/** Two sides of a connection in one process, with everything between them but the socket. */

import type { Interceptor, Service } from '../call.js'
import { CallStarter } from '../connection/call-starter.js'
import { createCaller } from '../connection/caller.js'
import { systemClock } from '../connection/clock.js'
import { Connection, type ConnectionOwner } from '../connection/connection.js'
import { HandlerGauge } from '../connection/handler-gauge.js'
import type { HostPicker } from '../connection/host-picker.js'
import { assertService, RouteTable } from '../connection/route-table.js'
import { parseDuration } from '../duration.js'
import type { Gate, Principal } from '../identity.js'
import { type Limits, resolveLimits } from '../limits.js'
import { defaultLogger, type Logger } from '../logger.js'
import { checkLogger, checkOptionNames } from '../options.js'
import { RpcError } from '../rpc-error.js'
import { MemoryPair } from '../transport/memory-transport.js'
import { addHandlers } from './add-handlers.js'
import { CallClock } from './call-clock.js'
import { driveByHand, type ManualClock } from './manual-clock.js'

export interface TestOptions {
  /** Default: the time of the process. With `manualClock()`, deadlines pass only when told. */
  readonly clock?: ManualClock
  /** Deadline of calls that name none and whose method names none. Milliseconds or '2s'. Default 10 s. */
  readonly timeout?: number | string
  /** Bounds to change, on both sides. */
  readonly limits?: Partial<Limits>
  /** Default: warnings and errors to stderr. */
  readonly logger?: Logger
  /** Whom the server takes the client for: `call.peer.principal` of its handlers. Default: nobody. */
  readonly principal?: Principal
  /** Delivers bytes in small pieces that differ with the seed, as networks do; default: as they were sent. */
  readonly sliceSeed?: number
}

export interface TestSideOptions {
  /** Around these handlers or the calls of this client, the first outermost. */
  readonly interceptors?: readonly Interceptor[]
}

const optionNames = [
  'clock',
  'timeout',
  'limits',
  'logger',
  'principal',
  'sliceSeed',
] as const satisfies (keyof TestOptions)[]

/** One of two sides; each can serve and call. */
export interface TestSide {
  /** Serves methods to the other side, before the first call; those that are not given answer UNIMPLEMENTED. */
  add<Client, Handlers>(
    service: Service<Client, Handlers>,
    handlers: Partial<Handlers>,
    options?: TestSideOptions,
  ): this
  /** A typed client of what the other side serves. */
  client<Client, Handlers>(service: Service<Client, Handlers>, options?: TestSideOptions): Client
}

/** Makes both sides. Nothing happens before the first call, and nothing has to be closed. */
export function testConnection(options: TestOptions = {}): TestConnection {
  return new TestConnection(options)
}

export class TestConnection implements AsyncDisposable {
  readonly #client: Side
  readonly #server: Side
  readonly #options: TestOptions
  #pair: MemoryPair | undefined = undefined
  #closing: Promise<void> | undefined = undefined

  /** Throws TypeError for an option that does not exist. */
  constructor(options: TestOptions) {
    checkOptionNames('a test connection', options, optionNames)
    checkLogger('a test connection', options.logger)
    this.#options = options
    // A test that lets an hour pass means the time of its handlers, not of its connection.
    const limits = resolveLimits({ idleTimeoutMs: 0, ...options.limits })
    const isIdle = () => this.#pair === undefined || this.#pair.isIdle
    const settling = {
      get isIdle() {
        return isIdle()
      },
    }
    const byHand = options.clock === undefined ? undefined : driveByHand(options.clock, settling)
    const shared: SideOptions = {
      limits,
      logger: options.logger ?? defaultLogger,
      timeoutMs:
        options.timeout === undefined
          ? limits.callTimeoutMs
          : parseDuration(options.timeout, 'the option timeout'),
      clock: byHand ?? systemClock,
      callClock: byHand ?? new CallClock(),
      connectIfNeeded: () => this.#connectIfNeeded(),
    }
    const { principal } = options
    const gate = principal && { authenticate: () => principal, authorize: undefined }
    this.#client = new Side('connecting', 'memory:server', shared)
    this.#server = new Side('accepting', 'memory:client', { ...shared, gate })
  }

  /** The side that dials. */
  get client(): TestSide {
    return this.#client
  }

  get server(): TestSide {
    return this.#server
  }

  /** Loses the connection, as when a cable is cut; the next call makes another. */
  cut(): void {
    for (const side of [this.#client, this.#server]) side.onLeaving()
    this.#pair?.first.destroy(new Error('the test cut the connection'))
  }

  /** Ends all calls, those of handlers included. Calls made from now on fail. Resolves when nothing is left. */
  close(): Promise<void> {
    this.#closing ??= Promise.all([this.#client.close(), this.#server.close()]).then(() => {})
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #connectIfNeeded(): void {
    const [client, server] = [this.#client, this.#server]
    if (this.#closing !== undefined || client.isConnected || server.isConnected) return
    if (client.isWaiting || server.isWaiting) this.#connect()
  }

  #connect(): void {
    const pair = new MemoryPair({
      addresses: [this.#client.peerAddress, this.#server.peerAddress],
      sliceSeed: this.#options.sliceSeed,
    })
    this.#pair = pair
    const client = this.#client.connect()
    const server = this.#server.connect()
    client.attach(pair.first.open(client))
    server.attach(pair.second.open(server))
    client.start()
  }
}

interface SideOptions {
  readonly limits: Limits
  readonly logger: Logger
  readonly timeoutMs: number
  readonly gate?: Gate | undefined
  /** Of the connection and its handlers. */
  readonly clock: ConstructorParameters<typeof Connection>[0]['clock']
  /** Of the calls that this side makes. */
  readonly callClock: SideOptions['clock']
  /** A call waits, or a connection is gone. */
  connectIfNeeded(): void
}

class Side implements TestSide, ConnectionOwner, HostPicker {
  /** Where this side's calls go. */
  readonly peerAddress: string
  readonly #role: 'connecting' | 'accepting'
  readonly #options: SideOptions
  readonly #routes = new RouteTable()
  readonly #starter: CallStarter
  #connection: Connection | undefined = undefined
  /** The connection, while it takes calls. */
  #host: Connection | undefined = undefined
  /** Why there is no connection, while the calls are told that wait for it. */
  #failure: Error | undefined = undefined
  #wasReady = false
  #hasConnected = false
  #onClosed: (() => void) | undefined = undefined

  constructor(role: 'connecting' | 'accepting', peerAddress: string, options: SideOptions) {
    this.#role = role
    this.peerAddress = peerAddress
    this.#options = options
    const { limits, logger, timeoutMs, callClock } = options
    this.#starter = new CallStarter({
      clock: callClock,
      logger,
      limits,
      timeoutMs,
      endpoint: peerAddress,
      hosts: this,
    })
  }

  add<Client, Handlers>(
    service: Service<Client, Handlers>,
    handlers: Partial<Handlers>,
    { interceptors = [] }: TestSideOptions = {},
  ): this {
    if (this.#hasConnected) {
      throw new Error(
        `add ${service.name} before the first call: the other side knows what is served`,
      )
    }
    addHandlers(this.#routes, service, handlers, interceptors)
    return this
  }

  client<Client, Handlers>(
    service: Service<Client, Handlers>,
    { interceptors = [] }: TestSideOptions = {},
  ): Client {
    assertService(service)
    return service.client(createCaller(this.#starter, interceptors))
  }

  /** Whether there are calls that wait for a connection. */
  get isWaiting(): boolean {
    return this.#starter.isWaiting
  }

  get isConnected(): boolean {
    return this.#connection !== undefined
  }

  connect(): Connection {
    const { limits, clock, logger, timeoutMs, gate } = this.#options
    this.#hasConnected = true
    this.#wasReady = false
    this.#connection = new Connection(
      {
        role: this.#role,
        limits,
        clock,
        logger,
        routes: this.#routes,
        gauge: new HandlerGauge(),
        gate,
        defaultTimeoutMs: timeoutMs,
      },
      this,
    )
    return this.#connection
  }

  close(): Promise<void> {
    const reason = 'the test client is closed'
    this.#starter.close(reason)
    const connection = this.#connection
    if (connection === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      this.#onClosed = resolve
      connection.destroy(new Error(reason))
    })
  }

  // ---- from the connection ----

  onReady(connection: Connection): void {
    this.#wasReady = true
    this.#host = connection
    this.#starter.connected()
  }

  onCapacity(): void {
    this.#starter.resume()
  }

  onLeaving(): void {
    this.#host = undefined
  }

  onClosed(_connection: Connection, error: Error): void {
    this.#connection = undefined
    this.#host = undefined
    this.#onClosed?.()
    // A connection that stood is worth another try; one that never did would fail again.
    if (!this.#wasReady) {
      this.#failure = error
      this.#starter.refuseWaiting()
      this.#failure = undefined
    }
    this.#options.connectIfNeeded()
  }

  // ---- from the calls ----

  get isReady(): boolean {
    return this.#host !== undefined
  }

  pick(): Connection | undefined {
    return this.#host?.session.canOpen === true ? this.#host : undefined
  }

  canAvoid(): boolean {
    return false
  }

  want(): void {
    this.#options.connectIfNeeded()
  }

  refuse(method: string): RpcError | undefined {
    const cause = this.#failure
    if (cause === undefined) return undefined
    const endpoint = this.peerAddress
    const text = `${method}: cannot connect to ${endpoint}: ${cause.message}`
    return new RpcError('UNAVAILABLE', text, { method, endpoint, outcome: 'not-sent', cause })
  }

  failures(): readonly [] {
    return []
  }
}
