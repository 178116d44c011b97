/** Rules P-1 to P-14 of PROTOCOL.md: literal bytes that break them, and what a session does about it. */

import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../runtime/wire/protocol-error.js'
import { concat, hex } from '../support/bytes.js'
import {
  data,
  field,
  frame,
  goaway,
  greetingBody,
  hello,
  kind,
  MORE,
  open,
  ping,
  prefaceBytes,
  utf8,
  welcome,
} from '../support/frames.js'
import { client, expectConnectionError as expectError, server } from '../support/hostile.js'
import { Endpoint } from '../support/session-pair.js'

describe('frames', () => {
  it('P-1 a varint that is not in its shortest form is a connection error', () => {
    expectError(server, frame(kind.open, 1, 1, hex`81 00`), /shortest form/)
  })

  it('P-1 a varint of more than 5 bytes or 32 bits is a connection error', () => {
    expectError(server, frame(kind.open, 1, 1, hex`FF FF FF FF FF 01`), /varint/)
    expectError(server, frame(kind.open, 1, 1, hex`FF FF FF FF 1F`), /32 bits/)
  })

  it('P-1 a varint that is cut off is a connection error', () => {
    expectError(server, frame(kind.open, 1, 1, hex`80`), /cut off/)
    expectError(server, frame(kind.open, 1, 1), /cut off/)
  })

  it('P-2 a body of 16,449 bytes is a connection error on the header alone', () => {
    expectError(server, hex`40 41 40 00 00 00 01`, /16449 bytes, more than 16448/)
  })

  it('P-2 a body of 16,448 bytes is not', () => {
    const { session } = server()
    session.receive(open(1, 1, new Uint8Array(16_447)), 0)
  })

  it('P-3 kinds 0 and 15 are a connection error', () => {
    for (const number of [0, 15]) {
      expectError(server, frame(number, 0, 0), /not part of the protocol/)
      expectError(client, frame(number, 0, 0), /not part of the protocol/)
    }
  })

  it('P-3 a flag that its kind does not have is a connection error', () => {
    const flagless = [kind.end, kind.cancel, kind.credit, kind.ping, kind.pong, kind.goaway]
    for (const number of flagless) {
      for (const flag of [1, 2, 4, 8]) {
        expectError(server, frame(number, flag, 1), /not part of the protocol/)
      }
    }
    expectError(server, frame(kind.hello, 1, 0), /not part of the protocol/)
  })

  it('P-4 ignorable kinds are skipped, whatever they carry', () => {
    const endpoint = server()
    for (const number of [12, 13, 14]) {
      endpoint.session.receive(frame(number, 15, 77, utf8('hint')), 0)
    }
    endpoint.session.receive(open(1, 1, utf8('hi')), 0)
    expect(endpoint.lastServed.log).toEqual(['message 2 last'])
  })

  it('P-5 frames of the connection with a call id are a connection error', () => {
    const eight = new Uint8Array(8)
    expectError(server, frame(kind.ping, 0, 1, eight), /PING has a call id/)
    expectError(server, frame(kind.pong, 0, 1, eight), /PONG has a call id/)
    expectError(server, frame(kind.goaway, 0, 1), /GOAWAY has a call id/)
    const accepting = () => new Endpoint('accepting')
    const bad = concat(prefaceBytes, frame(kind.hello, 0, 1, greetingBody()))
    expectError(accepting, bad, /HELLO has a call id/)
  })
})

