/** What a method says of further attempts: `retry` and `hedge` in the options of `rpc`, and their checks. */

import { parseDuration } from './durations.js'
import { type Problem, show, unknownOption } from './misuse.js'
import { type StatusCode, statusCodes } from './status-codes.js'

/** Further attempts of a call that failed, within its deadline. What is left out is as the caller's channel has it. */
export interface RetryOptions {
  /** Attempts in all, the first included: 1 to 5. */
  readonly attempts?: number
  /** The longest wait before the second attempt; it doubles with each further one. Milliseconds or '50ms', up to a minute. */
  readonly delay?: number | string
  /** No wait is longer. Milliseconds or '2s', up to ten minutes. */
  readonly maxDelay?: number | string
  /**
   * The failures after which a call is tried again although its handler ran or may have run; only where the method is
   * `idempotent`. Calls whose handler did not run are tried again anyway.
   */
  readonly codes?: readonly Exclude<StatusCode, 'CANCELLED'>[]
}

/** Further attempts of a call that has no answer yet; only where the method is `idempotent`. */
export interface HedgeOptions {
  /** How long an attempt goes unanswered before the next is made. Milliseconds or '30ms', up to a minute. */
  readonly after: number | string
  /** Attempts in all, the first included: 2 to 5. Default 2. */
  readonly attempts?: number
}

/** The same in numbers. */
export interface RetryRules {
  readonly attempts?: number
  readonly delayMs?: number
  readonly maxDelayMs?: number
  readonly codes?: readonly string[]
}

export interface HedgeRules {
  readonly afterMs: number
  readonly attempts: number
}

const minuteMs = 60_000

/** Undefined is fine. */
export function findRetryProblem(value: unknown): Problem | undefined {
  if (value === false) return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const problem = `retry is an object of options, or false, not ${show(value)}`
    return { problem, remedy: 'Write retry: { attempts: 3 }.' }
  }
  return (
    findUnknown('retry', value, ['attempts', 'delay', 'maxDelay', 'codes']) ??
    // because what has been checked for its names has the shape of the options, its values apart
    findBadRetry(value as { readonly [Name in keyof RetryOptions]: unknown })
  )
}

function findBadRetry(
  options: {
    readonly [Name in keyof RetryOptions]: unknown
  },
): Problem | undefined {
  const { attempts, delay, maxDelay, codes } = options
  const problem =
    findAttemptsProblem('retry', attempts, 1) ??
    findDurationProblem('retry.delay', delay, minuteMs) ??
    findDurationProblem('retry.maxDelay', maxDelay, 10 * minuteMs) ??
    findCodesProblem(codes)
  if (problem !== undefined) return problem
  const [first, longest] = [parseDuration(delay, minuteMs), parseDuration(maxDelay, 10 * minuteMs)]
  if (first === undefined || longest === undefined || first <= longest) return undefined
  return {
    problem: `retry.delay is ${show(delay)}, which is longer than retry.maxDelay, ${show(maxDelay)}`,
    remedy: 'Exchange the two.',
  }
}

export function findHedgeProblem(value: unknown): Problem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const problem = `hedge is an object of options, not ${show(value)}`
    return { problem, remedy: "Write hedge: { after: '30ms' }." }
  }
  const unknown = findUnknown('hedge', value, ['after', 'attempts'])
  if (unknown !== undefined) return unknown
  // because what has been checked for its names has the shape of the options, its values apart
  const { after, attempts } = value as { readonly [Name in keyof HedgeOptions]: unknown }
  const problem = findDurationProblem('hedge.after', after ?? null, minuteMs)
  return problem ?? findAttemptsProblem('hedge', attempts, 2)
}

/** The options that have been found without a problem. */
export function readRetry(retry: RetryOptions): RetryRules {
  const { attempts, delay, maxDelay, codes } = retry
  const delayMs = parseDuration(delay, minuteMs)
  const maxDelayMs = parseDuration(maxDelay, 10 * minuteMs)
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(maxDelayMs === undefined ? {} : { maxDelayMs }),
    ...(codes === undefined ? {} : { codes }),
  }
}

export function readHedge({ after, attempts = 2 }: HedgeOptions): HedgeRules {
  return { afterMs: parseDuration(after, minuteMs) ?? minuteMs, attempts }
}

/** What each option may be, and yet not together with the rest. */
export function findConflict(
  method: {
    readonly isUnary: boolean
    readonly idempotent: boolean
    readonly timeoutMs: number | undefined
  },
  retry: RetryRules | false | undefined,
  hedge: HedgeRules | undefined,
): Problem | undefined {
  const named = retry !== undefined ? 'retry' : hedge !== undefined ? 'hedge' : undefined
  if (named === undefined) return undefined
  if (!method.isUnary) {
    const problem = `${named} is for methods with one request and one response, and this one has others`
    return { problem, remedy: `Leave ${named} out: streams and one-way messages are sent once.` }
  }
  if (!method.idempotent && retry && retry.codes !== undefined) {
    return {
      problem:
        'retry.codes is about handlers that ran or may have run, and this one must not run twice for one call',
      remedy:
        'Add idempotent: true if it may, or leave codes out: calls whose handler did not run are tried again anyway.',
    }
  }
  if (hedge === undefined) return undefined
  if (!method.idempotent) {
    return {
      problem: 'hedge runs a handler twice for one call, and this one must not',
      remedy: 'Add idempotent: true if it may, or leave hedge out.',
    }
  }
  if (method.timeoutMs === undefined || hedge.afterMs < method.timeoutMs) return undefined
  return {
    problem: `hedge waits for ${hedge.afterMs} ms, and the call is over after ${method.timeoutMs} ms`,
    remedy: 'Let hedge.after be shorter than timeout.',
  }
}

function findUnknown(of: string, options: object, known: readonly string[]): Problem | undefined {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return undefined
  return unknownOption(of, unknown, known)
}

function findAttemptsProblem(of: string, attempts: unknown, min: number): Problem | undefined {
  if (attempts === undefined) return undefined
  const isWhole = typeof attempts === 'number' && Number.isInteger(attempts)
  if (isWhole && attempts >= min && attempts <= 5) return undefined
  return {
    problem: `${of}.attempts counts all attempts, the first included: ${min} to 5, not ${show(attempts)}`,
    remedy: of === 'retry' ? 'For no further attempts write retry: false.' : 'Write attempts: 2.',
  }
}

function findDurationProblem(name: string, value: unknown, maxMs: number): Problem | undefined {
  if (value === undefined || parseDuration(value, maxMs) !== undefined) return undefined
  return {
    problem: `${name} is more than nothing and at most ${maxMs} ms, not ${show(value)}`,
    remedy: "Write milliseconds, or a string such as '50ms', '2s' or '1m'.",
  }
}

function findCodesProblem(codes: unknown): Problem | undefined {
  if (codes === undefined) return undefined
  const names: readonly string[] = statusCodes.filter((code) => code !== 'CANCELLED')
  const wrong = Array.isArray(codes) ? codes.find((code) => !names.includes(code)) : codes
  if (Array.isArray(codes) && wrong === undefined) return undefined
  return {
    problem: `retry.codes has ${show(wrong)}, which is not a status that can be tried again`,
    remedy: `Use ${names.join(', ')}.`,
  }
}
