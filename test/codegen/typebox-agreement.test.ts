/** Generated checks and TypeBox's own must accept the same values. */

import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { isFormat } from '../../runtime/codec/formats.js'
import { isMultipleOf } from '../../runtime/codec/rules.js'
import * as codecs from '../golden/codegen/kinds/gen/kinds.js'
import * as schemas from '../golden/codegen/kinds/kinds.schema.js'
import { violations } from '../support/codec-bytes.js'

const valid = {
  name: 'abc',
  ratio: 0.5,
  step: 10,
  total: 4n,
  digest: new Uint8Array(4),
  tags: ['a'],
  quota: { a: 1 },
  prices: [],
  template: 'v1-x',
}

/** What a property may be instead: near its rules, some breaking them and some not. */
const anyChange = fc.record(
  {
    name: fc.oneof(
      fc.constantFrom('a', 'abc', '', 'A', 'a'.repeat(21)),
      fc.string({ maxLength: 3 }),
    ),
    mail: fc.constantFrom('a@b.example', 'a@b', '@', 'a b@c.d', 'a.b@c-d.example'),
    ratio: fc.constantFrom(0, 0.5, 1, 1.1, -1, Number.NaN),
    step: fc.constantFrom(0, 5, -5, 3, 2.5),
    total: fc.constantFrom(0n, 2n, 99n, 100n, -2n),
    digest: fc.constantFrom(new Uint8Array(3), new Uint8Array(4), new Uint8Array(9)),
    tags: fc.array(fc.constantFrom('a', 'b', 'abcd', ''), { maxLength: 4 }),
    quota: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -1, max: 2 }), {
      noNullPrototype: true,
    }),
    prices: fc.array(fc.record({ units: fc.constant(1n), currency: fc.constantFrom('EUR', 'E') }), {
      maxLength: 2,
    }),
    template: fc.constantFrom('v1-', 'v2-x', 'v3-', 'v1', ''),
    extra: fc.constant(1),
  },
  { noNullPrototype: true },
)

const changes = fc
  .tuple(anyChange, fc.subarray([...Object.keys(valid), 'mail', 'extra'], { maxLength: 2 }))
  .map(([change, keys]) =>
    Object.fromEntries(Object.entries(change).filter(([key]) => keys.includes(key))),
  )

describe('generated checks', () => {
  it('agree with TypeBox over 10,000 values near the rules', () => {
    let accepted = 0
    const property = fc.property(changes, (change) => {
      const value = { ...valid, ...change }
      const expected = Value.Check(schemas.Rules, value)
      if (expected) accepted++
      expect(violations(codecs.Rules, value).length === 0, JSON.stringify(value, show)).toBe(
        expected,
      )
    })
    fc.assert(property, { seed: 3, numRuns: 10_000 })
    // Both answers must have been given often, or the comparison says nothing.
    expect(accepted).toBeGreaterThan(1000)
    expect(accepted).toBeLessThan(9000)
  })

  it('agree with TypeBox on values of other types', () => {
    const pairs = [
      [schemas.Scalars, codecs.Scalars],
      [schemas.Lists, codecs.Lists],
      [schemas.Enums, codecs.Enums],
      [schemas.Unions, codecs.Unions],
      [schemas.Point, codecs.Point],
      [schemas.Shape, codecs.Shape],
      [schemas.Tree, codecs.Tree],
    ] as const
    const property = fc.property(
      fc.anything({ maxDepth: 3 }),
      fc.constantFrom(...pairs),
      (value, [schema, codec]) => {
        const isValid = violations(codec as typeof codecs.Scalars, value).length === 0 // because any of them will do
        expect(isValid).toBe(Value.Check(schema, value))
      },
    )
    fc.assert(property, { seed: 4, numRuns: 5000 })
  })

  it('agree with TypeBox on multiples', () => {
    const schema = (multipleOf: number) => ({ type: 'number', multipleOf })
    const property = fc.property(
      fc.oneof(
        fc.integer({ min: -1000, max: 1000 }),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
      ),
      fc.constantFrom(1, 2, 3, 5, 0.1, 0.01, 0.25, 2.5, 7),
      (value, divisor) => {
        expect(isMultipleOf(value, divisor)).toBe(Value.Check(schema(divisor), value))
      },
    )
    fc.assert(property, { seed: 5, numRuns: 5000 })
  })
})

function show(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}

describe('formats', () => {
  it.each([
    [
      'date',
      ['2026-01-31', '2024-02-29'],
      ['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', ''],
    ],
    [
      'time',
      ['12:00:00Z', '23:59:59.5+01:00', '00:00:00-23:59'],
      ['24:00:00Z', '12:00Z', '12:00:00', 'noon'],
    ],
    [
      'date-time',
      ['2026-01-31T12:00:00Z', '2026-01-31t12:00:00.123z'],
      ['2026-01-31', '2026-01-31T25:00:00Z', '2026-02-30T12:00:00Z'],
    ],
    [
      'email',
      ['a@b.example', 'a.b+c@d-e.example'],
      ['a', '@b', 'a@', 'a..b@c.d', 'a@-b.c', 'a b@c.d'],
    ],
    [
      'hostname',
      ['example', 'a-b.example', '1.2'],
      ['', '-a', 'a-', 'a..b', 'a_b', 'a'.repeat(64)],
    ],
    ['ipv4', ['0.0.0.0', '255.255.255.255'], ['256.0.0.0', '1.2.3', '01.2.3.4', '1.2.3.4.5', '']],
    [
      'ipv6',
      ['::', '::1', '1:2:3:4:5:6:7:8', '1::8', '::ffff:1.2.3.4', '1:2:3:4:5:6:7::'],
      [':', ':::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '::g', '1.2.3.4', '12345::'],
    ],
    [
      'uuid',
      ['123e4567-e89b-12d3-a456-426614174000'],
      ['123e4567e89b12d3a456426614174000', '123e4567-e89b-12d3-a456-42661417400g', ''],
    ],
    [
      'uri',
      ['https://a.example/b?c#d', 'urn:isbn:1', 'mailto:a@b.example'],
      ['a', '//a', 'http://a b', 'http://a/\u00e9', '1:x'],
    ],
    [
      'url',
      ['https://a.example/b', 'ws://localhost:80'],
      ['urn:isbn:1', 'https://', 'a.example', 'javascript:alert(1)'],
    ],
  ] as const)('%s', (name, good, bad) => {
    expect(good.filter((text) => !isFormat(name, text))).toEqual([])
    expect(bad.filter((text) => isFormat(name, text))).toEqual([])
  })

  it.each([
    'date',
    'email',
    'ipv4',
    'ipv6',
    'hostname',
    'uri',
    'uuid',
    'time',
    'date-time',
    'url',
  ] as const)('%s is decided in no time for a long hostile text', (name) => {
    const started = performance.now()
    for (const part of ['a', '0', '.', ':', '1:', 'a.', '-', '@'])
      isFormat(name, part.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(500)
  })
})
