/**
 * Keeps calls away from endpoints that fail while the others do not (outlier ejection: gRFC A50, Envoy; the isolation that
 * doubles is brpc's). An endpoint is in service, isolated, or on trial:
 *
 *     in service ── fails ──▶ isolated ── time ──▶ on trial ── success, or time ──▶ in service
 *                                 ▲                    │
 *                                 └────── fails ───────┘
 *
 * Pure: it is told the time, and nothing happens between two questions. Who asks keeps a timer for `nextChange`.
 *
 * Which failures count is for the caller to say: those that speak against the server, such as UNAVAILABLE, a lost
 * connection, or a deadline that passed without a word from it. An error that a handler threw on purpose does not.
 */

/** Failures in a row that isolate. As in Envoy; five in a row are no accident, whatever came before. */
const maxFailuresInRow = 5

/** The share of failures that isolates, however they are spread. */
const maxFailureShare = 0.5

/** Fewer calls than that in the window say nothing about shares. */
const minCallsToJudge = 20

/** Two of these make the window: the one that runs, and the one before. */
const bucketMs = 5_000

const firstIsolationMs = 100
const longestIsolationMs = 30_000

/** The default deadline: by then the call that tries the endpoint has ended, if there was one. */
const longestTrialMs = 10_000

/** Each such time in service, with a success in it, takes one doubling back. */
const forgiveMs = 10_000

type Standing = 'inService' | 'isolated' | 'onTrial'

/** What `record` has changed. */
export type OutlierChange = 'ejected' | 'restored'

class Bucket {
  calls = 0
  failures = 0
  /** Counts whole buckets since the clock's zero. */
  number = 0
}

class Health {
  standing: Standing = 'inService'
  /** When the present standing began. */
  since = 0
  /** When isolation or trial ends. */
  until = 0
  /** Isolations so far, less those forgiven. */
  isolations = 0
  failuresInRow = 0
  hasSucceeded = false
  readonly #buckets: readonly [Bucket, Bucket] = [new Bucket(), new Bucket()]

  count(failed: boolean, now: number): void {
    const number = Math.floor(now / bucketMs)
    const bucket = this.#buckets[(number & 1) === 0 ? 0 : 1]
    if (bucket.number !== number) {
      bucket.number = number
      bucket.calls = 0
      bucket.failures = 0
    }
    bucket.calls++
    if (failed) {
      bucket.failures++
      this.failuresInRow++
    } else {
      this.failuresInRow = 0
      this.hasSucceeded = true
    }
  }

  calls(now: number): number {
    return this.#sum('calls', now)
  }

  failures(now: number): number {
    return this.#sum('failures', now)
  }

  /** Nothing that came before counts any more. */
  forget(): void {
    this.failuresInRow = 0
    this.hasSucceeded = false
    for (const bucket of this.#buckets) {
      bucket.calls = 0
      bucket.failures = 0
    }
  }

  /** Time alone changes isolation and trial. */
  age(now: number): void {
    if (this.standing === 'inService' || now < this.until) return
    if (this.standing === 'isolated') {
      this.enter('onTrial', this.until)
      this.until = this.since + longestTrialMs
    }
    // A trial that no call has decided ends in favour of the endpoint: nobody may have needed it.
    if (this.standing === 'onTrial' && now >= this.until) this.enter('inService', this.until)
  }

  enter(standing: Standing, now: number): void {
    this.standing = standing
    this.since = now
    this.forget()
  }

  #sum(what: 'calls' | 'failures', now: number): number {
    const number = Math.floor(now / bucketMs)
    let sum = 0
    for (const bucket of this.#buckets) if (number - bucket.number <= 1) sum += bucket[what]
    return sum
  }
}

export class Outliers {
  readonly #byUrl = new Map<string, Health>()

  /**
   * These are the endpoints now. What is known of others is forgotten; at most half of these, rounded down, are isolated at
   * the same time.
   */
  retain(urls: Iterable<string>): void {
    const kept = new Set(urls)
    for (const url of this.#byUrl.keys()) if (!kept.has(url)) this.#byUrl.delete(url)
    for (const url of kept) if (!this.#byUrl.has(url)) this.#byUrl.set(url, new Health())
  }

  /**
   * A call to an endpoint, begun at `startedAt`, has ended. Returns what that changed; nothing for an endpoint that was not
   * retained.
   */
  record(url: string, failed: boolean, startedAt: number, now: number): OutlierChange | undefined {
    const health = this.#byUrl.get(url)
    if (health === undefined) return undefined
    health.age(now)
    // What was begun before the isolation, and ends during or after it, is old news.
    if (health.standing === 'isolated' || startedAt < health.since) return undefined
    if (health.standing === 'onTrial') {
      if (failed) return this.#isolate(health, now)
      health.enter('inService', now)
      health.hasSucceeded = true
      return 'restored'
    }
    health.count(failed, now)
    if (!failed || !this.#isOutlier(health, now) || !this.#mayIsolate(now)) return undefined
    return this.#isolate(health, now)
  }

  /** Whether no calls should go there. */
  isEjected(url: string, now: number): boolean {
    return this.#standing(url, now) === 'isolated'
  }

  /** Whether one call at a time should go there, to find out: it was ejected, and nothing has been heard of it since. */
  isOnTrial(url: string, now: number): boolean {
    return this.#standing(url, now) === 'onTrial'
  }

  /** When time alone will next change an answer; Infinity for never. */
  nextChange(now: number): number {
    let next = Number.POSITIVE_INFINITY
    for (const health of this.#byUrl.values()) {
      health.age(now)
      if (health.standing !== 'inService') next = Math.min(next, health.until)
    }
    return next
  }

  #standing(url: string, now: number): Standing {
    const health = this.#byUrl.get(url)
    if (health === undefined) return 'inService'
    health.age(now)
    return health.standing
  }

  #isOutlier(health: Health, now: number): boolean {
    if (health.failuresInRow >= maxFailuresInRow) return !this.#areOthersWorse(health, 1, now)
    const calls = health.calls(now)
    if (calls < minCallsToJudge) return false
    const share = health.failures(now) / calls
    return share >= maxFailureShare && !this.#areOthersWorse(health, share, now)
  }

  /**
   * Whether the others fail more than half as often: then it is not this endpoint, but something that they all depend on,
   * and those that are left would have to bear the load as well.
   */
  #areOthersWorse(health: Health, share: number, now: number): boolean {
    let calls = 0
    let failures = 0
    for (const other of this.#byUrl.values()) {
      if (other === health) continue
      calls += other.calls(now)
      failures += other.failures(now)
    }
    return calls > 0 && failures / calls > share / 2
  }

  #mayIsolate(now: number): boolean {
    let away = 1
    for (const health of this.#byUrl.values()) {
      health.age(now)
      if (health.standing === 'isolated') away++
    }
    return away <= Math.floor(this.#byUrl.size / 2)
  }

  #isolate(health: Health, now: number): 'ejected' {
    if (health.standing === 'inService' && health.hasSucceeded) {
      const forgiven = Math.floor((now - health.since) / forgiveMs)
      health.isolations = Math.max(0, health.isolations - forgiven)
    }
    const isolationMs = Math.min(firstIsolationMs * 2 ** health.isolations, longestIsolationMs)
    if (isolationMs < longestIsolationMs) health.isolations++
    health.enter('isolated', now)
    health.until = now + isolationMs
    return 'ejected'
  }
}
