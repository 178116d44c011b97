import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { readVarint, varintEnd } from '../../../runtime/wire/varint.js'
import { Chance, concat, hex } from '../../support/bytes.js'
import { varint } from '../../support/frames.js'

const known: readonly [value: number, bytes: Uint8Array][] = [
  [0, hex`00`],
  [1, hex`01`],
  [127, hex`7f`],
  [128, hex`80 01`],
  [300, hex`ac 02`],
  [16_383, hex`ff 7f`],
  [16_384, hex`80 80 01`],
  [2_097_151, hex`ff ff 7f`],
  [2_097_152, hex`80 80 80 01`],
  [268_435_455, hex`ff ff ff 7f`],
  [268_435_456, hex`80 80 80 80 01`],
  [0x7fff_ffff, hex`ff ff ff ff 07`],
  [0xffff_ffff, hex`ff ff ff ff 0f`],
]

describe('a varint', () => {
  for (const [value, bytes] of known) {
    it(`of ${value} is read, wherever it stands`, () => {
      const buffer = concat(hex`aa bb`, bytes, hex`cc`)
      expect(readVarint(buffer, 2, buffer.length)).toBe(value)
      expect(varintEnd(buffer, 2, buffer.length)).toBe(2 + bytes.length)
      expect(readVarint(bytes, 0, bytes.length)).toBe(value)
    })

    it(`of ${value} that is cut off at any byte is an error`, () => {
      for (let end = 0; end < bytes.length; end++) {
        expect(() => readVarint(bytes, 0, end)).toThrow(ProtocolError)
        expect(() => varintEnd(bytes, 0, end)).toThrow(ProtocolError)
      }
    })
  }

  it('agrees with a second writer on 10,000 numbers of all lengths', () => {
    const chance = new Chance(1)
    for (let i = 0; i < 10_000; i++) {
      const value = Math.floor(2 ** (chance.next() * 32))
      const bytes = varint(value)
      expect(readVarint(bytes, 0, bytes.length)).toBe(value)
      expect(varintEnd(bytes, 0, bytes.length)).toBe(bytes.length)
    }
  })

  const malformed: readonly [why: string, bytes: Uint8Array, text: RegExp][] = [
    ['a zero in two bytes', hex`80 00`, /shortest form/],
    ['a one in three bytes', hex`81 80 00`, /shortest form/],
    ['33 bits', hex`ff ff ff ff 10`, /32 bits/],
    ['five bytes that go on', hex`ff ff ff ff ff`, /longer than 5 bytes/],
    ['six bytes', hex`80 80 80 80 80 01`, /longer than 5 bytes/],
    ['nothing', hex``, /cut off/],
  ]
  for (const [why, bytes, text] of malformed) {
    it(`with ${why} is an error`, () => {
      expect(() => readVarint(bytes, 0, bytes.length)).toThrow(text)
      expect(() => readVarint(bytes, 0, bytes.length)).toThrow(ProtocolError)
      expect(() => varintEnd(bytes, 0, bytes.length)).toThrow(text)
    })
  }
})
