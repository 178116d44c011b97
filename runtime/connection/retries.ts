/** The seam between calls, which fail, and the policy of their channel, which may try again. */

import type { AnyMethod } from '../method.js'

/** A call that failed, as the policy sees it. */
export interface RetriedCall<Response> {
  readonly method: AnyMethod
  readonly endpoint: string
  readonly signal: AbortSignal | undefined
  /** Milliseconds until the call's deadline. */
  timeLeft(): number
  /** Makes another attempt within that time, the `number`-th, counted from 1. */
  attempt(number: number): Promise<Response>
}

export interface Retries {
  /** A call succeeded at once. */
  succeeded(): void
  /** The outcome of further attempts, or undefined when the failure is final. */
  retry<Response>(call: RetriedCall<Response>, error: Error): Promise<Response> | undefined
}
