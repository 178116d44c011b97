import { describe, expect, it } from 'vitest'
import { concat, hex } from '../../support/bytes.js'
import {
  data,
  end,
  frame,
  goaway,
  hello,
  kind,
  LAST,
  MORE,
  open,
  parseFields,
  parseFrames,
  pong,
  status,
  varint,
  welcome,
} from '../../support/frames.js'
import {
  type Endpoint,
  greeted,
  methods,
  rawCodec,
  SessionPair,
} from '../../support/session-pair.js'

const everyId = 2 ** 32 - 1

/** Kinds of the frames that an endpoint writes, GOAWAY with its last id. */
function said(endpoint: Endpoint): string[] {
  return parseFrames(endpoint.output()).map(({ kind: number, id, body }) => {
    if (number === kind.goaway) return `goaway ${parseFields(body).get(1) ?? 0}`
    const name = Object.entries(kind).find(([, value]) => value === number)?.[0] ?? '?'
    return id === 0 ? name : `${name} ${id}`
  })
}

function barrierOf(endpoint: Endpoint): Uint8Array {
  const body = parseFrames(endpoint.output()).find((one) => one.kind === kind.ping)?.body
  if (body === undefined) throw new Error('no PING')
  return body
}

describe('a goodbye', () => {
  it('takes two steps: first none more, and after the PONG which are served', () => {
    const server = greeted('accepting', hello())
    server.session.receive(open(1, 1, hex`61`), 0)
    server.session.drain()
    expect(said(server)).toEqual([`goaway ${everyId}`, 'ping'])
    expect(server.session.state).toBe('draining')
  })

  it('serves what was on its way when it was said', () => {
    const server = greeted('accepting', hello())
    server.session.drain()
    const barrier = barrierOf(server)
    server.session.receive(open(1, 1, hex`61`), 0)
    expect(server.served).toHaveLength(1)
    server.session.receive(pong(barrier), 0)
    expect(said(server)).toEqual(['goaway 1'])
    // Whoever opens after the second step did not hear the first: turned away, in words.
    server.session.receive(open(3, 1, hex`61`), 0)
    expect(server.served).toHaveLength(1)
    const [answer] = parseFrames(server.output())
    expect([answer?.kind, answer?.id, parseFields(answer?.body ?? hex``).get(1)]).toEqual([
      kind.end,
      3,
      14,
    ])
    expect(parseFields(answer?.body ?? hex``).get(3)).toBe(1)
  })

  it('is over when the last call is, and not before the second step', () => {
    const server = greeted('accepting', hello())
    server.session.receive(open(1, 1, hex`61`), 0)
    server.session.drain()
    const barrier = barrierOf(server)
    server.session.send(server.lastServed, rawCodec, hex`62`, true)
    expect(server.log).not.toContain('drained')
    server.session.receive(pong(barrier), 0)
    expect(server.log.filter((text) => text === 'drained')).toHaveLength(1)
  })

  it('of an idle session is over with the PONG', () => {
    const server = greeted('accepting', hello())
    server.session.drain()
    server.session.receive(pong(barrierOf(server)), 0)
    expect(server.log).toContain('drained')
  })

  it('waits for calls of both directions', () => {
    const server = greeted('accepting', hello())
    server.call(hex`61`)
    server.session.drain()
    server.session.receive(pong(barrierOf(server)), 0)
    expect(server.log).not.toContain('drained')
    server.session.receive(data(2, hex`62`), 0)
    expect(server.log).toContain('drained')
  })

  it('is not moved by the PONG to another PING', () => {
    const server = greeted('accepting', hello())
    server.session.ping()
    server.session.drain()
    server.output()
    server.session.receive(pong(), 0)
    expect(said(server)).toEqual([])
    expect(server.log).toContain('pong')
  })

  it('said twice, or before the handshake, says nothing more', () => {
    const server = greeted('accepting', hello())
    server.session.drain()
    server.output()
    server.session.drain()
    expect(said(server)).toEqual([])
  })

  it('of both sides at once ends both in order', () => {
    const pair = SessionPair.open({ seed: 3 })
    const call = pair.client.call(hex`61`)
    const other = pair.server.call(hex`62`)
    pair.client.session.drain()
    pair.server.session.drain()
    pair.pump()
    expect([pair.client.log, pair.server.log].map((log) => log.includes('drained'))).toEqual([
      false,
      false,
    ])
    pair.server.session.send(pair.server.lastServed, rawCodec, hex`63`, true)
    pair.client.session.send(pair.client.lastServed, rawCodec, hex`64`, true)
    pair.pump()
    expect([call.messages, other.messages]).toEqual([[hex`63`], [hex`64`]])
    expect([pair.client.log, pair.server.log].map((log) => log.includes('drained'))).toEqual([
      true,
      true,
    ])
  })
})

