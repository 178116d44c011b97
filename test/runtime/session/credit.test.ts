import { describe, expect, it } from 'vitest'
import { concat, hex } from '../../support/bytes.js'
import {
  credit,
  data,
  frame,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFrames,
  varint,
  welcome,
} from '../../support/frames.js'
import {
  rawCodec as codec,
  Endpoint,
  greeted,
  methods,
  SessionPair,
} from '../../support/session-pair.js'

const overhead = 64
const KiB = 1024

const zeros = (bytes: number) => new Uint8Array(bytes)

/** The first frame of a message in fragments. */
const begin = (id: number, total: number, fragment = 1_024) =>
  frame(kind.open, LAST | MORE, id, varint(methods.unary), varint(total), zeros(fragment))

describe('connection credit', () => {
  it('is charged 64 bytes and the length of every message, whole, when it starts', () => {
    const pair = SessionPair.open()
    const { sender } = pair.client.session
    const before = sender.credit
    pair.client.call(zeros(100))
    expect(sender.credit).toBe(before - overhead - 100)
    pair.client.call(zeros(100_000))
    expect(sender.credit).toBe(before - 2 * overhead - 100_100)
  })

  it('lets the last message overdraw it, and no other start', () => {
    const pair = SessionPair.open({ server: { connectionCreditBytes: 64 * KiB } })
    const { session } = pair.client
    pair.client.call(zeros(64 * KiB - overhead - 1))
    expect([session.sender.credit, session.canOpen]).toEqual([1, true])
    pair.client.call(zeros(500_000))
    expect([session.sender.credit, session.canOpen]).toEqual([1 - overhead - 500_000, false])
    pair.pump()
    expect(pair.server.served.map(({ messages }) => messages[0]?.length)).toEqual([
      64 * KiB - overhead - 1,
      500_000,
    ])
    expect(session.canOpen).toBe(true)
    expect(pair.client.log.at(-1)).toBe('capacity')
  })

  it('of exactly zero lets no message start', () => {
    const pair = SessionPair.open({ server: { connectionCreditBytes: 64 * KiB } })
    pair.client.call(zeros(64 * KiB - overhead))
    expect([pair.client.session.sender.credit, pair.client.session.canOpen]).toEqual([0, false])
  })

  it('that a peer does not have is an error at the first message, not at the second', () => {
    const server = greeted('accepting', hello(), { connectionCreditBytes: 64 * KiB })
    // A stream's messages are taken by the application, and here it takes none.
    server.session.receive(frame(kind.open, 0, 1, varint(methods.clientStream)), 0)
    for (let i = 0; i < 3; i++) server.session.receive(data(1, zeros(16_320), 0), 0)
    server.session.receive(data(1, zeros(16_384 - 1 - overhead), 0), 0)
    server.session.receive(data(1, zeros(16_384), 0), 0)
    expect(() => server.session.receive(data(1, hex``, 0), 0)).toThrow('without connection credit')
  })

  it('counts a message in fragments whole at its first', () => {
    const server = greeted('accepting', hello(), { connectionCreditBytes: 64 * KiB })
    server.session.receive(begin(1, 64 * KiB), 0)
    expect(() => server.session.receive(open(3, 1, hex``), 0)).toThrow('without connection credit')
  })

  it('comes back in batches of at least half, when messages are taken', () => {
    const server = greeted('accepting', hello(), { connectionCreditBytes: 64 * KiB })
    const request = zeros(8_192 - overhead)
    for (let i = 0; i < 3; i++) server.session.receive(open(1 + 2 * i, 1, request), 0)
    expect(server.output()).toHaveLength(0)
    server.session.receive(open(7, 1, request), 0)
    expect(parseFrames(server.output())).toEqual([
      { kind: kind.credit, flags: 0, id: 0, body: hex`00 00 80 00` },
    ])
  })

  it('comes back for messages that are refused, discarded, cut short or cancelled', () => {
    const pair = SessionPair.open({
      server: { connectionCreditBytes: 64 * KiB, maxMessageBytes: 40_000 },
      client: { connectionCreditBytes: 64 * KiB, maxMessageBytes: 40_000 },
    })
    const before = pair.client.session.sender.credit
    pair.server.accept = () => {
      throw new Error('not reached')
    }
    for (let round = 0; round < 50; round++) {
      pair.server.accept = (_method, _timeout, _head) => ({
        code: 8,
        message: 'no',
        outcome: 1,
        reason: '',
        data: hex``,
        violations: [],
        retryAfterMs: 0,
        trailers: [],
      })
      pair.client.call(zeros(30_000))
      pair.pump()
    }
    const spent = before - pair.client.session.sender.credit
    // What has not come back yet is less than half: it waits for its batch.
    expect(spent).toBeGreaterThanOrEqual(0)
    expect(spent).toBeLessThan(32 * KiB)
    expect(pair.client.session.calls.isEmpty && pair.server.session.calls.isEmpty).toBe(true)
  })
})

