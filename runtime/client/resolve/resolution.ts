/**
 * Drives a resolver for a channel: watches it from the first call on, keeps the last set that was good, watches again
 * when it fails, and trusts nothing it says.
 */

import type { Clock } from '../../connection/clock.js'
import { random } from '../../connection/random.js'
import { Sleep, sleep } from '../../connection/sleep.js'
import type { Endpoint, Resolver, ResolverContext } from '../../endpoint.js'
import { type Logger, printable } from '../../logger.js'
import { textOf } from '../../thrown.js'
import { checkEndpoints, type ResolvedEndpoint } from './endpoint-set.js'
import { FixedResolver } from './fixed-resolver.js'
import { NextLook } from './next-look.js'

export interface ResolutionOwner {
  /** The whole set, whenever the resolver tells of one. Never empty; possibly the same as before. */
  onEndpoints(endpoints: readonly ResolvedEndpoint[]): void
  /** Nothing usable came; the last set, if there is one, still holds. The text does not name the resolver. */
  onFailure(error: Error): void
}

export interface ResolutionOptions {
  readonly resolver: Resolver
  readonly clock: Clock
  /** Told of what no call shows: failures while a set is in use, endpoints left out. */
  readonly logger: Logger
}

/**
 * How long calls wait for a resolver that says nothing before they learn of it: as long as they
 * wait for a connection unless `limits.connectTimeoutMs` says otherwise.
 */
const patienceMs = 10_000

/**
 * A resolver that yields without waiting would never let the event loop go on; one that passes on a burst of changes
 * would have the channel dial for each.
 */
const betweenSetsMs = 20

/**
 * Pauses before watching again: gRPC's connection-backoff.md (1 s, × 1.6, ± 20 %), except that the longest is 30 s instead
 * of 120, because the one who asks is one of few.
 */
const firstPauseMs = 1_000
const growth = 1.6
const longestPauseMs = 30_000
const spread = 0.2

/** A watch that gave a set and lived this long was a good one: after it, pauses start over. */
const goodLifeMs = 5_000

export class Resolution {
  /** The last good set. */
  endpoints: readonly ResolvedEndpoint[] | undefined = undefined
  readonly #name: string
  readonly #resolver: Resolver
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #owner: ResolutionOwner
  #isStarted = false
  #isStopped = false
  /** When the resolver looks again. A fixed set, which most channels have, needs neither this nor `#life`. */
  #next: NextLook | undefined = undefined
  /** Ends everything that waits. */
  #life: AbortController | undefined = undefined
  /** Ends the watch under way. */
  #watch: AbortController | undefined = undefined
  #patience: Sleep | undefined = undefined
  /** Bad watches in a row. */
  #losses = 0
  /** What was logged last, so that a failure that stays is logged once. */
  #lastWarning = ''

  constructor({ resolver, clock, logger }: ResolutionOptions, owner: ResolutionOwner) {
    this.#resolver = resolver
    this.#name = resolver.name
    this.#clock = clock
    this.#logger = logger
    this.#owner = owner
  }

