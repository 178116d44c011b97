/** Finds endpoints by SRV records (RFC 2782): hosts with ports, weights and priorities. */

import type { Endpoint, Resolver, ResolverContext } from '../../endpoint.js'
import { printable } from '../../logger.js'
import { textOf } from '../../thrown.js'
import { type DnsOptions, type DnsSettings, resolveDnsOptions } from './dns-options.js'
import { endpointAt } from './dns-resolver.js'
import { maxWeight } from './endpoint-set.js'
import { isHostName, isIp, withoutRoot } from './host.js'
import { HostAddresses } from './host-addresses.js'
import { type Found, NameError, NameServer, type ServiceRecord } from './name-server.js'
import { type Look, poll } from './poll.js'

/**
 * Resolves `srv://NAME`, such as `srv://_rpc._tcp.chat.internal`, to an endpoint for each address of each record's host. A
 * host's weight is shared among its addresses; weight 0 is the smallest share there is. Priorities are those of the records.
 *
 * Node does not tell the TTL of SRV records, so that of the addresses decides when to look again (see `DnsOptions`). A host
 * without an address is left out as long as others have one. With `secure`, certificates must carry NAME without its
 * `_service._proto` labels, not the host that the record names: who can forge a record could name any.
 *
 * Throws TypeError for a URL of another form and for unknown options, and RangeError for options out of range.
 */
export function srvResolver(url: string, options: DnsOptions = {}): Resolver {
  const text = typeof url === 'string' ? url : ''
  const name = /^srv:\/\/([^/]+)\/?$/.exec(text)?.[1] ?? ''
  if (!isHostName(name) || isIp(name)) {
    const given = typeof url === 'string' ? JSON.stringify(printable(url)) : String(url)
    throw new TypeError(
      `${given} is not an SRV target: write srv://_SERVICE._tcp.NAME, such as srv://_rpc._tcp.chat.internal; the port comes from the records`,
    )
  }
  return new SrvResolver(name, resolveDnsOptions('srvResolver', options))
}

class SrvResolver implements Resolver {
  readonly name: string
  readonly #service: string
  readonly #serverName: string
  readonly #settings: DnsSettings

  constructor(service: string, settings: DnsSettings) {
    this.name = `srv://${service}`
    this.#service = service
    this.#serverName = withoutRoot(service.replace(/^(_[^.]*\.)+/, ''))
    this.#settings = settings
  }

  watch(context: ResolverContext): AsyncIterable<readonly Endpoint[]> {
    const server = new NameServer(this.#settings.servers, context.signal)
    const hosts = new HostTable(this.#settings)
    return poll(context, this.#settings, async () => {
      const records = usable(await server.services(this.#service))
      const found = await hosts.look(
        records.map(({ name }) => name),
        server,
        context.signal,
      )
      return this.#endpoints(records, found)
    })
  }

  #endpoints(records: readonly ServiceRecord[], found: ReadonlyMap<string, Found>): Look {
    const endpoints: Endpoint[] = []
    for (const { name, port, priority, weight } of records) {
      const addresses = found.get(name)?.addresses ?? []
      const heaviest = Math.max(
        ...records.filter((r) => r.priority === priority).map((r) => r.weight),
      )
      const share = shareOf(weight, heaviest, addresses.length)
      for (const address of addresses) {
        const endpoint = endpointAt(address, port, this.#settings, this.#serverName)
        endpoints.push({ ...endpoint, weight: share, priority })
      }
    }
    return { endpoints, ttlMs: Math.min(...[...found.values()].map(({ ttlMs }) => ttlMs)) }
  }
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
