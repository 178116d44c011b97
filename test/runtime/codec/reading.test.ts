/** What the runtime reads by hand against protobufjs' reader. */

import fc from 'fast-check'
import { BufferWriter, Reader } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { maxItems } from '../../../runtime/codec/collections.js'
import {
  readInt64,
  readSafeInt64,
  readSafeUint64,
  readSint64,
  readUint64,
} from '../../../runtime/codec/integers.js'
import { readKey } from '../../../runtime/codec/map-keys.js'
import { MessageReader } from '../../../runtime/codec/message-reader.js'
import {
  readBools,
  readDoubles,
  readEnums,
  readFixed32s,
  readFixed64s,
  readFloats,
  readInt32s,
  readInt64s,
  readSafeInt64s,
  readSafeUint64s,
  readSfixed32s,
  readSfixed64s,
  readSint32s,
  readSint64s,
  readUint32s,
  readUint64s,
} from '../../../runtime/codec/packed-reading.js'
import { readBytes, readString } from '../../../runtime/codec/strings.js'
import { hex } from '../../support/bytes.js'

/** Lengths around the borders, of letters that take one to four bytes. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom('a', 'é', '€', '😀'),
      fc.constantFrom(15, 16, 17, 63, 127, 128, 200, 5001, 16_400),
    )
    .map(([letter, length]) => letter.repeat(length)),
)

/** Bytes as an encoder writes numbers, as nobody does, and cut short. */
const varints = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .array(fc.constantFrom(0, 1, 127, 128, 255), { maxLength: 40 })
    .map((list) => Uint8Array.from(list)),
  fc
    .array(fc.integer(), { maxLength: 40 })
    .map((list) => new BufferWriter().int32s(list).finish())
    .map((bytes) => bytes.subarray(bytes.length > 128 ? 2 : 1)),
)

/** What reading gives and where it ends; or that it refuses. */
function outcome<T>(reader: Reader, read: (reader: Reader) => T): unknown {
  try {
    return [read(reader), reader.pos, reader.len]
  } catch {
    return 'refused'
  }
}

describe('the reader', () => {
  it.each(['tag', 'size', 'uint32', 'int32', 'sint32', 'bool'] as const)(
    'reads a %s as protobufjs does, and refuses what it refuses',
    (kind) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat({ max: 12 }), (bytes, end) => {
          const outcomes = [MessageReader, Reader].map((Kind) => {
            const reader = new Kind(bytes)
            reader.len = Math.min(end, bytes.length)
            return outcome(reader, () => reader[kind]())
          })
          expect(outcomes[0]).toEqual(outcomes[1])
        }),
        { numRuns: 500 },
      )
    },
  )
})