describe('the start of a connection', () => {
  const accepting = () => new Endpoint('accepting')
  const connecting = () => {
    const endpoint = new Endpoint('connecting')
    endpoint.session.start()
    endpoint.output()
    return endpoint
  }

  it('P-6 the connecting side sends preface and HELLO unasked, the accepting side nothing', () => {
    const dialling = new Endpoint('connecting')
    dialling.session.start()
    const said = dialling.output()
    expect(said.subarray(0, 8)).toEqual(prefaceBytes)
    expect(said[10]).toBe(kind.hello * 16)

    const endpoint = accepting()
    endpoint.session.receive(said.subarray(0, 20), 0)
    expect(endpoint.output()).toEqual(hex``)
    endpoint.session.receive(said.subarray(20), 0)
    const answer = endpoint.output()
    expect(answer.subarray(0, 8)).toEqual(prefaceBytes)
    expect(answer[10]).toBe(kind.welcome * 16)
  })

  it('P-7 the first byte that differs from the preface ends the connection without an answer', () => {
    for (let at = 0; at < prefaceBytes.length; at++) {
      const wrong = prefaceBytes.slice(0, at + 1)
      wrong[at] = 0x20
      const { session } = accepting()
      expect(() => session.receive(wrong, 0)).toThrow(ProtocolError)
    }
    const endpoint = accepting()
    expect(() => endpoint.session.receive(utf8('GET / HTTP/1.1\r\n'), 0)).toThrow(/HTTP request/)
    endpoint.session.fail('INTERNAL', 'no preface')
    expect(endpoint.output()).toEqual(new Uint8Array(0))
  })

  it('P-8 another first frame than HELLO is a connection error, ignorable kinds included', () => {
    for (const first of [
      open(1, 1, utf8('hi')),
      ping(),
      frame(12, 0, 0),
      goaway(0),
      frame(kind.welcome, 0, 0, greetingBody()),
    ]) {
      expectError(accepting, concat(prefaceBytes, first), /came before HELLO/)
    }
  })

  it('P-8 another first frame than WELCOME or GOAWAY is a connection error', () => {
    const first = frame(kind.hello, 0, 0, greetingBody())
    expectError(connecting, concat(prefaceBytes, first), /came before WELCOME/)
    const turnedAway = connecting()
    turnedAway.session.receive(concat(prefaceBytes, goaway(0, 14, 'full')), 0)
    expect(turnedAway.goaways).toEqual([{ lastId: 0, code: 14, message: 'full' }])
  })

  it('P-5 a GOAWAY with a call id in the place of WELCOME is a connection error', () => {
    expectError(connecting, concat(prefaceBytes, frame(kind.goaway, 0, 9)), /GOAWAY has a call id/)
  })

  it('P-9 a greeting arrives in parts', () => {
    const body = greetingBody({ methods: [{ number: 1, name: 'a.B/c' }] })
    const endpoint = connecting()
    endpoint.session.receive(
      concat(
        prefaceBytes,
        frame(kind.welcome, MORE, 0, body.slice(0, 5)),
        frame(kind.welcome, MORE, 0, body.slice(5, 6)),
        frame(kind.welcome, 0, 0, body.slice(6)),
      ),
      0,
    )
    expect(endpoint.session.peer.methods.map(({ name }) => name)).toEqual(['a.B/c'])
  })

  it('P-9 an empty part, too many bytes, methods or features are a connection error', () => {
    const part = (flags: number, body: Uint8Array) => frame(kind.hello, flags, 0, body)
    expectError(accepting, concat(prefaceBytes, part(MORE, hex``)), /empty part/)
    const long = part(MORE, field(2, 'a'.repeat(16_000)))
    const five = concat(prefaceBytes, long, long, long, long, long)
    expectError(accepting, five, /longer than 65536 bytes/)
    const many = (count: number, one: Uint8Array) => concat(...new Array(count).fill(one))
    const methods = concat(prefaceBytes, part(0, concat(field(1, 1), many(1025, field(9, hex``)))))
    expectError(accepting, methods, /more than 1024 methods/)
    const features = concat(prefaceBytes, part(0, concat(field(1, 1), many(65, field(8, 'f')))))
    expectError(accepting, features, /more than 64 features/)
  })

  it('P-10 a frame before the answer to HELLO is a connection error', () => {
    const hesitant = () => {
      const endpoint = accepting()
      endpoint.admits = false
      endpoint.session.receive(hello(), 0)
      return endpoint
    }
    for (const early of [open(1, 1, utf8('hi')), ping(), data(1, utf8('hi'))]) {
      expectError(hesitant, early, /before this side answered HELLO/)
    }
  })

  it('P-11 a second greeting is a connection error', () => {
    expectError(server, frame(kind.hello, 0, 0, greetingBody()), /after the handshake/)
    expectError(client, frame(kind.welcome, 0, 0, greetingBody()), /after the handshake/)
  })

  it('P-12 a greeting without a version is a connection error', () => {
    expectError(accepting, hello({ version: 0 }), /names no version/)
  })

  it('P-12 a credit from 2^31 to 2^32 - 2 is a connection error', () => {
    expectError(accepting, hello({ streamCreditBytes: 2 ** 31 }), /credit of 2147483648/)
    expectError(accepting, hello({ connectionCreditBytes: 2 ** 32 - 2 }), /credit of 4294967294/)
  })

  it('P-12 a credit without limit is taken', () => {
    const endpoint = accepting()
    endpoint.session.receive(hello({ connectionCreditBytes: 2 ** 32 - 1 }), 0)
    expect(endpoint.session.sender.credit).toBe(Number.POSITIVE_INFINITY)
  })

  it('P-13 a method of an unknown kind is a connection error', () => {
    const methods = [{ number: 1, name: 'a.B/c', kind: 5 }]
    expectError(connecting, welcome({ methods }), /unknown kind 5/)
  })
})
