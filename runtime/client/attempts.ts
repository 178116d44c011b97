/** The attempts of a channel's unary calls: hedged where that is asked for, tried again where they fail. */

import {
  type HedgeOptions,
  type HedgeRules,
  type RetryOptions,
  type RetryRules,
  readHedge,
  readRetry,
} from '../attempt-options.js'
import type { CallOptions, Interceptor } from '../call.js'
import type { RetriedCall, Retries } from '../connection/retries.js'
import type { AnyMethod } from '../method.js'
import { Hedger } from './hedger.js'
import { Retrier } from './retrier.js'

export interface AttemptOptions {
  /**
   * Further attempts of unary calls that failed: where it is proved that no handler ran, and for `idempotent` methods also
   * after the failures of `codes`. All within the call's deadline and a budget of about a tenth of the channel's calls.
   * What a schema says comes before this, except before `false`, which is none at all; a call's own option comes first.
   */
  readonly retry?: RetryOptions | false
  /**
   * Further attempts of unary calls of `idempotent` methods while they have no answer. Default: where the schema says so.
   * `false` for none; the order of precedence is that of `retry`.
   */
  readonly hedge?: HedgeOptions | false
  /**
   * Around each attempt of a unary call, the first outermost, inside all `interceptors`: those see a call once, with its last
   * outcome. `call.attempt` says which attempt it is.
   */
  readonly attemptInterceptors?: readonly Interceptor[]
}

const nowhere: ReadonlySet<string> = new Set()

export class Attempts implements Retries {
  readonly #retrier: Retrier
  readonly #hedger: Hedger
  readonly #hasInterceptors: boolean
  /** Whether the channel hedges methods that say nothing of it. */
  readonly #hedgesAll: boolean

  /** Throws RangeError and TypeError for options that make no sense. */
  constructor({ retry, hedge, attemptInterceptors = [] }: AttemptOptions) {
    const retryRules: RetryRules | false = retry === false ? false : readRetry(retry ?? {}, 'retry')
    const hedgeRules: HedgeRules | false | undefined = hedge && readHedge(hedge, 'hedge')
    this.#retrier = new Retrier(retryRules)
    this.#hedger = new Hedger(hedgeRules)
    this.#hasInterceptors = attemptInterceptors.length > 0
    this.#hedgesAll = Boolean(hedgeRules)
  }

  governs(method: AnyMethod, options: CallOptions | undefined): boolean {
    if (this.#hasInterceptors) return true
    return (
      method.idempotent &&
      (this.#hedgesAll || method.hedge !== undefined || options?.hedge !== undefined)
    )
  }

  async run<Response>(call: RetriedCall<Response>): Promise<Response> {
    const rules = this.#hedger.rulesFor(call.method, call.options)
    try {
      const response =
        rules === undefined
          ? await call.attempt(1, nowhere).promise
          : await this.#hedger.run(call, rules, this.#retrier.policyFor(call).policy.codes)
      this.#retrier.succeeded()
      return response
    } catch (error) {
      const again = error instanceof Error ? this.#retrier.retry(call, error) : undefined
      if (again === undefined) throw error
      return again
    }
  }

  succeeded(): void {
    this.#retrier.succeeded()
  }

  retry<Response>(call: RetriedCall<Response>, error: Error): Promise<Response> | undefined {
    return this.#retrier.retry(call, error)
  }

  close(): void {
    this.#retrier.close()
  }
}
