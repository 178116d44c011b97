/** What a client program holds: an address, one connection to it when there are calls, and the calls that wait. */

import { type Address, formatAddress, parseAddress } from '../address.js'
import type { CallOptions } from '../call.js'
import { createCaller } from '../connection/caller.js'
import { systemClock } from '../connection/clock.js'
import { Connection, type ConnectionOwner } from '../connection/connection.js'
import { RouteTable } from '../connection/route-table.js'
import { UnaryCall } from '../connection/unary-call.js'
import { parseDuration } from '../duration.js'
import { type LimitName, type Limits, resolveLimits } from '../limits.js'
import { defaultLogger, type Logger } from '../logger.js'
import type { Caller, Method, Service } from '../method.js'
import { RpcError } from '../rpc-error.js'
import { dialSocket } from '../transport/tcp-transport.js'
import { CallQueue, type QueuedCall } from './call-queue.js'

export interface ChannelOptions {
  /** Deadline of calls that name none and whose method names none. Milliseconds or '2s'. Default 10 s. */
  readonly timeout?: number | string
  /** Bounds to change; `limitTable` has all of them with their defaults. */
  readonly limits?: { readonly [Name in LimitName]?: number }
  /** Default: warnings and errors to stderr. */
  readonly logger?: Logger
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
  readonly #caller: Caller
  readonly #queue: CallQueue
  readonly #routes = new RouteTable()
  /** The connection that new calls use, also while it is being opened. */
  #current: Connection | undefined = undefined
  /** Whether `#current` has finished its handshake. */
  #isReady = false
  /** All connections that are not closed: the current one and those that finish their calls. */
  readonly #connections = new Set<Connection>()
  #closing: Promise<void> | undefined = undefined
  #onAllClosed: (() => void) | undefined = undefined

  constructor(url: string, options: ChannelOptions) {
    this.#address = parseAddress(url)
    this.#endpoint = formatAddress(this.#address)
    this.#limits = resolveLimits(options.limits ?? {})
    this.#logger = options.logger ?? defaultLogger
    this.#timeoutMs =
      options.timeout === undefined
        ? this.#limits.callTimeoutMs
        : parseDuration(options.timeout, 'connect: the option timeout')
    this.#queue = new CallQueue(this.#limits.maxQueuedCalls, this.#limits.maxQueuedBytes)
    this.#caller = createCaller(this)
  }

