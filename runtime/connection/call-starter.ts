/**
 * Starts calls: at once where the connection can take them, otherwise in order as soon as it can.
 *
 * A channel has one that outlives its connections; each peer of a server has one for the calls made to it.
 */

import type { CallOptions } from '../call.js'
import { parseDuration } from '../duration.js'
import type { Limits } from '../limits.js'
import type { Logger } from '../logger.js'
import type { Method } from '../method.js'
import { RpcError } from '../rpc-error.js'
import type { CallHost } from './call-host.js'
import { CallQueue, type QueuedCall } from './call-queue.js'
import type { CallMaker } from './caller.js'
import type { Clock } from './clock.js'
import { OnewayCall } from './oneway-call.js'
import { asError, type CallOrigin, type OutgoingCall } from './outgoing-call.js'
import type { Retries } from './retries.js'
import { StreamCall } from './stream-call.js'
import { type Repeater, UnaryCall } from './unary-call.js'

export interface CallStarterOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: Limits
  /** The deadline of unary calls that name none. */
  readonly timeoutMs: number
  readonly endpoint: string
  /** Decides about further attempts of unary calls; without it every failure is final. */
  readonly retries?: Retries
  /** A call waits and there is no connection. */
  onNeedConnection(): void
}

export class CallStarter implements CallMaker, CallOrigin, Repeater {
  readonly clock: Clock
  readonly endpoint: string
  readonly logger: Logger
  readonly #options: CallStarterOptions
  readonly #queue: CallQueue
  /** The connection that takes calls, from its handshake until its goodbye. */
  #host: CallHost | undefined = undefined
  /** Why no more calls are taken. */
  #closed: string | undefined = undefined

  constructor(options: CallStarterOptions) {
    this.#options = options
    this.clock = options.clock
    this.endpoint = options.endpoint
    this.logger = options.logger
    this.#queue = new CallQueue(options.limits.maxQueuedCalls, options.limits.maxQueuedBytes)
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#queue.size
  }

  get isWaiting(): boolean {
    return !this.#queue.isEmpty
  }

  unary<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Response> {
    let call: UnaryCall<Request, Response>
    try {
      const usual = method.timeoutMs ?? this.#options.timeoutMs
      if (options === undefined) call = new UnaryCall(method, this, usual, undefined)
      else {
        const { timeoutMs, signal } = resolveOptions(method, usual, options)
        call = new UnaryCall(method, this, timeoutMs, signal)
        equip(call, options)
      }
    } catch (error) {
      return Promise.reject(error)
    }
    if (this.#options.retries !== undefined) {
      call.repeater = this
      call.request = request
      call.options = options
    }
    this.#start(call, request)
    return call.promise
  }

  succeeded(): void {
    this.#options.retries?.succeeded()
  }

