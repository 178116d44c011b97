import { describe, expect, it } from 'vitest'
import { concat, hex } from '../../support/bytes.js'
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
  parseFrames,
  status,
  TIMEOUT,
  u32,
  varint,
  welcome,
} from '../../support/frames.js'
import { greeted, methods } from '../../support/session-pair.js'

const openHead = (bytes: number, body: Uint8Array) =>
  concat(varint(methods.unary), varint(bytes), body)

describe('OPEN', () => {
  const refused: readonly [why: string, bytes: Uint8Array, text: RegExp][] = [
    ['with id 3 as the first', open(3, 1, hex``), /call id 3; the next one is 1/],
    ['with an id of the other side', open(2, 1, hex``), /call id 2; the next one is 1/],
    ['with id 0', open(0, 1, hex``), /call id 0; the next one is 1/],
    ['with a used id', concat(open(1, 1, hex``), open(1, 1, hex``)), /id 1; the next one is 3/],
    ['that skips an id', concat(open(1, 1, hex``), open(5, 1, hex``)), /id 5; the next one is 3/],
    ['with the highest id', open(0xffff_ffff, 1, hex``), /the next one is 1/],
    ['of a method that was not offered', open(1, 9, hex``), /method 9 was not offered/],
    ['of method 0', open(1, 0, hex``), /method 0 was not offered/],
    ['without a method', frame(kind.open, LAST, 1), /cut off/],
    ['without the timeout it announces', frame(kind.open, LAST | TIMEOUT, 1, hex`01`), /cut off/],
    ['without the Head it announces', frame(kind.open, LAST | HEAD, 1, hex`01`), /cut off/],
    ['of one message that says others follow', frame(kind.open, 0, 1, hex`03 61`), /others follow/],
    ['of fragments that says others follow', frame(kind.open, MORE, 1, hex`03`), /others follow/],
    ['of a unary method without its request', frame(kind.open, 0, 1, hex`01`), /takes one message/],
    ['of a client stream with a message', open(1, methods.clientStream, hex``), /takes a stream/],
    [
      'with a Head past the frame',
      frame(kind.open, LAST | HEAD, 1, openHead(5, hex`0a`)),
      /runs past/,
    ],
    [
      'with a Head that is no protobuf',
      frame(kind.open, LAST | HEAD, 1, openHead(1, hex`0a`)),
      /Head is malformed|metadata/,
    ],
  ]
  for (const [why, bytes, text] of refused) {
    it(`${why} is an error`, () => {
      const endpoint = greeted('accepting', hello())
      expect(() => endpoint.session.receive(bytes, 0)).toThrow(text)
    })
  }

  it('may carry a Head of as many bytes as allowed and not one more', () => {
    const head = (bytes: number) => field(1, concat(field(1, 'k'), field(2, new Uint8Array(bytes))))
    const fixed = head(8_000).length - 8_000
    for (const [bytes, fits] of [
      [8_192, true],
      [8_193, false],
    ] as const) {
      const endpoint = greeted('accepting', hello())
      const bodyBytes = head(bytes - fixed)
      expect(bodyBytes).toHaveLength(bytes)
      const receive = () =>
        endpoint.session.receive(
          frame(kind.open, LAST | HEAD, 1, openHead(bytes, bodyBytes), hex`61`),
          0,
        )
      if (!fits) expect(receive).toThrow('a Head of 8193 bytes, more than 8192')
      else {
        receive()
        expect(endpoint.lastServed.messages).toEqual([hex`61`])
      }
    }
  })

  it('gives the call its own timeout, else that of the greeting, and 0 for none', () => {
    const endpoint = greeted('accepting', hello({ defaultTimeoutMs: 777 }))
    const own = (id: number, ms: number) =>
      frame(kind.open, LAST | TIMEOUT, id, varint(1), varint(ms), hex`61`)
    endpoint.session.receive(concat(open(1, 1, hex`61`), own(3, 5), own(5, 0)), 0)
    expect(endpoint.timeouts).toEqual([777, 5, 0])
  })

  it('beyond the calls that were announced is an error', () => {
    const endpoint = greeted('accepting', hello(), { maxCallsPerConnection: 2 })
    endpoint.session.receive(concat(open(1, 1, hex``), open(3, 1, hex``)), 0)
    expect(() => endpoint.session.receive(open(5, 1, hex``), 0)).toThrow(
      'more than 2 calls at once',
    )
  })

  it('is refused while too many handlers run on after their calls ended', () => {
    const endpoint = greeted('accepting', hello(), { maxCallsPerConnection: 2 })
    endpoint.running = true
    for (const id of [1, 3]) {
      endpoint.session.receive(concat(open(id, 1, hex``), cancel(id)), 0)
      endpoint.session.end(endpoint.lastServed)
    }
    endpoint.output()
    endpoint.session.receive(open(5, 1, hex``), 0)
    expect(endpoint.served).toHaveLength(2)
    const [answer] = parseFrames(endpoint.output())
    expect([answer?.kind, answer?.id]).toEqual([kind.end, 5])
    expect(answer?.body.slice(0, 2)).toEqual(status(8, '', 0))
    for (const call of endpoint.served) endpoint.session.settle(call)
    endpoint.session.receive(open(7, 1, hex``), 0)
    expect(endpoint.served).toHaveLength(3)
  })
})

