import type { EndpointStats } from '../stats.js'
import type { Link } from './link.js'

/** What there is to tell of each endpoint; its links, which are several where it has several connections, as one. */
export function reportEndpoints(
  links: readonly Link[],
  isEjected: (url: string) => boolean,
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
      ejected: isEjected(url),
      failedDials: sum(({ failures }) => failures),
      lastError: group.find(({ lastError }) => lastError !== undefined)?.lastError?.message,
    }
  })
}
