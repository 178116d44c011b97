/** Where a service can be reached, and who says so. */

/** One server, as a resolver tells of it. */
export interface Endpoint {
  /** `tcp://HOST:PORT`, `tls://HOST:PORT` or `unix:/PATH`. What stands here tells endpoints apart. */
  readonly url: string
  /** Its share of the calls beside those of the others, 1 to 1000. Default 1. */
  readonly weight?: number
  /** Endpoints of the lowest number are used as long as one of them can be reached. Default 0. */
  readonly priority?: number
  /** The name that the server's certificate must carry. Default: the host of the URL. */
  readonly serverName?: string
}

/** What a channel tells whoever finds its endpoints. */
export interface ResolverContext {
  /** Aborts when this watch is over: the channel is closed, or calls `watch` again. */
  readonly signal: AbortSignal
  /**
   * Resolves when the channel wants to know at once: connections fail. Ask for it again after each time. It never resolves
   * otherwise, so a loop that polls uses `wait`: each `Promise.race` with this one would stay in memory.
   */
  refresh(): Promise<void>
  /**
   * Waits `ms` milliseconds before the next look. When the channel wants to know at once, also while the resolver was looking, it
   * waits one second at the most: failing connections hurry the resolver, and do not flood whom it asks. Does not keep the
   * process alive. Rejects with the signal's reason when the watch is over.
   */
  wait(ms: number): Promise<void>
}

/**
 * Finds the endpoints of a service. Yields the whole set at first and whenever it changes; the channel finds out what is
 * new. When it throws or ends, the channel keeps the last set, and calls `watch` again after a growing pause, of 30
 * seconds at the most.
 *
 * What it yields is checked: endpoints that are none are left out and logged, of those with the same URL one remains, and a
 * set without any endpoint counts as a failure. Waiting for what never comes is no harm: the channel does not wait for a
 * resolver when it closes.
 */
export interface Resolver {
  /** What errors call it: `dns://chat.internal:4000`. */
  readonly name: string
  watch(context: ResolverContext): AsyncIterable<readonly Endpoint[]>
}
