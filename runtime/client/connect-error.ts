/** What a failure to connect means: whether it is worth waiting, what the call is told, and what to do. */

import type { EndpointFailure } from '../call-report.js'
import { CredentialsError } from '../connection/credentials-error.js'
import { GoodbyeError } from '../connection/goodbye-error.js'
import { RpcError } from '../rpc-error.js'
import type { StatusCode } from '../status.js'
import { TlsError } from '../transport/tls-error.js'
import { ProtocolError } from '../wire/protocol-error.js'

/** Goodbyes that say "not you" or "not so", rather than "not now". */
const finalCodes: ReadonlySet<StatusCode> = new Set([
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'UNIMPLEMENTED',
  'FAILED_PRECONDITION',
])

/** A server stands that is not given calls, because it does not say that it serves. */
export class NotServingError extends Error {}

/** Whether dialling again would only bring the same answer. */
export function isFinal(error: Error): boolean {
  if (error instanceof ProtocolError || error instanceof CredentialsError) return true
  if (error instanceof TlsError) return error.isFinal
  return error instanceof GoodbyeError && finalCodes.has(error.code)
}

/** The error of a call for which there was no connection. */
export function unreachable(
  method: string,
  target: string,
  error: Error,
  endpoints: readonly EndpointFailure[],
): RpcError {
  const code = error instanceof GoodbyeError && isFinal(error) ? error.code : 'UNAVAILABLE'
  const what = error instanceof NotServingError ? 'no calls are made to' : 'cannot connect to'
  return new RpcError(code, `${method}: ${what} ${target}: ${error.message}`, {
    method,
    endpoint: target,
    outcome: 'not-sent',
    cause: error,
    endpoints,
    hint: hintFor(error),
  })
}

/** What to do about a failure to connect. */
export function hintFor(error: Error): string {
  if (error instanceof TlsError || error instanceof CredentialsError) return error.hint
  if (error instanceof NotServingError)
    return 'the server is there: what it says of its health is set by board.set() of healthBoard()'
  const code = codeOf(error) ?? codeOf(error.cause)
  if (code === 'ECONNREFUSED')
    return 'nothing listens there: is the server up, and is the port right?'
  if (code === 'ENOENT') return 'there is no such socket: is the server up, and is the path right?'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name has no address'
  if (code === 'UNAUTHENTICATED' || code === 'PERMISSION_DENIED')
    return 'the server does not accept these credentials: check the option credentials, or the certificate'
  return 'check the address, and that a Trunkline server listens there'
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
