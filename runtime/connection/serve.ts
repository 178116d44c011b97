/** Finds the route of an OPEN and makes the record of the call. */

import type { SessionCall } from '../session/session-call.js'
import type { Head, Status } from '../wire/call-bodies.js'
import { refused } from './call-errors.js'
import type { CallHost } from './call-host.js'
import { ServedUnary } from './served-unary.js'

/** The call's record, or the status that refuses it. `receivedAt` is when its bytes arrived. */
export function serve(
  connection: CallHost,
  number: number,
  timeoutMs: number,
  _head: Head | undefined,
  receivedAt: number,
): SessionCall | Status {
  const route = connection.options.routes.at(number)
  if (route === undefined) return refused('UNIMPLEMENTED', `method ${number} is not served here`)
  if (route.handler === undefined) {
    return refused('UNIMPLEMENTED', `${route.method.name} has no handler`)
  }
  if (route.kind !== 'unary') {
    return refused('UNIMPLEMENTED', `${route.method.name} streams, which this version cannot serve`)
  }
  const longest = connection.options.limits.maxCallTimeoutMs
  const granted = timeoutMs === 0 ? longest : Math.min(timeoutMs, longest)
  return new ServedUnary(connection, route.method, route.handler, receivedAt + granted)
}
