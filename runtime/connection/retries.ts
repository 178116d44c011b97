/** The seam between unary calls, which fail or are slow, and the policy of their channel, which may try again. */

import type { CallOptions } from '../call.js'
import type { AnyMethod } from '../method.js'
import type { Clock } from './clock.js'

/** A unary call of which several attempts can be made, as the policy sees it. */
export interface RetriedCall<Response> {
  readonly method: AnyMethod
  readonly endpoint: string
  readonly options: CallOptions | undefined
  /** Aborts when the program wants no more of it. */
  readonly signal: AbortSignal | undefined
  readonly clock: Clock
  /** Milliseconds from the call to its deadline. */
  readonly timeoutMs: number
  /** Milliseconds until that. */
  timeLeft(): number
  /** Milliseconds since the call was made. */
  elapsed(): number
  /** Whether another endpoint than these could take the call at once. */
  canGoElsewhere(avoid: ReadonlySet<string>): boolean
  /**
   * Makes the `number`-th attempt, counted from 1, within the call's time; goes to an endpoint of `avoid`, the URLs that
   * failed this call, only where there is no other.
   */
  attempt(number: number, avoid: ReadonlySet<string>): Attempt<Response>
}

export interface Attempt<Response> {
  /** An error that it rejects with lists this attempt. */
  readonly promise: Promise<Response>
  /** Where it was sent, as a URL; undefined while it waits for a connection. */
  readonly sentTo: string | undefined
  /** Nobody wants its answer any more: tells the peer to stop. */
  cancel(reason: string): void
}

export interface Retries {
  /** Whether `run` makes all the attempts of such a call; of others only the failure is of interest. */
  governs(method: AnyMethod, options: CallOptions | undefined): boolean
  run<Response>(call: RetriedCall<Response>): Promise<Response>
  /** A call that is not governed succeeded at once. */
  succeeded(): void
  /** The outcome of further attempts, or undefined when the failure is final. */
  retry<Response>(call: RetriedCall<Response>, error: Error): Promise<Response> | undefined
  /** Makes no further attempts, and fails the calls that wait for one. */
  close(): void
}
