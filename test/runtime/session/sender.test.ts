import { describe, expect, it } from 'vitest'
import type { MessageCodec } from '../../../runtime/codec/message-codec.js'
import { MessageTooLargeError } from '../../../runtime/session/message-too-large.js'
import { Chance, concat, hex } from '../../support/bytes.js'
import {
  frame,
  HEAD,
  hello,
  kind,
  LAST,
  MORE,
  parseFrames,
  TIMEOUT,
  varint,
  welcome,
} from '../../support/frames.js'
import {
  greeted,
  methods,
  RecordedCall,
  rawCodec,
  SessionPair,
} from '../../support/session-pair.js'

const head = (bytes: number) => ({
  metadata: [{ key: 'k', value: new Uint8Array(bytes) }],
  attempt: 0,
  compressed: false,
})

/** Whether exactly this message arrived; comparing large ones with `toEqual` takes seconds. */
function same(messages: readonly Uint8Array[], expected: Uint8Array): boolean {
  const [only, ...others] = messages
  return only !== undefined && others.length === 0 && Buffer.compare(only, expected) === 0
}

describe('an OPEN', () => {
  it('of a small request is eight bytes and the request', () => {
    const client = greeted('connecting', welcome())
    client.call(hex`61 62`)
    expect(client.output()).toEqual(hex`00 03 31 00 00 00 01 01 61 62`)
  })

  it('carries a timeout only when it has one of its own', () => {
    const client = greeted('connecting', welcome())
    client.call(hex`61`, { timeoutMs: 300 })
    client.call(hex`62`, { timeoutMs: 0 })
    expect(client.output()).toEqual(
      concat(
        frame(kind.open, LAST | TIMEOUT, 1, varint(1), varint(300), hex`61`),
        frame(kind.open, LAST | TIMEOUT, 3, varint(1), varint(0), hex`62`),
      ),
    )
  })

  it('whose codec throws leaves no trace, not even an id', () => {
    const client = greeted('connecting', welcome())
    const failing: MessageCodec<Uint8Array> = {
      ...rawCodec,
      encode: (_message, writer) => {
        writer.raw(hex`01 02`).fork().raw(hex`03`)
        throw new Error('cannot')
      },
    }
    const call = new RecordedCall()
    const header = { method: 1, timeoutMs: undefined, head: undefined }
    const { credit } = client.session.sender
    expect(() => client.session.open(call, header, failing, hex``)).toThrow('cannot')
    expect([call.id, client.session.calls.isEmpty, client.session.sender.credit]).toEqual([
      0,
      true,
      credit,
    ])
    client.call(hex`61`)
    expect(client.output()).toEqual(hex`00 02 31 00 00 00 01 01 61`)
  })
})

describe('output', () => {
  it('is announced once, however many frames there are, until it is taken', () => {
    const client = greeted('connecting', welcome())
    for (let i = 0; i < 5; i++) client.call(hex`61`)
    client.session.ping()
    expect(client.log).toEqual(['output'])
    client.output()
    client.call(hex`61`)
    expect(client.log).toEqual(['output', 'output'])
  })
})

