/** For each scalar type: its fields in TestAllTypesProto3, and values as a peer may write them. */

import {
  concat,
  double,
  fixed32,
  fixed64,
  float,
  hex,
  utf8,
  varint,
  wireType,
  zigzag,
} from './wire.js'

export interface ScalarValue {
  readonly name: string
  /** Without the tag. */
  readonly bytes: Uint8Array
  /** As an encoder writes the same value; undefined when `bytes` are that. */
  readonly canonical?: Uint8Array
  readonly isDefault?: boolean
}

export interface ScalarType {
  readonly name: string
  readonly wire: number
  /** Field numbers in TestAllTypesProto3. */
  readonly singular: number
  readonly repeated: number
  /** Undefined for what cannot be packed. */
  readonly packed?: number
  readonly unpacked?: number
  readonly values: readonly ScalarValue[]
}

const value = (name: string, bytes: Uint8Array, canonical?: Uint8Array): ScalarValue => ({
  name,
  bytes,
  ...(canonical === undefined ? {} : { canonical }),
})
const zero = (name: string, bytes: Uint8Array): ScalarValue => ({ name, bytes, isDefault: true })

/** Written longer than needed, which decoders must take. */
const overlong = [
  zero('zero in ten bytes', varint(0, 10)),
  value('one in two bytes', varint(1, 2), varint(1)),
  value('one in ten bytes', varint(1, 10), varint(1)),
]
const bits = (count: bigint) => 2n ** count

const integers32 = (encode: (value: bigint) => Uint8Array, low: bigint, high: bigint) => [
  zero('zero', encode(0n)),
  value('a number', encode(12345n)),
  value('the greatest', encode(high)),
  ...(low < 0n ? [value('minus one', encode(-1n)), value('the least', encode(low))] : []),
]

const double64 = [
  zero('zero', double(0)),
  value('a number', double(0.1)),
  value('minus zero', double(-0)),
  value('the greatest', double(Number.MAX_VALUE)),
  value('the least above zero', double(Number.MIN_VALUE)),
  value('a subnormal number', double(2 ** -1040)),
  value('infinity', double(Number.POSITIVE_INFINITY)),
  value('minus infinity', double(Number.NEGATIVE_INFINITY)),
  value('not a number', double(Number.NaN)),
]

const float32 = [
  zero('zero', float(0)),
  value('a number', float(0.1)),
  value('minus zero', float(-0)),
  value('the greatest', hex`ffff7f7f`),
  value('the least above zero', hex`01000000`),
  value('a subnormal number', hex`ffff7f00`),
  value('infinity', float(Number.POSITIVE_INFINITY)),
  value('minus infinity', float(Number.NEGATIVE_INFINITY)),
  value('not a number', float(Number.NaN)),
]

const flags = [
  zero('false', varint(0)),
  value('true', varint(1)),
  value('two', varint(2), varint(1)),
  value('a number of 33 bits', varint(bits(32n)), varint(1)),
  value('a number of 64 bits', varint(bits(63n)), varint(1)),
  ...overlong,
]

const text = (content: string): ScalarValue => {
  const bytes = utf8(content)
  return value(JSON.stringify(content.slice(0, 12)), concat(varint(bytes.length), bytes))
}

const texts = [
  zero('an empty text', varint(0)),
  text('a'),
  text('\0'),
  text('\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufffd\uffff'),
  text('\u{10000}\u{10ffff}'),
  text('\ufeffa byte order mark is a character'),
  text('a text of more than forty characters, in which nothing is beyond ASCII'),
  text('ein Text von mehr als vierzig Zeichen, in dem es auch Umlaute gibt: äöü, \u{1f600}'),
]

const binaries = [
  zero('no bytes', varint(0)),
  value('a byte', hex`01 00`),
  value('bytes that are no text', hex`05 ff fe ed a0 80`),
]

