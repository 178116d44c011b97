/** What a failed call tells of itself beside its status, and how that is printed. */

import type { Outcome, StatusCode } from './status.js'

/** Where a call's time went, in milliseconds, as far as this side can know. */
export interface CallTiming {
  /** From the call to its end. */
  readonly totalMs: number
  /** In earlier attempts and the waits after them, where there were any. */
  readonly earlierMs?: number
  /** Waiting for a connection and its handshake. */
  readonly connectingMs: number
  /** Waiting in this process for room on the connection. */
  readonly queuedMs: number
  /** From handing the call to the socket to its end: network, peer's queue and handler together. */
  readonly waitingMs: number
  /**
   * How long this process's event loop stood still during all of that, so that no answer could be read: to within 20 ms,
   * and watched while calls are made and for half a minute after the last.
   */
  readonly eventLoopMs: number
  /** Since the last byte that the peer sent, whatever it was about; absent where the call was not sent. */
  readonly silentMs?: number
  /** What the peer says of its side; absent where nothing came back. */
  readonly peer?: PeerTiming
}

/** Where a call's time went on the side that served it, in milliseconds. */
export interface PeerTiming {
  /** From the call's arrival to the answer. */
  readonly servedMs: number
  /** How long that process's event loop stood still meanwhile. */
  readonly eventLoopMs: number
}

/** One attempt of a call, as its channel saw it. */
export interface CallAttempt {
  /** Counted from 1; `call.attempt` on the server. */
  readonly number: number
  /** Where it went, as a URL; of an attempt that found no connection, what the channel was looking for. */
  readonly endpoint: string
  readonly code: StatusCode
  readonly outcome: Outcome
  readonly message: string
  /** When it began, in milliseconds since the call was made. */
  readonly startedAt: number
  readonly durationMs: number
}

/** An endpoint that could not be reached while a call waited for it. */
export interface EndpointFailure {
  readonly url: string
  /** How often it failed: attempts to connect since one stood, or attempts of the call that found it gone. */
  readonly attempts: number
  /** Why the last one failed: `connect ECONNREFUSED 127.0.0.1:4000`. */
  readonly lastError: string
}

/** Says where the time went in one line, leaving out what took none. */
export function describeTiming(timing: CallTiming): string {
  const parts: [string, number][] = [
    ['in earlier attempts', timing.earlierMs ?? 0],
    ['connecting', timing.connectingMs],
    ['queued here', timing.queuedMs],
    ['waiting for the answer', timing.waitingMs],
  ]
  const spent = parts
    .filter(([, ms]) => ms >= 1)
    .map(([name, ms]) => `${Math.round(ms)} ms ${name}`)
  const sum = `${Math.round(timing.totalMs)} ms in all${spent.length > 0 ? `: ${spent.join(', ')}` : ''}`
  return [sum, ...describeLoop('this process', timing.eventLoopMs), ...describePeer(timing)].join(
    '; ',
  )
}

function describeLoop(whose: string, ms: number): readonly string[] {
  return ms < 1 ? [] : [`the event loop of ${whose} stood still for ${Math.round(ms)} ms`]
}

function describePeer({ peer, silentMs, waitingMs }: CallTiming): readonly string[] {
  if (peer !== undefined) {
    const served = `the peer had the call for ${Math.round(peer.servedMs)} ms`
    return [served, ...describeLoop('the peer', peer.eventLoopMs)]
  }
  if (silentMs === undefined) return []
  if (silentMs >= waitingMs) return ['nothing came back from the peer']
  return [`the peer did not answer, and was last heard ${Math.round(silentMs)} ms before`]
}

/** One line for each attempt. */
export function describeAttempts(attempts: readonly CallAttempt[]): readonly string[] {
  return alignColumns(
    attempts.map(({ number, endpoint, code, outcome, message, startedAt, durationMs }) => [
      `${number}`,
      endpoint,
      `after ${Math.round(startedAt)} ms`,
      `for ${Math.round(durationMs)} ms`,
      code,
      outcome,
      message,
    ]),
  )
}

/** One line for each endpoint. */
export function describeEndpoints(endpoints: readonly EndpointFailure[]): readonly string[] {
  return alignColumns(
    endpoints.map(({ url, attempts, lastError }) => [
      url,
      `tried ${attempts === 1 ? 'once' : `${attempts} times`}`,
      lastError,
    ]),
  )
}

/** Rows as lines whose columns begin below each other. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length)
    })
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
