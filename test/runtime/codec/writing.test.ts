/** What the runtime writes by hand against protobufjs' writer. */

import fc from 'fast-check'
import { BufferWriter, Reader } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import {
  writeBigint64,
  writeFixed64,
  writeSafe64,
  writeSint64,
} from '../../../runtime/codec/integers.js'
import { MessageWriter, minLentBytes } from '../../../runtime/codec/message-writer.js'
import {
  writeBool,
  writeDouble,
  writeFixed32,
  writeFloat,
  writeInt32,
  writeSint32,
  writeUint32,
} from '../../../runtime/codec/numbers.js'
import {
  writeBigint64s,
  writeBools,
  writeDoubles,
  writeEnums,
  writeFixed32s,
  writeFixed64s,
  writeFloats,
  writeInt32s,
  writeSafe64s,
  writeSint32s,
  writeSint64s,
  writeUint32s,
} from '../../../runtime/codec/packed-writing.js'
import { writeBytes, writeString, writeStrings } from '../../../runtime/codec/strings.js'
import { writeDuration, writeTimestamp } from '../../../runtime/codec/timestamps.js'
import { toHex } from '../../support/codec-bytes.js'

/** One field, written by our functions and in protobufjs' way. */
interface Step {
  readonly ours: (writer: MessageWriter) => unknown
  readonly theirs: (writer: BufferWriter) => unknown
}

const uint32 = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const int32 = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer())
/** All numbers of bits, and what lies beside their borders. */
const safe = fc.oneof(
  fc.maxSafeInteger(),
  int32,
  fc
    .tuple(fc.nat({ max: 53 }), fc.integer({ min: -2, max: 2 }), fc.constantFrom(1, -1))
    .map(([bits, step, sign]) => sign * (2 ** bits + step))
    .filter(Number.isSafeInteger),
)
const double = fc.double()
const float = fc.float()
/** All lengths around the borders, of letters that take one to four bytes. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom('a', 'é', '\u07ff', '\u0800', '€', '😀'),
      fc.constantFrom(39, 40, 41, 42, 43, 63, 64, 127, 128, 200),
    )
    .map(([letter, length]) => letter.repeat(length)),
  fc
    .tuple(fc.constantFrom('a', '€'), fc.constantFrom(1700, 5000, 5001, 16_400))
    .map(([letter, length]) => letter.repeat(length)),
)
const bytes = fc.uint8Array({ maxLength: 300 })
/** Of one byte, of two and of five. */
const tag = (wireType: number) =>
  fc.constantFrom(1, 15, 16, 2047, 2 ** 29 - 1).map((number) => ((number << 3) | wireType) >>> 0)

/** A step for one value, whose tag protobufjs writes on its own. */
function one<T>(
  wireType: number,
  values: fc.Arbitrary<T>,
  ours: (writer: MessageWriter, tag: number, value: T) => void,
  theirs: (writer: BufferWriter, value: T) => unknown,
): fc.Arbitrary<Step> {
  return fc.tuple(tag(wireType), values).map(([number, value]) => ({
    ours: (writer) => ours(writer, number, value),
    theirs: (writer) => theirs(writer.uint32(number), value),
  }))
}

/** The same for a list, of which nothing is written when it is empty. */
function packed<T>(
  items: fc.Arbitrary<T>,
  ours: (writer: MessageWriter, tag: number, list: readonly T[]) => void,
  theirs: (writer: BufferWriter, list: T[]) => unknown,
): fc.Arbitrary<Step> {
  return fc.tuple(tag(2), fc.array(items, { maxLength: 60 })).map(([number, list]) => ({
    ours: (writer) => ours(writer, number, list),
    theirs: (writer) => list.length === 0 || theirs(writer.uint32(number), list),
  }))
}

