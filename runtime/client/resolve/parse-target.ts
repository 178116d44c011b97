/** What `connect` takes, made into a resolver. */

import { formatAddress, parseAddress } from '../../address.js'
import type { Endpoint, Resolver } from '../../endpoint.js'
import { printable } from '../../logger.js'
import { checkOptionNames } from '../../options.js'
import { textOf } from '../../thrown.js'
import { dnsResolver } from './dns-resolver.js'
import { checkEndpoint, maxEndpoints } from './endpoint-set.js'
import { FixedResolver } from './fixed-resolver.js'
import { srvResolver } from './srv-resolver.js'

/**
 * Where a channel's servers are:
 * - `tcp://HOST:PORT`, `tls://HOST:PORT` or `unix:/PATH`: one server
 * - an array of these, or of endpoints with weights and priorities
 * - `dns://NAME:PORT` or `srv://_SERVICE._tcp.NAME`: whatever name servers say, now and later
 * - a resolver: `dnsResolver` and `srvResolver` with options, or one of your own
 */
export type ChannelTarget = string | readonly (string | Endpoint)[] | Resolver

const endpointFields = [
  'url',
  'weight',
  'priority',
  'serverName',
] as const satisfies (keyof Endpoint)[]

const forms =
  'write tcp://HOST:PORT, tls://HOST:PORT, unix:/PATH, dns://NAME:PORT or srv://_SERVICE._tcp.NAME, an array of addresses, or a resolver'

/** Throws TypeError for what is no target, and RangeError for weights and priorities out of range. */
export function parseTarget(target: ChannelTarget): Resolver {
  if (typeof target === 'string') return parseUrl(target)
  if (Array.isArray(target)) return parseList(target)
  if (isResolver(target)) return target
  if (typeof target === 'object' && target !== null && 'url' in target) {
    throw new TypeError('an endpoint alone is not a target: write an array, connect([{ url: … }])')
  }
  throw new TypeError(
    `${textOf(target)} is not an address: write a text, such as 'tcp://127.0.0.1:4000', an array of them, or a resolver with a name and watch()`,
  )
}

function parseUrl(url: string): Resolver {
  if (url.startsWith('dns:')) return dnsResolver(url)
  if (url.startsWith('srv:')) return srvResolver(url)
  if (!/^(tcp|tls|unix):/.test(url)) {
    throw new TypeError(`${JSON.stringify(printable(url))} is not an address: ${forms}`)
  }
  const name = formatAddress(parseAddress(url))
  return new FixedResolver(name, [{ url: name }])
}

function parseList(list: readonly unknown[]): Resolver {
  if (list.length === 0) {
    throw new TypeError(`an empty array names no server: ${forms}`)
  }
  if (list.length > maxEndpoints) {
    throw new RangeError(`${list.length} addresses are too many: at most ${maxEndpoints}`)
  }
  const endpoints = list.map((entry, at) => parseEntry(entry, at))
  const urls = endpoints.map(({ url }) => url)
  return new FixedResolver(urls.length === 1 ? (urls[0] ?? '') : urls.join(', '), endpoints)
}

function parseEntry(entry: unknown, at: number): Endpoint {
  const url = typeof entry === 'string' ? entry : (entry as Partial<Endpoint> | null)?.url // because checkEndpoint looks closer
  if (typeof url === 'string' && /^(dns|srv):/.test(url)) {
    throw new TypeError(
      `entry ${at} of the array is ${JSON.stringify(printable(url))}, which stands for a changing set: give it alone, or write a resolver that yields both`,
    )
  }
  const endpoint = typeof entry === 'string' ? { url: entry } : entry
  try {
    const checked = checkEndpoint(endpoint)
    checkOptionNames('an endpoint', endpoint as object, endpointFields) // because checkEndpoint takes only objects
    const { serverName, ...rest } = checked
    return {
      url: rest.url,
      weight: rest.weight,
      priority: rest.priority,
      ...(serverName === undefined ? {} : { serverName }),
    }
  } catch (error) {
    const kind = error instanceof RangeError ? RangeError : TypeError
    throw new kind(`entry ${at} of the array: ${textOf(error)}`)
  }
}

function isResolver(target: unknown): target is Resolver {
  return (
    typeof target === 'object' &&
    target !== null &&
    'watch' in target &&
    typeof target.watch === 'function' &&
    'name' in target &&
    typeof target.name === 'string'
  )
}
