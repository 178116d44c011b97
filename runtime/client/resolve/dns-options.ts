/** What the resolvers that ask name servers have in common: their options, how often they ask, and what they tell of. */

import { formatAddress } from '../../address.js'
import { random } from '../../connection/random.js'
import { parseDuration } from '../../duration.js'
import type { Endpoint } from '../../endpoint.js'
import { checkOptionNames } from '../../options.js'
import { isIp, splitHostPort } from './host.js'

export interface DnsOptions {
  /** Name servers as `IP` or `IP:PORT` (`[IPv6]:PORT`), asked in this order. Default: those of the system. */
  readonly servers?: readonly string[]
  /**
   * Yields `tls://` endpoints, whose certificates must carry the name that was asked for: the answers of name servers are not
   * to be trusted with that. Default: false.
   */
  readonly secure?: boolean
  /**
   * Asks again when the shortest TTL of an answer is over, but no sooner than this: milliseconds or '5s', at least 1 s. Default 5 s.
   * It is also the pace for answers without a TTL. (A failing connection makes it look again at once, or one second after
   * the last time.)
   */
  readonly minInterval?: number | string
  /** Asks again after this at the latest, so that new servers are noticed: at most 24 h. Default 30 s. */
  readonly maxInterval?: number | string
  /** Only the IPv4 or only the IPv6 addresses, as where a network carries only one of them. Default: both. */
  readonly family?: 4 | 6
}

export interface DnsSettings {
  readonly servers: readonly string[] | undefined
  readonly secure: boolean
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
  readonly families: readonly (4 | 6)[]
}

const optionNames = [
  'servers',
  'secure',
  'minInterval',
  'maxInterval',
  'family',
] as const satisfies (keyof DnsOptions)[]

const shortestIntervalMs = 1_000
const longestIntervalMs = 24 * 3_600_000

/** Fills in the defaults. Throws TypeError or RangeError, naming the option. */
export function resolveDnsOptions(of: string, options: DnsOptions): DnsSettings {
  checkOptionNames(of, options, optionNames)
  const { servers, secure = false, minInterval = '5s', maxInterval = '30s', family } = options
  if (servers !== undefined) checkServers(of, servers)
  if (typeof secure !== 'boolean') {
    throw new TypeError(
      `${of}: the option secure is ${JSON.stringify(secure)}: write true or false`,
    )
  }
  if (family !== undefined && family !== 4 && family !== 6) {
    throw new RangeError(
      `${of}: the option family is ${JSON.stringify(family)}: write 4 or 6, or leave it out for both`,
    )
  }
  const minIntervalMs = parseDuration(minInterval, `${of}: the option minInterval`)
  const maxIntervalMs = parseDuration(maxInterval, `${of}: the option maxInterval`)
  if (minIntervalMs < shortestIntervalMs) {
    throw new RangeError(`${of}: the option minInterval is ${minIntervalMs} ms: at least 1 s`)
  }
  if (maxIntervalMs < minIntervalMs || maxIntervalMs > longestIntervalMs) {
    throw new RangeError(
      `${of}: the option maxInterval is ${maxIntervalMs} ms: from minInterval (${minIntervalMs} ms) to 24 h`,
    )
  }
  return {
    servers,
    secure,
    minIntervalMs,
    maxIntervalMs,
    families: family === undefined ? [4, 6] : [family],
  }
}

function checkServers(of: string, servers: readonly string[]): void {
  const remedy =
    "write IP addresses, with a port or without: ['10.0.0.2', '127.0.0.1:5353', '[::1]:53']"
  if (!Array.isArray(servers) || servers.length === 0) {
    throw new TypeError(`${of}: the option servers is ${JSON.stringify(servers)}: ${remedy}`)
  }
  for (const server of servers) {
    const [host, port] = (typeof server === 'string' && splitHostPort(server)) || [
      server,
      undefined,
    ]
    const isPort = port === undefined || (port >= 1 && port <= 65_535)
    if (typeof host === 'string' && isIp(host) && isPort) continue
    throw new TypeError(`${of}: ${JSON.stringify(server)} is not a name server: ${remedy}`)
  }
}

/** Clients that learnt of an address together ask apart, and after its TTL: before it is over they would learn nothing new. */
const spread = 0.1

/** Milliseconds until the next look. */
export function intervalOf(settings: DnsSettings, ttlMs: number): number {
  const { minIntervalMs, maxIntervalMs } = settings
  return Math.min(Math.max(ttlMs, minIntervalMs), maxIntervalMs) * (1 + spread * random())
}

/** An endpoint of a literal address, encrypted where the options say so. */
export function endpointAt(
  address: string,
  port: number,
  settings: DnsSettings,
  serverName: string,
): Endpoint {
  if (!settings.secure) return { url: formatAddress({ kind: 'tcp', host: address, port }) }
  return { url: formatAddress({ kind: 'tls', host: address, port }), serverName }
}
