/** What hostile bytes may do to a generated decoder: nothing but make it throw. */

import fc from 'fast-check'
import { Writer } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import {
  Enums,
  KindsTextRequest,
  Lists,
  Maps,
  Nested,
  Old,
  Optionals,
  Scalar,
  Scalars,
  Shape,
  Tree,
  Unions,
} from '../../golden/codegen/kinds/gen/kinds.js'
import { Money } from '../../golden/codegen/shared/gen/money.js'
import { decode, encode, fromHex } from '../../support/codec-bytes.js'

const text = (hex: string) => decode(KindsTextRequest, fromHex(hex))

describe('a decoder', () => {
  it.each([
    ['a tag alone', '0a'],
    ['a string longer than the message', '0a0568656c6c'],
    ['a length of two gigabytes', '0affffffff07'],
    ['a length beyond 31 bits', '0affffffff0f'],
    ['a tag of eleven bytes', '8a80808080808080808001'],
    ['a tag that does not end', '8a8080'],
    ['the field number 0', '0001'],
    ['the wire type 6', '1e'],
    ['the wire type 7', '1f'],
    ['an end of group without a start', '1c'],
    ['a group that does not end', '1b'],
    ['a group that ends with another number', '1b24'],
    ['an unknown varint that does not end', '18ffff'],
    ['an unknown varint of eleven bytes', '18ffffffffffffffffffff01'],
    ['an unknown length beyond the end', '1a7f00'],
    ['an unknown fixed32 cut short', '1d000000'],
    ['an unknown fixed64 cut short', '19000000'],
  ])('rejects %s', (_, hex) => {
    expect(() => text(hex)).toThrow()
  })

  it.each([
    ['a lone continuation byte', '0a0180'],
    ['an overlong slash', '0a02c0af'],
    ['a surrogate', '0a03eda080'],
    ['a code point beyond Unicode', '0a04f4908080'],
    ['a sequence cut short', '0a02e282'],
    ['a bad byte after sixteen good ones', `0a12${'61'.repeat(16)}c328`],
  ])('rejects a string with %s', (_, hex) => {
    expect(() => text(hex)).toThrow('a string is not valid UTF-8')
  })

  it.each([
    '',
    'a',
    'é',
    '\uFFFD',
    '\uFEFFbom',
    'x'.repeat(16),
    'x'.repeat(17),
    'é'.repeat(200),
    '🏔'.repeat(5000),
  ])('reads a string that is %j', (value) => {
    expect(decode(KindsTextRequest, encode(KindsTextRequest, value))).toBe(value)
  })

  it('skips unknown fields of every wire type, groups included', () => {
    const unknown =
      '10ffffffffffffffffff01' + '190102030405060708' + '2202abcd' + '2b300a2b2c2c' + '3d01020304'
    expect(text(`${unknown}0a026869`)).toBe('hi')
    expect(text(`0a026869${unknown}`)).toBe('hi')
  })

  it('takes the last of several values of one field', () => {
    expect(text('0a01610a0162')).toBe('b')
  })

  it('skips a known field that has another wire type', () => {
    expect(text('08010a0161')).toBe('a')
  })

  it('does not let a field run past the message around it', () => {
    // The inner message says three bytes, its string says five.
    expect(() => decode(Tree, fromHex('12030a056162636465'))).toThrow()
  })

  it('ignores bits of a varint beyond the type, as protobuf says', () => {
    // -1 as an int32 takes ten bytes; 2^32 + 5 as a uint32 is 5.
    expect(decode(Lists, fromHex('320affffffffffffffffff01')).int32s).toEqual([-1])
    expect(decode(Lists, fromHex('3a058580808010')).uint32s).toEqual([5])
  })

  it('reads numbers of a list packed and one at a time, also mixed', () => {
    expect(decode(Lists, fromHex('30013202020330' + '04')).int32s).toEqual([1, 2, 3, 4])
    expect(decode(Lists, fromHex('10011202000110' + '00')).bools).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('rejects a packed list whose last number is cut', () => {
    expect(() => decode(Lists, fromHex('320180'))).toThrow()
    expect(() => decode(Lists, fromHex('4a03010203'))).toThrow()
  })

  it('rejects enum numbers that the schema does not list', () => {
    expect(() => decode(Enums, fromHex('0863'))).toThrow(
      'golden.kinds.v1.Color has no value with the number 99',
    )
  })

  it('rejects a message without a required message, date or enum', () => {
    expect(() => decode(Scalars, new Uint8Array(0))).toThrow(
      'golden.kinds.v1.Scalars arrived without its required timestamp',
    )
    expect(() => decode(Enums, new Uint8Array(0))).toThrow(
      'golden.kinds.v1.Enums arrived without its required color',
    )
    expect(() => decode(Shape, new Uint8Array(0))).toThrow(
      'golden.kinds.v1.Shape arrived without its required value',
    )
  })

  it('rejects an integer that a number cannot hold', () => {
    // field 4 of Scalars is an int64 as a number: 2^53
    expect(() => decode(Scalars, fromHex('2080808080808080' + '10'))).toThrow('outside ±(2^53 - 1)')
  })

  it('rejects moments and spans out of range', () => {
    const at = (seconds: number, nanos: number) => {
      const writer = Writer.create().uint32(178).fork()
      writer.uint32(8).int64(seconds).uint32(16).int32(nanos).ldelim()
      return () => decode(Optionals, writer.finish())
    }
    expect(at(253402300800, 0)).toThrow('a timestamp is outside the years 1 to 9999')
    expect(at(-62135596801, 0)).toThrow('a timestamp is outside the years 1 to 9999')
    expect(at(0, -1)).toThrow('a timestamp has wrong nanos')
    expect(at(0, 1_000_000_000)).toThrow('a timestamp has wrong nanos')
    expect(at(1, 999_999)()).toEqual({ timestamp: new Date(1000) })
  })

  it('rejects spans whose parts disagree', () => {
    const span = (seconds: number, nanos: number) => {
      const writer = Writer.create().uint32(186).fork()
      writer.uint32(8).int64(seconds).uint32(16).int32(nanos).ldelim()
      return () => decode(Optionals, writer.finish())
    }
    expect(span(1, -1)).toThrow('a duration has wrong nanos')
    expect(span(-1, 1)).toThrow('a duration has wrong nanos')
    expect(span(315576000001, 0)).toThrow('a duration is longer than 10,000 years')
    expect(span(-1, -500_000_000)()).toEqual({ duration: -1500 })
  })

  it('rejects numbers in JSON that are not JSON', () => {
    const bytes = Writer.create().uint32(74).fork().uint32(17).double(Number.NaN).ldelim().finish()
    expect(() => decode(Nested, bytes)).toThrow('a JSON value is not a finite number')
  })
})

describe('nesting', () => {
  function nested(levels: number): Uint8Array {
    let bytes: Uint8Array = new Uint8Array(0)
    for (let i = 0; i < levels; i++) bytes = Writer.create().uint32(18).bytes(bytes).finish()
    return bytes
  }

  it('is read down to a hundred messages and no further', () => {
    expect(() => decode(Tree, nested(100))).not.toThrow()
    expect(() => decode(Tree, nested(101))).toThrow('nested deeper than 100 messages')
  })

  it('counts in groups that are skipped', () => {
    const groups = (levels: number) => fromHex('1b'.repeat(levels) + '1c'.repeat(levels))
    expect(() => decode(Money, groups(100))).not.toThrow()
    expect(() => decode(Money, groups(101))).toThrow('nested deeper than 100 messages')
  })

  it('counts in JSON', () => {
    const json = (levels: number) => {
      let bytes: Uint8Array = Uint8Array.of(8, 0)
      for (let i = 0; i < levels; i++) {
        const list = Writer.create().uint32(10).bytes(bytes).finish()
        bytes = Writer.create().uint32(50).bytes(list).finish()
      }
      return Writer.create().uint32(74).bytes(bytes).finish()
    }
    const inner = '0a0012020a00'
    const whole = (levels: number) =>
      Buffer.concat([json(levels), fromHex(`2a${inner.length.toString(16).padStart(2, '0')}`)])
    expect(() => decode(Nested, whole(50))).toThrow('nested deeper than 100 messages')
    expect(() => decode(Nested, json(40))).toThrow('arrived without its required inner')
  })
})

describe('what a decoder returns', () => {
  it('has bytes of its own, which do not change with the buffer', () => {
    const bytes = encode(Scalar, Uint8Array.of(1, 2, 3))
    const value = decode(Scalar, bytes)
    bytes.fill(0)
    expect(value).toStrictEqual(Uint8Array.of(1, 2, 3))
    expect(value).not.toBeInstanceOf(Buffer)
  })

  it('keeps a map entry called __proto__ an entry', () => {
    const labels = JSON.parse('{"__proto__": "x", "a": "y"}')
    const empty = { counts: {}, prices: {}, colors: {}, times: {}, lists: {}, open: {} }
    const value = decode(Maps, encode(Maps, { ...empty, labels }))
    expect(Object.getPrototypeOf(value.labels)).toBe(Object.prototype)
    expect(Object.keys(value.labels)).toEqual(['__proto__', 'a'])
  })

  it('has no keys for what is absent', () => {
    expect(Object.keys(decode(Optionals, new Uint8Array(0)))).toEqual([])
    expect(Object.keys(decode(Old, new Uint8Array(0)))).toEqual(['what'])
  })

  it('fills in the value that a map entry leaves out', () => {
    // labels { "a": absent }, prices { "b": absent }
    const value = decode(Maps, fromHex('0a030a0161' + '1a030a0162' + '3a00'))
    expect(value.labels).toEqual({ a: '' })
    expect(value.prices).toEqual({ b: { units: 0n, currency: '' } })
  })
})

describe('any bytes at all', () => {
  const codecs = [Scalars, Optionals, Lists, Enums, Maps, Nested, Unions, Tree, Scalar] as const

  it.each(codecs.map((codec) => [codec.name, codec] as const))(
    'make %s throw an Error or return',
    (_, codec) => {
      const property = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decode(codec as typeof Scalars, bytes) // because any of them will do
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          expect(error).not.toBeInstanceOf(TypeError)
        }
      })
      fc.assert(property, { seed: 1, numRuns: 2000 })
    },
  )

  it.each(codecs.map((codec) => [codec.name, codec] as const))(
    'flipped in a message of %s do the same',
    (_, codec) => {
      const seedBytes = encode(Tree, { name: 'root', children: [{ name: 'leaf', children: [] }] })
      const property = fc.property(fc.nat(), fc.nat({ max: 255 }), (at, byte) => {
        const bytes = Uint8Array.from(seedBytes)
        bytes[at % bytes.length] = byte
        try {
          decode(codec as typeof Scalars, bytes) // because any of them will do
        } catch (error) {
          expect(error).not.toBeInstanceOf(TypeError)
        }
      })
      fc.assert(property, { seed: 2, numRuns: 500 })
    },
  )
})
