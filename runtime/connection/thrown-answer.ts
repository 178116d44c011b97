/** What a caller is told of what a handler threw, and the log of what it is not told. */

import type { AnyMethod } from '../method.js'
import { reportOf, textOf } from '../thrown.js'
import { losesData, type Status } from '../wire/call-bodies.js'
import { internalError, statusOfThrown, whyKept } from './call-errors.js'

/** `log` is told of all that the caller does not see. */
export function answerTo(method: AnyMethod, thrown: unknown, log: (text: string) => void): Status {
  try {
    const status = statusOfThrown(method, thrown)
    if (status !== undefined) {
      if (losesData(status)) {
        log(
          `the data of ${status.reason} is too large for a status: the caller sees the code alone`,
        )
      }
      return status
    }
  } catch (error) {
    log(`what the handler threw cannot be sent: ${textOf(error)}`)
    return internalError
  }
  const why = whyKept(method, thrown)
  const known = why === undefined ? '' : ` and the caller sees INTERNAL, since ${why}`
  log(`the handler failed${known}: ${reportOf(thrown)}`)
  return internalError
}
