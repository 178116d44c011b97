import type { EndpointFailure } from '../call-report.js'
import type { EndpointStats } from '../stats.js'
import type { Link } from './link.js'
import type { LinkState } from './link-state.js'

/** What can be said of a link that has not failed, and is of no use yet. */
const unfinished: { readonly [State in LinkState]?: string } = {
  dialling: 'the connection does not stand yet',
  ready: 'the server has not said yet whether it serves',
}

/** What there is to tell of each endpoint; its links, which are several where it has several connections, as one. */
export function reportEndpoints(
  links: readonly Link[],
  isEjected: (link: Link) => boolean,
): readonly EndpointStats[] {
  const byUrl = new Map<string, Link[]>()
  for (const link of links) {
    const group = byUrl.get(link.url)
    if (group === undefined) byUrl.set(link.url, [link])
    else group.push(link)
  }
  return Array.from(byUrl, ([url, group]) => {
    const sum = (count: (link: Link) => number) =>
      group.reduce((total, link) => total + count(link), 0)
    return {
      url,
      ready: group.some(({ isReady }) => isReady),
      connections: sum(({ connections }) => connections.size),
      inFlight: sum(({ inFlight }) => inFlight),
      latencyMs: Math.max(...group.map(({ latencyMs }) => latencyMs)),
      ejected: group.some(isEjected),
      failedDials: sum(({ failures }) => failures),
      lastError: group.find(({ lastError }) => lastError !== undefined)?.lastError?.message,
    }
  })
}

/** Those that cannot be used at the moment; of one with several connections, one entry. */
export function* reportFailures(
  links: ReadonlyMap<string, readonly Link[]>,
): Iterable<EndpointFailure> {
  for (const [url, group] of links) {
    if (group.some(({ isReady }) => isReady)) continue
    const failed = group.find(({ lastError }) => lastError !== undefined)
    const begun = group.find(({ state }) => state === 'dialling' || state === 'ready')
    const lastError = failed?.lastError?.message ?? (begun && unfinished[begun.state])
    if (lastError === undefined) continue
    const attempts = group.reduce((sum, { failures }) => sum + failures, 0)
    yield { url, attempts: Math.max(attempts, 1), lastError }
  }
}
