/** How often a call is attempted and when, as programs and schemas say it; and the checks of that. */

import { parseDuration } from './duration.js'
import { checkOptionNames } from './options.js'
import { type StatusCode, statusNumbers } from './status.js'

/**
 * Further attempts of a unary call that failed, all within its deadline and the channel's budget. A call whose handler
 * provably did not run is tried again whatever its method; any other only where the schema says `idempotent`.
 */
export interface RetryOptions {
  /** Attempts in all, the first included: 1 to 5. Default 3. */
  readonly attempts?: number
  /**
   * The wait before the second attempt is at most this, and before each further one at most twice as much as before; every
   * wait is drawn evenly between nothing and that. Milliseconds or '50ms', up to a minute. Default 50 ms.
   */
  readonly delay?: number | string
  /** No wait is longer. Milliseconds or '2s', up to ten minutes, and at least `delay`. Default 2 s. */
  readonly maxDelay?: number | string
  /**
   * The failures after which an idempotent method is tried again although its handler ran or may have run. Any but
   * CANCELLED. Default UNAVAILABLE, RESOURCE_EXHAUSTED and ABORTED.
   */
  readonly codes?: readonly StatusCode[]
}

/** The same in numbers, what is left out undecided: as generated code has it. */
export interface RetryRules {
  readonly attempts?: number
  readonly delayMs?: number
  readonly maxDelayMs?: number
  readonly codes?: readonly StatusCode[]
}

/**
 * Further attempts of a unary call that has no answer yet; the first answer counts and the others are cancelled. For
 * methods that the schema calls `idempotent`. At most a tenth of the channel's calls get one.
 */
export interface HedgeOptions {
  /** How long an attempt goes unanswered before the next is made. Milliseconds or '30ms', up to a minute. */
  readonly after: number | string
  /** Attempts in all, the first included: 2 to 5. Default 2. */
  readonly attempts?: number
}

/** The same in numbers. */
export interface HedgeRules {
  readonly afterMs: number
  readonly attempts: number
}

/** A bound that keeps a mistyped policy from doing harm; five is gRPC's as well (gRFC A6). */
const maxAttempts = 5
const minuteMs = 60_000

/** Reads retry options. Throws TypeError for an option that does not exist and RangeError for a value out of range. */
export function readRetry(options: RetryOptions, of: string): RetryRules {
  assertObject(options, of)
  checkOptionNames(of, options, ['attempts', 'delay', 'maxDelay', 'codes'])
  const { attempts, delay, maxDelay, codes } = options
  if (attempts !== undefined) checkAttempts(attempts, 1, of)
  for (const code of codes ?? []) checkCode(code, of)
  const delayMs = delay === undefined ? undefined : readMs(delay, `${of}.delay`, minuteMs)
  const maxDelayMs =
    maxDelay === undefined ? undefined : readMs(maxDelay, `${of}.maxDelay`, 10 * minuteMs)
  if (delayMs !== undefined && maxDelayMs !== undefined && delayMs > maxDelayMs) {
    throw new RangeError(`${of}.delay is longer than ${of}.maxDelay: exchange them`)
  }
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(maxDelayMs === undefined ? {} : { maxDelayMs }),
    ...(codes === undefined ? {} : { codes }),
  }
}

/** Reads hedge options; throws as `readRetry` does. */
export function readHedge(options: HedgeOptions, of: string): HedgeRules {
  assertObject(options, of)
  checkOptionNames(of, options, ['after', 'attempts'])
  const { after, attempts = 2 } = options
  checkAttempts(attempts, 2, of)
  return { afterMs: readMs(after, `${of}.after`, minuteMs), attempts }
}

function assertObject(options: unknown, of: string): void {
  if (typeof options === 'object' && options !== null) return
  throw new TypeError(`${of} is ${String(options)}: write an object of options, or false for none`)
}

function checkAttempts(attempts: number, min: number, of: string): void {
  if (Number.isInteger(attempts) && attempts >= min && attempts <= maxAttempts) return
  throw new RangeError(
    `${of}.attempts is ${attempts}: it must be a whole number from ${min} to ${maxAttempts}`,
  )
}

function checkCode(code: StatusCode, of: string): void {
  if (code !== 'CANCELLED' && Object.hasOwn(statusNumbers, code)) return
  throw new RangeError(`${of}.codes has ${code}: write names of status codes, except CANCELLED`)
}

function readMs(value: number | string, what: string, maxMs: number): number {
  const ms = parseDuration(value, what)
  if (ms <= maxMs) return ms
  throw new RangeError(`${what} is ${JSON.stringify(value)}: it must be at most ${maxMs} ms`)
}