describe('a message', () => {
  const sizes = [0, 1, 16_383, 16_384, 16_385, 32_768, 32_769, 100_000]
  for (const seed of [undefined, 1, 2]) {
    for (const size of sizes) {
      it(`of ${size} bytes arrives as it was sent${seed === undefined ? '' : `, cut by seed ${seed}`}`, () => {
        const message = new Chance(size + 1).bytes(size)
        const pair = SessionPair.open(seed === undefined ? {} : { seed })
        const call = pair.client.call(message)
        pair.pump()
        pair.server.session.send(pair.server.lastServed, rawCodec, message, true)
        pair.pump()
        expect(same(pair.server.lastServed.messages, message)).toBe(true)
        expect(same(call.messages, message)).toBe(true)
      })
    }

    it(`of any size may stand behind metadata of any size${seed === undefined ? '' : `, cut by seed ${seed}`}`, () => {
      for (const headBytes of [0, 10, 50, 100, 1_000, 8_000]) {
        for (const size of [0, 5_000, 8_400, 16_300, 16_384, 16_385, 40_000]) {
          const pair = SessionPair.open(seed === undefined ? {} : { seed })
          const message = new Uint8Array(size).fill(7)
          const call = pair.client.call(message, { head: head(headBytes) })
          pair.pump()
          expect(same(pair.server.lastServed.messages, message), `${headBytes} and ${size}`).toBe(
            true,
          )
          pair.server.session.send(pair.server.lastServed, rawCodec, message, true, head(headBytes))
          pair.pump()
          expect(same(call.messages, message)).toBe(true)
          expect(call.log).toContain('head k')
        }
      }
    })
  }

  it('in fragments says its length first and fills every frame but the last', () => {
    const client = greeted('connecting', welcome())
    client.call(new Uint8Array(40_000).fill(5))
    const frames = parseFrames(client.output())
    expect(frames.map((one) => [one.kind, one.flags, one.body.length])).toEqual([
      [kind.open, LAST | MORE, 1 + 3 + 16_384],
      [kind.data, MORE, 16_384],
      [kind.data, 0, 40_000 - 2 * 16_384],
    ])
    expect(frames[0]?.body.slice(0, 4)).toEqual(concat(varint(1), varint(40_000)))
  })

  it('larger than the peer accepts is not sent, to the byte', () => {
    const client = greeted('connecting', welcome({ maxMessageBytes: 30_000 }))
    client.call(new Uint8Array(30_000))
    client.output()
    expect(() => client.call(new Uint8Array(30_001))).toThrow(MessageTooLargeError)
    expect(() => client.call(new Uint8Array(30_001))).toThrow(
      /has 30001 bytes; the peer accepts 30000/,
    )
    expect(client.output()).toHaveLength(0)
    expect(client.session.calls.outgoing.size).toBe(1)
  })

  it('that waits and is larger than the peer accepts fails where it is sent', () => {
    const server = greeted('accepting', hello({ streamCreditBytes: 1, maxMessageBytes: 1_024 }))
    server.session.receive(frame(kind.open, 0, 1, varint(methods.bidiStream)), 0)
    const call = server.lastServed
    server.session.send(call, rawCodec, new Uint8Array(10), false)
    expect(() => server.session.send(call, rawCodec, new Uint8Array(1_025), false)).toThrow(
      MessageTooLargeError,
    )
    expect(call.flow?.waiting).toEqual([])
  })

  it('that is small does not wait for one that is large', () => {
    const client = greeted('connecting', welcome())
    client.call(new Uint8Array(200_000))
    client.call(hex`61`)
    const ids = parseFrames(client.output()).map(({ id }) => id)
    expect(ids.indexOf(3)).toBe(1)
  })

  it('of a stream keeps its place behind the fragments of the one before', () => {
    const pair = SessionPair.open({ seed: 4 })
    const call = pair.client.stream(methods.clientStream)
    for (const size of [5, 50_000, 3, 20_000, 0]) {
      pair.client.session.send(call, rawCodec, new Uint8Array(size), false)
    }
    pair.client.session.end(call)
    pair.pump()
    expect(pair.server.lastServed.log).toEqual([
      'opened',
      'message 5',
      'message 50000',
      'message 3',
      'message 20000',
      'message 0',
      'request end',
    ])
  })

  it('after the last one is not sent', () => {
    const client = greeted('connecting', welcome())
    const call = client.stream(methods.clientStream)
    client.session.send(call, rawCodec, hex`61`, true)
    client.output()
    client.session.send(call, rawCodec, hex`62`, false)
    client.session.end(call)
    expect(client.output()).toHaveLength(0)
  })

  it('with a Head stands behind it in one frame', () => {
    const server = greeted('accepting', hello())
    server.session.receive(frame(kind.open, LAST, 1, varint(1)), 0)
    server.session.send(server.lastServed, rawCodec, hex`62`, true, head(1))
    const headBytes = hex`0a 06 0a 01 6b 12 01 00`
    expect(server.output()).toEqual(frame(kind.data, LAST | HEAD, 1, varint(8), headBytes, hex`62`))
  })
})

describe('fragments that arrive', () => {
  const openStream = frame(kind.open, 0, 1, varint(methods.clientStream))
  const first = (total: number, bytes: number) =>
    frame(kind.data, MORE, 1, varint(total), new Uint8Array(bytes))
  const refused: readonly [why: string, frames: readonly Uint8Array[], text: RegExp][] = [
    ['of no bytes', [first(5_000, 0)], /fragment of 0 bytes/],
    ['of one byte too few', [first(5_000, 1_023)], /fragment of 1023 bytes.*at least 1024/],
    [
      'of too few bytes later',
      [first(5_000, 1_024), frame(kind.data, MORE, 1, new Uint8Array(1_023))],
      /1023/,
    ],
    ['that are already the whole', [first(1_024, 1_024)], /exceed the announced 1024/],
    [
      'that are more than the whole',
      [first(2_000, 1_500), frame(kind.data, MORE, 1, new Uint8Array(1_024))],
      /exceed the announced 2000/,
    ],
    [
      'whose last is too long',
      [first(2_000, 1_500), frame(kind.data, 0, 1, new Uint8Array(501))],
      /have 2001 bytes, 2000/,
    ],
    [
      'whose last is too short',
      [first(2_000, 1_500), frame(kind.data, 0, 1, new Uint8Array(499))],
      /have 1999 bytes, 2000/,
    ],
    [
      'with another message inside',
      [first(5_000, 1_024), first(5_000, 1_024).with(2, 0x43)],
      /in the middle of another/,
    ],
    ['without their total', [frame(kind.data, MORE, 1)], /cut off/],
  ]
  for (const [why, frames, text] of refused) {
    it(`${why} are an error`, () => {
      const server = greeted('accepting', hello())
      server.session.receive(openStream, 0)
      expect(() => server.session.receive(concat(...frames), 0)).toThrow(text)
    })
  }

  it('of 4 GiB are refused at the first, and nothing is allocated', () => {
    const server = greeted('accepting', hello())
    const before = process.memoryUsage().arrayBuffers
    server.session.receive(
      frame(kind.open, LAST | MORE, 1, varint(1), varint(2 ** 32 - 1), new Uint8Array(1_024)),
      0,
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(parseFrames(server.output()).map((one) => one.kind)).toEqual([kind.end])
  })
})
