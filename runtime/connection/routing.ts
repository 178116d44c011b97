/** What the choice of a server depends on for one call; most calls have none of it. */
export interface Routing {
  /** Calls of one key go to one server, where the channel balances by key. */
  readonly key: string | undefined
  /** URLs of endpoints that failed this call already: the last choice. */
  readonly avoid: ReadonlySet<string> | undefined
  /** Whether the call waits for a server that cannot be reached; undefined leaves it to the channel. */
  readonly waitForReady: boolean | undefined
}
