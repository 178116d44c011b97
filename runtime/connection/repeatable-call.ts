/** A unary call of which more than one attempt may be made: what all its attempts share, and how one is made. */

import type { CallOptions, InterceptedCall, Interceptor } from '../call.js'
import type { Method } from '../method.js'
import { amend, isRpcError } from '../rpc-error.js'
import { cancelled } from './call-errors.js'
import { equip } from './call-options.js'
import type { CallOrigin } from './call-origin.js'
import type { Clock } from './clock.js'
import { intercepted } from './intercept.js'
import type { Attempt, RetriedCall } from './retries.js'
import { UnaryCall } from './unary-call.js'

/** Where attempts are made. */
export interface AttemptOrigin extends CallOrigin {
  startAttempt<Request, Response>(call: UnaryCall<Request, Response>, request: Request): void
  canGoElsewhere(avoid: ReadonlySet<string>): boolean
}

export interface RepeatableCallOptions<Request, Response> {
  readonly method: Method<Request, Response>
  readonly request: Request
  readonly options: CallOptions | undefined
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  /** When the call was made, on the clock of its origin. */
  readonly startedAt: number
  /** Around each attempt. */
  readonly interceptors: readonly Interceptor[]
}

export class RepeatableCall<Request, Response> implements RetriedCall<Response> {
  readonly method: Method<Request, Response>
  readonly options: CallOptions | undefined
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly #origin: AttemptOrigin
  readonly #request: Request
  readonly #startedAt: number
  readonly #interceptors: readonly Interceptor[]

  constructor(origin: AttemptOrigin, call: RepeatableCallOptions<Request, Response>) {
    this.method = call.method
    this.options = call.options
    this.signal = call.signal
    this.timeoutMs = call.timeoutMs
    this.#origin = origin
    this.#request = call.request
    this.#startedAt = call.startedAt
    this.#interceptors = call.interceptors
  }

  get endpoint(): string {
    return this.#origin.endpoint
  }

  get clock(): Clock {
    return this.#origin.clock
  }

  elapsed(): number {
    return this.clock.now() - this.#startedAt
  }

  timeLeft(): number {
    return Math.max(0, this.timeoutMs - this.elapsed())
  }

  canGoElsewhere(avoid: ReadonlySet<string>): boolean {
    return this.#origin.canGoElsewhere(avoid)
  }

  attempt(number: number, avoid: ReadonlySet<string>): Attempt<Response> {
    const startedAt = this.elapsed()
    /** More than one where an interceptor goes on more than once. */
    const made: UnaryCall<Request, Response>[] = []
    let givenUp: string | undefined
    const go = (request: Request, options: CallOptions | undefined): Promise<Response> => {
      // An interceptor may take its time, and the call may have its answer by then.
      if (givenUp !== undefined) return Promise.reject(cancelled(this, givenUp, 'not-sent'))
      const call = this.#send(request, options, number, avoid)
      made.push(call)
      return call.promise
    }
    return {
      promise: this.#intercepted(number, go).catch((error) => {
        throw this.#located(error, number, startedAt, made.at(-1)?.endpoint)
      }),
      get sentTo() {
        const call = made.at(-1)
        return call === undefined || call.id === 0 ? undefined : call.endpoint
      },
      cancel(reason) {
        givenUp = reason
        for (const call of made) call.cancelBy(reason)
      },
    }
  }

  async #intercepted(
    number: number,
    go: (request: Request, options: CallOptions | undefined) => Promise<Response>,
  ): Promise<Response> {
    if (this.#interceptors.length === 0) return go(this.#request, this.options)
    const last = ({ request, metadata }: InterceptedCall) =>
      go(request as Request, { ...this.options, metadata }) // because interceptors hand on a request of the method
    const { method, options } = this
    return intercepted(
      this.#interceptors,
      { method, options, attempt: number },
      this.#request,
      last,
    )
  }

  #send(
    request: Request,
    options: CallOptions | undefined,
    number: number,
    avoid: ReadonlySet<string>,
  ): UnaryCall<Request, Response> {
    const call = new UnaryCall(this.method, this.#origin, this.timeLeft(), this.signal)
    if (options !== undefined) equip(call, options)
    if (number > 1) call.countAttempt(number)
    if (avoid.size > 0) {
      const { key, waitForReady } = call.routing ?? {}
      call.routing = { key, waitForReady, avoid }
    }
    this.#origin.startAttempt(call, request)
    return call
  }

  /** The error as the attempt's, which knows nothing of those before it. */
  #located(error: unknown, number: number, startedAt: number, endpoint = this.endpoint): unknown {
    if (!isRpcError(error)) return error
    const { code, outcome, message } = error
    const durationMs = this.elapsed() - startedAt
    const attempt = { number, endpoint, code, outcome, message, startedAt, durationMs }
    amend(error, { attempts: [attempt] })
    return error
  }
}
