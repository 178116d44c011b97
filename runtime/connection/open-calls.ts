/** What holds a goodbye up, for the log. */

import type { Calls } from '../session/calls.js'
import type { OnewayGate } from './oneway-gate.js'

/** The calls of both directions by method, with how many there are of each: `a.v1.B/c (2), a.v1.B/d (1)`. */
export function listOpenCalls(calls: Calls, oneways: OnewayGate): string {
  const labels = [...calls.incoming, ...calls.outgoing].map(({ label }) => label)
  const list = countEach(labels)
  if (oneways.accepted > 0) list.push(`one-way messages (${oneways.accepted})`)
  return list.join(', ')
}

/** Each label once, with its count. */
export function countEach(labels: Iterable<string>): string[] {
  const counts = new Map<string, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  return Array.from(counts, ([label, count]) => `${label} (${count})`)
}
