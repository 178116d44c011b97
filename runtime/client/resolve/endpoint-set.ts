/** What a resolver may say: endpoints with all their fields checked, each URL once. */

import { type Address, formatAddress, parseAddress } from '../../address.js'
import type { Endpoint } from '../../endpoint.js'
import { printable } from '../../logger.js'
import { textOf } from '../../thrown.js'

/** An endpoint with its defaults filled in. */
export interface ResolvedEndpoint {
  /** As `formatAddress` writes it, so that one address has one URL. */
  readonly url: string
  readonly address: Address
  readonly weight: number
  readonly priority: number
  /** The name that the server's certificate must carry; undefined for the host of the URL. */
  readonly serverName: string | undefined
}

export const maxWeight = 1_000
const maxPriority = 2 ** 31 - 1

/** Each endpoint costs memory and a connection: more than this is a mistake of whoever tells of them. */
export const maxEndpoints = 4_096

/** Throws TypeError or RangeError, saying which field is wrong. */
export function checkEndpoint(endpoint: unknown): ResolvedEndpoint {
  if (typeof endpoint !== 'object' || endpoint === null) {
    throw new TypeError(
      `${describe(endpoint)} is not an endpoint: it must be an object such as { url: 'tcp://10.0.0.1:4000' }`,
    )
  }
  const { url, weight = 1, priority = 0, serverName } = endpoint as Partial<Endpoint> // because each field is checked below
  const address = parseAddress(url as string) // because it says what is wrong with anything else
  checkNumber('weight', weight, 1, maxWeight)
  checkNumber('priority', priority, 0, maxPriority)
  if (serverName !== undefined && (typeof serverName !== 'string' || serverName === '')) {
    throw new TypeError(`serverName is ${describe(serverName)}: it must be a host name`)
  }
  return { url: formatAddress(address), address, weight, priority, serverName }
}

function checkNumber(name: string, value: unknown, min: number, max: number): void {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return
  throw new RangeError(
    `${name} is ${describe(value)}: it must be a whole number from ${min} to ${max}`,
  )
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(printable(value)) : textOf(value)
}

/**
 * Everything usable of what a resolver yielded, in its order, and what is wrong with the rest. One bad entry does not cost the
 * others: who registers rubbish in a shared registry must not stop all its readers. Throws TypeError for what is no list.
 */
export function checkEndpoints(told: unknown): {
  readonly endpoints: readonly ResolvedEndpoint[]
  readonly problems: readonly string[]
} {
  if (!Array.isArray(told)) {
    throw new TypeError(`told of ${describe(told)}: it must yield arrays of endpoints`)
  }
  const byUrl = new Map<string, ResolvedEndpoint>()
  const problems: string[] = []
  const { length } = told
  if (length > maxEndpoints) {
    problems.push(`told of ${length} endpoints: all after the first ${maxEndpoints} are left out`)
  }
  for (let at = 0; at < length && at < maxEndpoints; at++) {
    try {
      const endpoint = checkEndpoint(told[at])
      byUrl.set(endpoint.url, merge(byUrl.get(endpoint.url), endpoint))
    } catch (error) {
      problems.push(`endpoint ${at} left out: ${textOf(error)}`)
    }
  }
  return { endpoints: [...byUrl.values()], problems }
}

/** Told of twice: what counts is the better priority, and within it the sum of the shares. */
function merge(first: ResolvedEndpoint | undefined, second: ResolvedEndpoint): ResolvedEndpoint {
  if (first === undefined || second.priority < first.priority) return second
  if (second.priority > first.priority) return first
  return { ...first, weight: Math.min(first.weight + second.weight, maxWeight) }
}
