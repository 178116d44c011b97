/** What holds a goodbye up and what outlives it, for the log. */

import type { Logger } from '../logger.js'
import type { Calls } from '../session/calls.js'
import type { OnewayGate } from './oneway-gate.js'

/** The calls of both directions by method, with how many there are of each: `a.v1.B/c (2), a.v1.B/d (1)`. */
export function listOpenCalls(calls: Calls, oneways: OnewayGate): string {
  const labels = [...calls.incoming, ...calls.outgoing].map(({ label }) => label)
  return countEach([...labels, ...oneways.labels])
}

/** Names the handlers that go on although whoever they worked for is closed; says nothing where there are none. */
export function warnOfHandlers(logger: Logger, closed: string, labels: readonly string[]): void {
  if (labels.length === 0) return
  logger.warn(
    `trunkline: ${closed}, and handlers still run: ${countEach(labels)}; give call.signal to what they wait for`,
  )
}

/** Each label once, with its count. */
function countEach(labels: Iterable<string>): string {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return Array.from(counts, ([label, count]) => `${label} (${count})`).join(', ')
}
