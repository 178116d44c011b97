/** Rules P-29 to P-40 of PROTOCOL.md: metadata, refused messages and credit, broken with literal bytes. */

import { describe, expect, it } from 'vitest'
import { refusal, successStatus } from '../../runtime/wire/call-bodies.js'
import { maxBodyBytes } from '../../runtime/wire/frame.js'
import { concat, hex } from '../support/bytes.js'
import {
  cancel,
  credit,
  data,
  end,
  field,
  frame,
  HEAD,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFields,
  parseFrames,
  status,
  u32,
  utf8,
  varint,
  welcome,
} from '../support/frames.js'
import { client, expectConnectionError, server } from '../support/hostile.js'
import { Endpoint, greeted, methods, rawCodec } from '../support/session-pair.js'

const hi = utf8('hi')
const upload = (id: number) => frame(kind.open, 0, id, varint(methods.clientStream))
const filled = (length: number) => new Uint8Array(length).fill(0x61)
const entry = (key: string, value: string) => field(1, concat(field(1, key), field(2, value)))
const headed = (head: Uint8Array) =>
  frame(kind.open, LAST | HEAD, 1, hex`01`, varint(head.length), head, hi)

/** The increments of all CREDIT frames for an id that an endpoint has to say. */
function credited(endpoint: Endpoint, id: number): number[] {
  return parseFrames(endpoint.output())
    .filter((each) => each.kind === kind.credit && each.id === id)
    .map(({ body }) => new DataView(body.buffer, body.byteOffset).getUint32(0))
}

describe('metadata', () => {
  it('P-29 a Head among the requests is a connection error', () => {
    const bytes = concat(upload(1), data(1, concat(hex`00`, hi), HEAD))
    expectConnectionError(server, bytes, /a Head/)
  })

  it('P-29 a second Head of the responder is a connection error', () => {
    const make = () => {
      const endpoint = client()
      endpoint.stream(methods.serverStream, hi)
      return endpoint
    }
    const headedData = data(1, concat(hex`00`, hi), HEAD)
    expectConnectionError(make, concat(headedData, headedData), /Head/)
  })

  it('P-30 a Head of more than 8,192 bytes or 64 entries is a connection error', () => {
    const value = 'a'.repeat(8192)
    expectConnectionError(server, headed(entry('k', value)), /more than 8192/)
    const entries = new Array(65).fill(entry('k', 'v'))
    expectConnectionError(server, headed(concat(...entries)), /more than 64 entries/)
  })

  it('P-30 a Head that runs past its frame is a connection error', () => {
    const bytes = frame(kind.open, LAST | HEAD, 1, hex`01 20`, entry('k', 'v'))
    expectConnectionError(server, bytes, /past the end of its frame/)
  })

  it('P-30 the largest Head and a message around the size of a fragment arrive', () => {
    const head = {
      metadata: [{ key: 'k', value: filled(8100) }],
      attempt: 0,
      compressed: false,
    }
    for (const bytes of [8_200, 8_300, 16_383, 16_384, 16_385, 50_000]) {
      const sender = client()
      sender.call(filled(bytes), { head })
      const sent = sender.output()
      for (const { body } of parseFrames(sent)) {
        expect(body.length).toBeLessThanOrEqual(maxBodyBytes)
      }
      const receiver = server()
      receiver.session.receive(sent, 0)
      expect(receiver.lastServed.messages).toEqual([filled(bytes)])
    }
  })

  it('P-30 a Status leaves out what does not fit in its frame', () => {
    const endpoint = server()
    endpoint.session.receive(open(1, 1, hi), 0)
    endpoint.session.answer(endpoint.lastServed, {
      ...successStatus,
      code: 9,
      message: 'full',
      reason: 'RoomFull',
      data: filled(70_000),
      violations: [{ path: 'a', rule: 'b' }],
    })
    const [answer] = parseFrames(endpoint.output())
    const fields = parseFields(answer?.body ?? hex``)
    expect([...fields.keys()]).toEqual([1, 2, 3])
  })
})

describe('messages that are turned away', () => {
  it('P-31 a response that is too long fails its call, and is cancelled', () => {
    const endpoint = greeted('connecting', welcome(), { maxMessageBytes: 2048 })
    const call = endpoint.call(hi)
    endpoint.output()
    endpoint.session.receive(data(1, concat(varint(5000), filled(1024)), LAST | MORE), 0)
    expect(call.log).toEqual(['status 8 outcome 2'])
    expect(parseFrames(endpoint.output()).map((each) => each.kind)).toEqual([kind.cancel])
    endpoint.session.receive(end(1, status(1, '', 0)), 0)
    expect(endpoint.session.calls.isEmpty).toBe(true)
  })

  it('P-32 the requests of a refused call are dropped', () => {
    const endpoint = server()
    endpoint.accept = () => refusal('UNAVAILABLE', 'not now')
    endpoint.session.receive(concat(upload(1), data(1, hi, 0), data(1, hi, LAST)), 0)
    expect(endpoint.served).toEqual([])
    expect(endpoint.session.calls.isEmpty).toBe(true)
  })

  it('P-33 a compressed message is a connection error', () => {
    expectConnectionError(server, concat(upload(1), data(1, hi, 4)), /compressed/)
    expectConnectionError(server, headed(hex`20 01`), /compressed/)
  })

  it('P-34 the timeout is that of the OPEN, else that of the greeting; 0 is none', () => {
    const endpoint = greeted('accepting', hello({ defaultTimeoutMs: 777 }))
    endpoint.session.receive(open(1, 1, hi), 0)
    endpoint.session.receive(frame(kind.open, LAST | 4, 3, hex`01 F4 03`, hi), 0)
    endpoint.session.receive(frame(kind.open, LAST | 4, 5, hex`01 00`, hi), 0)
    expect(endpoint.timeouts).toEqual([777, 500, 0])
  })
})