describe('stream credit', () => {
  it('stops a stream whose messages nobody takes, and only that stream', () => {
    const pair = SessionPair.open({ server: { streamCreditBytes: 4 * KiB } })
    const call = pair.client.stream(methods.clientStream)
    const { session } = pair.client
    const raw = zeros(1_024 - overhead)
    for (let i = 0; i < 10; i++) session.send(call, codec, raw, false)
    pair.pump()
    expect(pair.server.lastServed.messages).toHaveLength(4)
    const other = pair.client.call(hex`61`)
    pair.pump()
    pair.server.session.send(pair.server.lastServed, codec, hex`62`, true)
    pair.pump()
    expect(other.messages).toEqual([hex`62`])
    expect(call.flow?.sendCredit).toBe(0)
  })

  // Known defect: the direction counts as closed before what waits was sent, and CREDIT for it is dropped.
  it('lets the rest pass as messages are taken, in order, and the end last', () => {
    const pair = SessionPair.open({ server: { streamCreditBytes: 4 * KiB } })
    const call = pair.client.stream(methods.clientStream)
    for (let i = 0; i < 100; i++) pair.client.session.send(call, codec, zeros(i), false)
    pair.client.session.end(call)
    const served = () => pair.server.lastServed
    for (let taken = 0; taken < 100; taken++) {
      pair.pump()
      expect(served().messages.length).toBeGreaterThan(taken)
      pair.server.session.taken(served(), taken)
    }
    pair.pump()
    expect(served().messages.map((message) => message.length)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    )
    expect(served().log.at(-1)).toBe('request end')
  })

  it('lets one message overdraw it', () => {
    const pair = SessionPair.open({ server: { streamCreditBytes: 1 * KiB } })
    const call = pair.client.stream(methods.clientStream)
    pair.client.session.send(call, codec, zeros(50_000), false)
    expect(call.flow?.sendCredit).toBe(KiB - overhead - 50_000)
    pair.client.session.send(call, codec, hex`01`, false)
    pair.pump()
    expect(pair.server.lastServed.messages.map(({ length }) => length)).toEqual([50_000])
    pair.server.session.taken(pair.server.lastServed, 50_000)
    pair.pump()
    expect(pair.server.lastServed.messages.map(({ length }) => length)).toEqual([50_000, 1])
  })

  it('that a peer does not have is an error', () => {
    const server = greeted('accepting', hello(), { streamCreditBytes: 1 * KiB })
    server.session.receive(frame(kind.open, 0, 1, varint(methods.clientStream)), 0)
    server.session.receive(data(1, zeros(KiB - overhead), 0), 0)
    expect(() => server.session.receive(data(1, hex``, 0), 0)).toThrow('without stream credit')
  })

  it('is not given back to a peer that sends no more', () => {
    const server = greeted('accepting', hello(), { streamCreditBytes: KiB })
    server.session.receive(frame(kind.open, 0, 1, varint(methods.clientStream)), 0)
    server.session.receive(data(1, zeros(KiB), 0), 0)
    server.session.taken(server.lastServed, KiB)
    expect(parseFrames(server.output()).map(({ id }) => id)).toEqual([1])
    server.session.receive(data(1, zeros(KiB), LAST), 0)
    server.session.taken(server.lastServed, KiB)
    expect(server.output()).toHaveLength(0)
  })

  it('returns to where it began after a thousand messages each way', () => {
    const limits = { streamCreditBytes: 8 * KiB, connectionCreditBytes: 64 * KiB }
    const pair = SessionPair.open({ client: limits, server: limits, seed: 5 })
    const { client, server } = pair
    const call = client.stream(methods.bidiStream)
    pair.pump()
    const served = server.lastServed
    for (let i = 0; i < 1_000; i++) {
      const bytes = (i * 37) % 3_000
      client.session.send(call, codec, zeros(bytes), false)
      server.session.send(served, codec, zeros(bytes), false)
      pair.pump()
      server.session.taken(served, bytes)
      client.session.taken(call, bytes)
    }
    pair.pump()
    expect([served.messages.length, call.messages.length]).toEqual([1_000, 1_000])
    for (const [one, credit] of [
      [call.flow, 8 * KiB],
      [served.flow, 8 * KiB],
    ] as const) {
      const unreturned = one === call.flow ? served.flow?.unreturned : call.flow?.unreturned
      expect((one?.sendCredit ?? 0) + (unreturned ?? 0)).toBe(credit)
    }
    for (const { session } of [client, server]) {
      expect(session.sender.credit).toBeLessThanOrEqual(64 * KiB)
      expect(session.sender.credit).toBeGreaterThan(32 * KiB)
    }
  })
})

