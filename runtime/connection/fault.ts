/** What is said of an exception that came out of reading what the peer sent. */

import { type Logger, printable } from '../logger.js'
import { reportOf } from '../thrown.js'
import { ProtocolError } from '../wire/protocol-error.js'

/**
 * Logs it, and returns what the peer is told. A fault of the peer's is for the log only where nobody else says it: whoever
 * dialled a peer that cannot greet tells of that as of all dials that fail, once and not at each attempt.
 */
export function reportFault(
  thrown: unknown,
  address: string,
  logger: Logger,
  isDialling: boolean,
): Error {
  if (thrown instanceof ProtocolError) {
    const text = `trunkline: connection ${address}: ${printable(thrown.message)}`
    if (isDialling) logger.debug(text)
    else logger.warn(text)
    return thrown
  }
  // Not the peer's fault: a defect of ours, contained to this connection.
  logger.error(`trunkline: connection ${address}: ${reportOf(thrown)}`)
  return new Error('internal error')
}