describe('a GOAWAY that arrives', () => {
  it('stops the opening of calls; those that are served go on', () => {
    const client = greeted('connecting', welcome())
    const call = client.call(hex`61`)
    client.session.receive(goaway(everyId), 0)
    expect([client.session.canOpen, client.session.state]).toEqual([false, 'draining'])
    client.session.receive(data(1, hex`62`), 0)
    expect(call.messages).toEqual([hex`62`])
    expect(client.goaways).toEqual([{ lastId: everyId, code: 0, message: '' }])
  })

  it('refuses exactly the calls above its last id', () => {
    const client = greeted('connecting', welcome())
    const calls = [1, 3, 5, 7].map(() => client.call(hex`61`))
    client.session.receive(goaway(3), 0)
    expect(calls.map(({ log }) => log)).toEqual([
      [],
      [],
      ['status 14 outcome 1'],
      ['status 14 outcome 1'],
    ])
    client.session.receive(data(3, hex`62`), 0)
    expect(calls[1]?.messages).toEqual([hex`62`])
    expect(client.session.calls.outgoing.size).toBe(1)
  })

  it('forgets what was left to send of a call that it refuses', () => {
    const client = greeted('connecting', welcome())
    client.room = false
    client.call(new Uint8Array(100_000))
    client.output()
    client.session.receive(goaway(0), 0)
    client.room = true
    expect(client.session.sender.queuedBytes).toBe(0)
    expect(said(client)).toEqual([])
  })

  it('with the reason of a fault gives it to the calls that it refuses', () => {
    const client = greeted('connecting', welcome())
    const call = client.call(hex`61`)
    client.session.receive(goaway(0, 13, 'you broke a rule'), 0)
    expect(call.status?.message).toBe('you broke a rule')
    expect(client.goaways[0]?.code).toBe(13)
  })
})

describe('what is known of a call when its connection is lost', () => {
  it('is that nothing was sent, until the first flush after it was opened', () => {
    const client = greeted('connecting', welcome())
    const sent = client.call(hex`61`)
    expect(client.session.wasSent(sent)).toBe(false)
    client.output()
    const unsent = client.call(hex`62`)
    expect([client.session.wasSent(sent), client.session.wasSent(unsent)]).toEqual([true, false])
    const error = new Error('gone')
    client.session.lose(error)
    expect([sent.log, unsent.log]).toEqual([['lost sent'], ['lost unsent']])
    expect(sent.lost?.error).toBe(error)
  })

  it('is that a call in fragments was sent with its first', () => {
    const client = greeted('connecting', welcome())
    client.room = false
    const call = client.call(new Uint8Array(100_000))
    client.output()
    client.session.lose(new Error('gone'))
    expect(call.log).toEqual(['lost sent'])
  })

  it('is told to every call once, oldest first, of both directions', () => {
    const pair = SessionPair.open()
    const order: number[] = []
    const calls = Array.from({ length: 200 }, () => pair.client.call(hex`61`))
    const back = pair.server.call(hex`62`)
    pair.pump()
    for (const call of calls) call.onLost = () => order.push(call.id)
    pair.client.session.lose(new Error('gone'))
    pair.client.session.lose(new Error('again'))
    expect(order).toEqual(calls.map(({ id }) => id))
    expect(pair.client.lastServed.log).toEqual(['message 1 last', 'lost sent'])
    pair.server.session.lose(new Error('gone'))
    expect(back.log).toEqual(['lost sent'])
    expect(pair.client.session.calls.isEmpty && pair.server.session.calls.isEmpty).toBe(true)
  })

  it('changes nothing for calls that are over, and commands do nothing any more', () => {
    const client = greeted('connecting', welcome())
    const over = client.call(hex`61`)
    const open = client.stream(methods.bidiStream)
    client.session.receive(data(1, hex`62`), 0)
    client.session.lose(new Error('gone'))
    expect(over.log).toEqual(['message 1 last'])
    client.output()
    client.session.cancel(open, { code: 1, reason: '' })
    client.session.taken(open, 100_000)
    client.session.settle(open)
    client.session.drain()
    expect(client.output()).toHaveLength(0)
  })
})

