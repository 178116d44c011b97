/** Which failures are worth another attempt, when it is made, and how many a channel may make: pure decisions, no waiting. */

import type { HedgeRules, RetryRules } from '../attempt-options.js'
import type { AnyMethod } from '../method.js'
import type { RpcError } from '../rpc-error.js'
import type { StatusCode } from '../status.js'
import { isFinal } from './connect-error.js'

export interface RetryPolicy extends Required<RetryRules> {}

const defaults: RetryPolicy = {
  attempts: 3,
  delayMs: 50,
  maxDelayMs: 2000,
  // They say "not now" rather than "not so".
  codes: ['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'ABORTED'],
}

/**
 * What holds for a call, of what the call, the channel and the schema say; undefined is nothing said. A call's own word
 * comes first, then a channel's `false`, which an operator wants to be able to rely on, then the schema, then the
 * channel. `false` is none.
 */
export function prevailing<Rules extends RetryRules | HedgeRules>(
  call: Rules | false | undefined,
  channel: Rules | false | undefined,
  schema: Rules | false | undefined,
): Rules | false | undefined {
  if (call !== undefined) return call
  if (channel === false) return false
  return schema ?? channel
}

/** What is said, field by field, in the same order, and the defaults. What is false says nothing here. */
export function mergeRetry(
  call: RetryRules | false | undefined,
  channel: RetryRules | false | undefined,
  schema: RetryRules | false | undefined,
): RetryPolicy {
  const policy = { ...defaults, ...channel, ...schema, ...call }
  // One of the two may come from elsewhere than the other.
  return { ...policy, maxDelayMs: Math.max(policy.delayMs, policy.maxDelayMs) }
}

/**
 * Whether a failed call may be tried again, and what that rests on.
 *
 * - `never`: not at all.
 * - `not-run`: it is proved that no handler ran, so any method may be tried again, and elsewhere at once.
 * - `idempotent`: a handler ran or may have run, but it may run twice.
 *
 * An `unknown` outcome of a method that is not idempotent is final, whatever its code.
 */
export function judge(
  method: AnyMethod,
  error: RpcError,
  codes: readonly StatusCode[],
): 'never' | 'not-run' | 'idempotent' {
  const { code, outcome } = error
  // The handler's own answer.
  if (error.reason !== undefined) return 'never'
  // Whoever does not speak the protocol will not have learnt it in a moment.
  if (error.cause instanceof Error && isFinal(error.cause)) return 'never'
  if (outcome === 'not-sent') return code === 'UNAVAILABLE' ? 'not-run' : 'never'
  if (outcome === 'refused')
    return code === 'UNAVAILABLE' || code === 'RESOURCE_EXHAUSTED' ? 'not-run' : 'never'
  return method.idempotent && code !== 'CANCELLED' && codes.includes(code) ? 'idempotent' : 'never'
}

/**
 * How long to wait before the next attempt: anything between nothing and a bound that doubles with each attempt, so that
 * calls that failed together do not come back together ("full jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param made attempts made so far
 * @param luck from 0 to 1
 */
export function backoff(policy: RetryPolicy, made: number, luck: number): number {
  return luck * Math.min(policy.maxDelayMs, policy.delayMs * 2 ** (made - 1))
}

/** Waits a little longer than a server asks for, for the same reason; never less (gRFC A6, pushback). */
export function pushback(retryAfterMs: number, luck: number): number {
  return retryAfterMs * (1 + luck / 10)
}

const maxTokens = 10
const tokensPerSuccess = 0.1

/**
 * What keeps retries from finishing off a server that is failing already (gRFC A6): each failure that could be retried
 * takes a token, a success gives a tenth back, and below half there are no retries. A dead server sees about a tenth more
 * calls than without retries.
 */
export class RetryBudget {
  #tokens = maxTokens

  /** A call succeeded. */
  refill(): void {
    if (this.#tokens < maxTokens)
      this.#tokens = Math.min(maxTokens, this.#tokens + tokensPerSuccess)
  }

  /** A call failed in a way that could be retried; returns whether it may be. */
  spend(): boolean {
    this.#tokens = Math.max(0, this.#tokens - 1)
    return this.#tokens > maxTokens / 2
  }
}
