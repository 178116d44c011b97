/**
 * What protobuf demands of a decoder and an encoder, as bytes to read and bytes to write afterwards.
 *
 * The categories are those of protobuf's own conformance suite for the binary format of proto3; the cases are made
 * here, from the description of the encoding (https://protobuf.dev/programming-guides/encoding/).
 */

import { scalarTypes } from './scalars.js'
import {
  concat,
  double,
  field,
  fixed32,
  fixed64,
  group,
  hex,
  sized,
  tag,
  utf8,
  varint,
  wireType,
} from './wire.js'

export interface Case {
  readonly name: string
  /** In the package of all-types.schema.ts; default TestAllTypesProto3. */
  readonly message?: string
  readonly bytes: Uint8Array
  /** What an encoder makes of the value read; undefined when the bytes must be refused. */
  readonly written: Uint8Array | undefined
}

const none = new Uint8Array(0)

/** Bytes that mean what `written` says, which is how our encoder would have put it. */
const means = (name: string, bytes: Uint8Array, written: Uint8Array, message?: string): Case => ({
  name,
  bytes,
  written,
  ...(message === undefined ? {} : { message }),
})
const isItself = (name: string, bytes: Uint8Array, message?: string) =>
  means(name, bytes, bytes, message)
const refused = (name: string, bytes: Uint8Array, message?: string): Case => ({
  name,
  bytes,
  written: undefined,
  ...(message === undefined ? {} : { message }),
})

// ---- fields of scalars ----

function singularCases(): Case[] {
  return scalarTypes.flatMap(({ name, wire, singular, values }) => {
    const put = (bytes: Uint8Array) => field(singular, wire, bytes)
    const last = values.find((one) => one.isDefault !== true && one.canonical === undefined)
    const first = values.findLast((one) => one.isDefault !== true && one !== last)
    return [
      ...values.map(({ name: what, bytes, canonical = bytes, isDefault }) =>
        means(`${name}: ${what}`, put(bytes), isDefault === true ? none : put(canonical)),
      ),
      means(
        `${name}: the last of several values`,
        concat(put(first?.bytes ?? none), put(last?.bytes ?? none)),
        put(last?.bytes ?? none),
      ),
    ]
  })
}

function repeatedCases(): Case[] {
  return scalarTypes.flatMap(({ name, wire, repeated, packed, unpacked, values }) => {
    const wires = values.map((one) => one.bytes)
    const canonical = values.map(
      (one) => one.canonical ?? (one.isDefault === true ? zeroOf(wire, one.bytes) : one.bytes),
    )
    const apart = (number: number, items: readonly Uint8Array[]) =>
      concat(...items.map((item) => field(number, wire, item)))
    if (packed === undefined || unpacked === undefined)
      return [means(`several of ${name}`, apart(repeated, wires), apart(repeated, canonical))]
    return [repeated, packed, unpacked].flatMap((number) => [
      means(
        `several of ${name} packed, field ${number}`,
        sized(number, ...wires),
        sized(number, ...canonical),
      ),
      means(
        `several of ${name} one by one, field ${number}`,
        apart(number, wires),
        sized(number, ...canonical),
      ),
      means(
        `several of ${name} both ways, field ${number}`,
        concat(apart(number, wires), sized(number, ...wires), sized(number), apart(number, wires)),
        sized(number, ...canonical, ...canonical, ...canonical),
      ),
      means(`none of ${name}, packed, field ${number}`, sized(number), none),
    ])
  })
}

/** Zero as it is written within a list, where it is not left out. */
function zeroOf(wire: number, bytes: Uint8Array): Uint8Array {
  return wire === wireType.varint ? varint(0) : bytes
}

// ---- what ends too early, and what is no tag ----

/** A value of each wire type, to cut and to put where it is not known. */
const samples = [
  { wire: wireType.varint, bytes: varint(300), singular: 1, repeated: 31 },
  { wire: wireType.fixed64, bytes: fixed64(300n), singular: 8, repeated: 38 },
  { wire: wireType.length, bytes: hex`03 61 62 63`, singular: 14, repeated: 44 },
  { wire: wireType.fixed32, bytes: fixed32(300), singular: 7, repeated: 37 },
]
const unknown = 4000

