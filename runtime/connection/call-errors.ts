/** One factory per way in which a call fails on the calling side, and the translation to and from a Status. */

import { type CallTiming, describeTiming, type EndpointFailure } from '../call-report.js'
import type { AnyMethod } from '../method.js'
import { isRpcError, RpcError, type RpcErrorOptions, type Violation } from '../rpc-error.js'
import {
  type Outcome,
  outcomeFromNumber,
  outcomeNumbers,
  type StatusCode,
  statusFromNumber,
  statusNumbers,
} from '../status.js'
import { textOf } from '../thrown.js'
import { refusal, retryNever, type Status, successStatus } from '../wire/call-bodies.js'
import { encodeWith } from '../wire/fields.js'
import { decodeMessage } from './decode.js'
import { violationsOf } from './violations.js'

/** What an error says about its call. */
export interface CallPlace {
  readonly method: AnyMethod
  readonly endpoint: string
}

function place({ method, endpoint }: CallPlace): Pick<RpcErrorOptions, 'method' | 'endpoint'> {
  return { method: method.name, endpoint }
}

/** Broken rules in one line. */
export function listViolations(violations: readonly Violation[]): string {
  return violations.map(({ path, rule }) => `${path || 'message'} ${rule}`).join('; ')
}

export function invalidRequest(
  call: CallPlace,
  violations: readonly Violation[],
  outcome: Outcome = 'not-sent',
): RpcError {
  return new RpcError(
    'INVALID_ARGUMENT',
    `${call.method.name}: the request breaks its schema: ${listViolations(violations)}`,
    { ...place(call), outcome, violations, hint: 'correct the fields named above' },
  )
}

export function unencodable(
  call: CallPlace,
  error: Error,
  outcome: Outcome = 'not-sent',
): RpcError {
  return new RpcError(
    'INVALID_ARGUMENT',
    `${call.method.name}: cannot send the request: ${error.message}`,
    {
      ...place(call),
      outcome,
      cause: error,
    },
  )
}

export function tooLarge(call: CallPlace, error: Error, outcome: Outcome = 'not-sent'): RpcError {
  return new RpcError('RESOURCE_EXHAUSTED', `${call.method.name}: ${error.message}`, {
    ...place(call),
    outcome,
    cause: error,
    hint: 'raise limits.maxMessageBytes of the server, or send the data as a stream',
  })
}

export function deadlineExceeded(
  call: CallPlace,
  timeoutMs: number,
  outcome: Outcome,
  timing: CallTiming,
  /** The endpoints that could not be reached, of a call that found no connection. */
  unreached: readonly EndpointFailure[] = [],
): RpcError {
  const why = unreached.slice(0, 3).map(({ url, lastError }) => `; ${url}: ${lastError}`)
  const more = unreached.length > 3 ? `; and ${unreached.length - 3} more` : ''
  return new RpcError(
    'DEADLINE_EXCEEDED',
    `${call.method.name}: no answer within ${timeoutMs} ms (${describeTiming(timing)})${why.join('')}${more}`,
    {
      ...place(call),
      outcome,
      timing,
      endpoints: unreached,
      hint: deadlineHint(outcome, timing, unreached.length),
    },
  )
}

/** The same error with what this side knows of the call's time: the peer noticed the deadline first. */
function withTiming(call: CallPlace, error: RpcError, timing: CallTiming): RpcError {
  return new RpcError(error.code, `${error.message} (${describeTiming(timing)})`, {
    ...place(call),
    outcome: error.outcome,
    timing,
    hint: deadlineHint(error.outcome, timing),
  })
}

function deadlineHint(outcome: Outcome, timing: CallTiming, unreached = 0): string {
  if (timing.eventLoopMs > timing.totalMs / 2)
    return 'this process did not get to read an answer: find what keeps its event loop busy'
  if (outcome !== 'not-sent') {
    return 'the handler may have run; retry only what may run twice, or raise `timeout` in the schema or the call'
  }
  if (timing.totalMs < 1)
    return 'the time was up before the call was made: that of its parent, or its own'
  if (unreached > 0)
    return 'no server could be used: the message says why each could not; check the addresses and that the servers run'
  return timing.connectingMs > timing.queuedMs
    ? 'the connection was never established: check the address and that the server runs'
    : 'the call waited for room on the connection: the server serves all the calls it allows at once'
}

