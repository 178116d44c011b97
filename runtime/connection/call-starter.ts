/**
 * Starts calls: at once where the connection can take them, otherwise in order as soon as it can.
 *
 * A channel has one that outlives its connections; each peer of a server has one for the calls made to it.
 */

import type { CallOptions, Interceptor } from '../call.js'
import type { EndpointFailure } from '../call-report.js'
import type { Limits } from '../limits.js'
import type { Logger } from '../logger.js'
import type { Method } from '../method.js'
import { RpcError } from '../rpc-error.js'
import { asError } from '../thrown.js'
import { equip, resolveOptions } from './call-options.js'
import { CallQueue, type QueuedCall } from './call-queue.js'
import type { CallMaker } from './caller.js'
import { withoutStack } from './callers-stack.js'
import { type Clock, holdProcess } from './clock.js'
import type { HostPicker } from './host-picker.js'
import { OnewayCall } from './oneway-call.js'
import type { OutgoingCall } from './outgoing-call.js'
import { type AttemptOrigin, RepeatableCall } from './repeatable-call.js'
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
  /** Around each attempt of a unary call. */
  readonly attemptInterceptors?: readonly Interceptor[]
  readonly hosts: HostPicker
}

export class CallStarter implements CallMaker, AttemptOrigin, Repeater {
  readonly clock: Clock
  readonly endpoint: string
  readonly logger: Logger
  readonly #options: CallStarterOptions
  readonly #hosts: HostPicker
  readonly #queue: CallQueue
  /** Ends the hold on the process that calls have which wait for a connection: no socket may be open then. */
  #release: (() => void) | undefined = undefined
  /** Why no more calls are taken. */
  #closed: string | undefined = undefined

  constructor(options: CallStarterOptions) {
    this.#options = options
    this.clock = options.clock
    this.endpoint = options.endpoint
    this.logger = options.logger
    this.#hosts = options.hosts
    const { maxQueuedCalls, maxQueuedBytes } = options.limits
    this.#queue = new CallQueue(maxQueuedCalls, maxQueuedBytes, () => this.#letGo())
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
    const { retries } = this.#options
    const governed = retries?.governs(method, options) === true
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
    if (retries !== undefined) {
      call.request = request
      call.options = options
      // Never started, it only says what its attempts have in common.
      if (governed) return retries.run(this.#repeatable(call))
      call.repeater = this
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
    return this.#options.retries?.retry(this.#repeatable(call), error)
  }

  #repeatable<Request, Response>(
    call: UnaryCall<Request, Response>,
  ): RepeatableCall<Request, Response> {
    const { method, options, timeoutMs, startedAt } = call
    const request = call.request as Request // because the starter keeps the request of every call it may repeat
    const signal = options === undefined ? undefined : resolveOptions(method, 1, options).signal
    const interceptors = this.#options.attemptInterceptors ?? []
    const shared = { method, request, options, signal, timeoutMs, startedAt, interceptors }
    return new RepeatableCall(this, shared)
  }

  startAttempt<Request, Response>(call: UnaryCall<Request, Response>, request: Request): void {
    call.isMade = true // the call, of which this is an attempt, was
    this.#start(call, request)
  }

  canGoElsewhere(avoid: ReadonlySet<string>): boolean {
    return this.#hosts.canAvoid(avoid)
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

  /** The endpoints that cannot be reached, for the errors of calls that waited. */
  failures(): readonly EndpointFailure[] {
    return this.#hosts.failures()
  }

  /** There is a connection. */
  connected(): void {
    this.#letGo()
    for (const call of this.#queue) call.markConnected()
    this.resume()
  }

  /** There is no connection any more. Calls that waited for room wait for another one, and no socket may be open then. */
  disconnected(): void {
    if (this.isWaiting) this.#release ??= holdProcess()
  }

  /** A connection may have room. */
  resume(): void {
    for (let call = this.#queue.first; call !== undefined; call = this.#queue.first) {
      const host = this.#hosts.pick(call.routing)
      if (host === undefined) return
      this.#queue.delete(call)
      call.send(host, undefined)
    }
  }

  /** Nothing can be reached at the moment: fails the calls that do not wait for that to change. */
  refuseWaiting(): void {
    for (const call of [...this.#queue]) {
      const error = withoutStack(() =>
        this.#hosts.refuse(call.method.name, call.routing?.waitForReady),
      )
      if (error !== undefined) call.fail(error)
    }
  }

  /** Takes no more calls, and fails those that wait. */
  close(reason: string): void {
    this.#closed ??= reason
    this.#options.retries?.close()
    for (const call of [...this.#queue])
      call.fail(withoutStack(() => this.#tooLate(call.method.name, reason)))
  }

  #start<Request, Response>(
    call: OutgoingCall<Request, Response>,
    request: Request | undefined,
  ): void {
    if (!call.begin(request)) return
    const host = this.#queue.isEmpty ? this.#hosts.pick(call.routing) : undefined
    if (host !== undefined) call.send(host, request)
    else this.#enqueue(call, request)
    call.isMade = true
  }

  #enqueue<Request, Response>(
    call: OutgoingCall<Request, Response>,
    request: Request | undefined,
  ): void {
    const { name } = call.method
    if (this.#closed !== undefined) {
      call.fail(this.#tooLate(name, this.#closed))
      return
    }
    if (!this.#hosts.isReady) {
      const refusal = this.#hosts.refuse(name, call.routing?.waitForReady)
      if (refusal !== undefined) {
        call.fail(refusal)
        return
      }
    }
    const queued = call as unknown as QueuedCall // because the queue does not care what a call carries
    if (!call.wait(request, () => this.#queue.delete(queued))) return
    const bytes = call.encoded?.length ?? 0
    if (!this.#queue.hasRoomFor(bytes)) {
      const text = `${this.#queue.size} calls wait already, with ${this.#queue.bytes} bytes: there is no room for another with ${bytes}`
      const hint =
        'the server cannot be reached or is slower than its callers: make fewer calls at once, or raise limits.maxQueuedCalls or limits.maxQueuedBytes'
      call.fail(this.#notSent('RESOURCE_EXHAUSTED', name, text, hint))
      return
    }
    this.#queue.add(queued)
    if (this.#hosts.isReady) call.markConnected()
    else {
      this.#release ??= holdProcess()
      this.#hosts.want()
    }
  }

  #letGo(): void {
    this.#release?.()
    this.#release = undefined
  }

  #tooLate(method: string, reason: string): RpcError {
    return this.#notSent('UNAVAILABLE', method, reason, 'make the call before close()')
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
