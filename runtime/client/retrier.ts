/**
 * Tries calls again that failed, by p-retry. A call that succeeds never gets here: p-retry is loaded and entered after a
 * first failure, with that failure as its first attempt.
 */

import { type RetryRules, readRetry } from '../attempt-options.js'
import type { CallAttempt } from '../call-report.js'
import { cancelled } from '../connection/call-errors.js'
import { random } from '../connection/random.js'
import type { RetriedCall } from '../connection/retries.js'
import { isRpcError, type RpcError } from '../rpc-error.js'
import { RareSet } from '../session/rare-set.js'
import { BackoffWait } from './backoff-wait.js'
import { conclude } from './conclude.js'
import {
  backoff,
  judge,
  mergeRetry,
  prevailing,
  pushback,
  RetryBudget,
  type RetryPolicy,
} from './retry-policy.js'

/** What comes after a failure. */
interface Step {
  readonly waitMs: number
  /** Costs neither an attempt nor budget: no server has seen the call, and another one can have it. */
  readonly isFree: boolean
}

export class Retrier {
  /** The channel's word: false for none. */
  readonly #rules: RetryRules | false
  readonly #budget = new RetryBudget()
  readonly #waits = new RareSet<BackoffWait>()
  #isClosed = false

  constructor(rules: RetryRules | false) {
    this.#rules = rules
  }

  succeeded(): void {
    this.#budget.refill()
  }

  retry<Response>(call: RetriedCall<Response>, error: Error): Promise<Response> | undefined {
    if (!isRpcError(error)) return undefined
    const { policy, mayRetry } = this.policyFor(call)
    if (!mayRetry || error.attempts.length >= policy.attempts) return undefined
    const run = new Run(call, policy, error)
    const step = this.#next(run, error)
    return step === undefined ? undefined : this.#run(run, step)
  }

  /** What holds for a call. `mayRetry` is false where it, the channel or the schema wants no retries. */
  policyFor<Response>({ method, options }: RetriedCall<Response>): {
    readonly policy: RetryPolicy
    readonly mayRetry: boolean
  } {
    const own = options?.retry && readRetry(options.retry, 'the option retry')
    return {
      policy: mergeRetry(own, this.#rules, method.retry),
      mayRetry: prevailing(own, this.#rules, method.retry) !== false,
    }
  }

  /** Fails the calls that wait for another attempt, with what they failed with. */
  close(): void {
    this.#isClosed = true
    for (const wait of this.#waits) wait.end(undefined)
  }

  async #run<Response>(run: Run<Response>, first: Step): Promise<Response> {
    const { default: pRetry } = await import('p-retry')
    const { call, policy } = run
    let step: Step | undefined = first
    try {
      const response = await pRetry(
        async (attempt) => {
          // The first attempt is the failure that led here.
          if (attempt === 1) throw run.last
          await this.#wait(run, step?.waitMs ?? 0)
          return call.attempt(run.made + 1, run.avoid).promise
        },
        // Every option is given: p-retry takes microseconds to complete a partial list. It draws one random factor for all
        // waits, from 1 to 2; ours are each drawn anew, from nothing up, so they stand before the attempts.
        {
          retries: policy.attempts - run.made,
          factor: 1,
          minTimeout: 0,
          maxTimeout: 0,
          maxRetryTime: Number.POSITIVE_INFINITY,
          randomize: false,
          unref: false,
          onFailedAttempt: ({ error, attemptNumber }) => {
            if (attemptNumber === 1) return
            step = isRpcError(error) && run.failed(error) ? this.#next(run, error) : undefined
          },
          shouldConsumeRetry: () => step?.isFree !== true,
          shouldRetry: () => step !== undefined,
        },
      )
      this.#budget.refill()
      return response
    } catch (error) {
      throw isRpcError(error) ? conclude(call, error, run.attempts) : error
    }
  }

  /** What to do about a failure; undefined when it is final. */
  #next<Response>(run: Run<Response>, error: RpcError): Step | undefined {
    const { call, policy, avoid } = run
    const worth = judge(call.method, error, policy.codes)
    if (worth === 'never' || this.#isClosed) return undefined
    // Where it came back to an endpoint that had failed it, there is nowhere else after all.
    const isElsewhere = worth === 'not-run' && run.hasMoved && call.canGoElsewhere(avoid)
    if (isElsewhere && error.outcome === 'not-sent') return { waitMs: 0, isFree: true }
    const { retryAfterMs } = error
    if (!this.#budget.spend() || retryAfterMs === Number.POSITIVE_INFINITY) return undefined
    // A server that refuses speaks for itself, not for the others.
    const waitMs = isElsewhere
      ? 0
      : retryAfterMs === undefined
        ? backoff(policy, run.made, random())
        : pushback(retryAfterMs, random())
    // What cannot begin in time is not waited for.
    return waitMs < call.timeLeft() ? { waitMs, isFree: false } : undefined
  }

  async #wait<Response>({ call, last }: Run<Response>, ms: number): Promise<void> {
    if (this.#isClosed) throw last
    const { clock, signal } = call
    // Aborted while p-retry was loaded, it is the next attempt that notices.
    if (ms === 0) return
    const wait = new BackoffWait(clock, ms, signal)
    this.#waits.add(wait)
    try {
      await wait.done
    } catch (reason) {
      throw this.#isClosed ? last : cancelled(call, reason, 'not-sent')
    } finally {
      this.#waits.delete(wait)
    }
  }
}

/** One call on its way through its attempts. */
class Run<Response> {
  readonly call: RetriedCall<Response>
  readonly policy: RetryPolicy
  readonly attempts: CallAttempt[] = []
  /** Where it failed. */
  readonly avoid = new Set<string>()
  last: RpcError
  /** Whether the last attempt failed where none had failed before. */
  hasMoved = true

  constructor(call: RetriedCall<Response>, policy: RetryPolicy, first: RpcError) {
    this.call = call
    this.policy = policy
    this.last = first
    this.failed(first)
  }

  get made(): number {
    return this.attempts.length
  }

  /** Notes a failure. Returns false for one that is no attempt's: the wait before it was ended. */
  failed(error: RpcError): boolean {
    if (error.attempts.length === 0 || (error === this.last && this.made > 0)) return false
    this.last = error
    this.attempts.push(...error.attempts)
    this.hasMoved = error.attempts.some(({ endpoint }) => !this.avoid.has(endpoint))
    for (const { endpoint } of error.attempts) this.avoid.add(endpoint)
    for (const { url } of error.endpoints) this.avoid.add(url)
    return true
  }
}