export function cancelled(call: CallPlace, reason: unknown, outcome: Outcome): RpcError {
  const text = reason === undefined ? 'no reason given' : textOf(reason)
  return new RpcError('CANCELLED', `${call.method.name}: cancelled by the caller: ${text}`, {
    ...place(call),
    outcome,
    cause: reason,
  })
}

export function connectionLost(call: CallPlace, outcome: Outcome, error: Error): RpcError {
  const what =
    outcome === 'not-sent'
      ? 'the connection was lost before the call was sent'
      : 'the connection was lost'
  return new RpcError('UNAVAILABLE', `${call.method.name}: ${what}: ${error.message}`, {
    ...place(call),
    outcome,
    cause: error,
    endpoints: [{ url: call.endpoint, attempts: 1, lastError: error.message }],
    hint:
      outcome === 'not-sent'
        ? 'no handler ran: the call can be repeated'
        : 'the handler may have run; repeat only what may run twice',
  })
}

export function stalled(call: CallPlace, text: string): RpcError {
  return new RpcError('RESOURCE_EXHAUSTED', `${call.method.name}: ${text}`, {
    ...place(call),
    outcome: 'unknown',
    hint: 'read streams as they come or leave them, or raise limits.connectionCreditBytes or limits.streamStallMs',
  })
}

export function notOffered(call: CallPlace, agent: string): RpcError {
  return new RpcError('UNIMPLEMENTED', `${call.method.name}: the peer does not serve this method`, {
    ...place(call),
    outcome: 'not-sent',
    hint: `the peer (${agent || 'unnamed'}) has an older schema, or server.add() lacks the service`,
  })
}

export function undecodableResponse(call: CallPlace, error: Error): RpcError {
  return new RpcError(
    'INTERNAL',
    `${call.method.name}: the response cannot be decoded: ${error.message}`,
    {
      ...place(call),
      cause: error,
      hint: 'the two sides were generated from different schemas; regenerate both',
    },
  )
}

export function brokenResponse(call: CallPlace, what: string): RpcError {
  return new RpcError('INTERNAL', `${call.method.name}: ${what}`, {
    ...place(call),
    outcome: 'unknown',
  })
}

/** The error that a peer's status stands for. */
function fromStatus(call: CallPlace, status: Status): RpcError {
  const code = statusFromNumber(status.code)
  const outcome = outcomeFromNumber(status.outcome)
  const declared = call.method.errors.find(({ reason }) => reason === status.reason)
  const message = `${call.method.name}: ${status.message || code}`
  const options: RpcErrorOptions = {
    ...place(call),
    outcome,
    violations: status.violations,
    ...pushbackOf(status),
  }
  if (status.reason === '' || declared === undefined) return new RpcError(code, message, options)
  try {
    const data = decodeMessage(declared.codec, status.data, 0, status.data.length)
    const { service, reason } = declared
    return new RpcError(code, message, { ...options, service, reason, data })
  } catch (cause) {
    return new RpcError(code, message, {
      ...options,
      cause,
      hint: `the data of ${status.reason} cannot be decoded: the two sides have different schemas`,
    })
  }
}

/** The same; one that tells of a deadline also says where the time went. */
export function explain(call: CallPlace, status: Status, timing: () => CallTiming): RpcError {
  const error = fromStatus(call, status)
  if (error.code !== 'DEADLINE_EXCEEDED' || error.reason !== undefined) return error
  return withTiming(call, error, timing())
}

/** The longest time that a duration may have; a peer may have sent a longer one. */
const longestMs = 2 ** 31 - 1

function pushbackOf({ retryAfterMs }: Status): Pick<RpcErrorOptions, 'retryAfter'> {
  if (retryAfterMs === 0) return {}
  return { retryAfter: retryAfterMs === retryNever ? 'never' : Math.min(retryAfterMs, longestMs) }
}

