/** The options of `rpc`: one table of what exists, and the checks of each. */

import type { TObject } from 'typebox'
import { show } from './misuse.js'

export interface RpcOptions<Errors extends Readonly<Record<string, TObject>>> {
  /** Milliseconds, or a string such as '500ms', '2s', '1m', after which a call fails with DEADLINE_EXCEEDED. */
  readonly timeout?: number | string
  /** Whether the handler may run twice for one call without harm; only such calls are retried on doubt. */
  readonly idempotent?: boolean
  /** Errors the handler may answer with, by name; each schema may set `code` to a gRPC status. */
  readonly errors?: Errors
  /** True, or what to use instead. */
  readonly deprecated?: boolean | string
  /** Documentation for people who call the method; wins over a doc comment. */
  readonly description?: string
  /** Reserved for methods without an answer; the generator does not support it yet. */
  readonly oneway?: boolean
}

/** gRPC's status names: the codes that a declared error may have. */
export const statusCodes: readonly string[] = [
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
]

const checks: Readonly<Record<keyof RpcOptions<never>, (value: unknown) => string | undefined>> = {
  timeout: (value) =>
    parseTimeout(value) === undefined
      ? `timeout is milliseconds or a string such as '500ms', '2s', '1m', at most a day, not ${show(value)}`
      : undefined,
  idempotent: (value) =>
    typeof value === 'boolean' ? undefined : `idempotent is true or false, not ${show(value)}`,
  errors: findErrorProblem,
  deprecated: (value) =>
    typeof value === 'boolean' || typeof value === 'string'
      ? undefined
      : `deprecated is true, or what to use instead, not ${show(value)}`,
  description: (value) =>
    typeof value === 'string' ? undefined : `description is a string, not ${show(value)}`,
  oneway: (value) =>
    typeof value === 'boolean' ? undefined : `oneway is true or false, not ${show(value)}`,
}

export function readRpcOptions(options: unknown): {
  readonly timeoutMs: number | undefined
  readonly problem: string | undefined
} {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return { timeoutMs: undefined, problem: `the options are an object, not ${show(options)}` }
  }
  let timeoutMs: number | undefined
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const check = Object.hasOwn(checks, name) ? checks[name as keyof typeof checks] : undefined // because hasOwn says so
    if (check === undefined) {
      const known = Object.keys(checks).join(', ')
      return { timeoutMs, problem: `there is no option ${show(name)}; there are ${known}` }
    }
    const problem = check(value)
    if (problem !== undefined) return { timeoutMs, problem }
    if (name === 'timeout') timeoutMs = parseTimeout(value)
  }
  return { timeoutMs, problem: undefined }
}

const errorPattern = /^[A-Z][A-Za-z0-9]*$/

function findErrorProblem(errors: unknown): string | undefined {
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) {
    return `errors is an object of schemas by name, not ${show(errors)}`
  }
  for (const [name, schema] of Object.entries(errors)) {
    if (!errorPattern.test(name)) {
      return `an error's name starts with a capital and has only letters and digits, unlike ${show(name)}`
    }
    if (typeof schema !== 'object' || schema === null || !('properties' in schema)) {
      return `the error ${name} is described by Type.Object(), not ${show(schema)}`
    }
    if ('code' in schema && !statusCodes.some((code) => code === schema.code)) {
      return `the error ${name} has the code ${show(schema.code)}, which is not one of ${statusCodes.join(', ')}`
    }
  }
  return undefined
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const dayMs = 86_400_000

/** Milliseconds of a timeout; undefined when it is none. */
function parseTimeout(value: unknown): number | undefined {
  let ms = value
  if (typeof value === 'string') {
    const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? []
    ms = Number(amount) * (units[unit] ?? Number.NaN)
  }
  if (typeof ms !== 'number' || !(ms > 0) || ms > dayMs) return undefined
  return Math.ceil(ms)
}