  repeat<Request, Response>(
    call: UnaryCall<Request, Response>,
    error: Error,
  ): Promise<Response> | undefined {
    const { method, endpoint, options } = call
    return this.#options.retries?.retry(
      {
        method,
        endpoint,
        signal: options?.signal,
        timeLeft: () => call.timeLeft(),
        attempt: (number) => this.#attempt(call, number),
      },
      error,
    )
  }

  /** The same call once more, with what is left of its time. */
  #attempt<Request, Response>(
    call: UnaryCall<Request, Response>,
    number: number,
  ): Promise<Response> {
    const { method, options } = call
    const signal = options === undefined ? undefined : resolveOptions(method, 1, options).signal
    const again = new UnaryCall(method, this, call.timeLeft(), signal)
    if (options !== undefined) equip(again, options)
    again.countAttempt(number)
    this.#start(again, call.request as Request) // because the starter keeps the request of every call it may repeat
    return again.promise
  }

  oneway<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<void> {
    let call: OnewayCall<Request, Response>
    try {
      const usual = method.timeoutMs ?? this.#options.timeoutMs
      const { timeoutMs, signal } = resolveOptions(method, usual, options ?? {})
      call = new OnewayCall(method, this, timeoutMs, signal)
      if (options !== undefined) equip(call, options)
    } catch (error) {
      return Promise.reject(error)
    }
    this.#start(call, request)
    return call.promise
  }

  /** Starts a streaming call; `request` is the single one of a server stream. */
  stream<Request, Response>(
    method: Method<Request, Response>,
    request: Request | undefined,
    options: CallOptions | undefined,
  ): StreamCall<Request, Response> {
    // A stream lives as long as it is wanted, unless its schema or its caller says otherwise.
    const usual = method.timeoutMs ?? Number.POSITIVE_INFINITY
    let call: StreamCall<Request, Response>
    try {
      const { timeoutMs, signal } = resolveOptions(method, usual, options ?? {})
      call = new StreamCall(method, this, timeoutMs, signal)
      if (options !== undefined) equip(call, options)
    } catch (error) {
      // Options that make no sense fail the stream, as they fail a unary call: whoever reads it learns why.
      call = new StreamCall(method, this, usual, undefined)
      call.fail(asError(error))
      return call
    }
    this.#start(call, request)
    return call
  }

  /** A connection can take calls. */
  connected(host: CallHost): void {
    this.#host = host
    for (const call of this.#queue) call.markConnected()
    this.resume()
  }

  /** The connection takes no more calls. */
  disconnected(): void {
    this.#host = undefined
  }

  /** The connection may have room again. */
  resume(): void {
    const host = this.#host
    if (host === undefined) return
    while (!this.#queue.isEmpty && host.session.canOpen) this.#queue.shift()?.send(host, undefined)
  }

  /** Fails the calls that wait. */
  failWaiting(describe: (method: string) => RpcError): void {
    for (let call = this.#queue.shift(); call !== undefined; call = this.#queue.shift()) {
      call.fail(describe(call.method.name))
    }
  }

  /** Takes no more calls. */
  close(reason: string): void {
    this.#closed ??= reason
    this.failWaiting((method) =>
      this.#notSent('UNAVAILABLE', method, reason, 'make the call before close()'),
    )
  }

  #start<Request, Response>(
    call: OutgoingCall<Request, Response>,
    request: Request | undefined,
  ): void {
    if (!call.begin(request)) return
    const host = this.#host
    if (host !== undefined && this.#queue.isEmpty && host.session.canOpen) call.send(host, request)
    else this.#enqueue(call, request)
  }

  #enqueue<Request, Response>(
    call: OutgoingCall<Request, Response>,
    request: Request | undefined,
  ): void {
    const { name } = call.method
    if (this.#closed !== undefined) {
      call.fail(this.#notSent('UNAVAILABLE', name, this.#closed, 'make the call before close()'))
      return
    }
    const queued = call as unknown as QueuedCall // because the queue does not care what a call carries
    if (!call.wait(request, () => this.#queue.delete(queued))) return
    if (!this.#queue.hasRoomFor(call.encoded?.length ?? 0)) {
      const text = `${this.#queue.size} calls wait for the connection already, with all the bytes or places there are`
      const hint =
        'the server is slower than its callers: make fewer calls at once, or raise limits.maxQueuedCalls or limits.maxQueuedBytes'
      call.fail(this.#notSent('RESOURCE_EXHAUSTED', name, text, hint))
      return
    }
    this.#queue.add(queued)
    if (this.#host === undefined) this.#options.onNeedConnection()
    else call.markConnected()
  }

  #notSent(
    code: 'UNAVAILABLE' | 'RESOURCE_EXHAUSTED',
    method: string,
    text: string,
    hint: string,
  ): RpcError {
    const { endpoint } = this
    return new RpcError(code, `${method}: ${text}`, { method, endpoint, outcome: 'not-sent', hint })
  }
}

interface ResolvedOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Applies the call being served, if one is given: its time and its cancellation bound this call too. */
function resolveOptions<Request, Response>(
  method: Method<Request, Response>,
  usual: number,
  options: CallOptions,
): ResolvedOptions {
  checkOptions(method.name, options)
  const { timeout, signal, parent } = options
  const timeoutMs = timeout === undefined ? usual : callTimeout(timeout, method.name)
  if (parent === undefined) return { timeoutMs, signal }
  return {
    timeoutMs: Math.min(timeoutMs, parent.timeLeft()),
    signal: signal === undefined ? parent.signal : AbortSignal.any([signal, parent.signal]),
  }
}

/** Throws RpcError for metadata that cannot travel. */
function equip<Request, Response>(
  call: OutgoingCall<Request, Response>,
  options: CallOptions,
): void {
  try {
    call.equip(options)
  } catch (error) {
    const method = call.method.name
    const text = `${method}: ${(error as Error).message}` // because equip throws TypeErrors
    throw new RpcError('INVALID_ARGUMENT', text, { method, outcome: 'not-sent' })
  }
}

/** Throws RpcError for a signal or a parent that is something else: they would fail deep inside otherwise. */
function checkOptions(method: string, { signal, parent }: CallOptions): void {
  const wrong =
    signal !== undefined && !(signal instanceof AbortSignal)
      ? 'the option signal is no AbortSignal (of an AbortController, give its signal)'
      : parent !== undefined && typeof parent?.timeLeft !== 'function'
        ? 'the option parent is not the call that a handler got'
        : undefined
  if (wrong === undefined) return
  throw new RpcError('INVALID_ARGUMENT', `${method}: ${wrong}`, { method, outcome: 'not-sent' })
}

function callTimeout(timeout: number | string, method: string): number {
  try {
    return parseDuration(timeout, 'the option timeout')
  } catch (error) {
    const text = `${method}: ${(error as Error).message}` // because parseDuration throws RangeErrors
    throw new RpcError('INVALID_ARGUMENT', text, { method, outcome: 'not-sent' })
  }
}
