import { Writer } from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { readerOver } from '../../../runtime/wire/fields.js'
import {
  creditOf,
  type Greeting,
  readGreeting,
  unlimitedCredit,
  writeGreeting,
} from '../../../runtime/wire/greeting.js'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { concat, hex } from '../../support/bytes.js'
import { field, greetingBody, varint } from '../../support/frames.js'

const full: Greeting = {
  version: 1,
  agent: 'a/1',
  maxMessageBytes: 4_194_304,
  streamCreditBytes: 262_144,
  connectionCreditBytes: 16_777_216,
  maxCalls: 1024,
  defaultTimeoutMs: 10_000,
  features: ['x', 'y'],
  methods: [
    {
      number: 1,
      name: 'a.B/c',
      kind: 'unary',
      fingerprint: 0xfedc_ba98_7654_3210n,
      idempotent: true,
    },
    { number: 2, name: 'a.B/d', kind: 'bidiStream', fingerprint: 1n, idempotent: false },
  ],
}

const fullBytes = hex`
  08 01                       # version 1
  12 03 61 2f 31              # agent
  18 80 80 80 02              # max_message 4 MiB
  20 80 80 10                 # stream credit 256 KiB
  28 80 80 80 08              # connection credit 16 MiB
  30 80 08                    # 1,024 calls
  38 90 4e                    # 10,000 ms
  42 01 78  42 01 79          # features
  4a 14                       # method
    08 01  12 05 61 2e 42 2f 63  21 10 32 54 76 98 ba dc fe  28 01
  4a 14
    08 02  12 05 61 2e 42 2f 64  18 03  21 01 00 00 00 00 00 00 00`

function read(bytes: Uint8Array, maxMethods = 10): Greeting {
  return readGreeting('HELLO', readerOver(bytes, 0, bytes.length), maxMethods)
}

describe('a greeting', () => {
  it('is written as protobuf, default values left out', () => {
    const writer = new Writer()
    writeGreeting(full, writer)
    expect(new Uint8Array(writer.finish())).toEqual(fullBytes)
  })

  it('is read back from inside a larger buffer', () => {
    const buffer = concat(hex`ff ff ff`, fullBytes, hex`ff`)
    expect(readGreeting('HELLO', readerOver(buffer, 3, buffer.length - 1), 10)).toEqual(full)
  })

  it('of no fields has every field at its default', () => {
    expect(read(hex``)).toEqual({
      version: 0,
      agent: '',
      maxMessageBytes: 0,
      streamCreditBytes: 0,
      connectionCreditBytes: 0,
      maxCalls: 0,
      defaultTimeoutMs: 0,
      features: [],
      methods: [],
    })
  })

  it('may have fields of later versions, which are skipped', () => {
    const later = concat(
      field(100, 'text'),
      field(101, 5),
      field(102, 9n),
      varint(103 * 8 + 5),
      hex`01 02 03 04`,
    )
    expect(read(concat(later, fullBytes, later))).toEqual(full)
  })

  it('keeps 256 characters of the names a peer gives', () => {
    expect(read(field(2, 'x'.repeat(300))).agent).toBe('x'.repeat(256))
  })

  it('with more methods than allowed is refused', () => {
    const methods = [1, 2, 3].map((number) => ({ number, name: `m${number}` }))
    expect(read(greetingBody({ methods }), 3).methods).toHaveLength(3)
    expect(() => read(greetingBody({ methods }), 2)).toThrow('HELLO lists more than 2 methods')
  })

  it('with more than 64 features is refused', () => {
    const features = Array.from({ length: 64 }, () => field(8, 'f'))
    expect(read(concat(...features)).features).toHaveLength(64)
    expect(() => read(concat(...features, field(8, 'f')))).toThrow('more than 64 features')
  })

  it('with a method of an unknown kind is refused', () => {
    const method = concat(field(1, 1), field(2, 'm'), field(3, 5))
    expect(() => read(field(9, method))).toThrow('HELLO offers m of unknown kind 5')
  })

  const malformed: readonly [why: string, bytes: Uint8Array][] = [
    ['is cut off inside a varint', hex`08`],
    ['is cut off inside a text', hex`12 05 61`],
    ['has a method that runs past the end', hex`4a 05 08 01`],
    ['has a method whose name runs past the method', hex`4a 04 12 05 61 2e 42 2f 63`],
    ['has an agent that is not UTF-8', hex`12 02 c3 28`],
    ['has a field of wire type 7', hex`0f`],
    ['has a field with number 0', hex`00 01`],
    ['ends a group that never began', hex`0c`],
    ['begins a group that never ends', hex`f3 06`],
  ]
  for (const [why, bytes] of malformed) {
    it(`that ${why} is a protocol error`, () => expect(() => read(bytes)).toThrow(ProtocolError))
  }

  it('of every prefix of a whole one is read or refused, and nothing else', () => {
    for (let end = 0; end < fullBytes.length; end++) {
      try {
        read(fullBytes.slice(0, end))
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }
  })
})

describe('announced credit', () => {
  it('is a number of bytes, except for the one that stands for no limit', () => {
    expect(creditOf(0)).toBe(0)
    expect(creditOf(65_536)).toBe(65_536)
    expect(creditOf(unlimitedCredit)).toBe(Number.POSITIVE_INFINITY)
    expect(unlimitedCredit).toBe(2 ** 32 - 1)
  })
})