  /**
   * There are calls. Begins to watch; of a fixed set, tells before it returns. When called again it does nothing, except
   * that a resolver that has told of no set yet is to look again soon.
   */
  start(): void {
    if (this.#isStopped) return
    if (this.#isStarted) {
      if (this.endpoints === undefined) this.refresh()
      return
    }
    this.#isStarted = true
    if (this.#resolver instanceof FixedResolver) {
      this.endpoints = this.#resolver.endpoints
      this.#owner.onEndpoints(this.endpoints)
      return
    }
    const next = new NextLook(this.#clock)
    const life = new AbortController()
    this.#next = next
    this.#life = life
    this.#beginPatience()
    void this.#run(next, life.signal)
  }

  /**
   * The endpoints seem to be wrong: the resolver is to look again soon. Starts, if that is not done. While there is no set,
   * a set or a failure follows within ten seconds.
   */
  refresh(): void {
    if (!this.#isStarted) {
      this.start()
      return
    }
    this.#next?.ask()
    if (this.#patience === undefined) this.#beginPatience()
  }

  /** Says nothing any more and leaves nothing behind, whatever the resolver is doing. */
  stop(): void {
    this.#isStopped = true
    const reason = new Error('the channel is closed')
    this.#life?.abort(reason)
    this.#watch?.abort(reason)
  }

  /** Never rejects. */
  async #run(next: NextLook, life: AbortSignal): Promise<void> {
    while (!this.#isStopped) {
      const startedAt = this.#clock.now()
      const isGood = await this.#watchOnce(next)
      const livedMs = this.#clock.now() - startedAt
      this.#losses = isGood && livedMs >= goodLifeMs ? 1 : this.#losses + 1
      await next.wait(this.#pauseMs(), life).catch(nothing)
    }
  }

  #pauseMs(): number {
    const pauseMs = Math.min(firstPauseMs * growth ** (this.#losses - 1), longestPauseMs)
    return pauseMs * (1 - spread + 2 * spread * random())
  }

  /** Until the resolver throws or ends. Returns whether it told of a good set. Never rejects. */
  async #watchOnce(next: NextLook): Promise<boolean> {
    const watch = new AbortController()
    const { signal } = watch
    this.#watch = watch
    let isGood = false
    try {
      for await (const told of this.#open(next, signal)) {
        if (signal.aborted) return isGood
        if (this.#take(told)) isGood = true
        await sleep(this.#clock, betweenSetsMs, signal)
      }
      if (!isGood) throw new Error('ended and told of no endpoints')
    } catch (error) {
      this.#fail(error)
    } finally {
      watch.abort(new Error('the watch is over'))
    }
    return isGood
  }

  #open(next: NextLook, signal: AbortSignal): AsyncIterable<readonly Endpoint[]> {
    const context: ResolverContext = {
      signal,
      refresh: () => next.asked(),
      wait(ms) {
        const over = next.wait(ms, signal)
        // One that nobody awaits must not end the process when the watch is over.
        over.catch(nothing)
        return over
      },
    }
    const sets: unknown = this.#resolver.watch(context)
    if (isAsyncIterable(sets)) return sets
    throw new TypeError(
      'watch() must give an async iterable: write async *watch(context) { yield [{ url }] }',
    )
  }

  /** Returns whether it is a good set. */
  #take(told: unknown): boolean {
    try {
      const { endpoints, problems } = checkEndpoints(told)
      const first = problems[0]
      if (endpoints.length === 0) {
        throw new Error(
          `told of no endpoints${first === undefined ? '' : ` that can be used: ${first}`}`,
        )
      }
      if (first === undefined) this.#lastWarning = ''
      else this.#warn(problems.length > 1 ? `${first} (and ${problems.length - 1} more)` : first)
      this.#endPatience()
      if (this.endpoints === undefined) this.#next?.answer()
      this.endpoints = endpoints
    } catch (error) {
      this.#fail(error)
      return false
    }
    this.#owner.onEndpoints(this.endpoints)
    return true
  }

  #fail(thrown: unknown): void {
    if (this.#isStopped) return
    this.#endPatience()
    const text = textOf(thrown)
    if (this.endpoints !== undefined) this.#warn(`${text}; the last endpoints stay in use`)
    this.#owner.onFailure(new Error(printable(text), { cause: thrown }))
  }

  #warn(text: string): void {
    if (text === this.#lastWarning) return
    this.#lastWarning = text
    this.#logger.warn(`trunkline: ${this.#name}: ${printable(text)}`)
  }

  #beginPatience(): void {
    if (this.endpoints !== undefined || this.#life === undefined || this.#isStopped) return
    const patience = new Sleep(this.#clock, patienceMs, this.#life.signal)
    this.#patience = patience
    patience.over.then(() => {
      if (patience === this.#patience)
        this.#fail(new Error(`has told of no endpoints for ${patienceMs / 1000} s`))
    }, nothing)
  }

  #endPatience(): void {
    this.#patience?.stop()
    this.#patience = undefined
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<readonly Endpoint[]> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

function nothing(): void {}