describe('credit', () => {
  const limits = { connectionCreditBytes: 65_536, streamCreditBytes: 1024 }
  const tight = () => greeted('accepting', hello(), limits)

  it('P-35 a message costs 64 bytes and its length', () => {
    const endpoint = tight()
    endpoint.session.receive(concat(upload(1), data(1, filled(448), 0)), 0)
    endpoint.session.taken(endpoint.lastServed, 448)
    expect(credited(endpoint, 1)).toEqual([512])
  })

  it('P-35 a message of several frames is charged whole by its first', () => {
    const bytes = concat(
      upload(1),
      data(1, concat(varint(5000), filled(1024)), MORE),
      data(1, filled(3976), 0),
      data(1, hi, 0),
    )
    expectConnectionError(tight, bytes, /without stream credit/)
  })

  it('P-36 a message may overdraw the credit of its stream, the next is a connection error', () => {
    const endpoint = tight()
    endpoint.session.receive(concat(upload(1), data(1, filled(900), 0), data(1, hi, 0)), 0)
    expect(endpoint.lastServed.messages.length).toBe(2)
    const three = concat(upload(1), data(1, filled(960), 0), data(1, hex``, 0))
    expectConnectionError(tight, three, /without stream credit/)
  })

  it('P-36 a message without connection credit is a connection error', () => {
    const wide = () => greeted('accepting', hello(), { connectionCreditBytes: 65_536 })
    const six = new Array(5).fill(data(1, filled(16_384), 0))
    expectConnectionError(wide, concat(upload(1), ...six), /without connection credit/)
  })

  it('P-36 a sender waits for credit, and never inside a message', () => {
    const endpoint = greeted('connecting', welcome({ streamCreditBytes: 1000 }))
    const call = endpoint.stream(methods.clientStream)
    endpoint.session.send(call, rawCodec, filled(40_000), false)
    endpoint.session.send(call, rawCodec, hi, false)
    const bodies = parseFrames(endpoint.output()).map(({ body }) => body.length)
    expect(bodies).toEqual([1, 16_387, 16_384, 7232])
    endpoint.session.receive(credit(1, 39_064), 0)
    expect(endpoint.output().length).toBe(0)
    endpoint.session.receive(credit(1, 1), 0)
    expect(parseFrames(endpoint.output()).map(({ body }) => body)).toEqual([hi])
  })

  it('P-37 an increment of another length, of 0 or of more than 2^31 - 1 is a connection error', () => {
    for (const body of [hex``, hex`00 00 01`, hex`00 00 00 01 00`, u32(0), u32(2 ** 31)]) {
      expectConnectionError(server, frame(kind.credit, 0, 0, body), /malformed increment/)
    }
  })

  it('P-37 an increment that lifts a credit above 2^31 - 1 is a connection error', () => {
    expectConnectionError(server, credit(0, 2 ** 31 - 1), /exceeds 2\^31 - 1/)
    const bytes = concat(open(1, methods.serverStream, hi), credit(1, 2 ** 31 - 1))
    expectConnectionError(server, bytes, /exceeds 2\^31 - 1/)
  })

  it('P-38 CREDIT for a direction that is no stream is a connection error', () => {
    expectConnectionError(server, concat(open(1, 1, hi), credit(1, 1000)), /does not stream/)
    expectConnectionError(server, concat(upload(1), credit(1, 1000)), /does not stream/)
  })

  it('P-39 the cost of every request comes back, also of those that are refused', () => {
    const endpoint = tight()
    endpoint.accept = () => refusal('UNAVAILABLE', '')
    let returned = 0
    for (let id = 1; id < 200; id += 2) {
      endpoint.session.receive(open(id, 1, filled(1000)), 0)
      for (const increment of credited(endpoint, 0)) {
        expect(increment).toBeGreaterThanOrEqual(32_768)
        returned += increment
      }
    }
    expect(returned).toBeGreaterThan(100 * 1064 - 32_768)
  })

  it('P-40 a message that is given up is returned whole', () => {
    const endpoint = tight()
    const first = frame(kind.open, LAST | MORE, 1, hex`01`, varint(50_000), filled(1024))
    endpoint.session.receive(first, 0)
    expect(credited(endpoint, 0)).toEqual([])
    endpoint.session.receive(cancel(1), 0)
    expect(credited(endpoint, 0)).toEqual([50_064])
  })
})

describe('a responder whose greeting gives no credit', () => {
  it('P-36 gets no call at all', () => {
    const endpoint = new Endpoint('connecting')
    endpoint.session.start()
    endpoint.session.receive(welcome({ connectionCreditBytes: 0 }), 0)
    expect(endpoint.session.canOpen).toBe(false)
  })
})
