/** A stream that nobody reads must not hold the credit of its connection for ever. Rule P-62 of PROTOCOL.md. */

import { describe, expect, it } from 'vitest'
import { connect, createServer } from '../../runtime/index.js'
import { sweepsPerStall } from '../../runtime/session/stalled-streams.js'
import { note } from '../support/note-service.js'
import { Gate, until, useRigs } from '../support/rig.js'
import { methods, rawCodec, SessionPair } from '../support/session-pair.js'
import { Streams, streamsHandlers } from '../support/stream-service.js'

const KiB = 1024
const limits = { connectionCreditBytes: 64 * KiB, streamCreditBytes: 60 * KiB }
const message = (bytes: number) => new Uint8Array(bytes)

/** A client with two server streams; the first has sent so much that its messages hold most of the connection. */
function starving(unread = 55 * KiB) {
  const pair = SessionPair.open({ client: limits })
  const calls = [0, 1].map(() => pair.client.stream(methods.serverStream, message(1)))
  pair.pump()
  const [first, second] = pair.server.served
  if (first === undefined || second === undefined) throw new Error('none')
  pair.server.session.send(first, rawCodec, message(unread), false)
  pair.pump()
  const { session } = pair.client
  return { pair, calls, session, first, second, sweep: () => session.sweepStalled() }
}

describe('a stream that nobody reads, while little credit of the connection is left', () => {
  it('P-62 is ended after 30 s, and the credit of its messages comes back', () => {
    const { pair, calls, session, first, sweep } = starving()
    expect(pair.client.log).toContain('starved')
    for (let i = 0; i < sweepsPerStall; i++) expect(sweep()).toBe(true)
    expect(calls[0]?.discarding).toBe(false)
    const before = pair.server.session.sender.credit
    const [call] = calls
    if (call === undefined) throw new Error('none')
    // The recorded call is told, and drops what it holds.
    call.onStalled = () => {
      call.log.push('stalled')
      session.taken(call, 55 * KiB)
    }
    expect(sweep()).toBe(false)
    expect(call.log.at(-1)).toBe('stalled')
    pair.pump()
    expect(first.log).toContain('cancel 8')
    expect(pair.server.session.sender.credit).toBe(before + 55 * KiB + 64)
  })

  it('goes on as long as something of it is taken now and then', () => {
    const { pair, calls, session, first, sweep } = starving(54 * KiB)
    const [call] = calls
    if (call === undefined) throw new Error('none')
    for (let i = 0; i < 20; i++) {
      session.taken(call, 500)
      pair.server.session.send(first, rawCodec, message(500), false)
      pair.pump()
      expect(sweep()).toBe(true)
    }
    expect(call.discarding).toBe(false)
  })

  it('is left alone when it is small, and the one that holds most is ended', () => {
    const { pair, calls, second, sweep } = starving()
    pair.server.session.send(second, rawCodec, message(100), false)
    pair.pump()
    const [large, small] = calls
    if (large === undefined || small === undefined) throw new Error('none')
    large.onStalled = () => pair.client.session.taken(large, 55 * KiB)
    for (let i = 0; i <= sweepsPerStall; i++) sweep()
    expect([large.discarding, small.discarding]).toEqual([true, false])
  })

  it('is found when it is over for its sender and out of every table', () => {
    const { pair, calls, session, first, sweep } = starving()
    pair.server.session.end(first)
    pair.pump()
    const [call] = calls
    if (call === undefined) throw new Error('none')
    expect(session.calls.get(call.id)).toBe(undefined)
    const told: string[] = []
    call.onStalled = (text) => {
      told.push(text)
      session.taken(call, 55 * KiB)
    }
    for (let i = 0; i <= sweepsPerStall; i++) sweep()
    expect(told).toHaveLength(1)
    expect(session.receiver.leftovers.size).toBe(0)
  })
})

describe('while there is credit', () => {
  it('P-62 a stream may be left unread for ever', () => {
    const { pair, calls, sweep } = starving(40 * KiB)
    expect(pair.client.log).not.toContain('starved')
    for (let i = 0; i < 10; i++) expect(sweep()).toBe(false)
    expect(calls[0]?.discarding).toBe(false)
  })

  it('a stream with a message that is still arriving is not unread', () => {
    const { pair, calls, sweep } = starving(1)
    const first = pair.server.served[0]
    if (first === undefined) throw new Error('none')
    pair.server.room = false
    pair.server.session.send(first, rawCodec, message(62 * KiB), false)
    pair.pump()
    const [call] = calls
    if (call === undefined) throw new Error('none')
    pair.client.session.taken(call, 1)
    for (let i = 0; i < 10; i++) sweep()
    expect(call.discarding).toBe(false)
  })
})

describe('over sockets', () => {
  const { own } = useRigs()
  const quick = { ...limits, streamStallMs: 200 }
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }

  it('an unread stream of responses fails with RESOURCE_EXHAUSTED, and the others go on', async () => {
    const server = own(createServer({ logger: quiet }), (one) => one.close())
    server.add(
      Streams,
      streamsHandlers({
        async *down(request) {
          for (let i = 0; i < request.number; i++) yield note('', i, message(10 * KiB))
        },
      }),
    )
    const url = await server.listen('tcp://127.0.0.1:0')
    const channel = own(connect(url, { limits: quick, logger: quiet }), (one) => one.close())
    const client = channel.client(Streams)
    const unread = client.down(note('', 1_000))
    await unread.next()
    const read = client.down(note('', 20))
    let received = 0
    for await (const _ of read) received++
    expect(received).toBe(20)
    await expect(unread.next()).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: expect.stringContaining('nobody has read this stream for 200 ms'),
    })
  })

  it('a handler that reads no requests is aborted, and the others go on', async () => {
    const aborted = new Gate<unknown>()
    const server = own(createServer({ logger: quiet, limits: quick }), (one) => one.close())
    server.add(
      Streams,
      streamsHandlers({
        async up(requests, call) {
          let number = 0
          for await (const request of requests) {
            if (request.text === 'stop') {
              await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
              aborted.open(call.signal.reason)
            }
            number++
          }
          return note('', number)
        },
      }),
    )
    const url = await server.listen('tcp://127.0.0.1:0')
    const channel = own(connect(url, { logger: quiet }), (one) => one.close())
    const client = channel.client(Streams)
    const many = (count: number, text: string) =>
      Array.from({ length: count }, () => note(text, 0, message(10 * KiB)))
    const stuck = client.up(many(1_000, 'stop')).catch((error: unknown) => error)
    await until(() => channel.stats().inFlight === 1)
    expect((await client.up(many(20, 'go'), { timeout: 20_000 })).number).toBe(20)
    expect(await stuck).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'unknown' })
    expect(await aborted.passed).toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  })
})
