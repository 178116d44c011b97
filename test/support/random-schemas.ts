/** Random schemas, each with the values that belong to it. */

import fc from 'fast-check'
import Type, { type TSchema } from 'typebox'
import {
  bytes,
  duration,
  fixed32,
  fixed64,
  float,
  int32,
  int64,
  sfixed32,
  sfixed64,
  sint32,
  sint64,
  timestamp,
  uint32,
  uint64,
} from '../../schemas/index.js'

/** A schema and what it describes. */
export interface Kind {
  readonly schema: TSchema
  readonly values: fc.Arbitrary<unknown>
  /** How JavaScript tells its values from others; unions need it. */
  readonly tag:
    | 'string'
    | 'number'
    | 'boolean'
    | 'bigint'
    | 'bytes'
    | 'date'
    | 'array'
    | 'object'
    | 'any'
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('', '\uFEFFx', '\uFFFD', '__proto__', '\u0000'),
)
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const floats = fc.float({ noNaN: true, noDefaultInfinity: true })
const signed32 = fc.oneof(fc.integer(), fc.integer({ min: -3, max: 300 }))
const unsigned32 = fc.oneof(fc.nat({ max: 4294967295 }), fc.nat({ max: 300 }))
const signed64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
)
const unsigned64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 0n, max: 300n }),
)
const dates = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})
// JSON has no -0 that survives everywhere, and protobuf's Struct keeps it: the oracle compares with Object.is.
const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false })
/** fast-check's Uint8Arrays may be views of larger buffers; the copies are plain. */
const chunks = fc.uint8Array({ maxLength: 20 }).map((chunk) => Uint8Array.from(chunk))

const scalars: readonly Kind[] = [
  { schema: Type.String(), values: text, tag: 'string' },
  { schema: Type.Boolean(), values: fc.boolean(), tag: 'boolean' },
  { schema: Type.Number(), values: finite, tag: 'number' },
  { schema: Type.Integer(), values: fc.maxSafeInteger(), tag: 'number' },
  { schema: Type.Integer({ minimum: 0 }), values: fc.maxSafeNat(), tag: 'number' },
  {
    schema: Type.Integer({ minimum: -5, maximum: 5 }),
    values: fc.integer({ min: -5, max: 5 }),
    tag: 'number',
  },
  { schema: Type.BigInt(), values: signed64, tag: 'bigint' },
  { schema: int32(), values: signed32, tag: 'number' },
  { schema: uint32(), values: unsigned32, tag: 'number' },
  { schema: sint32(), values: signed32, tag: 'number' },
  { schema: fixed32(), values: unsigned32, tag: 'number' },
  { schema: sfixed32(), values: signed32, tag: 'number' },
  { schema: int64(), values: signed64, tag: 'bigint' },
  { schema: uint64(), values: unsigned64, tag: 'bigint' },
  { schema: sint64(), values: signed64, tag: 'bigint' },
  { schema: fixed64(), values: unsigned64, tag: 'bigint' },
  { schema: sfixed64(), values: signed64, tag: 'bigint' },
  { schema: float(), values: floats, tag: 'number' },
  { schema: bytes(), values: chunks, tag: 'bytes' },
  { schema: timestamp(), values: dates, tag: 'date' },
  { schema: duration(), values: fc.integer({ min: -1e12, max: 1e12 }), tag: 'number' },
  {
    schema: Type.Enum(['red', 'green', 'blue']),
    values: fc.constantFrom('red', 'green', 'blue'),
    tag: 'string',
  },
  { schema: Type.Enum([0, 3, -7]), values: fc.constantFrom(0, 3, -7), tag: 'number' },
  { schema: Type.Enum([2, 9]), values: fc.constantFrom(2, 9), tag: 'number' },
  { schema: Type.Literal('only'), values: fc.constant('only'), tag: 'string' },
  { schema: Type.Unknown(), values: json, tag: 'any' },
  {
    schema: Type.Record(Type.String(), Type.Unknown()),
    values: fc.dictionary(text, json, { maxKeys: 3, noNullPrototype: true }),
    tag: 'object',
  },
]

const keys = [
  'id',
  'name',
  'sentAt',
  'message',
  'reader',
  'writer',
  'tag',
  'depth',
  'class',
  'value',
  'key',
  'item',
  'a-b',
  '$x',
  'Outer',
  'issues',
  'from',
  'index',
  'missing',
  'readString',
]