describe('a peer that announces little or no limit', () => {
  it('of credit is never waited for', () => {
    const client = new Endpoint('connecting')
    client.session.start()
    client.session.receive(
      welcome({ connectionCreditBytes: 2 ** 32 - 1, streamCreditBytes: 2 ** 32 - 1 }),
      0,
    )
    client.output()
    for (let i = 0; i < 20; i++) client.call(zeros(4_000_000))
    expect([client.session.sender.credit, client.session.canOpen]).toEqual([
      Number.POSITIVE_INFINITY,
      true,
    ])
  })

  it('of calls is not sent more of them', () => {
    const client = greeted('connecting', welcome({ maxCalls: 1 }))
    client.call(hex`61`)
    expect(client.session.canOpen).toBe(false)
    client.session.receive(data(1, hex`62`), 0)
    expect(client.session.canOpen).toBe(true)
    expect(client.log).toContain('capacity')
  })

  it('keeps the answers of a peer that grants no credit within bounds', () => {
    const server = greeted('accepting', hello({ connectionCreditBytes: 1 }), {
      maxCallsPerConnection: 8,
    })
    let answered = 0
    const flood = () => {
      for (let id = 1; id < 2_000; id += 2) {
        server.session.receive(concat(open(id, 1, hex`61`)), 0)
        server.session.send(server.lastServed, codec, zeros(10_000), true)
        answered++
      }
    }
    // One answer may overdraw; those that wait take slots, so the peer runs into its own limit.
    expect(flood).toThrow('more than 8 calls at once')
    expect(answered).toBeLessThan(20)
  })

  it('of credit gets its answers one by one as it grants some', () => {
    const server = greeted('accepting', hello({ connectionCreditBytes: 1 }))
    for (const id of [1, 3, 5]) {
      server.session.receive(open(id, 1, hex`61`), 0)
      server.session.send(server.lastServed, codec, zeros(1_000), true)
    }
    const answered = () => parseFrames(server.output()).map(({ id }) => id)
    expect(answered()).toEqual([1])
    // Enough for the debt of the first and for one more to begin, twice.
    for (const id of [3, 5]) {
      server.session.receive(credit(0, overhead + 1_000), 0)
      expect(answered()).toEqual([id])
    }
  })

  it('of credit is refused calls while answers of many bytes wait for it', () => {
    const server = greeted('accepting', hello({ connectionCreditBytes: 1 }), {
      maxSendQueueBytes: 64 * KiB,
    })
    const ask = (id: number) => server.session.receive(open(id, 1, hex`61`), 0)
    // The first overdraws the credit and leaves; the others wait.
    for (const id of [1, 3, 5, 7]) {
      ask(id)
      server.session.send(server.lastServed, codec, zeros(32 * KiB), true)
    }
    server.output()
    ask(9)
    const [answer] = parseFrames(server.output())
    expect([server.served.length, answer?.kind, answer?.id]).toEqual([4, kind.end, 9])
    expect(answer?.body.slice(0, 2)).toEqual(hex`08 08`)
    server.session.receive(credit(0, 1_000_000), 0)
    ask(11)
    expect(server.served).toHaveLength(5)
  })
})