function cutCases(): Case[] {
  const cut = samples.flatMap(({ wire, bytes, singular, repeated }) =>
    [
      ['a known field', singular],
      ['a known list', repeated],
      ['an unknown field', unknown],
    ].flatMap(([where, number]) => [
      refused(`the end before the value of ${where}, wire type ${wire}`, tag(Number(number), wire)),
      refused(
        `the end inside the value of ${where}, wire type ${wire}`,
        field(Number(number), wire, bytes.slice(0, -1)),
      ),
      refused(
        `the end of the message around inside ${where}, wire type ${wire}`,
        concat(
          sized(18, sized(2, field(Number(number), wire, bytes.slice(0, -1)))),
          field(1, 0, varint(1)),
        ),
      ),
    ]),
  )
  const packed = scalarTypes.flatMap(({ name, packed: number, values }) => {
    const [value] = values.filter((one) => one.bytes.length > 1)
    return number === undefined || value === undefined
      ? []
      : [
          refused(
            `the end inside a number of a packed list of ${name}`,
            sized(number, value.bytes.slice(0, -1)),
          ),
        ]
  })
  return [
    ...cut,
    ...packed,
    refused('the end inside a tag', hex`80`),
    refused('the end inside a length', concat(tag(14, 2), hex`80`)),
    refused(
      'a message that is longer than what is left',
      concat(tag(18, 2), varint(5), hex`08 01`),
    ),
    refused(
      'an entry of a map that is longer than what is left',
      concat(tag(69, 2), varint(9), hex`0a 01`),
    ),
    refused('the end inside a group', tag(unknown, wireType.start)),
    refused(
      'the end inside a group in a group',
      concat(tag(unknown, 3), group(1), field(2, 0, varint(1))),
    ),
  ]
}

function illegalCases(): Case[] {
  const zero = [0, 1, 2, 3, 4, 5].map((wire) =>
    refused(
      `a field with the number 0, wire type ${wire}`,
      concat(hex`0${wire}`, hex`01 00 00 00 00 00 00 00`),
    ),
  )
  const wires = [6, 7].flatMap((wire) =>
    [1, unknown].map((number) =>
      refused(
        `wire type ${wire} in field ${number}`,
        field(number, wire, hex`00 00 00 00 00 00 00 00`),
      ),
    ),
  )
  return [
    ...zero,
    ...wires,
    refused('a field with the number 0 in a message', sized(18, hex`02 00`)),
    refused('a tag of more than 32 bits', concat(varint(2n ** 32n + 8n), hex`01`)),
    refused('a tag of more than five bytes', concat(varint(8, 6), hex`01`)),
    refused('the end of a group that has not begun', tag(unknown, wireType.end)),
    refused('the end of another group', concat(tag(unknown, 3), tag(unknown + 1, 4))),
    refused('a number of eleven bytes', concat(tag(1, 0), hex`80 80 80 80 80 80 80 80 80 80 00`)),
    refused('a number of eleven bytes in a list', sized(76, hex`80 80 80 80 80 80 80 80 80 80 00`)),
    refused(
      'a number of eleven bytes in an unknown field',
      concat(tag(unknown, 0), hex`80 80 80 80 80 80 80 80 80 80 00`),
    ),
    refused('a length of more than 2^31', concat(tag(14, 2), varint(2n ** 31n + 1n), hex`61`)),
    refused('a length of 64 bits', concat(tag(14, 2), varint(-1), hex`61`)),
    isItself('the greatest number that a message knows', field(402, 0, varint(7))),
    means('the greatest field number there is', field(2 ** 29 - 1, 0, varint(1)), none),
    means('a tag in five bytes', concat(varint(8, 5), hex`07`), field(1, 0, varint(7))),
  ]
}

