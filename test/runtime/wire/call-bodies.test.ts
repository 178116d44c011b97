import { type Reader, Writer } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import {
  type Cancel,
  fitStatus,
  type Goaway,
  type Head,
  losesData,
  readCancel,
  readGoaway,
  readHead,
  readStatus,
  type Status,
  successStatus,
  writeCancel,
  writeGoaway,
  writeHead,
  writeStatus,
} from '../../../runtime/wire/call-bodies.js'
import { readerOver } from '../../../runtime/wire/fields.js'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { concat, hex } from '../../support/bytes.js'
import { field } from '../../support/frames.js'

function written<T>(write: (value: T, writer: Writer) => void, value: T): Uint8Array {
  const writer = new Writer()
  write(value, writer)
  return new Uint8Array(writer.finish())
}

function readFrom<T>(read: (reader: Reader) => T, bytes: Uint8Array): T {
  const buffer = concat(hex`ff`, bytes, hex`ff`)
  return read(readerOver(buffer, 1, buffer.length - 1))
}

const entry = (key: string, value: Uint8Array) => concat(field(1, key), field(2, value))

const status: Status = {
  code: 8,
  message: 'no',
  outcome: 1,
  reason: 'Full',
  data: hex`08 05`,
  violations: [{ path: 'a.b[1]', rule: 'must be short' }],
  retryAfterMs: 300,
  trailers: [{ key: 'k', value: hex`76` }],
  timing: { servedMs: 300, eventLoopMs: 5 },
}
const statusBytes = hex`
  08 08  12 02 6e 6f  18 01  22 04 46 75 6c 6c  2a 02 08 05
  32 17  0a 06 61 2e 62 5b 31 5d  12 0d 6d 75 73 74 20 62 65 20 73 68 6f 72 74
  38 ac 02  42 06 0a 01 6b 12 01 76  4a 05 08 ac 02 10 05`

describe('a Status', () => {
  it('is written and read as protobuf', () => {
    expect(written(writeStatus, status)).toEqual(statusBytes)
    expect(readFrom(readStatus, statusBytes)).toEqual(status)
  })

  it('of nothing has the outcome unknown, which is the careful one', () => {
    expect(readFrom(readStatus, hex``)).toEqual({ ...successStatus, outcome: 0 })
  })

  it('is bounded in what it sends: texts to 1,024 characters', () => {
    const long = 'x'.repeat(5_000)
    const { message, violations } = readFrom(
      readStatus,
      written(writeStatus, { ...status, message: long, violations: [{ path: long, rule: long }] }),
    )
    expect([message.length, violations[0]?.path.length, violations[0]?.rule.length]).toEqual([
      1024, 1024, 1024,
    ])
  })

  it('is bounded in what it sends: 16 violations, because a receiver takes no more', () => {
    const violations = Array.from({ length: 40 }, (_, i) => ({ path: `f${i}`, rule: 'is bad' }))
    const read = readFrom(readStatus, written(writeStatus, { ...status, violations }))
    expect(read.violations).toEqual(violations.slice(0, 16))
  })

  it('says beforehand that the data of an error will not fit', () => {
    for (const bytes of [0, 8_000, 16_000, 16_300, 16_350, 16_400, 16_448, 20_000, 100_000]) {
      const trailers = [{ key: 'k', value: new Uint8Array(300) }]
      const full = { ...status, data: new Uint8Array(bytes), trailers }
      const fitted = readFrom(readStatus, fitStatus(full))
      expect([bytes, losesData(full)]).toEqual([bytes, fitted.data.length < bytes])
      expect(fitted).toMatchObject({ code: status.code, message: status.message })
    }
  })

  it('is bounded in what it takes: texts to 1,024 characters, 16 violations, 64 trailers', () => {
    expect(readFrom(readStatus, field(2, 'x'.repeat(5_000))).message).toHaveLength(1024)
    const violations = Array.from({ length: 16 }, () => field(6, field(1, 'p')))
    expect(readFrom(readStatus, concat(...violations)).violations).toHaveLength(16)
    expect(() => readFrom(readStatus, concat(...violations, field(6, field(1, 'p'))))).toThrow(
      ProtocolError,
    )
    const trailers = Array.from({ length: 64 }, () => field(8, entry('k', hex`01`)))
    expect(readFrom(readStatus, concat(...trailers)).trailers).toHaveLength(64)
    expect(() => readFrom(readStatus, concat(...trailers, field(8, entry('k', hex`01`))))).toThrow(
      ProtocolError,
    )
  })

  it('cut in the middle of a surrogate pair is still valid UTF-8', () => {
    const message = `${'x'.repeat(1023)}😀`
    const bytes = written(writeStatus, { ...status, message })
    expect(readFrom(readStatus, bytes).message).toBe(`${'x'.repeat(1023)}\ufffd`)
  })

  it('keeps its own copy of the bytes it carries', () => {
    const bytes = Uint8Array.from(statusBytes)
    const { data, trailers } = readStatus(readerOver(bytes, 0, bytes.length))
    bytes.fill(0)
    expect([data, trailers[0]?.value]).toEqual([hex`08 05`, hex`76`])
  })
})

