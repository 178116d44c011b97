/** The addresses of one host, of both families, as long as somebody watches it. */

import { systemClock } from '../../connection/clock.js'
import { Sleep } from '../../connection/sleep.js'
import type { DnsSettings } from './dns-options.js'
import { type Found, NameError, type NameServer, systemAddresses } from './name-server.js'

type Family = 4 | 6

/**
 * How long the second family's answer is waited for when the first has come: the Resolution Delay of RFC 8305, section 3. Some
 * name servers, and some firewalls, never answer one of the two.
 */
const graceMs = 50

export class HostAddresses {
  readonly #host: string
  readonly #settings: DnsSettings
  /** What each family's last answer was. */
  readonly #known = new Map<Family, Found>()
  #looks = 0

  constructor(host: string, settings: DnsSettings) {
    this.#host = host
    this.#settings = settings
  }

  /**
   * What is known after asking again. A family that fails, or takes longer than the other, keeps its last answer; what comes
   * late counts at the next look. Rejects with NameError when no family has an address.
   */
  async look(server: NameServer, signal: AbortSignal): Promise<Found> {
    if (this.#isLocal) return systemAddresses(this.#host, this.#settings.families)
    const look = ++this.#looks
    const errors: NameError[] = []
    const asked = this.#settings.families.map((family) => this.#ask(family, server, look, errors))
    const all = Promise.all(asked)
    const hasSome = await Promise.race([all.then((some) => some.includes(true)), some(asked)])
    if (!hasSome) return this.#withoutAnswer(errors)
    await this.#grace(all, signal)
    return this.#all()
  }

  /** What the last looks found; undefined before the first, and when the name servers said that there is nothing. */
  get last(): Found | undefined {
    return this.#known.size === 0 ? undefined : this.#all()
  }

  /** RFC 6761, section 6.3: such names are not for name servers. */
  get #isLocal(): boolean {
    return this.#settings.servers === undefined && /(^|\.)localhost\.?$/i.test(this.#host)
  }

  /** Resolves with whether there are addresses; never rejects. */
  async #ask(
    family: Family,
    server: NameServer,
    look: number,
    errors: NameError[],
  ): Promise<boolean> {
    try {
      const found = await server.addresses(this.#host, family)
      // One that took longer than the next look has nothing new to say.
      if (look === this.#looks) this.#known.set(family, found)
      return found.addresses.length > 0
    } catch (error) {
      const nameError =
        error instanceof NameError ? error : new NameError('EUNKNOWN', String(error), error)
      if (nameError.isAbsence && look === this.#looks) this.#known.delete(family)
      errors.push(nameError)
      return false
    }
  }

  async #grace(all: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const patience = new Sleep(systemClock, graceMs, signal)
    try {
      await Promise.race([all, patience.over])
    } finally {
      patience.stop()
    }
  }

  #all(): Found {
    const found = [...this.#known.values()]
    return {
      addresses: found.flatMap(({ addresses }) => addresses),
      ttlMs: Math.min(...found.map(({ ttlMs }) => ttlMs)),
    }
  }

  /** The hosts file is asked last, because what it says has no TTL, and only where the name server knows of nothing. */
  async #withoutAnswer(errors: readonly NameError[]): Promise<Found> {
    // Of two, the one that says that somebody is to be waited for.
    const error = errors.find(({ isAbsence }) => !isAbsence) ?? errors[0]
    if (error === undefined || !error.isAbsence || this.#settings.servers !== undefined) throw error
    return systemAddresses(this.#host, this.#settings.families).catch(() => {
      throw error
    })
  }
}

/** Resolves with true when one of them does, and otherwise never. */
function some(asked: readonly Promise<boolean>[]): Promise<true> {
  return new Promise((resolve) => {
    for (const one of asked) one.then((isTrue) => isTrue && resolve(true))
  })
}