function unknownCases(): Case[] {
  const one = field(1, 0, varint(1))
  const known = samples.map(({ wire, bytes }) =>
    means(
      `an unknown field of wire type ${wire}`,
      concat(field(unknown, wire, bytes), one, field(501, wire, bytes)),
      one,
    ),
  )
  const misplaced = samples.flatMap(({ singular, repeated, wire: own }) =>
    samples
      .filter(({ wire }) => wire !== own && wire !== wireType.length)
      .flatMap(({ wire, bytes }) => [
        means(
          `field ${singular} with the wire type ${wire}`,
          concat(field(singular, wire, bytes), field(402, 0, varint(1))),
          field(402, 0, varint(1)),
        ),
        means(`field ${repeated} with the wire type ${wire}`, field(repeated, wire, bytes), none),
      ]),
  )
  return [
    ...known,
    ...misplaced,
    means('an unknown field in a message', sized(18, sized(999, utf8('abc')), one), sized(18, one)),
    means(
      'an unknown group, with groups in it',
      concat(group(unknown, one, group(5), sized(6, hex`ff`)), one),
      one,
    ),
    means(
      'an unknown group in a message',
      sized(18, group(7, double(1).length === 8 ? field(1, 1, double(1)) : none), one),
      sized(18, one),
    ),
    means('a group in place of a message', concat(group(18, one), one), one),
    means('unknown bytes that are no text', concat(sized(unknown, hex`ff fe`), one), one),
  ]
}

// ---- messages, merging, unions, maps ----

function messageCases(): Case[] {
  const nested = (...parts: readonly Uint8Array[]) => sized(18, ...parts)
  const deep = (...parts: readonly Uint8Array[]) => nested(sized(2, ...parts))
  const a = (number: number) => field(1, 0, varint(number))
  return [
    isItself('an empty message', nested()),
    isItself('a message', nested(a(12))),
    isItself('a message in itself', sized(27, a(1), sized(27, a(2), sized(27)))),
    isItself(
      'several messages, empty ones among them',
      concat(sized(48), sized(48, a(1)), sized(48)),
    ),
    means(
      'a message in two pieces',
      concat(nested(a(1)), nested(sized(2))),
      nested(a(1), sized(2)),
    ),
    means(
      'the last value of a message in two pieces',
      concat(nested(a(1)), nested(a(2))),
      nested(a(2)),
    ),
    means('a value that the last piece leaves out', concat(nested(a(1)), nested()), nested(a(1))),
    means('a value that the last piece sets to zero', concat(nested(a(1)), nested(a(0))), nested()),
    means(
      'pieces of a message in pieces of a message',
      concat(deep(a(1), field(2, 0, varint(5))), deep(a(3)), deep(sized(14, utf8('x')))),
      deep(a(3), field(2, 0, varint(5)), sized(14, utf8('x'))),
    ),
    means(
      'lists in two pieces, one after the other',
      concat(deep(sized(31, varint(1), varint(2))), deep(field(31, 0, varint(3)))),
      deep(sized(31, varint(1), varint(2), varint(3))),
    ),
    means(
      'lists of messages in two pieces, which are not merged',
      concat(deep(sized(48, a(1))), deep(sized(48, a(2)))),
      deep(sized(48, a(1)), sized(48, a(2))),
    ),
    means(
      'maps in two pieces, of which the last wins by key',
      concat(deep(entry(69, 'a', 'x'), entry(69, 'b', 'y')), deep(entry(69, 'a', 'z'))),
      deep(entry(69, 'a', 'z'), entry(69, 'b', 'y')),
    ),
    means(
      'pieces that other fields come between',
      concat(nested(a(1)), field(402, 0, varint(1)), nested(sized(2))),
      concat(nested(a(1), sized(2)), field(402, 0, varint(1))),
    ),
    refused('a second piece that is cut short', concat(nested(a(1)), nested(hex`08`))),
    refused('a second piece with the end of a group', concat(nested(a(1)), nested(tag(1, 4)))),
  ]
}

