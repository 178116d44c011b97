/** One-way messages: no answer, but deadlines, credit, proofs and goodbyes as for calls. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { OnewayHandler } from '../../runtime/call.js'
import { createServer, RpcError, type ServerOptions } from '../../runtime/index.js'
import { testConnection } from '../../runtime/testing/index.js'
import { Log } from '../support/log-service.js'
import type { Note } from '../support/note-service.js'
import { failure, Gate, Lines, until, useRigs } from '../support/rig.js'

const rigs = useRigs()

const note = (number: number, bytes = 0): Note => ({
  text: '',
  number,
  data: new Uint8Array(bytes),
})

async function start(handler: OnewayHandler<Note>, options: ServerOptions = {}) {
  const log = new Lines()
  const server = rigs.own(createServer({ logger: log, ...options }), (it) => it.close())
  server.add(Log, { tell: handler })
  const url = await server.listen('tcp://127.0.0.1:0')
  return { server, log, url, client: rigs.channelTo(url).client(Log) }
}

describe('a one-way message', () => {
  it('reaches the handler, small or in fragments, in order, and resolves before it is handled', async () => {
    const seen: number[] = []
    const gate = new Gate()
    const all = new Gate()
    const { client } = await start(async ({ number, data }) => {
      await gate.passed
      seen.push(number, data.length)
      if (seen.length === 6) all.open()
    })
    await client.tell(note(1))
    await client.tell(note(2, 100_000))
    await client.tell(note(3))
    expect(seen).toEqual([])
    gate.open()
    await all.passed
    expect(seen).toEqual([1, 0, 2, 100_000, 3, 0])
  })

  it('is counted by the server, with its failure where the handler throws', async () => {
    const { server, client } = await start(({ number }) => {
      if (number === 2) throw new RpcError('NOT_FOUND', 'no second note')
      if (number === 3) throw new Error('out of order')
    })
    for (const number of [1, 2, 3]) await client.tell(note(number))
    await expect
      .poll(() => server.stats().methods)
      .toMatchObject([
        {
          method: 'test.v1.Log/tell',
          latency: { count: 3 },
          failed: { NOT_FOUND: 1, INTERNAL: 1 },
        },
      ])
  })

  it('is handled to its end although its sender is gone, and its signal says nothing of that', async () => {
    const [begun, gone] = [new Gate(), new Gate()]
    const ended = new Gate<boolean>()
    await using pair = testConnection()
    pair.server.add(Log, {
      tell: async (_note, call) => {
        begun.open()
        await gone.passed
        ended.open(call.signal.aborted)
      },
    })
    await pair.client.client(Log).tell(note(1))
    await begun.passed
    pair.cut()
    await sleep(20)
    gone.open()
    expect(await ended.passed).toBe(false)
  })

  it('that breaks its schema is not sent', async () => {
    const { client } = await start(() => {})
    expect(await failure(client.tell(note(-1)))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      outcome: 'not-sent',
    })
  })

  it('that cannot be delivered says not-sent', async () => {
    const channel = rigs.channelTo('tcp://127.0.0.1:1')
    expect(await failure(channel.client(Log).tell(note(1)))).toMatchObject({
      code: 'UNAVAILABLE',
      outcome: 'not-sent',
    })
  })

  it('whose handler throws leaves a line in the log and the connection alone', async () => {
    const second = new Gate()
    const { client, log } = await start(({ number }) => {
      if (number === 1) throw new Error('no room in the log')
      second.open()
    })
    await client.tell(note(1))
    await client.tell(note(2))
    await second.passed
    expect(log.all).toHaveLength(1)
    expect(log.all[0]).toContain('no room in the log')
  })

  it('never has more handlers running than the limit, and none is lost', async () => {
    let running = 0
    let most = 0
    let handled = 0
    const all = new Gate()
    const { client } = await start(
      async () => {
        running++
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running--
        if (++handled === 500) all.open()
      },
      { limits: { maxCallsPerConnection: 8 } },
    )
    await Promise.all(Array.from({ length: 500 }, (_, index) => client.tell(note(index))))
    await all.passed
    expect(most).toBe(8)
  })

  it('is held back by credit when handlers are slow', async () => {
    const gate = new Gate()
    const { client } = await start(() => gate.passed, {
      limits: { connectionCreditBytes: 64 * 1024, maxCallsPerConnection: 4 },
    })
    let sent = 0
    const sending = Array.from({ length: 100 }, () =>
      client.tell(note(1, 10_000)).then(() => sent++),
    )
    await new Promise((resolve) => setTimeout(resolve, 200))
    // Seven messages of 10,000 bytes use up 64 KiB; the seventh may overdraw.
    expect(sent).toBe(7)
    gate.open()
    await Promise.all(sending)
    expect(sent).toBe(100)
  })

  it('that is given up half-way frees its slot, and is never handled', async () => {
    const seen: number[] = []
    const { client } = await start(({ number }) => void seen.push(number), {
      limits: { maxCallsPerConnection: 2 },
    })
    await client.tell(note(1))
    for (let number = 2; number < 6; number++) {
      const controller = new AbortController()
      const telling = failure(client.tell(note(number, 3_000_000), { signal: controller.signal }))
      setImmediate(() => controller.abort())
      expect((await telling).code).toBe('CANCELLED')
    }
    await client.tell(note(6))
    await until(() => seen.includes(6))
    expect(seen).toEqual([1, 6])
  })

  it('is handled before a server that drains closes', async () => {
    const gate = new Gate()
    const begun = new Gate()
    let handled = false
    const { client, server } = await start(async () => {
      begun.open()
      await gate.passed
      handled = true
    })
    await client.tell(note(1))
    await begun.passed
    const closing = server.close()
    setTimeout(() => gate.open(), 50)
    await closing
    expect(handled).toBe(true)
  })
})