const step: fc.Arbitrary<Step> = fc.oneof(
  one(0, uint32, writeUint32, (writer, value) => writer.uint32(value)),
  one(0, int32, writeInt32, (writer, value) => writer.int32(value)),
  one(0, int32, writeSint32, (writer, value) => writer.sint32(value)),
  one(0, safe, writeSafe64, (writer, value) => writer.int64(value)),
  one(0, fc.boolean(), writeBool, (writer, value) => writer.bool(value)),
  one(5, uint32, writeFixed32, (writer, value) => writer.fixed32(value)),
  one(5, int32, writeFixed32, (writer, value) => writer.sfixed32(value)),
  one(5, float, writeFloat, (writer, value) => writer.float(value)),
  one(1, double, writeDouble, (writer, value) => writer.double(value)),
  one(2, text, writeString, (writer, value) => writer.string(value)),
  one(2, bytes, writeBytes, (writer, value) => writer.bytes(value)),
  one(
    2,
    fc.date({ min: new Date(-62e12), max: new Date(253e12), noInvalidDate: true }),
    writeTimestamp,
    (writer, value) => {
      const seconds = Math.floor(value.getTime() / 1000)
      writeParts(writer, seconds, (value.getTime() - seconds * 1000) * 1e6)
    },
  ),
  one(2, fc.integer({ min: -3e14, max: 3e14 }), writeDuration, (writer, value) => {
    const seconds = Math.trunc(value / 1000)
    writeParts(writer, seconds, (value - seconds * 1000) * 1e6)
  }),
  packed(uint32, writeUint32s, (writer, list) => writer.uint32s(list)),
  packed(int32, writeInt32s, (writer, list) => writer.int32s(list)),
  packed(int32, writeSint32s, (writer, list) => writer.sint32s(list)),
  packed(safe, writeSafe64s, (writer, list) => writer.int64s(list)),
  packed(fc.boolean(), writeBools, (writer, list) => writer.bools(list)),
  packed(uint32, writeFixed32s, (writer, list) => writer.fixed32s(list)),
  packed(float, writeFloats, (writer, list) => writer.floats(list)),
  packed(double, writeDoubles, (writer, list) => writer.doubles(list)),
  fc.tuple(tag(2), fc.array(text, { maxLength: 5 })).map(
    ([number, list]): Step => ({
      ours: (writer) => writeStrings(writer, number, list),
      theirs: (writer) => {
        for (const item of list) writer.uint32(number).string(item)
      },
    }),
  ),
)

function writeParts(writer: BufferWriter, seconds: number, nanos: number): void {
  writer.fork()
  if (seconds !== 0) writer.uint32(8).int64(seconds)
  if (nanos !== 0) writer.uint32(16).int32(nanos)
  writer.ldelim()
}

/** A message in a message in a message, at most. */
const steps = fc
  .array(
    fc.oneof(
      step,
      nested(fc.array(step, { maxLength: 6 })),
      nested(fc.array(nested(fc.array(step, { maxLength: 4 })), { maxLength: 3 })),
    ),
    { maxLength: 8 },
  )
  .map(inOrder)

function nested(inner: fc.Arbitrary<readonly Step[]>): fc.Arbitrary<Step> {
  return fc.tuple(tag(2), inner.map(inOrder)).map(([number, all]) => ({
    ours: (writer) => {
      const start = writer.begin(number)
      all.ours(writer)
      writer.end(start)
    },
    theirs: (writer) => {
      writer.uint32(number).fork()
      all.theirs(writer)
      writer.ldelim()
    },
  }))
}

function inOrder(all: readonly Step[]): Step {
  return {
    ours: (writer) => {
      for (const each of all) each.ours(writer)
    },
    theirs: (writer) => {
      for (const each of all) each.theirs(writer)
    },
  }
}

function theirBytes(all: Step): string {
  const writer = new BufferWriter()
  all.theirs(writer)
  return toHex(writer.finish())
}

/** In a buffer of this size at first. */
function ourBytes(room: number, write: (writer: MessageWriter) => unknown): Uint8Array {
  const writer = new MessageWriter()
  writer.buf = Buffer.alloc(room)
  write(writer)
  return new Uint8Array(writer.finish())
}