function unionCases(): Case[] {
  const number = (...parts: readonly Uint8Array[]) => sized(1, ...parts)
  const text = (value: string) => sized(2, sized(1, utf8(value)))
  const one = field(1, 0, varint(1))
  const foreign = (...parts: readonly Uint8Array[]) => sized(3, ...parts)
  return [
    isItself('a union', number(one), 'Choice'),
    isItself('a union with an empty message', number(), 'Choice'),
    means('the last member of a union', concat(number(one), text('a')), text('a'), 'Choice'),
    means(
      'a member of a union in two pieces',
      concat(number(one), number(sized(2, varint(5)))),
      number(one, sized(2, varint(5))),
      'Choice',
    ),
    means(
      'a member of a union that comes again after another',
      concat(number(one), text('a'), number(sized(2, varint(5)))),
      number(sized(2, varint(5))),
      'Choice',
    ),
    means(
      'pieces of a union with unknown fields between',
      concat(number(one), field(unknown, 0, varint(1)), number(sized(2, varint(5)))),
      number(one, sized(2, varint(5))),
      'Choice',
    ),
    isItself('zero in a union, which is a value', field(1, 0, varint(0)), 'Loose'),
    isItself('an empty text in a union', sized(2), 'Loose'),
    means(
      'the last scalar of a union',
      concat(field(1, 0, varint(0)), sized(2, utf8('a'))),
      sized(2, utf8('a')),
      'Loose',
    ),
    means(
      'a message of such a union in two pieces',
      concat(foreign(one), foreign()),
      foreign(one),
      'Loose',
    ),
    means(
      'a list of such a union in two pieces',
      concat(sized(4, sized(1, utf8('a'))), sized(4, sized(1, utf8('b')))),
      sized(4, sized(1, utf8('a')), sized(1, utf8('b'))),
      'Loose',
    ),
    means(
      'a message after a scalar after a message',
      concat(foreign(one), sized(2), foreign()),
      foreign(),
      'Loose',
    ),
    means(
      'pieces of such a union with unknown fields between',
      concat(foreign(one), field(unknown, 0, varint(1)), foreign()),
      foreign(one),
      'Loose',
    ),
  ]
}

function entry(number: number, key: string, value: string): Uint8Array {
  return sized(number, sized(1, utf8(key)), sized(2, utf8(value)))
}

function mapCases(): Case[] {
  const numbers = [
    { name: 'int32', number: 56, wire: 0, one: varint(1), zero: varint(0) },
    { name: 'int64', number: 57, wire: 0, one: varint(1), zero: varint(0) },
    { name: 'uint32', number: 58, wire: 0, one: varint(1), zero: varint(0) },
    { name: 'uint64', number: 59, wire: 0, one: varint(1), zero: varint(0) },
    { name: 'int32 to float', number: 66, wire: 5, one: hex`0000803f`, zero: hex`00000000` },
    { name: 'int32 to double', number: 67, wire: 1, one: double(1), zero: double(0) },
    { name: 'string to string', number: 69, wire: 2, one: hex`0161`, zero: hex`00` },
    { name: 'string to bytes', number: 70, wire: 2, one: hex`01ff`, zero: hex`00` },
    { name: 'string to message', number: 72, wire: 2, one: hex`020801`, zero: hex`00` },
    { name: 'string to enum', number: 74, wire: 0, one: varint(1), zero: varint(0) },
  ].flatMap(({ name, number, wire, one, zero }) => {
    const isText = name.startsWith('string')
    const key = (text: Uint8Array) => field(1, isText ? 2 : 0, text)
    const value = (bytes: Uint8Array) => field(2, wire, bytes)
    const [k, noKey] = isText ? [hex`0161`, hex`00`] : [varint(1), varint(0)]
    const whole = sized(number, key(k), value(one))
    return [
      isItself(`a map of ${name}`, whole),
      isItself(`a map of ${name}: defaults are written`, sized(number, key(noKey), value(zero))),
      means(
        `a map of ${name}: an empty entry`,
        sized(number),
        sized(number, key(noKey), value(zero)),
      ),
      means(
        `a map of ${name}: no key`,
        sized(number, value(one)),
        sized(number, key(noKey), value(one)),
      ),
      means(
        `a map of ${name}: no value`,
        sized(number, key(k)),
        sized(number, key(k), value(zero)),
      ),
      means(`a map of ${name}: the value first`, sized(number, value(one), key(k)), whole),
      means(
        `a map of ${name}: the last entry of a key`,
        concat(sized(number, key(k), value(zero)), whole),
        whole,
      ),
      means(
        `a map of ${name}: the last key of an entry`,
        sized(number, key(noKey), key(k), value(one)),
        whole,
      ),
      means(
        `a map of ${name}: the last value of an entry`,
        sized(number, key(k), value(zero), value(one)),
        whole,
      ),
      means(
        `a map of ${name}: unknown fields in an entry`,
        sized(number, key(k), field(3, 0, varint(1)), value(one)),
        whole,
      ),
    ]
  })
  const a = sized(1, utf8('a'))
  return [
    ...numbers,
    means(
      'a message of a map in two pieces within its entry',
      sized(71, a, sized(2, field(1, 0, varint(7))), sized(2, sized(2))),
      sized(71, a, sized(2, field(1, 0, varint(7)), sized(2))),
    ),
    means(
      'messages of two entries with one key, which are not merged',
      concat(sized(72, a, sized(2, field(1, 0, varint(7)))), sized(72, a, sized(2))),
      sized(72, a, sized(2)),
    ),
  ]
}