function wirePushback(retryAfterMs: number | undefined): number {
  if (retryAfterMs === undefined) return 0
  return retryAfterMs === Number.POSITIVE_INFINITY ? retryNever : retryAfterMs
}

export function invalidArgument(violations: readonly Violation[]): Status {
  return {
    ...refusal('INVALID_ARGUMENT', `the request breaks its schema: ${listViolations(violations)}`),
    violations,
  }
}

/** What a caller learns about an exception that was not meant for it. */
export const internalError: Status = {
  ...successStatus,
  code: statusNumbers.INTERNAL,
  message: 'internal error',
}

/** The handler's answer cannot be sent. */
export function unsendable(code: StatusCode, message: string): Status {
  return { ...refusal(code, message), outcome: outcomeNumbers.executed }
}

/** The call ended on the serving side while its handler was running: nobody knows how far it got. */
export function interrupted(code: keyof typeof statusNumbers, message: string): Status {
  return { ...successStatus, code: statusNumbers[code], message, outcome: outcomeNumbers.unknown }
}

/** Whether a thing with the brand of an RpcError has the parts of one: another copy's may differ, JavaScript's may be made up. */
function isSendable({ code, message, violations, retryAfterMs }: RpcError): boolean {
  return (
    Object.hasOwn(statusNumbers, code) &&
    typeof message === 'string' &&
    (retryAfterMs === undefined || (typeof retryAfterMs === 'number' && retryAfterMs > 0)) &&
    Array.isArray(violations) &&
    violations.every(({ path, rule }) => typeof path === 'string' && typeof rule === 'string')
  )
}

/** Why an RpcError that a handler threw is not sent to the caller; undefined for one that is, and for anything else. */
export function whyKept(method: AnyMethod, thrown: unknown): string | undefined {
  if (!isRpcError(thrown)) return undefined
  if (thrown.method !== undefined)
    return `it speaks of another call, ${thrown.method}: catch it, and throw an error that speaks of this one`
  if (!Object.hasOwn(statusNumbers, thrown.code))
    return `${String(thrown.code)} is no code: use one such as NOT_FOUND`
  if (!isSendable(thrown)) return 'it lacks parts of an RpcError'
  if (thrown.reason === undefined || declarationOf(method, thrown) !== undefined) return undefined
  return `the schema does not declare ${thrown.reason} for this method: add it to its errors`
}

function declarationOf({ errors }: AnyMethod, { reason, service }: RpcError) {
  const declared = errors.find((one) => one.reason === reason)
  return (service ?? declared?.service) === declared?.service ? declared : undefined
}

/**
 * The status for what a handler threw, or undefined when the exception is not meant for the caller: anything but an
 * RpcError, an RpcError that came out of another call, whose code and outcome speak of that call, and a declared error
 * that this method does not declare. Throws where a declared error's data breaks its schema.
 */
export function statusOfThrown(method: AnyMethod, thrown: unknown): Status | undefined {
  if (!isRpcError(thrown) || whyKept(method, thrown) !== undefined) return undefined
  const status = {
    ...successStatus,
    code: statusNumbers[thrown.code],
    message: thrown.message,
    violations: thrown.violations,
    retryAfterMs: wirePushback(thrown.retryAfterMs),
  }
  if (thrown.reason === undefined) return status
  const declared = declarationOf(method, thrown)
  if (declared === undefined) return status // cannot be: it would be kept
  const violations = violationsOf(declared.codec, thrown.data)
  if (violations.length > 0) {
    throw new Error(
      `the data of ${declared.reason} breaks its schema: ${listViolations(violations)}`,
    )
  }
  return {
    ...status,
    reason: declared.reason,
    data: encodeWith((data: unknown, writer) => declared.codec.encode(data, writer), thrown.data),
  }
}

/** A call that was made wrongly: nothing of it has left. */
export function misuse(method: string, text: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', `${method}: ${text}`, { method, outcome: 'not-sent' })
}