describe('the writer', () => {
  it('writes the bytes that protobufjs writes, and grows when it must', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4096 }), (all, room) => {
        expect(toHex(ourBytes(room, all.ours))).toBe(theirBytes(all))
      }),
      { numRuns: 500 },
    )
  })

  it.each([0, 1, 2, 3, 5, 8, 13, 20])('writes each field into a buffer of %i bytes', (room) => {
    fc.assert(
      fc.property(step, (only) => {
        expect(toHex(ourBytes(room, only.ours))).toBe(theirBytes(only))
      }),
    )
  })

  it.each(['a', 'é', '\u07ff', '\u0800', '€', '😀', 'aé€😀'])(
    'writes short text of %j at any distance from the end of the buffer',
    (letters) => {
      for (let length = 0; length <= 44; length += letters.length) {
        const given = letters.repeat(length / letters.length)
        const theirs = toHex(new BufferWriter().uint32(10).string(given).finish())
        for (let room = 0; room < 150; room++) {
          const ours = ourBytes(room, (writer) => writeString(writer, 10, given))
          if (toHex(ours) !== theirs) expect([room, toHex(ours)]).toEqual([room, theirs])
        }
      }
    },
  )

  it('writes into any byte array, not only into a Buffer', () => {
    const writer = new MessageWriter()
    writer.buf = new Uint8Array(400)
    writeString(writer, 10, 'é'.repeat(30))
    writeString(writer, 10, '€'.repeat(60))
    const reader = new Reader(writer.buf.subarray(0, writer.pos))
    expect([reader.tag(), reader.string()]).toEqual([10, 'é'.repeat(30)])
    expect([reader.tag(), reader.string()]).toEqual([10, '€'.repeat(60)])
  })

  it.each([0, 1, 125, 126, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152])(
    'puts the length of a nested message of %i bytes before it',
    (length) => {
      const content = Buffer.alloc(length, 7)
      const ours = ourBytes(64, (writer) => {
        const outer = writer.begin(10)
        const inner = writer.begin(18)
        writer.raw(content)
        writer.end(inner)
        writer.end(outer)
      })
      const inner = new BufferWriter().uint32(18).bytes(content).finish()
      const theirs = new BufferWriter().uint32(10).bytes(inner).finish()
      expect(Buffer.compare(ours, theirs)).toBe(0)
    },
  )

  it('lets hand-written codecs nest messages in the way of protobufjs', () => {
    const write = (writer: BufferWriter) =>
      writer.uint32(10).fork().uint32(18).string('a'.repeat(200)).ldelim().uint32(24)
    expect(toHex(ourBytes(8, (writer) => write(writer)))).toBe(
      toHex(write(new BufferWriter()).finish()),
    )
  })

  it.each([
    ['alone', '\ud800'],
    ['alone at the end of its half', 'a\udfff'],
    ['before a letter', '\udbffb'],
    ['twice', '\ud800\ud800'],
    ['the wrong way round', '\udc00\ud800'],
    ['before a whole pair', '\ud83d\ud83d\ude00'],
    ['at the end of long text', `${'a'.repeat(60)}\ud800`],
  ])('writes U+FFFD for half a surrogate pair %s', (_, half) => {
    const written = ourBytes(200, (writer) => writeString(writer, 10, half))
    expect(toHex(written.subarray(2))).toBe(toHex(Buffer.from(half)))
    expect([...written.subarray(0, 2)]).toEqual([10, written.length - 2])
  })

  it('writes the numbers of enums', () => {
    const codec = {
      name: 'Mood',
      values: ['calm', 'tense'],
      toNumber: (value: string) => (value === 'calm' ? 1 : -3),
      fromNumber: () => 'calm',
    }
    const ours = ourBytes(9, (writer) => writeEnums(writer, 10, codec, ['calm', 'tense']))
    expect(toHex(ours)).toBe(toHex(new BufferWriter().uint32(10).int32s([1, -3]).finish()))
  })
})

