/** Which failures are worth another attempt, and how many a channel may make: pure decisions, no waiting. */

import type { AnyMethod } from '../method.js'
import type { RpcError } from '../rpc-error.js'
import type { StatusCode } from '../status.js'
import { ProtocolError } from '../wire/protocol-error.js'

export interface RetryOptions {
  /** Attempts in all, the first included: 1 to 5. Default 3. */
  readonly attempts?: number
  /** The wait before the second attempt is at most this, in milliseconds; it doubles with each. Default 50. */
  readonly delayMs?: number
  /** No wait is longer, in milliseconds. Default 2000. */
  readonly maxDelayMs?: number
}

export type RetryPolicy = Required<RetryOptions>

const defaults: RetryPolicy = { attempts: 3, delayMs: 50, maxDelayMs: 2000 }

/** Fills in the defaults. Throws RangeError, naming the option, for a value out of range. */
export function resolveRetry(options: RetryOptions): RetryPolicy {
  const policy = { ...defaults, ...options }
  const check = (name: keyof RetryPolicy, min: number, max: number) => {
    const value = policy[name]
    if (Number.isInteger(value) && value >= min && value <= max) return
    throw new RangeError(
      `retry.${name} is ${value}: it must be a whole number from ${min} to ${max}`,
    )
  }
  check('attempts', 1, 5)
  check('delayMs', 0, 60_000)
  check('maxDelayMs', 0, 600_000)
  return policy
}

/** Codes that say "not now" rather than "not so". */
const passing: ReadonlySet<StatusCode> = new Set(['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'ABORTED'])

/**
 * Whether a failed call may be tried again: at once provable that no handler ran, or a method that may run twice. An
 * `unknown` outcome of any other method is final, whatever its code.
 */
export function isRetryable(method: AnyMethod, error: RpcError): boolean {
  if (error.reason !== undefined) return false
  // Whoever does not speak the protocol will not have learnt it in a moment.
  if (error.cause instanceof ProtocolError) return false
  if (error.outcome === 'not-sent') return error.code === 'UNAVAILABLE'
  if (error.outcome === 'refused')
    return error.code === 'UNAVAILABLE' || error.code === 'RESOURCE_EXHAUSTED'
  return method.idempotent && passing.has(error.code)
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
