/**
 * The methods that a side serves, with the numbers it announces for them.
 *
 * Routes are only ever added, so a number means the same on every connection of the process.
 */

import type { Route } from '../method.js'
import type { OfferedMethod } from '../wire/greeting.js'

/** Whether calls of a method stream in (several requests) and out (several responses). */
export interface Streams {
  readonly in: boolean
  readonly out: boolean
}

const streamsByKind: Readonly<Record<Route['kind'], Streams>> = {
  unary: { in: false, out: false },
  serverStream: { in: false, out: true },
  clientStream: { in: true, out: false },
  bidiStream: { in: true, out: true },
}

export function streamsOf(kind: Route['kind']): Streams {
  return streamsByKind[kind]
}

export class RouteTable {
  readonly #routes: Route[] = []
  readonly #offered: OfferedMethod[] = []

  /** Adds a route; its number is its place, from 1. Returns false when the method has one already. */
  add(route: Route): boolean {
    const { name, kind, fingerprint, idempotent } = route.method
    if (this.#offered.some((method) => method.name === name)) return false
    this.#routes.push(route)
    this.#offered.push({ number: this.#routes.length, name, kind, fingerprint, idempotent })
    return true
  }

  /** The route of a number that a peer sent. */
  at(number: number): Route | undefined {
    return this.#routes[number - 1]
  }

  /** What to announce. */
  get offered(): readonly OfferedMethod[] {
    return this.#offered
  }
}
