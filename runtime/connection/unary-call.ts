/** A unary call that this side makes: from the request to the settled promise. */

import type { CallOptions } from '../call.js'
import type { Method } from '../method.js'
import { asError } from '../thrown.js'
import { brokenResponse, undecodableResponse } from './call-errors.js'
import type { CallOrigin } from './call-origin.js'
import { failWithCallersStack } from './callers-stack.js'
import { decodeMessage } from './decode.js'
import { OutgoingCall } from './outgoing-call.js'

let takenResolve: (value: never) => void
/** One function for all promises, because a closure per call is measurable. */
const takeResolve = (resolve: (value: never) => void): void => {
  takenResolve = resolve
}

/** Whoever decides about further attempts of calls. */
export interface Repeater {
  /** A call succeeded at once. */
  succeeded(): void
  /** The outcome of further attempts, or undefined when the failure is final. */
  repeat<Request, Response>(
    call: UnaryCall<Request, Response>,
    error: Error,
  ): Promise<Response> | undefined
}

export class UnaryCall<Request, Response> extends OutgoingCall<Request, Response> {
  readonly promise: Promise<Response>
  readonly #resolve: (value: Response | Promise<Response>) => void
  /** What a further attempt needs; without a repeater there is none. */
  repeater: Repeater | undefined = undefined
  request: Request | undefined = undefined
  options: CallOptions | undefined = undefined

  constructor(
    method: Method<Request, Response>,
    origin: CallOrigin,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ) {
    super(method, origin, timeoutMs, signal)
    this.promise = new Promise<Response>(takeResolve)
    this.#resolve = takenResolve as (value: Response | Promise<Response>) => void // because it belongs to the promise above
  }

  override onMessage(bytes: Uint8Array, start: number, end: number, last: boolean): void {
    if (this.ended) return
    let response: Response
    try {
      response = decodeMessage(this.method.response, bytes, start, end)
    } catch (error) {
      this.fail(undecodableResponse(this, asError(error)))
      return
    }
    if (!last) {
      this.extras.held = { response }
      return
    }
    this.succeed()
    this.repeater?.succeeded()
    this.#resolve(response)
  }

  protected override onSuccess(): void {
    if (this.ended) return
    const { held } = this.extras
    if (held === undefined) {
      this.fail(brokenResponse(this, 'the peer ended the call without a response'))
      return
    }
    this.succeed()
    this.repeater?.succeeded()
    this.#resolve(held.response as Response) // because onMessage put it there
  }

  protected override onFailed(error: Error): void {
    this.#resolve(this.repeater?.repeat(this, error) ?? failWithCallersStack(error))
  }
}
