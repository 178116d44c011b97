/** What the resolvers that ask name servers do when they are watched; most programs never load it. */

import type { Endpoint, ResolverContext } from '../../endpoint.js'
import { textOf } from '../../thrown.js'
import { type DnsSettings, endpointAt } from './dns-options.js'
import { maxWeight } from './endpoint-set.js'
import { isIp, withoutRoot } from './host.js'
import { HostAddresses } from './host-addresses.js'
import { type Found, NameError, NameServer, type ServiceRecord } from './name-server.js'
import { poll } from './poll.js'

/** The endpoints at the addresses of one host. */
export function watchHost(
  name: string,
  port: number,
  settings: DnsSettings,
  context: ResolverContext,
): AsyncIterable<readonly Endpoint[]> {
  const host = new HostAddresses(name, settings)
  const server = new NameServer(settings.servers, context.signal)
  const serverName = withoutRoot(name)
  return poll(context, settings, async () => {
    const { addresses, ttlMs } = await host.look(server, context.signal)
    const endpoints = addresses.map((address) => endpointAt(address, port, settings, serverName))
    return { endpoints, ttlMs }
  })
}

/** The endpoints that the SRV records of a service name. Certificates must carry `serverName`. */
export function watchService(
  service: string,
  serverName: string,
  settings: DnsSettings,
  context: ResolverContext,
): AsyncIterable<readonly Endpoint[]> {
  const server = new NameServer(settings.servers, context.signal)
  const hosts = new HostTable(settings)
  return poll(context, settings, async () => {
    const records = usable(await server.services(service))
    const found = await hosts.look(
      records.map(({ name }) => name),
      server,
      context.signal,
    )
    const endpoints = endpointsOf(records, found, serverName, settings)
    return { endpoints, ttlMs: Math.min(...[...found.values()].map(({ ttlMs }) => ttlMs)) }
  })
}

/** An endpoint for each address of each host. */
function endpointsOf(
  records: readonly ServiceRecord[],
  found: ReadonlyMap<string, Found>,
  serverName: string,
  settings: DnsSettings,
): readonly Endpoint[] {
  const endpoints: Endpoint[] = []
  for (const { name, port, priority, weight } of records) {
    const addresses = found.get(name)?.addresses ?? []
    const heaviest = Math.max(
      ...records.filter((r) => r.priority === priority).map((r) => r.weight),
    )
    const share = shareOf(weight, heaviest, addresses.length)
    for (const address of addresses) {
      const endpoint = endpointAt(address, port, settings, serverName)
      endpoints.push({ ...endpoint, weight: share, priority })
    }
  }
  return endpoints
}

/** From 0 to 65,535 beside others of the same priority, to 1 to 1000. */
function shareOf(weight: number, heaviest: number, addresses: number): number {
  const share = heaviest === 0 ? 1 : weight / heaviest
  return Math.max(1, Math.round((share * maxWeight) / addresses))
}

/** Throws where the records say that there is no such service (RFC 2782: a single record with the target "."). */
function usable(records: readonly ServiceRecord[]): readonly ServiceRecord[] {
  const some = records.filter(({ name, port }) => name !== '' && name !== '.' && port > 0)
  if (some.length > 0) return some
  throw new NameError('ENODATA', 'the SRV records say that the service is not offered', undefined)
}

/** The addresses of all hosts that the records name. */
class HostTable {
  readonly #settings: DnsSettings
  #hosts = new Map<string, HostAddresses>()

  constructor(settings: DnsSettings) {
    this.#settings = settings
  }

  /** Of those that have addresses. Rejects with the error of one when none has. A host that nobody answers for keeps its last. */
  async look(
    names: readonly string[],
    server: NameServer,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Found>> {
    const hosts = new Map(
      names.map((name) => [name, this.#hosts.get(name) ?? new HostAddresses(name, this.#settings)]),
    )
    this.#hosts = hosts
    const found = new Map<string, Found>()
    let error: unknown
    await Promise.all(
      Array.from(hosts, async ([name, host]) => {
        try {
          found.set(name, await (isIp(name) ? literal(name) : host.look(server, signal)))
        } catch (thrown) {
          error = new Error(`none of the hosts has an address; ${name}: ${textOf(thrown)}`, {
            cause: thrown,
          })
          // Nobody answered: that says nothing against what is known.
          const { last } = host
          if (last !== undefined) found.set(name, last)
        }
      }),
    )
    if (found.size > 0) return found
    throw error
  }
}

/** Against the RFC, and yet to be seen: an address where a name should be. */
function literal(address: string): Found {
  return { addresses: [address], ttlMs: Number.POSITIVE_INFINITY }
}
