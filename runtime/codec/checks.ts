/**
 * The type checks that generated `check` functions are made of.
 *
 * Each reports at most one issue, for the field called `path`, and answers whether the value has the type, so that
 * rules on its content can follow. A value is trusted in nothing: it may come from plain JavaScript.
 */

import type { Issues } from './issues.js'
import { maxDepth } from './nesting.js'
import { isDurationMs, isTimestampMs } from './timestamps.js'

const maxFloat = 3.4028234663852886e38

function fail(issues: Issues, path: string, rule: string): false {
  issues.add(path, rule)
  return false
}

export function checkString(value: unknown, issues: Issues, path: string): value is string {
  if (typeof value !== 'string') return fail(issues, path, 'must be a string')
  return value.isWellFormed() || fail(issues, path, 'must not contain half a surrogate pair')
}

export function checkBoolean(value: unknown, issues: Issues, path: string): value is boolean {
  return typeof value === 'boolean' || fail(issues, path, 'must be a boolean')
}

export function checkNumber(value: unknown, issues: Issues, path: string): value is number {
  return Number.isFinite(value) || fail(issues, path, 'must be a finite number')
}

/** Numbers beyond 2^53 - 1 are refused: neighbours can no longer be told apart there. */
export function checkInteger(value: unknown, issues: Issues, path: string): value is number {
  if (Number.isSafeInteger(value)) return true
  if (Number.isInteger(value)) return fail(issues, path, 'must be within ±(2^53 - 1)')
  return fail(issues, path, 'must be an integer')
}

export function checkBigint(value: unknown, issues: Issues, path: string): value is bigint {
  return typeof value === 'bigint' || fail(issues, path, 'must be a bigint')
}

export function checkInt32(value: unknown, issues: Issues, path: string): value is number {
  if (!checkInteger(value, issues, path)) return false
  if (value < -2147483648) return fail(issues, path, 'must be at least -2147483648')
  return value <= 2147483647 || fail(issues, path, 'must be at most 2147483647')
}

export function checkUint32(value: unknown, issues: Issues, path: string): value is number {
  if (!checkInteger(value, issues, path)) return false
  if (value < 0) return fail(issues, path, 'must be at least 0')
  return value <= 4294967295 || fail(issues, path, 'must be at most 4294967295')
}

/** What of the numbers fits into a float, with less precision. */
export function checkFloat(value: unknown, issues: Issues, path: string): value is number {
  if (!checkNumber(value, issues, path)) return false
  return Math.abs(value) <= maxFloat || fail(issues, path, 'must fit into four bytes')
}

export function checkInt64(value: unknown, issues: Issues, path: string): value is bigint {
  if (!checkBigint(value, issues, path)) return false
  if (value < -9223372036854775808n) {
    return fail(issues, path, 'must be at least -9223372036854775808, the least int64')
  }
  if (value <= 9223372036854775807n) return true
  return fail(issues, path, 'must be at most 9223372036854775807, the greatest int64')
}

export function checkUint64(value: unknown, issues: Issues, path: string): value is bigint {
  if (!checkBigint(value, issues, path)) return false
  if (value < 0n) return fail(issues, path, 'must be at least 0')
  if (value <= 18446744073709551615n) return true
  return fail(issues, path, 'must be at most 18446744073709551615, the greatest uint64')
}

export function checkBytes(value: unknown, issues: Issues, path: string): value is Uint8Array {
  return value instanceof Uint8Array || fail(issues, path, 'must be a Uint8Array')
}

export function checkTimestamp(value: unknown, issues: Issues, path: string): value is Date {
  if (!(value instanceof Date)) return fail(issues, path, 'must be a Date')
  return isTimestampMs(value.getTime()) || fail(issues, path, 'must be within the years 1 to 9999')
}

export function checkDuration(value: unknown, issues: Issues, path: string): value is number {
  if (!checkNumber(value, issues, path)) return false
  return isDurationMs(value) || fail(issues, path, 'must be at most 10,000 years')
}

