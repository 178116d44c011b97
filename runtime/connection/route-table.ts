/**
 * The methods that a side serves, with the numbers it announces for them.
 *
 * Routes are only ever added, so a number means the same on every connection of the process.
 */

import type { Interceptor, Route, Service } from '../call.js'
import { GENERATED_API_1 } from '../method.js'
import type { OfferedMethod } from '../wire/offered-methods.js'
import { interceptRoute } from './intercept.js'

/** How calls of a kind go on: several requests in, several responses out, no answer at all. */
export interface Streams {
  readonly in: boolean
  readonly out: boolean
  readonly oneway: boolean
}

const streamsByKind: Readonly<Record<Route['kind'], Streams>> = {
  unary: { in: false, out: false, oneway: false },
  serverStream: { in: false, out: true, oneway: false },
  clientStream: { in: true, out: false, oneway: false },
  bidiStream: { in: true, out: true, oneway: false },
  oneway: { in: false, out: false, oneway: true },
}

export function streamsOf(kind: Route['kind']): Streams {
  return streamsByKind[kind]
}

export class RouteTable {
  readonly #routes: Route[] = []
  readonly #offered: OfferedMethod[] = []
  readonly #names = new Set<string>()

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** Adds a route of a method that has none; its number is its place, from 1. */
  add(route: Route): void {
    const { name, kind, fingerprint, idempotent } = route.method
    this.#names.add(name)
    this.#routes.push(route)
    this.#offered.push({ number: this.#routes.length, name, kind, fingerprint, idempotent })
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

/** Throws TypeError for anything that is not a service generated for this version of the runtime. */
export function assertService(service: {
  readonly name?: unknown
  readonly dialect?: unknown
  readonly routes?: unknown
}): void {
  if (typeof service?.routes !== 'function') {
    throw new TypeError(
      'that is no generated service: import it from the file that `npx trunkline generate` wrote, not from the schema',
    )
  }
  if (service.dialect === GENERATED_API_1) return
  throw new TypeError(
    `${service.name} was generated for another version: run \`npx trunkline generate\``,
  )
}

/**
 * Adds a service's routes, all or none. Throws TypeError when a handler is missing, a method is served already, or the
 * service was generated for another version of the runtime.
 */
export function addRoutes<Client, Handlers>(
  table: RouteTable,
  service: Service<Client, Handlers>,
  handlers: Handlers,
  interceptors: readonly Interceptor[] = [],
): void {
  assertService(service)
  if (typeof handlers !== 'object' || handlers === null) {
    throw new TypeError(`${service.name} needs an object of handlers, and got ${String(handlers)}`)
  }
  const routes = service.routes(handlers)
  for (const { method, handler } of routes) {
    if (typeof handler !== 'function') {
      throw new TypeError(
        `${method.name} has no handler: add a function of that name to the handlers`,
      )
    }
    if (table.has(method.name)) throw new TypeError(`${method.name} is served already`)
  }
  for (const route of routes) table.add(interceptRoute(route, interceptors))
}
