import { describe, expect, it } from 'vitest'
import { FrameReader } from '../../../runtime/wire/frame-reader.js'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { arrivals, Chance, concat, hex } from '../../support/bytes.js'
import { frame } from '../../support/frames.js'

interface Seen {
  readonly kindAndFlags: number
  readonly id: number
  readonly body: Uint8Array
}

function collector(): { reader: FrameReader; seen: Seen[] } {
  const seen: Seen[] = []
  const reader = new FrameReader({
    onFrame: (kindAndFlags, id, chunk, start, end) =>
      seen.push({ kindAndFlags, id, body: chunk.slice(start, end) }),
  })
  return { reader, seen }
}

describe('the frame reader', () => {
  const stream = concat(
    frame(5, 0, 1),
    frame(3, 1, 3, hex`01 61 62 63`),
    frame(8, 0, 0, hex`00 01 02 03 04 05 06 07`),
    frame(4, 15, 0xffff_ffff, new Uint8Array(40).fill(7)),
  )
  const expected: Seen[] = [
    { kindAndFlags: 0x50, id: 1, body: hex`` },
    { kindAndFlags: 0x31, id: 3, body: hex`01 61 62 63` },
    { kindAndFlags: 0x80, id: 0, body: hex`00 01 02 03 04 05 06 07` },
    { kindAndFlags: 0x4f, id: 0xffff_ffff, body: new Uint8Array(40).fill(7) },
  ]
  for (const { name, chunks } of arrivals(stream)) {
    it(`cuts the same frames out of a stream that arrives ${name}`, () => {
      const { reader, seen } = collector()
      for (const chunk of chunks) reader.push(chunk, 0)
      expect(seen).toEqual(expected)
      expect(reader.midFrame).toBe(false)
    })
  }

  it('begins where it is told', () => {
    const { reader, seen } = collector()
    reader.push(concat(hex`ff ff ff`, frame(5, 0, 9)), 3)
    expect(seen).toEqual([{ kindAndFlags: 0x50, id: 9, body: hex`` }])
  })

  it('knows at every byte whether it is inside a frame', () => {
    const { reader } = collector()
    const bytes = frame(4, 1, 1, hex`01 02 03`)
    bytes.forEach((byte, i) => {
      reader.push(Uint8Array.of(byte), 0)
      expect(reader.midFrame).toBe(i < bytes.length - 1)
    })
  })

  it('keeps its own copy of a frame that is not complete', () => {
    const { reader, seen } = collector()
    const first = frame(4, 1, 1, hex`01 02 03 04`).slice(0, 9)
    reader.push(first, 0)
    first.fill(0xee)
    reader.push(hex`03 04`, 0)
    expect(seen).toEqual([{ kindAndFlags: 0x41, id: 1, body: hex`01 02 03 04` }])
  })

  it('hands out the largest body that is allowed', () => {
    const body = new Chance(3).bytes(16_448)
    const bytes = frame(4, 0, 1, body)
    for (const chunkBytes of [bytes.length, 1_000, 7, 6]) {
      const { reader, seen } = collector()
      for (let at = 0; at < bytes.length; at += chunkBytes)
        reader.push(bytes.slice(at, at + chunkBytes), 0)
      expect(seen[0]?.body).toEqual(body)
    }
  })

  for (const { name, chunks } of arrivals(hex`40 41 41 00 00 00 01`)) {
    it(`refuses a body one byte too long on its header alone, arriving ${name}`, () => {
      const { reader, seen } = collector()
      expect(() => {
        for (const chunk of chunks) reader.push(chunk, 0)
      }).toThrow(new ProtocolError('a frame announces a body of 16449 bytes, more than 16448'))
      expect(seen).toEqual([])
    })
  }

  it('hands out the frames before a bad one', () => {
    const { reader, seen } = collector()
    expect(() => reader.push(concat(frame(5, 0, 1), hex`ff ff 41 00 00 00 01`), 0)).toThrow(
      ProtocolError,
    )
    expect(seen).toHaveLength(1)
  })

  it('reads a frame of 16 KiB byte by byte in little time', () => {
    const { reader, seen } = collector()
    const bytes = frame(4, 0, 1, new Uint8Array(16_384))
    const before = performance.now()
    for (const byte of bytes) reader.push(Uint8Array.of(byte), 0)
    expect(seen).toHaveLength(1)
    // Copying what has arrived for every byte would move 134 MB; doubling moves 32 KiB.
    expect(performance.now() - before).toBeLessThan(1_000)
  })

  it('agrees with itself however 200 random streams are cut', () => {
    const chance = new Chance(7)
    for (let round = 0; round < 200; round++) {
      const frames = Array.from({ length: chance.int(1, 12) }, () => ({
        kindAndFlags: chance.int(0, 255),
        id: chance.int(0, 2 ** 32 - 1),
        body: chance.bytes(chance.pick([0, 1, 6, 7, 8, 100, 3_000])),
      }))
      const bytes = concat(
        ...frames.map(({ kindAndFlags, id, body }) =>
          frame(kindAndFlags >>> 4, kindAndFlags & 15, id, body),
        ),
      )
      const { reader, seen } = collector()
      for (let at = 0; at < bytes.length; ) {
        const take = chance.int(1, chance.pick([1, 10, 4_000]))
        reader.push(bytes.slice(at, at + take), 0)
        at += take
      }
      expect(seen).toEqual(frames)
    }
  })
})
