/** The methods that a peer said it serves. */

import type { Logger } from '../logger.js'
import type { AnyMethod } from '../method.js'
import type { OfferedMethod } from '../wire/offered-methods.js'

/** Methods whose schemas differ from a peer's: said once in a process, not once a connection. */
const warned = new Set<string>()

/** The numbers of methods that were called: once for all connections whose peers offer the same. */
const numbersOf = new WeakMap<readonly OfferedMethod[], Map<AnyMethod, number>>()

export class PeerMethods {
  #offered: readonly OfferedMethod[] = []
  #numbers: Map<AnyMethod, number> | undefined = undefined

  /** The peer has greeted. Most clients offer nothing. */
  learn(methods: readonly OfferedMethod[]): void {
    if (methods.length === 0) return
    this.#offered = methods
    this.#numbers = numbersOf.get(methods)
    if (this.#numbers !== undefined) return
    this.#numbers = new Map()
    numbersOf.set(methods, this.#numbers)
  }

  /** The number under which the peer serves a method; undefined when it does not. */
  numberOf(method: AnyMethod, address: string, logger: Logger): number | undefined {
    const known = this.#numbers?.get(method)
    if (known !== undefined) return known
    // Once for each method: a map of the names would weigh more than the search.
    const offered = this.#offered.find(({ name }) => name === method.name)
    // A method of another kind is another method, whatever its name.
    if (offered?.kind !== method.kind) return undefined
    if (offered.fingerprint !== method.fingerprint) warnOfSchemas(method, address, logger)
    this.#numbers?.set(method, offered.number)
    return offered.number
  }
}

/** Both sides may be right: a field was added. Or values are about to be lost: somebody should know. */
function warnOfSchemas({ name }: AnyMethod, address: string, logger: Logger): void {
  if (warned.has(name)) return
  warned.add(name)
  logger.warn(
    `trunkline: ${name}: ${address} was generated from another version of its schema; ` +
      'that is fine where only optional fields were added',
  )
}
