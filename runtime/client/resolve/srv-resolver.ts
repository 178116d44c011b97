/** Finds endpoints by SRV records (RFC 2782): hosts with ports, weights and priorities. */

import type { Endpoint, Resolver, ResolverContext } from '../../endpoint.js'
import { printable } from '../../logger.js'
import { type DnsOptions, type DnsSettings, resolveDnsOptions } from './dns-options.js'
import { isHostName, isIp, withoutRoot } from './host.js'

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

  async *watch(context: ResolverContext): AsyncGenerator<readonly Endpoint[]> {
    const { watchService } = await import('./watch-names.js')
    yield* watchService(this.#service, this.#serverName, this.#settings, context)
  }
}