// ---- text, depth ----

const notUtf8: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['a continuation alone', hex`80`],
  ['a first byte alone', hex`c3`],
  ['a slash in two bytes', hex`c0 af`],
  ['a slash in three bytes', hex`e0 80 af`],
  ['three bytes of four', hex`f0 9f 98`],
  ['half of a pair of surrogates', hex`ed a0 80`],
  ['both halves of a pair, each encoded', hex`ed a0 bd ed b8 80`],
  ['a character beyond the last', hex`f4 90 80 80`],
  ['the byte fe', hex`fe`],
  ['the byte ff', hex`ff`],
]

function textCases(): Case[] {
  const spaced = (bytes: Uint8Array, length: number) => concat(utf8('a'.repeat(length)), bytes)
  return notUtf8.flatMap(([name, bytes]) => [
    refused(`a text with ${name}`, sized(14, bytes)),
    refused(`a text with ${name} at the end of 100 characters`, sized(14, spaced(bytes, 100))),
    refused(`a text with ${name} in the middle`, sized(14, bytes, utf8('a'.repeat(60)))),
    refused(`a list of texts with ${name}`, sized(44, bytes)),
    refused(`a key of a map with ${name}`, sized(69, sized(1, bytes))),
    refused(`a value of a map with ${name}`, sized(69, sized(2, bytes))),
    refused(`a union of texts with ${name}`, sized(2, bytes), 'Loose'),
    isItself(`bytes with ${name}`, sized(15, bytes)),
  ])
}

function depthCases(): Case[] {
  const nest = (depth: number, wrap: (inner: Uint8Array) => Uint8Array): Uint8Array =>
    Array.from({ length: depth }).reduce<Uint8Array>((inner) => wrap(inner), none)
  const messages = (depth: number) => nest(depth, (inner) => sized(27, inner))
  const groups = (depth: number) => nest(depth, (inner) => group(unknown, inner))
  return [
    isItself('99 messages in a message', messages(99)),
    refused('101 messages in a message', messages(101)),
    means('90 groups in a message', groups(90), none),
    refused('101 groups in a message', groups(101)),
    refused(
      'groups in messages, 120 in all',
      nest(60, (inner) => sized(27, inner.length === 0 ? groups(60) : inner)),
    ),
  ]
}

export const cases: readonly Case[] = [
  isItself('an empty message', none),
  ...singularCases(),
  ...repeatedCases(),
  ...cutCases(),
  ...illegalCases(),
  ...unknownCases(),
  ...messageCases(),
  ...unionCases(),
  ...mapCases(),
  ...textCases(),
  ...depthCases(),
]
