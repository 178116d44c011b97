/**
 * Tries calls again, by p-retry. A call that succeeds never gets here: p-retry is loaded and entered after a first
 * failure, with that failure as its first attempt.
 */

import type { CallAttempt } from '../call-report.js'
import { cancelled } from '../connection/call-errors.js'
import { random } from '../connection/random.js'
import type { RetriedCall, Retries } from '../connection/retries.js'
import { isRpcError, setAttempts } from '../rpc-error.js'
import { isRetryable, RetryBudget, type RetryPolicy } from './retry-policy.js'

export class Retrier implements Retries {
  readonly #policy: RetryPolicy
  readonly #budget = new RetryBudget()
  /** Whether the channel still makes calls. */
  readonly #isOpen: () => boolean

  constructor(policy: RetryPolicy, isOpen: () => boolean) {
    this.#policy = policy
    this.#isOpen = isOpen
  }

  succeeded(): void {
    this.#budget.refill()
  }

  retry<Response>(call: RetriedCall<Response>, error: Error): Promise<Response> | undefined {
    if (!isRpcError(error) || !isRetryable(call.method, error)) return undefined
    if (this.#policy.attempts < 2 || !this.#isOpen() || !this.#budget.spend()) return undefined
    return this.#run(call, error)
  }

  async #run<Response>(call: RetriedCall<Response>, first: Error): Promise<Response> {
    const { default: pRetry } = await import('p-retry')
    const { attempts, delayMs, maxDelayMs } = this.#policy
    const { signal } = call
    let tried = 0
    const failed: CallAttempt[] = []
    try {
      const response = await pRetry(
        async () => {
          tried++
          // The first attempt is the failure that led here.
          if (tried === 1) throw first
          return call.attempt(tried)
        },
        // Every option is given: p-retry takes microseconds to complete a partial list.
        {
          retries: attempts - 1,
          factor: 2,
          // Drawn once for each call, so that calls that failed together do not come back together.
          minTimeout: random() * delayMs,
          maxTimeout: Math.max(maxDelayMs, 1),
          maxRetryTime: Math.max(call.timeLeft(), 1),
          randomize: false,
          unref: false,
          onFailedAttempt: ({ error }) => {
            if (isRpcError(error)) failed.push(...error.attempts)
          },
          shouldConsumeRetry: () => true,
          shouldRetry: ({ error, retriesLeft }) =>
            isRpcError(error) &&
            isRetryable(call.method, error) &&
            this.#isOpen() &&
            // The first failure has paid already.
            (retriesLeft === attempts - 1 || this.#budget.spend()),
          ...(signal === undefined ? {} : { signal }),
        },
      )
      this.#budget.refill()
      return response
    } catch (error) {
      // An abort between two attempts surfaces as the signal's own reason.
      const failure = isRpcError(error) ? error : cancelled(call, error, 'not-sent')
      setAttempts(failure, failed)
      throw failure
    }
  }
}
