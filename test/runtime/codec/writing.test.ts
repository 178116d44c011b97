/** The runtime's own writer and reader against protobufjs', which they stand in for. */

import fc from 'fast-check'
import { BufferWriter, Reader } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import {
  readSafeInt64,
  readUint64,
  writeBigint64,
  writeSafe64,
} from '../../../runtime/codec/integers.js'
import { MessageReader } from '../../../runtime/codec/message-reader.js'
import { MessageWriter } from '../../../runtime/codec/message-writer.js'
import { readString } from '../../../runtime/codec/strings.js'
import { toHex } from '../../support/codec-bytes.js'

type Step = (writer: BufferWriter) => unknown

const uint32 = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const int32 = fc.oneof(fc.integer({ min: -200, max: 200 }), fc.integer())
/** All lengths around the borders, of letters that take one to four bytes. */
const text = fc.string({ unit: 'binary', maxLength: 60 })
const longText = fc
  .tuple(
    fc.constantFrom('a', 'é', '€', '😀'),
    fc.constantFrom(39, 40, 41, 42, 43, 63, 127, 128, 200),
  )
  .map(([letter, length]) => letter.repeat(length))
const hugeText = fc
  .tuple(fc.constantFrom('a', '€'), fc.constantFrom(1700, 5000, 5001, 16_400))
  .map(([letter, length]) => letter.repeat(length))

const step: fc.Arbitrary<Step> = fc.oneof(
  uint32.map(
    (value): Step =>
      (writer) =>
        writer.uint32(value),
  ),
  int32.map(
    (value): Step =>
      (writer) =>
        writer.int32(value),
  ),
  int32.map(
    (value): Step =>
      (writer) =>
        writer.sint32(value),
  ),
  fc.double().map(
    (value): Step =>
      (writer) =>
        writer.double(value),
  ),
  text.map(
    (value): Step =>
      (writer) =>
        writer.string(value),
  ),
  longText.map(
    (value): Step =>
      (writer) =>
        writer.string(value),
  ),
  hugeText.map(
    (value): Step =>
      (writer) =>
        writer.string(value),
  ),
  fc.uint8Array({ maxLength: 300 }).map(
    (value): Step =>
      (writer) =>
        writer.bytes(value),
  ),
  fc.array(uint32).map(
    (list): Step =>
      (writer) =>
        writer.uint32s(list),
  ),
  fc.array(int32).map(
    (list): Step =>
      (writer) =>
        writer.int32s(list),
  ),
  fc.array(int32).map(
    (list): Step =>
      (writer) =>
        writer.sint32s(list),
  ),
)

/** A message in a message in a message, at most. */
const steps = fc.array(
  fc.oneof(
    step.map((one) => [one]),
    fc.array(step, { maxLength: 6 }).map(nested),
    fc
      .array(fc.array(step, { maxLength: 4 }).map(nested), { maxLength: 3 })
      .map((all) => nested(all.flat())),
  ),
  { maxLength: 8 },
)

function nested(inner: readonly Step[]): readonly Step[] {
  return [(writer) => writer.fork(), ...inner, (writer) => writer.ldelim()]
}

function bytesOf(writer: BufferWriter, all: readonly Step[]): string {
  for (const one of all) one(writer)
  return toHex(writer.finish())
}

describe('the writer', () => {
  it('writes the bytes that protobufjs writes, and grows when it must', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4096 }), (parts, room) => {
        const writer = new MessageWriter()
        writer.buf = Buffer.alloc(room)
        expect(bytesOf(writer, parts.flat())).toBe(bytesOf(new BufferWriter(), parts.flat()))
      }),
      { numRuns: 500 },
    )
  })

  it('writes into any byte array, not only into a Buffer', () => {
    const writer = new MessageWriter()
    writer.buf = new Uint8Array(400)
    writer.string('é'.repeat(30)).string('€'.repeat(60))
    const reader = new Reader(writer.buf.subarray(0, writer.pos))
    expect([reader.string(), reader.string()]).toEqual(['é'.repeat(30), '€'.repeat(60)])
  })

  it.each([
    ['alone', '\ud800'],
    ['alone at the end of its half', 'a\udfff'],
    ['before a letter', '\udbffb'],
    ['twice', '\ud800\ud800'],
    ['the wrong way round', '\udc00\ud800'],
    ['before a whole pair', '\ud83d\ud83d\ude00'],
  ])('writes U+FFFD for half a surrogate pair %s', (_, half) => {
    const writer = new MessageWriter()
    writer.string(half)
    const bytes = writer.finish()
    expect(toHex(bytes.subarray(1))).toBe(toHex(Buffer.from(half)))
    expect(bytes[0]).toBe(bytes.length - 1)
  })
})

