/**
 * The one error class of the public API.
 *
 * Errors are recognised by a registered symbol and never by class identity, so that two copies of the package
 * in one process understand each other.
 */

import {
  type CallAttempt,
  type CallTiming,
  describeAttempts,
  describeEndpoints,
  describeTiming,
  type EndpointFailure,
} from './call-report.js'
import { parseDuration } from './duration.js'
import type { Outcome, StatusCode } from './status.js'

/** What `util.inspect` hands on; of all of it only the depth matters here. */
interface InspectOptions {
  readonly depth?: number | null
}

const brand = Symbol.for('trunkline.RpcError')

/** One rule that a message broke. */
export interface Violation {
  /** Where, from the message's root: `author.tags[3]`; empty for the message itself. */
  readonly path: string
  /** What must hold there: `must have at most 2000 characters`. */
  readonly rule: string
}

export interface RpcErrorOptions {
  /** Default `executed`, which is what a handler means when it throws. */
  readonly outcome?: Outcome
  readonly method?: string
  readonly endpoint?: string
  /** The service whose schema declares the error: `package.Service`. */
  readonly service?: string
  /** Name of the error as declared in the schema. */
  readonly reason?: string
  /** The declared error's data. */
  readonly data?: unknown
  readonly violations?: readonly Violation[]
  readonly timing?: CallTiming
  /** The endpoints that could not be reached or were lost. */
  readonly endpoints?: readonly EndpointFailure[]
  /**
   * When the caller may try again: milliseconds or '2s', up to 24 days; 'never', or a number below 0, asks it not to. A
   * handler's word to the channel of its caller, which keeps to it.
   */
  readonly retryAfter?: number | string
  /** What the reader can do next, as a sentence. */
  readonly hint?: string
  /** Never sent to the peer. */
  readonly cause?: unknown
}

/**
 * A call that failed, and what is known about it.
 *
 * A handler throws one to choose the status its caller sees: `throw new RpcError('NOT_FOUND', 'no room a')`.
 * Message and declared data travel; `cause`, `hint` and the stack stay on this side.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: StatusCode
  readonly outcome: Outcome
  /** The call's method as `package.Service/method`; absent until the error meets its call. */
  declare readonly method: string | undefined
  /** The peer's address as a URL; absent when no peer was involved. */
  declare readonly endpoint: string | undefined
  /** The service that declares the error, `package.Service`; absent where no schema does. */
  declare readonly service: string | undefined
  /** The declared error's name, unique within the service. */
  declare readonly reason: string | undefined
  declare readonly data: unknown
  readonly violations: readonly Violation[]
  declare readonly timing: CallTiming | undefined
  /** The endpoints that could not be reached or were lost, each with its last error; empty where none failed. */
  readonly endpoints: readonly EndpointFailure[]
  /**
   * What was tried, oldest first; the last is the failure that this error stands for. Empty for an error with which no call
   * ended.
   */
  readonly attempts: readonly CallAttempt[] = []
  /** The server asks for no further attempt within this many milliseconds; Infinity for none at all. */
  declare readonly retryAfterMs: number | undefined
  declare readonly hint: string | undefined

  static {
    // What is not known is undefined, as declared, and no field of its own.
    Object.assign(RpcError.prototype, {
      method: undefined,
      endpoint: undefined,
      service: undefined,
      reason: undefined,
      data: undefined,
      timing: undefined,
      hint: undefined,
      retryAfterMs: undefined,
    })
  }

  /** Throws RangeError for a `retryAfter` that is no duration. */
  constructor(code: StatusCode, message: string, options: RpcErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.outcome = options.outcome ?? 'executed'
    this.violations = options.violations ?? []
    this.endpoints = options.endpoints ?? []
    const { method, endpoint, service, reason, data, timing, hint, retryAfter } = options
    const retryAfterMs = retryAfter === undefined ? undefined : readRetryAfter(retryAfter)
    // Only what is known: of an error that nobody catches Node prints every field there is.
    const facts = { method, endpoint, service, reason, data, timing, hint, retryAfterMs }
    for (const [name, fact] of Object.entries(facts))
      if (fact !== undefined) Object.assign(this, { [name]: fact })
    Object.defineProperty(this, brand, { value: true })
  }

  /** A report for a terminal: `console.log` and `util.inspect` print it. */
  [Symbol.for('nodejs.util.inspect.custom')](
    depth = 0,
    options: InspectOptions = {},
    inspect?: (value: unknown, options: InspectOptions) => string,
  ): string {
    const { cause } = this
    const report = `${this.stack ?? this.message}\n${describe(this)}`
    // Only errors: whatever else it may be, the message has it.
    if (!(cause instanceof Error) || inspect === undefined || depth < 0) return report
    const lines = inspect(cause, { ...options, depth: depth - 1 }).split('\n')
    return `${report}\n  cause    ${lines.join('\n           ')}`
  }
}

