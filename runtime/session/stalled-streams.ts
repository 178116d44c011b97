/**
 * Ends streams that nobody reads, when they are what keeps the other streams of the connection waiting.
 *
 * An unread stream holds its messages' credit of the connection, and it may do so for as long as there is enough for the
 * others. When little is left, the owner sweeps in intervals, and a stream of which nothing was taken for all of
 * `streamStallMs` is ended. Nothing is counted or timed before.
 */

import type { Limits } from '../limits.js'
import { outcomeNumbers, statusNumbers } from '../status.js'
import { type Cancel, refusal, type Status } from '../wire/call-bodies.js'
import { isRemoteClosed } from './call-state.js'
import type { Calls } from './calls.js'
import type { Receiver } from './receiver.js'
import type { SessionCall } from './session-call.js'

/** Sweeps in `streamStallMs`. */
export const sweepsPerStall = 4

/** What a sweep acts upon; the session owns all of it. */
export interface StallContext {
  readonly calls: Calls
  readonly receiver: Receiver
  readonly limits: Limits
  /** Ends a call that the peer opened. */
  answer(call: SessionCall, status: Status): void
  /** Gives up a call of this side. */
  cancel(call: SessionCall, cancel: Cancel): void
}

/** Returns whether another sweep is due, a quarter of `streamStallMs` later. */
export function sweepStalled(context: StallContext): boolean {
  const { calls, receiver } = context
  // Those that are over and still unread are in no table any more.
  const streams = new Set([...receiver.leftovers, ...calls.incoming, ...calls.outgoing])
  const stalled: SessionCall[] = []
  for (const call of streams) {
    const { flow } = call
    if (flow === undefined || flow.unread === 0) continue
    flow.idleSweeps = receiver.isStarved ? flow.idleSweeps + 1 : 0
    if (flow.idleSweeps > sweepsPerStall) stalled.push(call)
  }
  stalled.sort((a, b) => (b.flow?.unread ?? 0) - (a.flow?.unread ?? 0))
  for (const call of stalled) {
    // What was taken and kept back for a larger CREDIT may be enough.
    receiver.returnAll()
    if (!receiver.isStarved) break
    end(context, call)
  }
  if (stalled.length > 0) receiver.returnAll()
  return receiver.stillStarved()
}

function end(context: StallContext, call: SessionCall): void {
  const { calls, limits } = context
  const text = `nobody has read this stream for ${limits.streamStallMs} ms, and what it holds keeps other streams waiting`
  if (calls.isLocal(call.id)) {
    if (!isRemoteClosed(call.state)) {
      context.cancel(call, { code: statusNumbers.RESOURCE_EXHAUSTED, reason: text })
    }
  } else {
    const status = refusal('RESOURCE_EXHAUSTED', text)
    context.answer(call, { ...status, outcome: outcomeNumbers.unknown })
    call.discarding = true
  }
  call.onStalled(text)
}
