/** What is said of an exception that came out of reading what the peer sent. */

import { type Logger, printable } from '../logger.js'
import { reportOf } from '../thrown.js'
import { ProtocolError } from '../wire/protocol-error.js'

/** Logs it, and returns what the peer is told. */
export function reportFault(thrown: unknown, address: string, logger: Logger): Error {
  if (thrown instanceof ProtocolError) {
    logger.warn(`trunkline: connection ${address}: ${printable(thrown.message)}`)
    return thrown
  }
  // Not the peer's fault: a defect of ours, contained to this connection.
  logger.error(`trunkline: connection ${address}: ${reportOf(thrown)}`)
  return new Error('internal error')
}
