/** Maps TypeBox's plain kinds to protobuf's scalars. */

import type { Rule, Scalar, ValueType } from './model.js'
import {
  bytesRules,
  type NaturalRange,
  noRules,
  numericRules,
  type Rules,
  stringRules,
} from './rules.js'
import type { Schema } from './schema.js'
import { templateType } from './template-type.js'

export interface BuiltScalar extends Rules {
  readonly type: ValueType
}

const unbounded: NaturalRange = { minimum: undefined, maximum: undefined }
const range32: NaturalRange = { minimum: -2147483648, maximum: 2147483647 }
const rangeU32: NaturalRange = { minimum: 0, maximum: 4294967295 }
const safeRange: NaturalRange = {
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
}
const safeURange: NaturalRange = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const range64: NaturalRange = { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n }
const rangeU64: NaturalRange = { minimum: 0n, maximum: 2n ** 64n - 1n }

const ranges: Readonly<Partial<Record<Scalar, NaturalRange>>> = {
  int32: range32,
  sint32: range32,
  sfixed32: range32,
  uint32: rangeU32,
  fixed32: rangeU32,
  int64: range64,
  sint64: range64,
  sfixed64: range64,
  uint64: rangeU64,
  fixed64: rangeU64,
}

/** The largest finite float; what lies beyond would arrive as Infinity. */
const maxFloat = '3.4028234663852886e38'

export function scalar(
  name: Scalar,
  js: 'string' | 'boolean' | 'number' | 'bigint' | 'bytes',
  narrowed?: string,
): ValueType {
  return { kind: 'scalar', scalar: name, js, narrowed }
}

/** The scalar for a schema, or undefined when its kind is not one. */
export function buildScalar(kind: string, schema: Schema): BuiltScalar | undefined {
  switch (kind) {
    case 'String':
      return { type: scalar('string', 'string'), ...pick(stringRules(schema)) }
    case 'TemplateLiteral':
      return buildTemplate(schema)
    case 'Boolean':
      return { type: scalar('bool', 'boolean'), ...pick(noRules(schema)) }
    case 'Number':
      return buildNumber(schema)
    case 'Integer':
      return buildInteger(schema)
    case 'BigInt':
      return buildBigint(schema)
    case 'Unsafe':
      return buildUnsafe(schema)
    default:
      return undefined
  }
}

function pick({ rules, problems }: Rules): Rules {
  return { rules, problems }
}

function buildTemplate(schema: Schema): BuiltScalar {
  const pattern = typeof schema.pattern === 'string' ? schema.pattern : ''
  return { type: scalar('string', 'string', templateType(pattern)), ...pick(stringRules(schema)) }
}

function buildNumber(schema: Schema): BuiltScalar {
  if (schema.proto === 'duration') {
    return { type: { kind: 'duration' }, ...pick(numericRules(schema, false, unbounded)) }
  }
  if (schema.proto !== 'float') {
    return { type: scalar('double', 'number'), ...pick(numericRules(schema, false, unbounded)) }
  }
  const { rules, problems } = numericRules(schema, false, unbounded)
  const limits: Rule[] = []
  const greatest = Number(maxFloat)
  // A bound on one side says nothing of the other, and one beyond what fits says nothing at all.
  const text = 'must fit into four bytes'
  if (!rules.some(({ keyword, limit }) => /aximum/.test(keyword) && Number(limit) <= greatest)) {
    limits.push({ keyword: 'maximum', limit: maxFloat, text, guaranteed: true })
  }
  if (!rules.some(({ keyword, limit }) => /inimum/.test(keyword) && Number(limit) >= -greatest)) {
    limits.push({ keyword: 'minimum', limit: `-${maxFloat}`, text, guaranteed: true })
  }
  return { type: scalar('float', 'number'), rules: [...rules, ...limits], problems }
}

