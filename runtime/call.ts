/** What a program says about a call it makes, and what a handler learns about a call it serves. */

export interface CallOptions {
  /**
   * Milliseconds, or a string such as '500ms', '2s', '1m', until the call fails with DEADLINE_EXCEEDED.
   * Default: the method's `timeout` in the schema, else the channel's, else 10 s.
   */
  readonly timeout?: number | string
  /** Aborting it cancels the call and tells the handler. */
  readonly signal?: AbortSignal
  /** The call being served while this one is made: its remaining time and its cancellation apply here too. */
  readonly parent?: ServerCall
}

/** One call, as its handler sees it. */
export interface ServerCall {
  /** `package.Service/method`. */
  readonly method: string
  /** Aborts when the caller cancels, its deadline passes or the connection is lost. */
  readonly signal: AbortSignal
  /** When the call expires, on the clock of `performance.now()`; Infinity when it does not. */
  readonly deadline: number
  /** Milliseconds left until then, never negative. */
  timeLeft(): number
  readonly peer: Peer
}

/** The other end of a connection. */
export interface Peer {
  /** As a URL: `tcp://127.0.0.1:51234`, or `unix:` for a peer on a Unix socket. */
  readonly address: string
  /** What the peer says it is, at most 256 characters; not to be trusted. */
  readonly agent: string
}
