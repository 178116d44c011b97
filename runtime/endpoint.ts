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
  /** Aborts when the channel is closed. */
  readonly signal: AbortSignal
  /** Resolves when the channel wants to know at once: connections fail. Ask for it again after each time. */
  refresh(): Promise<void>
}

/**
 * Finds the endpoints of a service. Yields the whole set at first and whenever it changes; the channel finds out what is
 * new. When it throws, the channel keeps the last set, and calls `watch` again after a growing pause.
 */
export interface Resolver {
  /** What errors call it: `dns://chat.internal:4000`. */
  readonly name: string
  watch(context: ResolverContext): AsyncIterable<readonly Endpoint[]>
}