describe('the reader', () => {
  it.each(['tag', 'size', 'uint32', 'int32', 'sint32', 'bool'] as const)(
    'reads a %s as protobufjs does, and refuses what it refuses',
    (kind) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat({ max: 12 }), (bytes, end) => {
          const outcomes = [MessageReader, Reader].map((Kind) => {
            const reader = new Kind(bytes)
            reader.len = Math.min(end, bytes.length)
            try {
              return [reader[kind](), reader.pos]
            } catch {
              return 'refused'
            }
          })
          expect(outcomes[0]).toEqual(outcomes[1])
        }),
        { numRuns: 500 },
      )
    },
  )

  it('reads every text that it is given, of all lengths, from Buffers and from plain arrays', () => {
    const any = fc.oneof(text, fc.string({ maxLength: 30 }), longText, hugeText)
    fc.assert(
      fc.property(any, fc.boolean(), (given, isBuffer) => {
        const sound = given.toWellFormed()
        const bytes = Buffer.concat([new BufferWriter().string(sound).finish(), Buffer.from('zz')])
        const reader = new MessageReader(isBuffer ? bytes : new Uint8Array(bytes))
        reader.len -= 2
        expect(readString(reader)).toBe(sound)
        expect(reader.pos).toBe(reader.len)
      }),
      { numRuns: 500 },
    )
  })

  it.each([1, 2, 3, 15, 16, 17, 18, 63, 64, 200])(
    'refuses a text of %i bytes whose last one is bad',
    (length) => {
      const bytes = Buffer.from([...Buffer.alloc(length - 1, 'a'), 0xff])
      const message = new BufferWriter().bytes(bytes).finish()
      expect(() => readString(new MessageReader(message))).toThrow('a string is not valid UTF-8')
    },
  )
})

describe('64-bit integers', () => {
  const unsigned = fc.oneof(
    fc.bigInt(0n, 2n ** 64n - 1n),
    fc.nat({ max: 64 }).map((bits) => (1n << BigInt(bits)) - 1n),
  )

  it('take the shortest form, whether there is room for the longest or not', () => {
    fc.assert(
      fc.property(unsigned, fc.nat({ max: 20 }), (value, room) => {
        expect(written(room, (writer) => writeBigint64(writer, value))).toEqual(shortest(value))
        expect(readUint64(new MessageReader(shortest(value)))).toBe(value)
      }),
      { numRuns: 500 },
    )
  })

  it('are the same as numbers', () => {
    const safe = fc.oneof(fc.maxSafeInteger(), fc.integer())
    fc.assert(
      fc.property(safe, fc.nat({ max: 20 }), (value, room) => {
        const bytes = shortest(BigInt.asUintN(64, BigInt(value)))
        expect(written(room, (writer) => writeSafe64(writer, value))).toEqual(bytes)
        expect(readSafeInt64(new MessageReader(bytes))).toBe(value)
      }),
      { numRuns: 500 },
    )
  })

  /** By the definition of a varint. */
  function shortest(value: bigint): Uint8Array {
    const bytes: number[] = []
    for (let rest = value; ; rest >>= 7n) {
      if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)])
      bytes.push(Number(rest & 127n) | 128)
    }
  }

  function written(room: number, write: (writer: MessageWriter) => void): Uint8Array {
    const writer = new MessageWriter()
    writer.buf = Buffer.alloc(room)
    write(writer)
    return new Uint8Array(writer.finish())
  }
})
