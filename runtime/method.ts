/** What a method is: the shape that generated code fills and the runtime reads. */

import type { HedgeRules, RetryRules } from './attempt-options.js'
import type { MessageCodec } from './codec/message-codec.js'
import type { DeclaredError } from './rpc-error.js'
import type { StatusCode } from './status.js'

/**
 * The dialect of generated code that this runtime speaks. Generated files import the name, so with a runtime that no longer
 * speaks it a program fails as it starts, and not at night; the cure is `npx trunkline generate`.
 */
export const GENERATED_API_1 = 1

export type MethodKind = 'unary' | 'serverStream' | 'clientStream' | 'bidiStream' | 'oneway'

export interface Method<Request, Response> {
  /** The one spelling of the method: `package.Service/method`. */
  readonly name: string
  readonly kind: MethodKind
  readonly request: MessageCodec<Request>
  readonly response: MessageCodec<Response>
  /** Hash of both message types and their field numbers: tells two sides that their schemas differ. */
  readonly fingerprint: bigint
  /** The schema's timeout in milliseconds; undefined leaves it to the channel. */
  readonly timeoutMs: number | undefined
  /** Whether the handler may run twice for one call without harm. */
  readonly idempotent: boolean
  /** The schema's word on further attempts; what is left out it leaves to the channel. */
  readonly retry?: RetryRules | false
  readonly hedge?: HedgeRules
  readonly errors: readonly AnyErrorType[]
}

/** A declared error: makes one in a handler, recognises one in a client. */
export interface ErrorType<Reason extends string, Data> {
  (data: Data, message?: string): DeclaredError<Reason, Data>
  /** The service whose schema declares it: `package.Service`. */
  readonly service: string
  readonly reason: Reason
  readonly code: StatusCode
  readonly codec: MessageCodec<Data>
  /** Whether an error is this one: of the same service and name, from a call or made here. */
  is(error: unknown): error is DeclaredError<Reason, Data>
}

/** What the runtime needs of an error type; whoever makes or recognises one knows its data. */
export type AnyErrorType = Pick<ErrorType<string, unknown>, 'service' | 'reason' | 'code' | 'codec'>

export type AnyMethod = Method<unknown, unknown>