const head: Head = {
  metadata: [
    { key: 'trace', value: hex`61 62` },
    { key: 'empty', value: hex`` },
  ],
  attempt: 2,
  compressed: true,
}
const headBytes = hex`
  0a 0b  0a 05 74 72 61 63 65  12 02 61 62
  0a 07  0a 05 65 6d 70 74 79
  10 02  20 01`

describe('a Head', () => {
  it('is written and read as protobuf', () => {
    expect(written(writeHead, head)).toEqual(headBytes)
    expect(readFrom(readHead, headBytes)).toEqual(head)
  })

  it('has at most 64 entries', () => {
    const entries = Array.from({ length: 64 }, (_, i) => field(1, entry(`k${i}`, hex`01`)))
    expect(readFrom(readHead, concat(...entries)).metadata).toHaveLength(64)
    expect(() => readFrom(readHead, concat(...entries, field(1, entry('k', hex`01`))))).toThrow(
      'metadata has more than 64 entries',
    )
  })
})

const goaway: Goaway = { lastId: 0xffff_ffff, code: 14, message: 'bye' }
const goawayBytes = hex`08 ff ff ff ff 0f  10 0e  1a 03 62 79 65`

const cancel: Cancel = { code: 4, reason: 'late' }
const cancelBytes = hex`08 04  12 04 6c 61 74 65`

describe('GOAWAY and CANCEL', () => {
  it('are written and read as protobuf', () => {
    expect(written(writeGoaway, goaway)).toEqual(goawayBytes)
    expect(readFrom(readGoaway, goawayBytes)).toEqual(goaway)
    expect(written(writeCancel, cancel)).toEqual(cancelBytes)
    expect(readFrom(readCancel, cancelBytes)).toEqual(cancel)
  })

  it('are empty when they say nothing', () => {
    expect(written(writeGoaway, { lastId: 0, code: 0, message: '' })).toEqual(hex``)
    expect(readFrom(readGoaway, hex``)).toEqual({ lastId: 0, code: 0, message: '' })
    expect(written(writeCancel, { code: 0, reason: '' })).toEqual(hex``)
    expect(readFrom(readCancel, hex``)).toEqual({ code: 0, reason: '' })
  })
})

describe('a control body', () => {
  const bodies: readonly [name: string, read: (reader: Reader) => unknown, whole: Uint8Array][] = [
    ['Status', readStatus, statusBytes],
    ['Head', readHead, headBytes],
    ['GOAWAY', readGoaway, goawayBytes],
    ['CANCEL', readCancel, cancelBytes],
  ]
  for (const [name, read, whole] of bodies) {
    it(`${name} that is cut off anywhere is read or refused, never anything else`, () => {
      let refused = 0
      for (let end = 0; end < whole.length; end++) {
        try {
          readFrom(read, whole.slice(0, end))
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
          refused++
        }
      }
      expect(refused).toBeGreaterThan(0)
    })

    it(`${name} with fields of a later version is read without them`, () => {
      const later = concat(field(90, 'later'), field(91, 1), field(92, 1n))
      expect(readFrom(read, concat(later, whole, later))).toEqual(readFrom(read, whole))
    })

    it(`${name} that is nested 200 deep in groups does not overflow anything`, () => {
      const deep = new Uint8Array(200).fill(0xf3).map((_, i) => (i % 2 === 0 ? 0xf3 : 0x06))
      expect(() => readFrom(read, deep)).toThrow(ProtocolError)
    })

    it(`${name} with a text that is not UTF-8 is a protocol error`, () => {
      const at = name === 'GOAWAY' ? 3 : 2
      const bad = name === 'Head' ? field(1, field(1, hex`ff`)) : field(at, hex`c3 28`)
      expect(() => readFrom(read, bad)).toThrow(ProtocolError)
    })
  }
})
