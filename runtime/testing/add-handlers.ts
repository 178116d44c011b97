/** Serves a service of which only some handlers are there. */

import type { Interceptor, Service } from '../call.js'
import { interceptRoute } from '../connection/intercept.js'
import { assertService, type RouteTable } from '../connection/route-table.js'

/**
 * Adds all methods of a service; those without a handler answer UNIMPLEMENTED. Throws TypeError for a handler that is
 * no function, a method that is served already, and a service that was generated for another version of the runtime.
 */
export function addHandlers<Client, Handlers>(
  table: RouteTable,
  service: Service<Client, Handlers>,
  handlers: Partial<Handlers>,
  interceptors: readonly Interceptor[],
): void {
  assertService(service)
  // because a route takes a handler that is missing; only a server insists on all of them
  const routes = service.routes(handlers as Handlers)
  for (const { method, handler } of routes) {
    if (handler !== undefined && typeof handler !== 'function') {
      throw new TypeError(`${method.name}: its handler is no function`)
    }
    if (table.has(method.name)) throw new TypeError(`${method.name} is served already`)
  }
  for (const route of routes) table.add(interceptRoute(route, interceptors))
}