describe('64-bit integers', () => {
  const unsigned = fc.oneof(
    fc.bigInt(0n, 2n ** 64n - 1n),
    fc.nat({ max: 64 }).map((bits) => (1n << BigInt(bits)) - 1n),
    fc.nat({ max: 63 }).map((bits) => 1n << BigInt(bits)),
  )
  const signed = unsigned.map((value) => BigInt.asIntN(64, value))
  const room = fc.nat({ max: 20 })

  it('take the shortest form, whether there is room for the longest or not', () => {
    fc.assert(
      fc.property(unsigned, room, (value, bytes) => {
        const ours = ourBytes(bytes, (writer) => writeBigint64(writer, 8, value))
        expect([...ours]).toEqual([8, ...shortest(value)])
      }),
      { numRuns: 500 },
    )
  })

  it('are the same where they are negative, zigzag and fixed', () => {
    fc.assert(
      fc.property(signed, room, (value, bytes) => {
        const ours = ourBytes(bytes, (writer) => {
          writeBigint64(writer, 8, value)
          writeSint64(writer, 8, value)
          writeFixed64(writer, 9, value)
        })
        expect([...ours]).toEqual([8, ...varint(value), 8, ...zigzag(value), 9, ...fixed(value)])
      }),
      { numRuns: 500 },
    )
  })

  it('are the same in lists', () => {
    fc.assert(
      fc.property(fc.array(signed, { minLength: 1, maxLength: 40 }), room, (list, bytes) => {
        const ours = ourBytes(bytes, (writer) => {
          writeBigint64s(writer, 10, list)
          writeSint64s(writer, 18, list)
          writeFixed64s(writer, 26, list)
        })
        const theirs = new BufferWriter()
        theirs.uint32(10).bytes(Uint8Array.from(list.flatMap(varint)))
        theirs.uint32(18).bytes(Uint8Array.from(list.flatMap(zigzag)))
        theirs.uint32(26).bytes(Uint8Array.from(list.flatMap(fixed)))
        expect(toHex(ours)).toBe(toHex(theirs.finish()))
      }),
    )
  })

  const varint = (value: bigint) => shortest(BigInt.asUintN(64, value))
  const zigzag = (value: bigint) => shortest(value < 0n ? -2n * value - 1n : 2n * value)
  const fixed = (value: bigint) =>
    Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))

  /** By the definition of a varint. */
  function shortest(value: bigint): readonly number[] {
    const bytes: number[] = []
    for (let rest = value; ; rest >>= 7n) {
      if (rest < 128n) return [...bytes, Number(rest)]
      bytes.push(Number(rest & 127n) | 128)
    }
  }
})

describe('bytes that are lent', () => {
  /** A tree of messages, with large and small bytes between other fields. */
  const lending = fc.letrec<{ tree: Step }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      step,
      fc
        .tuple(tag(2), fc.constantFrom(10, minLentBytes - 1, minLentBytes, 70_000))
        .map(([number, length]): Step => {
          const content = Buffer.alloc(length, number)
          return {
            ours: (writer) => writeBytes(writer, number, content),
            theirs: (writer) => writer.uint32(number).bytes(content),
          }
        }),
      nested(fc.array(tie('tree'), { maxLength: 4 })),
    ),
  })).tree

  it('stand where they belong, and count in the lengths of the messages around them', () => {
    fc.assert(
      fc.property(fc.array(lending, { maxLength: 4 }).map(inOrder), (all) => {
        const writer = new MessageWriter()
        writer.borrows = true
        all.ours(writer)
        const { lentBytes } = writer
        const lent = writer.takeLent()
        expect(lent.reduce((sum, each) => sum + each.bytes.length, 0)).toBe(lentBytes)
        const pieces: Uint8Array[] = []
        let from = 0
        for (const { at, bytes: content } of lent) {
          expect(content.length).toBeGreaterThanOrEqual(minLentBytes)
          pieces.push(writer.buf.subarray(from, at), content)
          from = at
        }
        pieces.push(writer.buf.subarray(from, writer.pos))
        const theirs = new BufferWriter()
        all.theirs(theirs)
        expect(Buffer.compare(Buffer.concat(pieces), theirs.finish())).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('are the message under way only', () => {
    const writer = new MessageWriter()
    writer.borrows = true
    writeBytes(writer, 10, new Uint8Array(minLentBytes))
    expect(writer.takeLent()).toHaveLength(1)
    expect(writer.lentBytes).toBe(0)
    expect(writer.takeLent()).toHaveLength(0)
  })

  it('are copied where nobody asked', () => {
    const writer = new MessageWriter()
    writeBytes(writer, 10, new Uint8Array(minLentBytes))
    expect(writer.lentBytes).toBe(0)
    expect(writer.pos).toBe(minLentBytes + 4)
  })
})
