/** The options of `rpc`: one table of what exists, and the checks of each. */

import type { TObject } from 'typebox'
import {
  findConflict,
  findHedgeProblem,
  findRetryProblem,
  type HedgeOptions,
  type HedgeRules,
  type RetryOptions,
  type RetryRules,
  readHedge,
  readRetry,
} from './attempt-rules.js'
import { parseDuration } from './durations.js'
import { nearest, type Problem, show, unknownOption } from './misuse.js'
import { statusCodes } from './status-codes.js'

const dayMs = 86_400_000

export interface RpcOptions<Errors extends Readonly<Record<string, TObject>>> {
  /** Milliseconds, or a string such as '500ms', '2s', '1m', after which a call fails with DEADLINE_EXCEEDED. */
  readonly timeout?: number | string
  /** Whether the handler may run twice for one call without harm; only such calls are retried on doubt. */
  readonly idempotent?: boolean
  /** Further attempts of a call that failed; false for none. Default: as the caller's channel has it. Unary methods only. */
  readonly retry?: RetryOptions | false
  /** Further attempts of a call that has no answer yet. Default: as the caller's channel has it. Unary idempotent methods only. */
  readonly hedge?: HedgeOptions
  /** Errors the handler may answer with, by name; each schema may set `code` to a gRPC status. */
  readonly errors?: Errors
  /** True, or what to use instead. */
  readonly deprecated?: boolean | string
  /** Documentation for people who call the method; wins over a doc comment. */
  readonly description?: string
  /**
   * Whether nobody answers: the call is over when the message has left, and it arrives at most once. The response is
   * Type.Null() then, and there are no errors. Default false.
   */
  readonly oneway?: boolean
}

const flag = (name: string) => (value: unknown) =>
  typeof value === 'boolean'
    ? undefined
    : { problem: `${name} is true or false, not ${show(value)}`, remedy: `Write ${name}: true.` }

const checks: Readonly<Record<keyof RpcOptions<never>, (value: unknown) => Problem | undefined>> = {
  timeout: (value) =>
    parseDuration(value, dayMs) === undefined
      ? {
          problem: `timeout must be more than 0 ms and at most 1 day, not ${show(value)}`,
          remedy: "Write milliseconds, or a string such as '500ms', '2s' or '1m'.",
        }
      : undefined,
  idempotent: flag('idempotent'),
  retry: findRetryProblem,
  hedge: findHedgeProblem,
  errors: findErrorProblem,
  deprecated: (value) =>
    typeof value === 'boolean' || typeof value === 'string'
      ? undefined
      : {
          problem: `deprecated is true or a text, not ${show(value)}`,
          remedy: "Write what to use instead: deprecated: 'use other'.",
        },
  description: (value) =>
    typeof value === 'string'
      ? undefined
      : {
          problem: `description is a text, not ${show(value)}`,
          remedy: 'Write it as a string, or as a comment /** … */ above the method.',
        },
  oneway: flag('oneway'),
}

/** What the options say, in numbers. */
export interface RpcRules {
  /** Milliseconds; undefined leaves the time to the channel. */
  readonly timeoutMs: number | undefined
  readonly retry: RetryRules | false | undefined
  readonly hedge: HedgeRules | undefined
}

/** Reads the options, or says what is wrong with them. `streams` is whether the request or the response does. */
export function readRpcOptions(
  options: RpcOptions<Readonly<Record<string, TObject>>>,
  streams: boolean,
): RpcRules | Problem {
  const problem = findOptionProblem(options)
  if (problem !== undefined) return problem
  const { timeout, retry, hedge, idempotent = false, oneway = false } = options
  const rules: RpcRules = {
    timeoutMs: parseDuration(timeout, dayMs),
    retry: retry && readRetry(retry),
    hedge: hedge && readHedge(hedge),
  }
  const method = { isUnary: !streams && !oneway, idempotent, timeoutMs: rules.timeoutMs }
  return findConflict(method, rules.retry, rules.hedge) ?? rules
}

function findOptionProblem(options: unknown): Problem | undefined {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const problem = `the options of rpc() are an object, not ${show(options)}`
    return { problem, remedy: 'Write { idempotent: true }, or leave them out.' }
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const check = Object.hasOwn(checks, name) ? checks[name as keyof typeof checks] : undefined // because hasOwn says so
    if (check === undefined) return unknownOption('rpc()', name, Object.keys(checks))
    const problem = check(value)
    if (problem !== undefined) return problem
  }
  return undefined
}

const errorPattern = /^[A-Z][A-Za-z0-9]*$/

function findErrorProblem(errors: unknown): Problem | undefined {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) {
    const problem = `errors is an object of schemas by name, not ${show(errors)}`
    return { problem, remedy: 'Write errors: { NotThere: Type.Object({ … }) }.' }
  }
  for (const [name, schema] of Object.entries(errors)) {
    if (!errorPattern.test(name)) {
      return {
        problem: `an error is called ${show(name)}, and an error's name is a capital, then letters and digits`,
        remedy: 'Rename it; several words are written LikeThis.',
      }
    }
    if (typeof schema !== 'object' || schema === null || !('properties' in schema)) {
      return {
        problem: `the data of the error ${name} must be a Type.Object schema, and here it is ${showData(schema)}`,
        remedy:
          "Write Type.Object({ … }), which may be empty; the status goes into its options: Type.Object({ … }, { code: 'NOT_FOUND' }).",
      }
    }
    if ('code' in schema && !isStatusCode(schema.code)) {
      const problem = `the error ${name} has the code ${show(schema.code)}, which is not a status of gRPC`
      return { problem, remedy: `Use one of ${statusCodes.join(', ')}.` }
    }
    const slip = Object.entries(schema).find(
      ([key, value]) =>
        key !== 'code' && (nearest(key, ['code']) !== undefined || isStatusCode(value)),
    )
    if (slip !== undefined) {
      const problem = `the error ${name} has the option ${show(slip[0])}: did you mean code?`
      return { problem, remedy: "Write code, as in Type.Object({ … }, { code: 'NOT_FOUND' })." }
    }
  }
  return undefined
}

function isStatusCode(value: unknown): boolean {
  return statusCodes.some((code) => code === value)
}

function showData(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return show(value)
  if ('~kind' in value) return `a schema of the kind ${String(value['~kind'])}`
  return show(value).replace('an object', 'a plain object')
}