function buildInteger(schema: Schema): BuiltScalar {
  const explicit = explicitScalar(schema)
  if (explicit !== undefined && typeof ranges[explicit]?.minimum === 'number') {
    return withRange(explicit, 'number', schema, ranges[explicit])
  }
  const { low, high } = boundsOf(schema)
  if (low >= 0 && high <= 4294967295) return withRange('uint32', 'number', schema, rangeU32)
  if (low >= -2147483648 && high <= 2147483647) return withRange('int32', 'number', schema, range32)
  if (low >= 0) return withRange('uint64', 'number', schema, safeURange)
  return withRange('int64', 'number', schema, safeRange)
}

function withRange(
  name: Scalar,
  js: 'number' | 'bigint',
  schema: Schema,
  range: NaturalRange,
): BuiltScalar {
  const { rules, problems } = numericRules(schema, js === 'bigint', range)
  const bounds = js === 'number' && range === rangeU64 ? safeURange : range
  return { type: scalar(name, js), rules: [...rules, ...rangeRules(name, rules, bounds)], problems }
}

/** What the wire type can hold, checked on sending unless the schema's own bounds are at least as tight. */
function rangeRules(name: Scalar, rules: readonly Rule[], range: NaturalRange): readonly Rule[] {
  const found: Rule[] = []
  const isSafe = range === safeRange || range === safeURange
  const suffix = typeof range.minimum === 'bigint' ? 'n' : ''
  const reaches = (side: RegExp) =>
    rules.filter(({ keyword }) => side.test(keyword)).map((rule) => reachOf(rule))
  const { minimum, maximum } = range
  if (minimum !== undefined && !reaches(/inimum/).some((reach) => reach >= minimum)) {
    if (!isSafe || minimum === 0) {
      const text = `must be at least ${minimum}, the least ${name}`
      found.push({ keyword: 'minimum', limit: `${minimum}${suffix}`, text, guaranteed: true })
    }
  }
  if (maximum !== undefined && !isSafe && !reaches(/aximum/).some((reach) => reach <= maximum)) {
    const text = `must be at most ${maximum}, the greatest ${name}`
    found.push({ keyword: 'maximum', limit: `${maximum}${suffix}`, text, guaranteed: true })
  }
  return found
}

/** The last integer that a bound lets through. */
function reachOf({ keyword, limit }: Rule): number | bigint {
  const by = keyword === 'exclusiveMinimum' ? 1 : keyword === 'exclusiveMaximum' ? -1 : 0
  return limit.endsWith('n') ? BigInt(limit.slice(0, -1)) + BigInt(by) : Number(limit) + by
}

function buildBigint(schema: Schema): BuiltScalar {
  const explicit = explicitScalar(schema)
  if (explicit !== undefined && typeof ranges[explicit]?.minimum === 'bigint') {
    return withRange(explicit, 'bigint', schema, ranges[explicit])
  }
  const { low } = boundsOf(schema)
  return low >= 0
    ? withRange('uint64', 'bigint', schema, rangeU64)
    : withRange('int64', 'bigint', schema, range64)
}

function buildUnsafe(schema: Schema): BuiltScalar | undefined {
  if (schema.proto === 'bytes')
    return { type: scalar('bytes', 'bytes'), ...pick(bytesRules(schema)) }
  if (schema.proto === 'timestamp') return { type: { kind: 'timestamp' }, ...pick(noRules(schema)) }
  return undefined
}

function explicitScalar(schema: Schema): Scalar | undefined {
  const proto = schema.proto
  return typeof proto === 'string' && Object.hasOwn(ranges, proto) ? (proto as Scalar) : undefined // because of hasOwn
}

function boundsOf(schema: Schema): { readonly low: number; readonly high: number } {
  const number = (keyword: string, by: number) => {
    const limit = schema[keyword]
    return typeof limit === 'number' || typeof limit === 'bigint' ? Number(limit) + by : undefined
  }
  const lows = [number('minimum', 0), number('exclusiveMinimum', 1)].filter((n) => n !== undefined)
  const highs = [number('maximum', 0), number('exclusiveMaximum', -1)].filter(
    (n) => n !== undefined,
  )
  return {
    low: Math.max(Number.NEGATIVE_INFINITY, ...lows),
    high: Math.min(Number.POSITIVE_INFINITY, ...highs),
  }
}
