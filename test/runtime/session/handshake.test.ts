import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { arrivals, concat, hex } from '../../support/bytes.js'
import {
  frame,
  goaway,
  greetingBody,
  hello,
  kind,
  MORE,
  open,
  parseFields,
  parseFrames,
  ping,
  prefaceBytes,
  textOf,
  welcome,
} from '../../support/frames.js'
import { Endpoint, SessionPair } from '../../support/session-pair.js'

function receiveAll(endpoint: Endpoint, chunks: readonly Uint8Array[]): void {
  for (const chunk of chunks) endpoint.session.receive(chunk, 0)
}

describe('the handshake', () => {
  it('opens both sides, each knowing what the other said of itself', () => {
    const pair = SessionPair.open({ server: { maxCallsPerConnection: 7 } })
    expect([pair.client.session.state, pair.server.session.state]).toEqual(['open', 'open'])
    expect(pair.client.session.peer.maxCalls).toBe(7)
    expect(pair.server.session.peer.agent).toBe('connecting')
    expect(pair.client.session.peer.methods).toHaveLength(5)
  })

  it('is the preface and one frame from each side', () => {
    const client = new Endpoint('connecting')
    client.session.start()
    const bytes = client.output()
    expect(bytes.slice(0, 8)).toEqual(prefaceBytes)
    expect(parseFrames(bytes.slice(8)).map((one) => [one.kind, one.flags, one.id])).toEqual([
      [kind.hello, 0, 0],
    ])
    const server = new Endpoint('accepting')
    expect(server.output()).toHaveLength(0)
    server.session.receive(bytes, 0)
    const answer = server.output()
    expect(answer.slice(0, 8)).toEqual(prefaceBytes)
    expect(parseFrames(answer.slice(8)).map((one) => one.kind)).toEqual([kind.welcome])
  })

  const withCall = concat(hello(), open(1, 1, hex`61`))
  for (const { name, chunks } of arrivals(withCall)) {
    it(`and the first call are read when they arrive ${name}`, () => {
      const server = new Endpoint('accepting')
      receiveAll(server, chunks)
      expect(server.lastServed.messages).toEqual([hex`61`])
    })
  }

  const body = greetingBody({ agent: 'in parts' })
  it('takes a greeting in parts', () => {
    const server = new Endpoint('accepting')
    receiveAll(server, [
      prefaceBytes,
      frame(kind.hello, MORE, 0, body.slice(0, 5)),
      frame(kind.hello, MORE, 0, body.slice(5, 6)),
      frame(kind.hello, 0, 0, body.slice(6)),
    ])
    expect(server.session.peer.agent).toBe('in parts')
  })

  it('keeps no memory of the transport for parts that have come', () => {
    const server = new Endpoint('accepting')
    // A Buffer, as sockets give: its slice() is a view.
    const first = Buffer.from(frame(kind.hello, MORE, 0, body.slice(0, 9)))
    receiveAll(server, [prefaceBytes, first])
    first.fill(0xff)
    receiveAll(server, [frame(kind.hello, 0, 0, body.slice(9))])
    expect(server.session.peer.agent).toBe('in parts')
  })

  it('sends a greeting with a thousand methods in parts', () => {
    const methods = Array.from({ length: 1_000 }, (_, i) => ({
      number: i + 1,
      name: `some.long.package.v1.Service/method${i}`,
      kind: 'unary' as const,
      fingerprint: BigInt(i),
      idempotent: false,
    }))
    const client = new Endpoint('connecting')
    const server = new Endpoint('accepting', {}, { methods })
    client.session.start()
    server.session.receive(client.output(), 0)
    const answer = server.output()
    expect(parseFrames(answer.slice(8)).length).toBeGreaterThan(2)
    client.session.receive(answer, 0)
    expect(client.session.peer.methods).toHaveLength(1_000)
  })

  const refused: readonly [why: string, bytes: Uint8Array, text: RegExp][] = [
    [
      'WELCOME from the side that connects',
      concat(prefaceBytes, frame(kind.welcome, 0, 0, body)),
      /WELCOME came before HELLO/,
    ],
    ['PING before HELLO', concat(prefaceBytes, ping()), /PING came before HELLO/],
    ['OPEN before HELLO', concat(prefaceBytes, open(1, 1, hex``)), /OPEN came before HELLO/],
    ['GOAWAY before HELLO', concat(prefaceBytes, goaway(0)), /GOAWAY came before HELLO/],
    [
      'HELLO with a call id',
      concat(prefaceBytes, frame(kind.hello, 0, 1, body)),
      /call id or a flag/,
    ],
    ['HELLO with a flag', concat(prefaceBytes, frame(kind.hello, 1, 0, body)), /call id or a flag/],
    ['an empty part', concat(prefaceBytes, frame(kind.hello, MORE, 0)), /empty part/],
    ['no version', concat(prefaceBytes, frame(kind.hello, 0, 0)), /names no version/],
    [
      'a malformed body',
      concat(prefaceBytes, frame(kind.hello, 0, 0, hex`08`)),
      /HELLO is malformed/,
    ],
    [
      'HELLO twice',
      concat(hello(), frame(kind.hello, 0, 0, body)),
      /HELLO came after the handshake/,
    ],
    ['a text that says HTTP', new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'), /HTTP request/],
  ]
  for (const [why, bytes, text] of refused) {
    it(`refuses ${why}, however it arrives`, () => {
      expect(() => receiveAll(new Endpoint('accepting'), [bytes])).toThrow(text)
      for (const { chunks } of arrivals(bytes)) {
        const server = new Endpoint('accepting')
        expect(() => receiveAll(server, chunks)).toThrow(ProtocolError)
      }
    })
  }

  it('takes a greeting of as many bytes as allowed and not one more', () => {
    const limits = { maxHandshakeBytes: 1_024 }
    const fixed = greetingBody({ agent: '' }).length
    const ofBytes = (bytes: number) => greetingBody({ agent: 'x'.repeat(bytes - fixed - 1) })
    expect(ofBytes(1_024)).toHaveLength(1_024)
    const fits = new Endpoint('accepting', limits)
    receiveAll(fits, [prefaceBytes, frame(kind.hello, 0, 0, ofBytes(1_024))])
    expect(fits.session.state).toBe('open')
    const exceeds = new Endpoint('accepting', limits)
    expect(() =>
      receiveAll(exceeds, [prefaceBytes, frame(kind.hello, 0, 0, ofBytes(1_025))]),
    ).toThrow('HELLO is longer than 1024 bytes')
    const parts = new Endpoint('accepting', limits)
    expect(() =>
      receiveAll(parts, [
        prefaceBytes,
        frame(kind.hello, MORE, 0, ofBytes(1_024)),
        frame(kind.hello, MORE, 0, hex`00`),
      ]),
    ).toThrow('HELLO is longer than 1024 bytes')
  })

  it('takes no frame while the accepting side decides', () => {
    const server = new Endpoint('accepting')
    server.admits = false
    receiveAll(server, [hello()])
    expect(server.session.state).toBe('deciding')
    expect(() => server.session.receive(open(1, 1, hex``), 0)).toThrow(
      'OPEN came before this side answered HELLO',
    )
  })

  it('lets the connecting side make no call before WELCOME', () => {
    const client = new Endpoint('connecting')
    client.session.start()
    expect(client.session.canOpen).toBe(false)
    client.session.receive(welcome(), 0)
    expect(client.session.canOpen).toBe(true)
  })
})

describe('a session that fails', () => {
  it('says nothing to a peer that does not speak the protocol', () => {
    const server = new Endpoint('accepting')
    expect(() => server.session.receive(hex`00`, 0)).toThrow(ProtocolError)
    server.session.fail('INTERNAL', 'no')
    expect(server.output()).toHaveLength(0)
  })

  it('answers a bad HELLO with the preface and GOAWAY, so that the client can read why', () => {
    const server = new Endpoint('accepting')
    expect(() => receiveAll(server, [prefaceBytes, ping()])).toThrow(ProtocolError)
    server.session.fail('INTERNAL', 'PING came before HELLO')
    const answer = server.output()
    expect(answer.slice(0, 8)).toEqual(prefaceBytes)
    const [last] = parseFrames(answer.slice(8))
    expect(last?.kind).toBe(kind.goaway)
    expect(textOf(parseFields(last?.body ?? hex``).get(3))).toBe('PING came before HELLO')

    const client = new Endpoint('connecting')
    client.session.start()
    client.session.receive(answer, 0)
    expect(client.goaways).toEqual([{ lastId: 0, code: 13, message: 'PING came before HELLO' }])
  })

  it('tells in its GOAWAY which calls were seen', () => {
    const server = new Endpoint('accepting')
    receiveAll(server, [hello(), open(1, 1, hex``), open(3, 1, hex``)])
    server.output()
    expect(() => server.session.receive(frame(15, 0, 0), 0)).toThrow(ProtocolError)
    server.session.fail('INTERNAL', 'no')
    const [last] = parseFrames(server.output())
    expect(last?.kind).toBe(kind.goaway)
    expect(parseFields(last?.body ?? hex``).get(1)).toBe(3)
  })

  it('reads and writes nothing any more', () => {
    const server = new Endpoint('accepting')
    receiveAll(server, [hello()])
    server.session.fail('INTERNAL', 'no')
    server.session.fail('INTERNAL', 'again')
    expect(parseFrames(server.output().slice(8)).map((one) => one.kind)).toEqual([
      kind.welcome,
      kind.goaway,
    ])
    // Whatever comes now, good or bad, is not looked at.
    server.session.receive(open(1, 1, hex``), 0)
    server.session.receive(hex`ff ff ff ff ff ff ff ff ff ff`, 0)
    expect(server.served).toEqual([])
    expect(server.output()).toHaveLength(0)
    server.session.drain()
    expect(server.output()).toHaveLength(0)
  })
})
