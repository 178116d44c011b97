/** The loop of resolvers that have to ask: yields what they find out, whenever it is something else. */

import type { Endpoint, ResolverContext } from '../../endpoint.js'
import { type DnsSettings, intervalOf } from './dns-options.js'

export interface Look {
  /** In any order, possibly with duplicates. */
  readonly endpoints: readonly Endpoint[]
  readonly ttlMs: number
}

/** Ends with what `look` throws, or when the watch is over. */
export async function* poll(
  context: ResolverContext,
  settings: DnsSettings,
  look: () => Promise<Look>,
): AsyncGenerator<readonly Endpoint[]> {
  let last = ''
  while (!context.signal.aborted) {
    const { endpoints, ttlMs } = await look()
    const set = sortedOnce(endpoints)
    // Answers come in another order each time: only another set is news.
    const now = JSON.stringify(set)
    if (now !== last) yield set
    last = now
    await context.wait(intervalOf(settings, ttlMs))
  }
}

function sortedOnce(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const byUrl = new Map(endpoints.map((endpoint) => [endpoint.url, endpoint]))
  return [...byUrl.values()].sort((one, other) => (one.url < other.url ? -1 : 1))
}
