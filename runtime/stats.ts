/** What servers and channels say of themselves at one moment. Plain numbers, for a log or a dashboard. */

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
}

export interface ChannelStats {
  /** Connections that are not closed: the one in use, and those that finish their calls. */
  readonly connections: number
  /** Calls that were sent and have not ended. */
  readonly inFlight: number
  /** Calls that wait for a connection or for room on it. */
  readonly waiting: number
}
