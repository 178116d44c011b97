/** Finds endpoints by the A and AAAA records of a name: Kubernetes' headless services, Compose, ECS, Consul. */

import type { Endpoint, Resolver, ResolverContext } from '../../endpoint.js'
import { printable } from '../../logger.js'
import { type DnsOptions, type DnsSettings, endpointAt, resolveDnsOptions } from './dns-options.js'
import { FixedResolver } from './fixed-resolver.js'
import { isHostName, isIp, splitHostPort } from './host.js'

/**
 * Resolves `dns://NAME:PORT` to an endpoint for each of the name's addresses, and looks again when their TTL is over (see
 * `DnsOptions`) and when connections fail. Where one address family fails and the other answers, the first keeps its last
 * addresses.
 *
 * The name is asked for as it is, without search domains. Where the system's name servers say that it does not exist, the
 * system's own lookup is tried, which knows the hosts file and search domains; `localhost` is only looked up there. A literal
 * address is used as it is.
 *
 * Throws TypeError for a URL of another form and for unknown options, and RangeError for options out of range.
 */
export function dnsResolver(url: string, options: DnsOptions = {}): Resolver {
  const { host, port } = parse(url)
  const settings = resolveDnsOptions('dnsResolver', options)
  if (!isIp(host)) return new DnsResolver(host, port, settings)
  return new FixedResolver(url, [endpointAt(host, port, settings, host)])
}

function parse(url: string): { host: string; port: number } {
  const text = typeof url === 'string' ? url : ''
  const rest = /^dns:\/\/([^/]+)\/?$/.exec(text)?.[1] ?? ''
  const [host, port = 0] = splitHostPort(rest) ?? ['']
  if ((isIp(host) || isHostName(host)) && port >= 1 && port <= 65_535) return { host, port }
  const given = typeof url === 'string' ? JSON.stringify(printable(url)) : String(url)
  throw new TypeError(
    `${given} is not a DNS target: write dns://NAME:PORT, such as dns://chat.internal:4000 (names with other letters in their xn-- form)`,
  )
}

class DnsResolver implements Resolver {
  readonly name: string
  readonly #host: string
  readonly #port: number
  readonly #settings: DnsSettings

  constructor(host: string, port: number, settings: DnsSettings) {
    this.name = `dns://${host}:${port}`
    this.#host = host
    this.#port = port
    this.#settings = settings
  }

  async *watch(context: ResolverContext): AsyncGenerator<readonly Endpoint[]> {
    const { watchHost } = await import('./watch-names.js')
    yield* watchHost(this.#host, this.#port, this.#settings, context)
  }
}
