/** Where the time of a call went that this side made. */

import type { CallTiming, PeerTiming } from '../call-report.js'
import type { OutgoingExtras } from './call-extras.js'
import type { CallHost } from './call-host.js'
import type { Clock } from './clock.js'

/** What is known of a call; `id` is 0 and `connection` undefined while it has none. */
export interface TimedCall {
  readonly id: number
  readonly startedAt: number
  readonly extras: OutgoingExtras | undefined
  readonly connection: CallHost | undefined
}

/** `peer` is what the peer says of its part. */
export function timingOf(
  { id, startedAt, extras, connection }: TimedCall,
  clock: Clock,
  peer: PeerTiming | undefined,
): CallTiming {
  const now = clock.now()
  // A call that did not wait left when it was made.
  const sentAt = timeOr(extras?.sentAt, id === 0 ? now : startedAt)
  const connectedAt = timeOr(extras?.connectedAt, sentAt)
  return {
    totalMs: now - startedAt,
    connectingMs: connectedAt - startedAt,
    queuedMs: sentAt - connectedAt,
    waitingMs: now - sentAt,
    eventLoopMs: clock.stalledSince(startedAt),
    ...(peer === undefined ? {} : { peer }),
    ...(id === 0 || connection === undefined ? {} : { silentMs: now - connection.receivedAt }),
  }
}

function timeOr(time: number | undefined, otherwise: number): number {
  return time === undefined || Number.isNaN(time) ? otherwise : time
}
