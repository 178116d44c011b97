import { describe, expect, it } from 'vitest'
import {
  allowedFlags,
  frameKinds,
  headerBytes,
  ignorableKinds,
  kindName,
  maxBodyBytes,
  maxFragmentBytes,
  minFragmentBytes,
  readUint32,
  writeHeader,
} from '../../../runtime/wire/frame.js'
import { concat, hex } from '../../support/bytes.js'

describe('the frame header', () => {
  const headers: readonly [
    bodyBytes: number,
    kindAndFlags: number,
    id: number,
    bytes: Uint8Array,
  ][] = [
    [0, 0x50, 1, hex`00 00 50 00 00 00 01`],
    [5, 0x31, 0x01020304, hex`00 05 31 01 02 03 04`],
    [16_448, 0x4f, 0xffff_ffff, hex`40 40 4f ff ff ff ff`],
    [256, 0xa0, 0x8000_0001, hex`01 00 a0 80 00 00 01`],
  ]
  for (const [bodyBytes, kindAndFlags, id, bytes] of headers) {
    it(`of a body of ${bodyBytes} bytes and id ${id} has seven bytes, big-endian`, () => {
      const buffer = new Uint8Array(11).fill(0xee)
      writeHeader(buffer, 2, bodyBytes, kindAndFlags, id)
      expect(buffer).toEqual(concat(hex`ee ee`, bytes, hex`ee ee`))
      expect(readUint32(buffer, 2 + 3)).toBe(id)
    })
  }

  it('has the sizes that the protocol fixes', () => {
    expect([headerBytes, maxBodyBytes, maxFragmentBytes, minFragmentBytes]).toEqual([
      7, 16_448, 16_384, 1_024,
    ])
  })
})

describe('the frame kinds', () => {
  it('keep 0 and 15 unused, so that runs of zeros and ones die at once', () => {
    const used = new Set<number>([...Object.values(frameKinds), ...ignorableKinds])
    for (const kind of [0, 15]) {
      expect(used.has(kind)).toBe(false)
      expect(allowedFlags[kind]).toBeUndefined()
    }
    expect(used.size).toBe(14)
  })

  it('each allow exactly the flags that have a meaning for them', () => {
    const expected = { 1: 2, 2: 2, 3: 15, 4: 15, 5: 0, 6: 0, 7: 0, 8: 0, 9: 0, 10: 0, 11: 0 }
    expect(allowedFlags).toEqual(expected)
  })

  it('are named in errors', () => {
    expect(kindName(3)).toBe('OPEN')
    expect(kindName(10)).toBe('GOAWAY')
    expect(kindName(15)).toBe('kind 15')
  })
})
