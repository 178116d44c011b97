/**
 * The one error class of the public API.
 *
 * Errors are recognised by a registered symbol and never by class identity, so that two copies of the package
 * in one process understand each other.
 */

import type { Outcome, StatusCode } from './status.js'

const brand = Symbol.for('trunkline.RpcError')

/** One rule that a message broke. */
export interface Violation {
  /** Where, from the message's root: `author.tags[3]`; empty for the message itself. */
  readonly path: string
  /** What must hold there: `must have at most 2000 characters`. */
  readonly rule: string
}

/** Where a call's time went, in milliseconds, as far as this side can know. */
export interface CallTiming {
  /** From the call to its end. */
  readonly totalMs: number
  /** Waiting for a connection and its handshake. */
  readonly connectingMs: number
  /** Waiting in this process for room on the connection. */
  readonly queuedMs: number
  /** From handing the call to the socket to its end: network, peer's queue and handler together. */
  readonly waitingMs: number
}

export interface RpcErrorOptions {
  /** Default `executed`, which is what a handler means when it throws. */
  readonly outcome?: Outcome
  readonly method?: string
  readonly endpoint?: string
  /** Name of the error as declared in the schema. */
  readonly reason?: string
  /** The declared error's data. */
  readonly data?: unknown
  readonly violations?: readonly Violation[]
  readonly timing?: CallTiming
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
  readonly method: string | undefined
  /** The peer's address as a URL; absent when no peer was involved. */
  readonly endpoint: string | undefined
  readonly reason: string | undefined
  readonly data: unknown
  readonly violations: readonly Violation[]
  readonly timing: CallTiming | undefined
  readonly hint: string | undefined
  /** How often the call was tried; the retrier counts. */
  attempts = 1

  constructor(code: StatusCode, message: string, options: RpcErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.outcome = options.outcome ?? 'executed'
    this.method = options.method
    this.endpoint = options.endpoint
    this.reason = options.reason
    this.data = options.data
    this.violations = options.violations ?? []
    this.timing = options.timing
    this.hint = options.hint
    Object.defineProperty(this, brand, { value: true })
  }

  /** A report for a terminal: `console.log` and `util.inspect` print it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.stack ?? this.message}\n${describe(this)}`
  }
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

function describe(error: RpcError): string {
  const lines = [`  code     ${error.code}, outcome ${error.outcome}`]
  if (error.method !== undefined) lines.push(`  method   ${error.method}`)
  if (error.endpoint !== undefined) lines.push(`  endpoint ${error.endpoint}`)
  if (error.reason !== undefined) lines.push(`  reason   ${error.reason}`)
  for (const { path, rule } of error.violations)
    lines.push(`  rule     ${path || 'message'}: ${rule}`)
  if (error.timing !== undefined) lines.push(`  time     ${describeTiming(error.timing)}`)
  if (error.attempts > 1) lines.push(`  tried    ${error.attempts} times`)
  if (error.hint !== undefined) lines.push(`  fix      ${error.hint}`)
  return lines.join('\n')
}

/** Says where the time went in one line, leaving out what took none. */
export function describeTiming(timing: CallTiming): string {
  const parts: [string, number][] = [
    ['connecting', timing.connectingMs],
    ['queued here', timing.queuedMs],
    ['waiting for the answer', timing.waitingMs],
  ]
  const spent = parts
    .filter(([, ms]) => ms >= 1)
    .map(([name, ms]) => `${Math.round(ms)} ms ${name}`)
  return `${Math.round(timing.totalMs)} ms in all${spent.length > 0 ? `: ${spent.join(', ')}` : ''}`
}
