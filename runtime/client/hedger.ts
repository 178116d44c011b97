/** Makes further attempts of calls that have no answer yet, and takes the first one. */

import { type HedgeRules, readHedge } from '../attempt-options.js'
import type { CallOptions } from '../call.js'
import type { CallAttempt } from '../call-report.js'
import { failWithCallersStack } from '../connection/callers-stack.js'
import type { Attempt, RetriedCall } from '../connection/retries.js'
import type { AnyMethod } from '../method.js'
import { isRpcError } from '../rpc-error.js'
import { TimerEntry } from '../session/timer-wheel.js'
import { conclude } from './conclude.js'
import { HedgeBudget, HedgePlan } from './hedge-policy.js'
import { judge, prevailing } from './retry-policy.js'

export class Hedger {
  /** The channel's word: false for none, undefined leaves it to the schema. */
  readonly #rules: HedgeRules | false | undefined
  readonly #budget = new HedgeBudget()

  constructor(rules: HedgeRules | false | undefined) {
    this.#rules = rules
  }

  /** What holds for calls of a method; undefined when they are not hedged. */
  rulesFor(method: AnyMethod, options: CallOptions | undefined): HedgeRules | undefined {
    if (!method.idempotent || method.kind !== 'unary') return undefined
    const own = options?.hedge && readHedge(options.hedge, 'the option hedge')
    return prevailing(own, this.#rules, method.hedge) || undefined
  }

  /** Rejects with the failure of the attempt that decided, which lists all that failed until then. */
  run<Response>(
    call: RetriedCall<Response>,
    rules: HedgeRules,
    codes: readonly CallAttempt['code'][],
  ): Promise<Response> {
    this.#budget.earn()
    return new HedgedCall(call, rules, codes, this.#budget).promise
  }
}

/** One call; its timer says when the next attempt is due. */
class HedgedCall<Response> extends TimerEntry {
  readonly promise: Promise<Response>
  readonly #call: RetriedCall<Response>
  readonly #rules: HedgeRules
  /** Failures that are not definite. */
  readonly #codes: readonly CallAttempt['code'][]
  readonly #budget: HedgeBudget
  readonly #plan: HedgePlan
  readonly #live = new Set<Attempt<Response>>()
  readonly #failed: CallAttempt[] = []
  #resolve: (response: Response | Promise<never>) => void = () => {}
  #isOver = false

  constructor(
    call: RetriedCall<Response>,
    rules: HedgeRules,
    codes: readonly CallAttempt['code'][],
    budget: HedgeBudget,
  ) {
    super()
    this.#call = call
    this.#rules = rules
    this.#codes = codes
    this.#budget = budget
    this.#plan = new HedgePlan(rules.attempts)
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#attempt()
  }

  /** Nobody has answered for a while. */
  override onDue(): void {
    // While all attempts wait for a connection, another would only wait beside them.
    if ([...this.#live].some(({ sentTo }) => sentTo !== undefined)) this.#launch()
    else this.#schedule()
  }

  #launch(): void {
    if (!this.#budget.spend()) {
      this.#plan.stop()
      return
    }
    this.#plan.launched()
    this.#attempt()
  }

  #attempt(): void {
    const avoid = new Set(this.#failed.map(({ endpoint }) => endpoint))
    for (const { sentTo } of this.#live) if (sentTo !== undefined) avoid.add(sentTo)
    const attempt = this.#call.attempt(this.#plan.made, avoid)
    this.#live.add(attempt)
    attempt.promise.then(
      (response) => this.#onAnswer(attempt, response),
      (error) => this.#onFailure(attempt, error),
    )
    this.#schedule()
  }

  #schedule(): void {
    const { clock } = this.#call
    if (this.#plan.hasMore) clock.schedule(this, clock.now() + this.#rules.afterMs)
  }

  #onAnswer(attempt: Attempt<Response>, response: Response): void {
    this.#live.delete(attempt)
    if (this.#isOver) return
    this.#finish('another attempt of the call was answered first')
    this.#resolve(response)
  }

  #onFailure(attempt: Attempt<Response>, error: unknown): void {
    this.#live.delete(attempt)
    if (this.#isOver) return
    const known = isRpcError(error)
    if (known) this.#failed.push(...error.attempts)
    const isDefinite = !known || judge(this.#call.method, error, this.#codes) === 'never'
    const step = this.#plan.failed(isDefinite, known ? error.retryAfterMs : undefined)
    if (step === 'end') {
      this.#finish('another attempt of the call has failed for good')
      const last = known ? conclude(this.#call, error, this.#failed) : error
      this.#resolve(failWithCallersStack(last))
      return
    }
    if (!this.#plan.hasMore || step === 'launch') this.#call.clock.cancel(this)
    if (step === 'launch') this.#launch()
  }

  #finish(reason: string): void {
    this.#isOver = true
    this.#call.clock.cancel(this)
    for (const attempt of this.#live) attempt.cancel(reason)
  }
}
