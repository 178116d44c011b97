/** When a call that has no answer yet gets another attempt: pure decisions, no waiting. */

/** What follows from the failure of one attempt of several. */
export type HedgeStep =
  /** It decides the call. */
  | 'end'
  /** Another attempt is due at once. */
  | 'launch'
  /** The attempts under way may still be answered. */
  | 'wait'

/** The attempts of one call. The first is under way when the plan is made. */
export class HedgePlan {
  readonly #attempts: number
  #live = 1
  /** A server asked for no further attempts, or the budget is spent. */
  #stopped = false
  /** How many have been made. */
  made = 1

  constructor(attempts: number) {
    this.#attempts = attempts
  }

  /** Whether there may be another attempt. */
  get hasMore(): boolean {
    return !this.#stopped && this.made < this.#attempts
  }

  launched(): void {
    this.made++
    this.#live++
  }

  /** No further attempts. */
  stop(): void {
    this.#stopped = true
  }

  /**
   * An attempt has failed. A definite failure is the call's answer. So is the last one when no attempt is left to wait for:
   * hedging is against slowness, and what failed everywhere is for the retries.
   *
   * @param retryAfterMs what its server asked for; undefined where it asked for nothing
   */
  failed(isDefinite: boolean, retryAfterMs: number | undefined): HedgeStep {
    this.#live--
    if (isDefinite || this.#live === 0) return 'end'
    // One that asks to be spared gets no more copies of a call that others still work on.
    if (retryAfterMs !== undefined) this.#stopped = true
    return this.hasMore ? 'launch' : 'wait'
  }
}

const maxTokens = 10
const tokensPerCall = 0.1

/** Bounds further attempts to a tenth of the calls, and ten on top of that (brpc bounds its backup requests likewise). */
export class HedgeBudget {
  #tokens = maxTokens

  /** A call was made that may be hedged. */
  earn(): void {
    this.#tokens = Math.min(maxTokens, this.#tokens + tokensPerCall)
  }

  /** Whether there may be another attempt; takes it from the budget. */
  spend(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }
}