describe('a call that is cancelled', () => {
  it('keeps its slot until the peer has ended it', () => {
    const client = greeted('connecting', welcome({ maxCalls: 1 }))
    const call = client.call(hex`61`)
    client.session.cancel(call, { code: 1, reason: 'enough' })
    expect(said(client)).toEqual(['open 1', 'cancel 1'])
    expect(client.session.canOpen).toBe(false)
    client.session.receive(end(1, status(1, '', 0)), 0)
    expect(client.session.canOpen).toBe(true)
    expect(call.log).toEqual([])
  })

  it('in the middle of its request drops the rest', () => {
    const pair = SessionPair.open()
    pair.client.room = false
    const call = pair.client.call(new Uint8Array(100_000))
    pair.pump()
    pair.client.session.cancel(call, { code: 1, reason: '' })
    pair.client.room = true
    pair.pump()
    expect(pair.server.lastServed.log).toEqual(['cancel 1'])
    expect(pair.server.session.calls.incoming.size).toBe(1)
    pair.server.session.answer(pair.server.lastServed, {
      code: 1,
      message: '',
      outcome: 0,
      reason: '',
      data: hex``,
      violations: [],
      retryAfterMs: 0,
      trailers: [],
    })
    pair.pump()
    expect(pair.client.session.calls.isEmpty && pair.server.session.calls.isEmpty).toBe(true)
  })

  it('is told nothing of what still arrives, however large it says it is', () => {
    const client = greeted('connecting', welcome())
    const call = client.call(hex`61`)
    client.session.cancel(call, { code: 1, reason: '' })
    client.output()
    const first = concat(varint(100_000_000), new Uint8Array(1_024))
    client.session.receive(frame(kind.data, LAST | MORE, 1, first), 0)
    expect([call.log, said(client)]).toEqual([[], []])
  })

  it('whose handler runs on takes its slot until the handler settles', () => {
    const server = greeted('accepting', hello())
    server.running = true
    server.session.receive(frame(kind.open, LAST, 1, varint(1)), 0)
    const call = server.lastServed
    server.session.end(call)
    expect([server.session.calls.incoming.size, server.session.calls.overtime]).toEqual([0, 1])
    server.session.settle(call)
    server.session.settle(call)
    expect(server.session.calls.overtime).toBe(0)
  })
})

describe('a refused request that is still arriving', () => {
  it('is dropped without a trace, and its slot comes free with its last fragment', () => {
    const server = greeted('accepting', hello(), { maxMessageBytes: 2_048 })
    const first = frame(kind.open, LAST | MORE, 1, varint(1), varint(4_000), new Uint8Array(2_000))
    server.session.receive(first, 0)
    expect(said(server)).toEqual(['end 1'])
    expect([
      server.served.length,
      server.lastServed.log,
      server.session.calls.incoming.size,
    ]).toEqual([1, [], 1])
    server.session.receive(frame(kind.data, 0, 1, new Uint8Array(2_000)), 0)
    expect([server.lastServed.log, server.session.calls.incoming.size]).toEqual([[], 0])
  })
})