export function checkArray(value: unknown, issues: Issues, path: string): value is unknown[] {
  return Array.isArray(value) || fail(issues, path, 'must be an array')
}

export function checkTuple(value: unknown, length: number, issues: Issues): value is unknown[] {
  if (!checkArray(value, issues, '')) return false
  return value.length === length || fail(issues, '', `must have exactly ${length} items`)
}

/** Also bounds the depth, so that a value with a cycle ends in an issue. */
export function checkObject(value: unknown, issues: Issues, depth: number): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(issues, '', 'must be an object')
  }
  return checkDepth(issues, depth)
}

export function checkDepth(issues: Issues, depth: number): boolean {
  return depth <= maxDepth || failDepth(issues, '')
}

function failDepth(issues: Issues, path: string): false {
  return fail(issues, path, `must not be nested deeper than ${maxDepth} messages`)
}

export function checkRecord(value: unknown, issues: Issues, path: string): value is object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return true
  return fail(issues, path, 'must be an object')
}

/** Reports the properties of an object that its schema closes with `additionalProperties: false`. */
export function checkNoOthers(value: object, known: readonly string[], issues: Issues): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) issues.add(key, 'must not be present')
  }
}

const integerKey = /^-?(?:0|[1-9][0-9]*)$/

/** The keys of a `Record(Integer, …)`. */
export function checkIntegerKey(key: string, issues: Issues): boolean {
  if (integerKey.test(key) && key !== '-0' && Number.isSafeInteger(Number(key))) return true
  return fail(issues, '', 'must have an integer as its key')
}

/** A JSON value at the given depth: the three messages that protobuf spends on each level count. */
export function checkJson(value: unknown, issues: Issues, path: string, depth: number): boolean {
  if (depth > maxDepth) return failDepth(issues, path)
  switch (typeof value) {
    case 'string':
      return checkString(value, issues, path)
    case 'number':
      return checkNumber(value, issues, path)
    case 'boolean':
      return true
    case 'object':
      if (value === null) return true
      if (Array.isArray(value)) return checkJsonItems(value, issues, path, depth)
      return checkJsonObject(value, issues, path, depth + 1)
    default:
      return fail(issues, path, 'must be a JSON value')
  }
}

function checkJsonItems(list: unknown[], issues: Issues, path: string, depth: number): boolean {
  if (depth >= maxDepth) return failDepth(issues, path)
  const from = issues.count
  let index = 0
  for (const item of list) {
    const at = issues.count
    checkJson(item, issues, '', depth + 2)
    issues.within(at, index)
    if (issues.full) break
    index++
  }
  if (path !== '') issues.within(from, path)
  return issues.count === from
}

/** A Struct at the given depth. */
export function checkJsonObject(
  value: unknown,
  issues: Issues,
  path: string,
  depth: number,
): boolean {
  const prototype =
    typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
  if (typeof value !== 'object' || value === null || !isPlain(prototype)) {
    return fail(issues, path, 'must be a JSON value')
  }
  if (depth > maxDepth) return failDepth(issues, path)
  const from = issues.count
  for (const [key, item] of Object.entries(value)) {
    if (checkString(key, issues, key)) checkJson(item, issues, key, depth + 2)
    if (issues.full) break
  }
  if (path !== '') issues.within(from, path)
  return issues.count === from
}

/** Of any realm: what matters is that no class stands between the object and its contents. */
function isPlain(prototype: object | null): boolean {
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** An enum's value, or a literal. */
export function checkOneOf(
  value: unknown,
  values: readonly unknown[],
  issues: Issues,
  path: string,
): boolean {
  if (values.includes(value)) return true
  const names = values.map((one) => (typeof one === 'string' ? `'${one}'` : String(one)))
  return fail(issues, path, `must be ${names.length === 1 ? '' : 'one of '}${names.join(', ')}`)
}
