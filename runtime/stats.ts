/** What servers and channels say of themselves at one moment. Plain numbers, for a log or a dashboard. */

import type { StatusCode } from './status.js'

export interface HandlerStats {
  /** Handlers called so far. */
  readonly started: number
  /** Handlers at work now. */
  readonly running: number
  /** Of those, the ones whose call is over: cancelled, past its deadline, or its connection lost. */
  readonly overtime: number
  /** Handlers that were still in overtime after `limits.stuckHandlerMs` and were reported, so far. */
  readonly stuck: number
}

export interface ServerStats {
  /** Peers whose handshake is complete. */
  readonly connections: number
  /** Peers whose handshake is under way. */
  readonly handshakes: number
  readonly handlers: HandlerStats
  /** Bytes of answers that wait for a peer to read. */
  readonly queuedBytes: number
  /** Bytes of answers that wait for credit. */
  readonly waitingBytes: number
  readonly methods: readonly MethodStats[]
}

/** How long calls took, in milliseconds; quantiles are right within a sixteenth. */
export interface LatencyStats {
  readonly count: number
  readonly meanMs: number
  readonly p50Ms: number
  readonly p90Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
}

/**
 * The calls of one method that have ended since the start. A caller counts those that were sent, each attempt by itself, without
 * streams that it left.
 */
export interface MethodStats {
  /** `package.Service/method`. */
  readonly method: string
  /** How many failed, by code. */
  readonly failed: { readonly [Code in StatusCode]?: number }
  /** Of all of them. A caller's times are from the call to its end; a server's, from the request's arrival to when its answer can leave. */
  readonly latency: LatencyStats
}

/** What a channel knows of one endpoint. */
export interface EndpointStats {
  readonly url: string
  /** Whether a connection stands that takes calls. */
  readonly ready: boolean
  readonly connections: number
  /** Calls that were sent there and have not ended. */
  readonly inFlight: number
  /** How long calls took there lately; 0 before the first has ended. */
  readonly latencyMs: number
  /** Whether calls go elsewhere because too many failed there. */
  readonly ejected: boolean
  /** Attempts to connect that failed since one succeeded. */
  readonly failedDials: number
  /** Why the last of those did. */
  readonly lastError: string | undefined
}

export interface ChannelStats {
  /** Connections that are not closed: those in use, and those that finish their calls. */
  readonly connections: number
  /** Calls that were sent and have not ended. */
  readonly inFlight: number
  /** Calls that wait for a connection or for room on it. */
  readonly waiting: number
  readonly endpoints: readonly EndpointStats[]
  readonly methods: readonly MethodStats[]
}
