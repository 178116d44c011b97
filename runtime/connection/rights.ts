/** Which methods of a table a principal may call. */

import type { Authorize, Principal } from '../identity.js'
import type { Logger } from '../logger.js'
import type { AnyMethod } from '../method.js'
import { reportOf } from '../thrown.js'
import type { OfferedMethod } from '../wire/offered-methods.js'
import type { RouteTable } from './route-table.js'

export class Rights {
  /** What the peer is told of. */
  readonly offered: readonly OfferedMethod[]
  /** One at the place of each number: looked at for every call. */
  readonly #numbers: Uint8Array

  /** Asks about every method there is; later ones are not in it. */
  constructor(routes: RouteTable, principal: Principal, authorize: Authorize, logger: Logger) {
    this.offered = routes.offered.filter(({ number }) => {
      const method = routes.at(number)?.method
      return method !== undefined && isAllowed(principal, method, authorize, logger)
    })
    this.#numbers = new Uint8Array(routes.offered.length + 1)
    for (const { number } of this.offered) this.#numbers[number] = 1
  }

  has(number: number): boolean {
    return this.#numbers[number] === 1
  }

  equals(other: Rights): boolean {
    return (
      this.offered.length === other.offered.length &&
      other.offered.every(({ number }) => this.has(number))
    )
  }
}

function isAllowed(
  principal: Principal,
  method: AnyMethod,
  authorize: Authorize,
  logger: Logger,
): boolean {
  try {
    const answer: unknown = authorize(principal, method)
    if (!(answer instanceof Promise)) return answer === true
    answer.catch(() => {}) // or its rejection would end the process
    logger.error(`trunkline: authorize answers ${method.name} with a promise, which means no`)
  } catch (error) {
    logger.error(`trunkline: authorize threw for ${method.name}: ${reportOf(error)}`)
  }
  return false
}
