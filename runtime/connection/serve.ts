/** Finds the route of an OPEN and makes the record of the call. */

import type { SessionCall } from '../session/session-call.js'
import type { Head, Status } from '../wire/call-bodies.js'
import { refusal } from '../wire/call-bodies.js'
import type { CallHost } from './call-host.js'
import { ServedOneway } from './served-oneway.js'
import { ServedStream } from './served-stream.js'
import { ServedUnary } from './served-unary.js'

/** The call's record, or the status that refuses it. `receivedAt` is when its bytes arrived. */
export function serve(
  host: CallHost,
  number: number,
  timeoutMs: number,
  head: Head | undefined,
  receivedAt: number,
): SessionCall | Status {
  const route = host.options.routes.at(number)
  if (route === undefined) return refusal('UNIMPLEMENTED', `method ${number} is not served here`)
  if (route.handler === undefined) return refusal('UNIMPLEMENTED', 'it has no handler here')
  if (route.kind === 'oneway')
    return new ServedOneway(host, route.method, receivedAt, timeoutMs, head, route.handler)
  if (route.kind !== 'unary') return new ServedStream(host, route, receivedAt, timeoutMs, head)
  const longest = host.options.limits.maxCallTimeoutMs
  const granted = timeoutMs === 0 ? longest : Math.min(timeoutMs, longest)
  return new ServedUnary(host, route.method, receivedAt, granted, head, route.handler)
}
