/** Which methods of a table a principal may call. */

import type { Authorize, Principal } from '../identity.js'
import type { Logger } from '../logger.js'
import type { AnyMethod } from '../method.js'
import { reportOf } from '../thrown.js'
import type { OfferedMethod } from '../wire/greeting.js'
import type { RouteTable } from './route-table.js'

export class Rights {
  /** What the peer is told of. */
  readonly offered: readonly OfferedMethod[]
  readonly #numbers: ReadonlySet<number>

  /** Asks about every method there is; later ones are not in it. */
  constructor(routes: RouteTable, principal: Principal, authorize: Authorize, logger: Logger) {
    this.offered = routes.offered.filter(({ number }) => {
      const method = routes.at(number)?.method
      return method !== undefined && isAllowed(principal, method, authorize, logger)
    })
    this.#numbers = new Set(this.offered.map(({ number }) => number))
  }

  has(number: number): boolean {
    return this.#numbers.has(number)
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