describe('DATA, END and CREDIT', () => {
  it('of a request with a Head is an error', () => {
    const endpoint = greeted('accepting', hello())
    endpoint.session.receive(frame(kind.open, 0, 1, varint(methods.bidiStream)), 0)
    expect(() => endpoint.session.receive(data(1, concat(varint(0), hex`61`), HEAD), 0)).toThrow(
      'a Head among the requests',
    )
  })

  it('of a response may bring the Head first', () => {
    const endpoint = greeted('connecting', welcome())
    const call = endpoint.call(hex`61`)
    const head = field(1, concat(field(1, 'trace'), field(2, 'x')))
    endpoint.session.receive(data(1, concat(varint(head.length), head, hex`62 63`), LAST | HEAD), 0)
    expect(call.log).toEqual(['head trace', 'message 2 last'])
  })

  it('of a requester with a body is an error, and so is END inside a message', () => {
    const opened = frame(kind.open, 0, 1, varint(methods.bidiStream))
    const endpoint = greeted('accepting', hello())
    endpoint.session.receive(opened, 0)
    expect(() => endpoint.session.receive(end(1, status(5, 'no', 2)), 0)).toThrow('has a body')
    const other = greeted('accepting', hello())
    other.session.receive(
      concat(opened, data(1, concat(varint(5_000), new Uint8Array(1_024)), MORE)),
      0,
    )
    expect(() => other.session.receive(end(1), 0)).toThrow('END inside a message')
  })

  it('tells the caller the status that it ended with', () => {
    const endpoint = greeted('connecting', welcome())
    const call = endpoint.call(hex`61`)
    endpoint.session.receive(end(1, status(5, 'no such room', 2)), 0)
    expect(call.log).toEqual(['status 5 outcome 2'])
    expect(call.status?.message).toBe('no such room')
  })

  const malformed: readonly [why: string, bytes: Uint8Array][] = [
    ['of nothing', frame(kind.credit, 0, 0)],
    ['of three bytes', frame(kind.credit, 0, 0, hex`00 00 01`)],
    ['of five bytes', frame(kind.credit, 0, 0, hex`00 00 00 01 00`)],
    ['of zero', credit(0, 0)],
    ['above 2^31 - 1', frame(kind.credit, 0, 0, u32(2 ** 31))],
    ['that adds up to more than 2^31 - 1', credit(0, 2 ** 31 - 16 * 1024 * 1024)],
  ]
  for (const [why, bytes] of malformed) {
    it(`of credit ${why} is an error`, () => {
      const endpoint = greeted('connecting', welcome())
      expect(() => endpoint.session.receive(bytes, 0)).toThrow(/CREDIT/)
    })
  }

  it('of a stream that adds up to more than 2^31 - 1 is an error', () => {
    const endpoint = greeted('accepting', hello())
    endpoint.session.receive(frame(kind.open, 0, 1, varint(methods.bidiStream)), 0)
    expect(() => endpoint.session.receive(credit(1, 2 ** 31 - 256 * 1024), 0)).toThrow(
      'CREDIT exceeds 2^31 - 1',
    )
  })
})