/** A kind that can stand anywhere, nested up to a depth. */
export function kinds(depth: number): fc.Arbitrary<Kind> {
  const leaf = fc.constantFrom(...scalars)
  if (depth === 0) return leaf
  const inner = kinds(depth - 1)
  return fc.oneof(
    { weight: 5, arbitrary: leaf },
    { weight: 2, arbitrary: inner.map(list) },
    { weight: 1, arbitrary: inner.map(map) },
    { weight: 1, arbitrary: inner.map(numberMap) },
    { weight: 3, arbitrary: objects(depth - 1) },
    { weight: 1, arbitrary: fc.array(inner, { minLength: 1, maxLength: 3 }).map(tuple) },
    {
      weight: 1,
      arbitrary: fc.array(objects(0), { minLength: 2, maxLength: 3 }).map(discriminated),
    },
    { weight: 1, arbitrary: fc.array(inner, { minLength: 2, maxLength: 4 }).map(union) },
    { weight: 1, arbitrary: inner.map(nullable) },
  )
}

function list({ schema, values }: Kind): Kind {
  return { schema: Type.Array(schema), values: fc.array(values, { maxLength: 4 }), tag: 'array' }
}

function map({ schema, values }: Kind): Kind {
  return {
    schema: Type.Record(Type.String(), schema),
    values: fc.dictionary(text, values, { maxKeys: 3, noNullPrototype: true }),
    tag: 'object',
  }
}

function numberMap({ schema, values }: Kind): Kind {
  return {
    schema: Type.Record(Type.Integer(), schema),
    values: fc.dictionary(fc.maxSafeInteger().map(String), values, {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    tag: 'object',
  }
}

function nullable(kind: Kind): Kind {
  if (kind.tag === 'any') return kind
  return {
    schema: Type.Union([kind.schema, Type.Null()]),
    values: fc.option(kind.values),
    tag: 'any',
  }
}

function tuple(items: readonly Kind[]): Kind {
  return {
    schema: Type.Tuple(items.map((item) => item.schema)),
    values: fc.tuple(...items.map((item) => item.values)),
    tag: 'array',
  }
}

function isNullable({ schema, tag }: Kind): boolean {
  return tag === 'any' && 'anyOf' in schema
}

export function objects(depth: number): fc.Arbitrary<Kind> {
  const property = fc.record({ kind: kinds(depth), optional: fc.boolean() })
  return fc
    .dictionary(fc.constantFrom(...keys), property, { maxKeys: 6, noNullPrototype: true })
    .map((properties) => {
      const schemas: Record<string, TSchema> = {}
      const values: Record<string, fc.Arbitrary<unknown>> = {}
      const required: string[] = []
      for (const [key, { kind, optional }] of Object.entries(properties)) {
        const isOptional = optional && !isNullable(kind)
        schemas[key] = isOptional ? Type.Optional(kind.schema) : kind.schema
        values[key] = kind.values
        if (!isOptional) required.push(key)
      }
      return {
        schema: Type.Object(schemas),
        values: fc.record(values, { requiredKeys: required, noNullPrototype: true }),
        tag: 'object',
      }
    })
}

function discriminated(variants: readonly Kind[]): Kind {
  const schemas = variants.map(({ schema }, index) =>
    Type.Object({ ...propertiesOf(schema), kind: Type.Literal(`kind-${index}`) }),
  )
  const values = variants.map(
    (variant, index) =>
      variant.values.map((value) => ({ ...(value as object), kind: `kind-${index}` })), // because variants are objects
  )
  return { schema: Type.Union(schemas), values: fc.oneof(...values), tag: 'object' }
}

function propertiesOf(schema: TSchema): Record<string, TSchema> {
  return 'properties' in schema ? (schema.properties as Record<string, TSchema>) : {} // because variants are objects
}

/** Members that JavaScript can tell apart; what is left of fewer than two is a plain kind. */
function union(members: readonly Kind[]): Kind {
  const seen = new Set<string>()
  const distinct = members.filter(({ tag }) => {
    if (tag === 'any' || seen.has(tag)) return false
    seen.add(tag)
    return true
  })
  const [first, second] = distinct
  if (first === undefined || second === undefined) return members[0] ?? first ?? scalarsFirst
  return {
    schema: Type.Union(distinct.map((member) => member.schema)),
    values: fc.oneof(...distinct.map((member) => member.values)),
    tag: 'any',
  }
}

const scalarsFirst: Kind = { schema: Type.String(), values: text, tag: 'string' }
