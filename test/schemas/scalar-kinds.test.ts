import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import {
  bytes,
  double,
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

const cases: readonly {
  name: string
  schema: TSchema
  good: readonly unknown[]
  bad: readonly unknown[]
}[] = [
  ...[
    { name: 'int32', schema: int32() },
    { name: 'sint32', schema: sint32() },
    { name: 'sfixed32', schema: sfixed32() },
  ].map((one) => ({
    ...one,
    good: [-2147483648, 0, 2147483647],
    bad: [-2147483649, 2147483648, 0.5, '1', 1n, null],
  })),
  ...[
    { name: 'uint32', schema: uint32() },
    { name: 'fixed32', schema: fixed32() },
  ].map((one) => ({ ...one, good: [0, 4294967295], bad: [-1, 4294967296, 0.5] })),
  ...[
    { name: 'int64', schema: int64() },
    { name: 'sint64', schema: sint64() },
    { name: 'sfixed64', schema: sfixed64() },
  ].map((one) => ({
    ...one,
    good: [-(2n ** 63n), 2n ** 63n - 1n],
    bad: [-(2n ** 63n) - 1n, 2n ** 63n, 1],
  })),
  ...[
    { name: 'uint64', schema: uint64() },
    { name: 'fixed64', schema: fixed64() },
  ].map((one) => ({ ...one, good: [0n, 2n ** 64n - 1n], bad: [-1n, 2n ** 64n, 1] })),
  { name: 'float', schema: float(), good: [0.5], bad: [Number.NaN, '1'] },
  { name: 'double', schema: double(), good: [1e308], bad: [Number.POSITIVE_INFINITY] },
  { name: 'duration', schema: duration(), good: [1.5], bad: ['1s'] },
  {
    name: 'bytes',
    schema: bytes({ minLength: 1, maxLength: 2 }),
    good: [new Uint8Array(1), Buffer.from('ab')],
    bad: [new Uint8Array(0), new Uint8Array(3), [1], 'a'],
  },
  {
    name: 'timestamp',
    schema: timestamp(),
    good: [new Date(0)],
    bad: [new Date(Number.NaN), 0, '2026-01-01'],
  },
]

describe.each(cases)('$name', ({ schema, good, bad }) => {
  it.each([
    ['interpreted', (value: unknown) => Value.Check(schema, value)],
    ['compiled', (value: unknown) => Compile(schema).Check(value)],
  ])('accepts and rejects the same values when TypeBox checks it %s', (_, check) => {
    expect(good.map(check)).toEqual(good.map(() => true))
    expect(bad.map(check)).toEqual(bad.map(() => false))
  })
})