export const scalarTypes: readonly ScalarType[] = [
  {
    name: 'int32',
    wire: wireType.varint,
    singular: 1,
    repeated: 31,
    packed: 75,
    unpacked: 89,
    values: [
      ...integers32(varint, -bits(31n), bits(31n) - 1n),
      zero('2^32, of which 32 bits are kept', varint(bits(32n))),
      value('2^32 + 1, of which 32 bits are kept', varint(bits(32n) + 1n), varint(1)),
      value('2^31, which is negative in 32 bits', varint(bits(31n)), varint(-bits(31n))),
      value('minus one in five bytes', hex`ff ff ff ff 0f`, varint(-1)),
      ...overlong,
    ],
  },
  {
    name: 'int64',
    wire: wireType.varint,
    singular: 2,
    repeated: 32,
    packed: 76,
    unpacked: 90,
    values: [
      ...integers32(varint, -bits(63n), bits(63n) - 1n),
      value('ten bytes with bits beyond the 64th', hex`ff ff ff ff ff ff ff ff ff 7f`, varint(-1)),
      ...overlong,
    ],
  },
  {
    name: 'uint32',
    wire: wireType.varint,
    singular: 3,
    repeated: 33,
    packed: 77,
    unpacked: 91,
    values: [
      ...integers32(varint, 0n, bits(32n) - 1n),
      zero('2^32, of which 32 bits are kept', varint(bits(32n))),
      value('2^40 + 7, of which 32 bits are kept', varint(bits(40n) + 7n), varint(7)),
      ...overlong,
    ],
  },
  {
    name: 'uint64',
    wire: wireType.varint,
    singular: 4,
    repeated: 34,
    packed: 78,
    unpacked: 92,
    values: [...integers32(varint, 0n, bits(64n) - 1n), ...overlong],
  },
  {
    name: 'sint32',
    wire: wireType.varint,
    singular: 5,
    repeated: 35,
    packed: 79,
    unpacked: 93,
    values: [
      ...integers32(zigzag, -bits(31n), bits(31n) - 1n),
      value('2^33 + 3, of which 32 bits are kept', varint(bits(33n) + 3n), varint(3)),
      ...overlong,
    ],
  },
  {
    name: 'sint64',
    wire: wireType.varint,
    singular: 6,
    repeated: 36,
    packed: 80,
    unpacked: 94,
    values: [...integers32(zigzag, -bits(63n), bits(63n) - 1n), ...overlong],
  },
  {
    name: 'fixed32',
    wire: wireType.fixed32,
    singular: 7,
    repeated: 37,
    packed: 81,
    unpacked: 95,
    values: integers32((number) => fixed32(Number(number)), 0n, bits(32n) - 1n),
  },
  {
    name: 'fixed64',
    wire: wireType.fixed64,
    singular: 8,
    repeated: 38,
    packed: 82,
    unpacked: 96,
    values: integers32(fixed64, 0n, bits(64n) - 1n),
  },
  {
    name: 'sfixed32',
    wire: wireType.fixed32,
    singular: 9,
    repeated: 39,
    packed: 83,
    unpacked: 97,
    values: integers32((number) => fixed32(Number(number)), -bits(31n), bits(31n) - 1n),
  },
  {
    name: 'sfixed64',
    wire: wireType.fixed64,
    singular: 10,
    repeated: 40,
    packed: 84,
    unpacked: 98,
    values: integers32(fixed64, -bits(63n), bits(63n) - 1n),
  },
  {
    name: 'float',
    wire: wireType.fixed32,
    singular: 11,
    repeated: 41,
    packed: 85,
    unpacked: 99,
    values: float32,
  },
  {
    name: 'double',
    wire: wireType.fixed64,
    singular: 12,
    repeated: 42,
    packed: 86,
    unpacked: 100,
    values: double64,
  },
  {
    name: 'bool',
    wire: wireType.varint,
    singular: 13,
    repeated: 43,
    packed: 87,
    unpacked: 101,
    values: flags,
  },
  {
    name: 'enum',
    wire: wireType.varint,
    singular: 21,
    repeated: 51,
    packed: 88,
    unpacked: 102,
    values: [
      zero('the value of zero', varint(0)),
      value('a value', varint(2)),
      value('a negative value', varint(-1)),
      value('a negative value in five bytes', hex`ff ff ff ff 0f`, varint(-1)),
      value('2^32 + 1, of which 32 bits are kept', varint(bits(32n) + 1n), varint(1)),
      ...overlong,
    ],
  },
  { name: 'string', wire: wireType.length, singular: 14, repeated: 44, values: texts },
  { name: 'bytes', wire: wireType.length, singular: 15, repeated: 45, values: binaries },
]