/** Adds to an error what is known only when its call is over. */
export function amend(
  error: RpcError,
  facts: Partial<Pick<RpcError, 'attempts' | 'endpoints' | 'outcome' | 'hint' | 'timing'>>,
): void {
  Object.assign(error, facts)
}

/** Whether a value is an RpcError, of this copy of the package or another. */
export function isRpcError(value: unknown): value is RpcError {
  return typeof value === 'object' && value !== null && brand in value
}

/** An error that the method's schema declares; `reason` tells which. */
export interface DeclaredError<Reason extends string, Data> extends RpcError {
  readonly reason: Reason
  readonly data: Data
}

/** Any other failure of a call. */
export interface UndeclaredError extends RpcError {
  readonly reason: undefined
}

function readRetryAfter(value: number | string): number {
  if (value === 'never' || (typeof value === 'number' && value < 0)) return Number.POSITIVE_INFINITY
  return parseDuration(value, 'retryAfter')
}

const maxDataCharacters = 300

function describe(error: RpcError): string {
  const lines = [`  code     ${error.code}, outcome ${error.outcome}`]
  if (error.method !== undefined) lines.push(`  method   ${error.method}`)
  if (error.endpoint !== undefined) lines.push(`  endpoint ${error.endpoint}`)
  if (error.reason !== undefined) lines.push(`  reason   ${error.reason}`)
  if (error.data !== undefined) lines.push(`  data     ${describeData(error.data)}`)
  for (const { path, rule } of error.violations)
    lines.push(`  rule     ${path || 'message'}: ${rule}`)
  if (error.timing !== undefined) lines.push(`  time     ${describeTiming(error.timing)}`)
  for (const line of describeEndpoints(error.endpoints)) lines.push(`  server   ${line}`)
  // Of a single attempt the lines above say everything.
  if (error.attempts.length > 1)
    for (const line of describeAttempts(error.attempts)) lines.push(`  attempt  ${line}`)
  if (error.retryAfterMs !== undefined) lines.push(`  again    ${describeRetryAfter(error)}`)
  if (error.hint !== undefined) lines.push(`  fix      ${error.hint}`)
  return lines.join('\n')
}

/** In a line. Whatever it is, it may have been put there by hand: printing it must not fail. */
function describeData(data: unknown): string {
  try {
    const text = JSON.stringify(data, (_, value: unknown) => {
      if (typeof value === 'bigint') return String(value)
      return value instanceof Uint8Array ? `${value.length} bytes` : value
    })
    return text.length > maxDataCharacters ? `${text.slice(0, maxDataCharacters)}…` : text
  } catch {
    return String(data)
  }
}

function describeRetryAfter({ retryAfterMs }: RpcError): string {
  if (retryAfterMs === Number.POSITIVE_INFINITY) return 'the server asks not to try again'
  return `the server asks not to try again within ${retryAfterMs} ms`
}
