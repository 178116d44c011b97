/** What a balancer chooses from, and what it is to the channel. */

/** A connection that may take calls. */
export interface Target {
  /** Of its endpoint; several connections may share it. */
  readonly url: string
  /** That of the endpoint, 1 to 1000, which its connections share. Read when the targets change. */
  readonly weight: number
  /** Calls in flight on it. */
  readonly pending: number
  /** How long calls took there lately; 0 while unknown. See `Latency`. */
  readonly latencyMs: number
  /** Whether it can take a call now. */
  readonly canOpen: boolean
}

export interface Balancer<T extends Target> {
  /** The targets have changed: connected, lost, ejected, another weight. */
  update(targets: readonly T[]): void
  /**
   * Where the next call goes; undefined when none can take it. It counts: call it once for each call. `key` is that of the
   * call for consistent hashing. `avoid` has the URLs that failed this call already; they are used when nothing else is there.
   */
  pick(key: string | undefined, avoid: ReadonlySet<string> | undefined): T | undefined
}

/** Whether a target can take this call without having failed it before. */
export function isWelcome(target: Target, avoid: ReadonlySet<string> | undefined): boolean {
  return target.canOpen && (avoid === undefined || !avoid.has(target.url))
}

/** The share of each target: its endpoint's weight, divided among the connections to it. 1 on average. */
export function sharesOf(targets: readonly Target[]): number[] {
  const connections = new Map<string, number>()
  for (const { url } of targets) connections.set(url, (connections.get(url) ?? 0) + 1)
  const weights = targets.map(({ url, weight }) => weight / (connections.get(url) ?? 1))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / targets.length
  return weights.map((weight) => weight / mean)
}