  /** A typed client of a generated service. Cheap; clients of one channel share its connection. */
  client<Client, Handlers>(service: Service<Client, Handlers>): Client {
    return service.client(this.#caller)
  }

  /** Makes a call; generated clients use it. Rejects with an RpcError and nothing else. */
  unary<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Response> {
    let call: UnaryCall<Request, Response>
    try {
      call = this.#createCall(method, options)
    } catch (error) {
      return Promise.reject(error)
    }
    if (!call.begin(request)) return call.promise
    const connection = this.#current
    if (
      connection !== undefined &&
      this.#isReady &&
      this.#queue.isEmpty &&
      connection.session.canOpen
    ) {
      call.send(connection, request)
    } else this.#enqueue(call, request)
    return call.promise
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
    for (const call of this.#queue) call.markConnected()
    this.onCapacity(connection)
  }

  onCapacity(connection: Connection): void {
    if (connection !== this.#current || !this.#isReady) return
    while (!this.#queue.isEmpty && connection.session.canOpen)
      this.#queue.shift()?.send(connection, undefined)
  }

  onLeaving(connection: Connection): void {
    if (connection === this.#current) this.#current = undefined
    connection.drain(new Error('the server is shutting down'))
    if (!this.#queue.isEmpty) this.#dial()
  }

  onClosed(connection: Connection, error: Error): void {
    this.#connections.delete(connection)
    if (connection === this.#current) {
      const wasReady = this.#isReady
      this.#current = undefined
      this.#isReady = false
      // A connection that stood is worth another try; one that never did has just shown that it is not.
      if (!this.#queue.isEmpty && wasReady && this.#closing === undefined) this.#dial()
      else this.#failQueue(error)
    }
    if (this.#connections.size === 0) this.#onAllClosed?.()
  }

  // ---- internals ----

  #createCall<Request, Response>(
    method: Method<Request, Response>,
    options: CallOptions | undefined,
  ): UnaryCall<Request, Response> {
    const usual = method.timeoutMs ?? this.#timeoutMs
    if (options === undefined) {
      return new UnaryCall(method, usual, undefined, systemClock, this.#endpoint)
    }
    const { timeout, signal, parent } = options
    let timeoutMs = timeout === undefined ? usual : callTimeout(timeout, method)
    if (parent === undefined)
      return new UnaryCall(method, timeoutMs, signal, systemClock, this.#endpoint)
    timeoutMs = Math.min(timeoutMs, parent.timeLeft())
    const both = signal === undefined ? parent.signal : AbortSignal.any([signal, parent.signal])
    return new UnaryCall(method, timeoutMs, both, systemClock, this.#endpoint)
  }

  #enqueue<Request, Response>(call: UnaryCall<Request, Response>, request: Request): void {
    if (this.#closing !== undefined) {
      call.fail(
        this.#notSent('UNAVAILABLE', call, 'the channel is closed', 'make the call before close()'),
      )
      return
    }
    const queued = call as unknown as QueuedCall // because the queue does not care what a call carries
    if (!call.encode(request, () => this.#queue.delete(queued))) return
    if (!this.#queue.hasRoomFor(call.encoded?.length ?? 0)) {
      const text = `${this.#queue.size} calls wait for the connection already`
      const hint =
        'the server is slower than its callers: make fewer calls at once, or raise limits.maxQueuedCalls'
      call.fail(this.#notSent('RESOURCE_EXHAUSTED', call, text, hint))
      return
    }
    this.#queue.add(queued)
    if (this.#isReady) call.markConnected()
    if (this.#current === undefined) this.#dial()
  }

  #notSent(
    code: 'UNAVAILABLE' | 'RESOURCE_EXHAUSTED',
    call: { readonly method: { readonly name: string } },
    text: string,
    hint: string,
  ): RpcError {
    const method = call.method.name
    return new RpcError(code, `${method}: ${text}`, {
      method,
      endpoint: this.#endpoint,
      outcome: 'not-sent',
      hint,
    })
  }

  #dial(): void {
    const connection = new Connection(
      {
        role: 'connecting',
        limits: this.#limits,
        clock: systemClock,
        logger: this.#logger,
        routes: this.#routes,
        defaultTimeoutMs: this.#timeoutMs,
      },
      this,
    )
    this.#current = connection
    this.#isReady = false
    this.#connections.add(connection)
    connection.attach(dialSocket(this.#address, connection, () => connection.start()))
  }

  #failQueue(error: Error): void {
    for (let call = this.#queue.shift(); call !== undefined; call = this.#queue.shift()) {
      const method = call.method.name
      call.fail(
        new RpcError(
          'UNAVAILABLE',
          `${method}: cannot connect to ${this.#endpoint}: ${error.message}`,
          {
            method,
            endpoint: this.#endpoint,
            outcome: 'not-sent',
            cause: error,
            hint: hintFor(error),
          },
        ),
      )
    }
  }

  async #close(): Promise<void> {
    const reason = new Error('the channel was closed')
    this.#failQueue(reason)
    if (this.#connections.size === 0) return
    const closed = new Promise<void>((resolve) => {
      this.#onAllClosed = resolve
    })
    for (const connection of this.#connections) connection.drain(reason)
    await closed
  }
}

function callTimeout(timeout: number | string, method: { readonly name: string }): number {
  try {
    return parseDuration(timeout, 'the option timeout')
  } catch (error) {
    throw new RpcError('INVALID_ARGUMENT', `${method.name}: ${(error as Error).message}`, {
      method: method.name,
      outcome: 'not-sent',
    })
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