describe('text', () => {
  it('is read as it was given, of all lengths, from Buffers and from plain arrays', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (given, isBuffer) => {
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
    'of %i bytes whose last one is bad is refused',
    (length) => {
      const bytes = Buffer.from([...Buffer.alloc(length - 1, 'a'), 0xff])
      const message = new BufferWriter().bytes(bytes).finish()
      expect(() => readString(new MessageReader(message))).toThrow('a string is not valid UTF-8')
    },
  )
})

describe('bytes', () => {
  it.each([0, 1, 15, 16, 17, 100])('of %i are a copy in an array of their own', (length) => {
    const given = Uint8Array.from({ length }, (_, i) => i)
    const message = new BufferWriter().bytes(given).finish()
    const read = readBytes(new MessageReader(message))
    message.fill(0)
    expect(read).toStrictEqual(given)
  })
})

describe('64-bit integers', () => {
  const bits = fc.oneof(
    fc.bigInt(0n, 2n ** 64n - 1n),
    fc.nat({ max: 64 }).map((count) => (1n << BigInt(count)) - 1n),
  )

  it('are read in all their lengths, signed, unsigned and zigzag', () => {
    fc.assert(
      fc.property(bits, (value) => {
        expect(readUint64(readerOf(varint(value)))).toBe(value)
        expect(readInt64(readerOf(varint(value)))).toBe(BigInt.asIntN(64, value))
        const unzigzagged = value % 2n === 0n ? value / 2n : -(value + 1n) / 2n
        expect(readSint64(readerOf(varint(value)))).toBe(unzigzagged)
      }),
      { numRuns: 500 },
    )
  })

  it('are read as numbers where these are exact, and refused elsewhere', () => {
    const near = fc
      .tuple(fc.constantFrom(-1n, 1n), fc.bigInt(-3n, 3n))
      .map(([sign, step]) => BigInt.asUintN(64, sign * 2n ** 53n + step))
    fc.assert(
      fc.property(fc.oneof(bits, near), (value) => {
        const signed = BigInt.asIntN(64, value)
        const isSafe = (one: bigint) => -(2n ** 53n) < one && one < 2n ** 53n
        const read = (read: (reader: Reader) => number) => outcome(readerOf(varint(value)), read)
        const result = (one: bigint) =>
          isSafe(one) ? [Number(one), varint(value).length, varint(value).length] : 'refused'
        expect(read(readSafeInt64)).toEqual(result(signed))
        expect(read(readSafeUint64)).toEqual(result(value))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['cut short', hex`ff ff ff`, 'the message is cut short'],
    ['cut short after nine bytes', hex`ff ff ff ff ff ff ff ff ff`, 'the message is cut short'],
    ['nothing', hex``, 'the message is cut short'],
    ['of eleven bytes', hex`ff ff ff ff ff ff ff ff ff ff 01`, 'longer than ten bytes'],
  ])('that are %s are refused, whatever stands behind them', (_, bytes, reason) => {
    expect(() => readUint64(readerOf(bytes))).toThrow(reason)
    const reader = new MessageReader(Buffer.concat([bytes, hex`80 01 01 01 01 01 01 01 01 01 01`]))
    reader.len = bytes.length
    expect(() => readUint64(reader)).toThrow(reason)
  })

  it('lose what is beyond 64 bits', () => {
    expect(readUint64(readerOf(hex`ff ff ff ff ff ff ff ff ff 7f`))).toBe(2n ** 64n - 1n)
  })
})

describe('a list in one piece', () => {
  it.each([
    ['uint32s', readUint32s],
    ['int32s', readInt32s],
    ['sint32s', readSint32s],
    ['fixed32s', readFixed32s],
    ['sfixed32s', readSfixed32s],
    ['floats', readFloats],
    ['doubles', readDoubles],
    ['bools', readBools],
  ] as const)('of %s is read as protobufjs does, and refused where it refuses', (kind, read) => {
    fc.assert(
      fc.property(varints, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (bytes, junk, cut) => {
        const message = Buffer.concat([
          new BufferWriter().bytes(bytes).finish(),
          Buffer.alloc(junk, 1),
        ])
        const outcomes = [MessageReader, Reader].map((Kind) => {
          const reader = new Kind(message)
          reader.len -= Math.min(cut, message.length)
          const list: never[] = [] // because each function has another type of items
          return outcome(reader, () => {
            if (Kind === Reader) reader[kind](list)
            else read(reader, list)
            return [...list]
          })
        })
        expect(outcomes[0]).toEqual(outcomes[1])
      }),
      { numRuns: 500 },
    )
  })

  const codec = {
    name: 'Level',
    values: [],
    toNumber: (value: number) => value,
    fromNumber: (number: number) => number,
  }

  it.each<[string, (reader: Reader, list: never[]) => void, (reader: Reader) => unknown]>([
    ['int64s', readInt64s, readInt64],
    ['uint64s', readUint64s, readUint64],
    ['sint64s', readSint64s, readSint64],
    ['safe int64s', readSafeInt64s, readSafeInt64],
    ['safe uint64s', readSafeUint64s, readSafeUint64],
    ['enums', (reader, list) => readEnums(reader, codec, list), (reader) => reader.int32()],
  ])('of %s is read as its items are one by one', (_, readAll, readOne) => {
    fc.assert(
      fc.property(varints, (bytes) => {
        const message = new BufferWriter().bytes(bytes).finish()
        const list: never[] = []
        const all = outcome(new MessageReader(message), (reader) => {
          readAll(reader, list)
          return list
        })
        const single = outcome(new MessageReader(bytes), (reader) => {
          const items: unknown[] = []
          while (reader.pos < reader.len) items.push(readOne(reader))
          return items
        })
        if (single === 'refused') expect(all).toBe('refused')
        else expect(list).toEqual((single as unknown[])[0]) // because it was not refused
      }),
      { numRuns: 300 },
    )
  })

  it('of fixed64s is read in both its types', () => {
    const bytes = hex`10 ff ff ff ff ff ff ff ff 01 00 00 00 00 00 00 80`
    const unsigned: bigint[] = []
    readFixed64s(new MessageReader(bytes), unsigned)
    expect(unsigned).toEqual([2n ** 64n - 1n, 2n ** 63n + 1n])
    const signed: bigint[] = []
    readSfixed64s(new MessageReader(bytes), signed)
    expect(signed).toEqual([-1n, -(2n ** 63n) + 1n])
  })

  it.each<[string, (reader: Reader, list: number[]) => void, number]>([
    ['uint32s', readUint32s, 1],
    ['sint32s', readSint32s, 1],
    ['safe int64s', readSafeInt64s, 1],
    ['safe uint64s', readSafeUint64s, 1],
    ['doubles', readDoubles, 8],
  ])('of %s is refused where it has too many items', (_, read, bytesEach) => {
    const message = new BufferWriter().bytes(Buffer.alloc(bytesEach * (maxItems + 1))).finish()
    const list: number[] = []
    expect(() => read(new MessageReader(message), list)).toThrow('more than 1000000 items')
    expect(list.length).toBeLessThanOrEqual(maxItems + 1)
    const most = new BufferWriter().bytes(Buffer.alloc(bytesEach * maxItems)).finish()
    list.length = 0
    read(new MessageReader(most), list)
    expect(list).toHaveLength(maxItems)
  })

  it('goes on where an earlier piece ended', () => {
    const list = [1, 2]
    readUint32s(new MessageReader(hex`02 03 04`), list)
    readSafeInt64s(new MessageReader(hex`01 05`), list)
    readDoubles(new MessageReader(hex`08 00 00 00 00 00 00 18 40`), list)
    expect(list).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe('the key of a map', () => {
  it('is read as text is, whatever keys came before', () => {
    const key = fc.oneof(text, fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 4 }))
    fc.assert(
      fc.property(fc.array(key, { maxLength: 20 }), (keys) => {
        const writer = new BufferWriter()
        const sound = keys.map((one) => one.toWellFormed())
        for (const one of sound) writer.string(one)
        const reader = new MessageReader(writer.finish())
        expect(sound.map(() => readKey(reader))).toEqual(sound)
        expect(reader.pos).toBe(reader.len)
      }),
      { numRuns: 500 },
    )
  })

  it('is refused where text is', () => {
    expect(() => readKey(new MessageReader(hex`03 61 62`))).toThrow('longer than the message')
    expect(() => readKey(new MessageReader(hex`02 61 ff`))).toThrow('not valid UTF-8')
    expect(() => readKey(new MessageReader(hex``))).toThrow()
  })

  it('is refused where the message ends, even when it came before', () => {
    expect(readKey(new MessageReader(hex`02 61 62`))).toBe('ab')
    const reader = new MessageReader(hex`02 61 62`)
    reader.len = 2
    expect(() => readKey(reader)).toThrow('longer than the message')
  })

  it('is not taken for one that has its bytes for letters', () => {
    for (let one = 0x21; one < 0x7f; one++) {
      for (let two = 0xa0; two < 0x100; two++) {
        for (const units of [
          [one, two],
          [two, one],
        ]) {
          const key = String.fromCharCode(...units)
          const read = readKey(new MessageReader(new BufferWriter().string(key).finish()))
          if (read !== key) expect(read).toBe(key)
          const wrong = new MessageReader(Uint8Array.of(2, ...units))
          if (outcome(wrong, readKey) !== 'refused') expect(units).toBe('refused')
        }
      }
    }
  })
})

function readerOf(bytes: Uint8Array): MessageReader {
  return new MessageReader(bytes)
}

/** By the definition of a varint. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)])
    bytes.push(Number(rest & 127n) | 128)
  }
}
