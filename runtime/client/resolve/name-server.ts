/** Questions to name servers: what they answered, or why not in words. The only file that knows node:dns. */

import type { Resolver } from 'node:dns/promises'
import { type Abortable, follow, unfollow } from '../../connection/signal-group.js'

export interface Found {
  readonly addresses: readonly string[]
  /** The shortest TTL of the answer; 0 where there is none. */
  readonly ttlMs: number
}

export interface ServiceRecord {
  readonly name: string
  readonly port: number
  readonly priority: number
  readonly weight: number
}

/** Half of the time that a first call has, at the most: one second, and two for the second try. */
const queryTimeoutMs = 1_000
const tries = 2

/** A question has no answer. The text says why, without the name that was asked for. */
export class NameError extends Error {
  readonly code: string
  /** Whether the answer is that there is nothing, rather than that nobody answered. */
  readonly isAbsence: boolean

  constructor(code: string, text: string, cause: unknown) {
    super(text, { cause })
    this.name = 'NameError'
    this.code = code
    this.isAbsence = code === 'ENOTFOUND' || code === 'ENODATA'
  }
}

export class NameServer {
  readonly #servers: readonly string[] | undefined
  readonly #signal: AbortSignal

  /** Questions end with an error when the signal aborts. */
  constructor(servers: readonly string[] | undefined, signal: AbortSignal) {
    this.#servers = servers
    this.#signal = signal
  }

  /** The A or AAAA records. Rejects with NameError. */
  addresses(host: string, family: 4 | 6): Promise<Found> {
    return this.#ask(family === 4 ? 'A' : 'AAAA', async (resolver) => {
      const records =
        family === 4
          ? await resolver.resolve4(host, { ttl: true })
          : await resolver.resolve6(host, { ttl: true })
      if (records.length === 0) throw Object.assign(new Error('no records'), { code: 'ENODATA' })
      return {
        addresses: records.map(({ address }) => address),
        ttlMs: 1_000 * Math.min(...records.map(({ ttl }) => ttl)),
      }
    })
  }

  /** The SRV records. Rejects with NameError. */
  services(name: string): Promise<readonly ServiceRecord[]> {
    return this.#ask('SRV', (resolver) => resolver.resolveSrv(name))
  }

  async #ask<T>(type: string, ask: (resolver: Resolver) => Promise<T>): Promise<T> {
    const { Resolver } = await import('node:dns/promises')
    // A new one each time: it reads the system's name servers when it is made, and remembers answers in some versions of Node.
    const resolver = new Resolver({ timeout: queryTimeoutMs, tries })
    if (this.#servers !== undefined) resolver.setServers(this.#servers)
    const question: Abortable = { onAbort: () => resolver.cancel() }
    if (this.#signal.aborted) throw this.#signal.reason
    follow(this.#signal, question)
    try {
      return await ask(resolver)
    } catch (error) {
      throw explain(error, type, resolver.getServers())
    } finally {
      unfollow(this.#signal, question)
    }
  }
}

/** The addresses by the system's own means: its hosts file, its search domains. Rejects with NameError. */
export async function systemAddresses(host: string, families: readonly number[]): Promise<Found> {
  const { lookup } = await import('node:dns/promises')
  try {
    const found = await lookup(host, {
      all: true,
      family: families.length === 1 ? (families[0] ?? 0) : 0,
    })
    return { addresses: found.map(({ address }) => address), ttlMs: 0 }
  } catch (error) {
    throw explain(error, 'address', [])
  }
}

function explain(error: unknown, type: string, servers: readonly string[]): NameError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN'
  const asked = servers.length === 0 ? 'the name server' : servers.join(', ')
  const said = texts[code]?.(asked, type) ?? `the query for ${type} records failed`
  return new NameError(code, `${said} (${code})`, error)
}

const texts: Readonly<Record<string, (servers: string, type: string) => string>> = {
  ENOTFOUND: () => 'the name does not exist',
  ENODATA: (_, type) => `the name has no ${type} record`,
  ETIMEOUT: (servers) => `no answer from ${servers}`,
  ECONNREFUSED: (servers) => `${servers} cannot be reached`,
  EREFUSED: (servers) => `${servers} refused to answer`,
  ESERVFAIL: (servers) => `${servers} failed to find the answer`,
  EBADRESP: (servers) => `the answer of ${servers} cannot be read`,
  EFORMERR: (servers) => `${servers} could not read the question`,
  EBADNAME: () => 'it is not a name that can be asked for',
  EAI_AGAIN: () => 'the name cannot be looked up now',
}
