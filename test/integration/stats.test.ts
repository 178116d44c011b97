/** What servers and channels say of themselves. */

import { describe, expect, it } from 'vitest'
import { createServer, RpcError } from '../../runtime/index.js'
import { Echo } from '../bench/gen/echo.js'
import { Notes } from '../support/note-service.js'
import { RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()
const note = { text: '', number: 1, data: new Uint8Array() }

describe('stats', () => {
  it('count connections, calls in flight, calls that wait, and handlers', async () => {
    const gate = new Gate()
    const { server, channel, client } = await rigs.start({
      handlers: { echo: async (request) => gate.passed.then(() => request) },
      server: { limits: { maxCallsPerConnection: 2 } },
    })
    expect(channel.stats()).toEqual({
      connections: 0,
      inFlight: 0,
      waiting: 0,
      endpoints: [],
      methods: [],
    })
    const calls = [1, 2, 3].map(() => client.echo(note))
    await expect.poll(() => server.stats().handlers.running).toBe(2)
    expect(server.stats()).toEqual({
      connections: 1,
      handshakes: 0,
      handlers: { started: 2, running: 2, overtime: 0, stuck: 0 },
      queuedBytes: 0,
      waitingBytes: 0,
      methods: [],
    })
    expect(channel.stats()).toMatchObject({ connections: 1, inFlight: 2, waiting: 1 })
    gate.open()
    await Promise.all(calls)
    expect(server.stats().handlers).toEqual({ started: 3, running: 0, overtime: 0, stuck: 0 })
    expect(channel.stats()).toMatchObject({ connections: 1, inFlight: 0, waiting: 0 })
  })

  it('show how long the calls of each method took and how they failed, on both sides', async () => {
    const { server, channel, client } = await rigs.start({
      handlers: {
        echo: async (request) => {
          if (request.text === 'bad') throw new RpcError('NOT_FOUND', 'no such note')
          await new Promise((resolve) => setTimeout(resolve, 20))
          return request
        },
      },
    })
    await Promise.all([client.echo(note), client.echo(note), client.limited(note)])
    await failure(client.echo({ ...note, text: 'bad' }))
    for (const { methods } of [channel.stats(), server.stats()]) {
      const echo = methods.find(({ method }) => method.endsWith('/echo'))
      expect(echo?.latency.count).toBe(3)
      expect(echo?.failed).toEqual({ NOT_FOUND: 1 })
      expect(echo?.latency.maxMs).toBeGreaterThanOrEqual(19)
      expect(echo?.latency.p50Ms).toBeGreaterThan(15)
      expect(methods.find(({ method }) => method.endsWith('/limited'))?.latency.count).toBe(1)
    }
  })

  it('show each endpoint: its connections, its calls, how quick it was, and why it cannot be reached', async () => {
    const { url } = await rigs.start()
    const dead = await RawServer.listen()
    const deadUrl = dead.url
    await dead.close()
    const channel = rigs.channelTo([url, deadUrl])
    await channel.client(Notes).echo(note)
    await expect.poll(() => channel.stats().endpoints[1]?.failedDials).toBe(1)
    const [first, second] = channel.stats().endpoints
    expect(first).toMatchObject({
      url,
      connections: 1,
      inFlight: 0,
      ejected: false,
      failedDials: 0,
    })
    expect(second).toMatchObject({ url: deadUrl, connections: 0, inFlight: 0 })
    expect(second?.lastError).toContain('ECONNREFUSED')
  })

  it('show a handler that goes on after its call, until it comes back', async () => {
    const gate = new Gate()
    const { server, client, log } = await rigs.start({
      handlers: { echo: async (request) => gate.passed.then(() => request) },
      server: { limits: { stuckHandlerMs: 30 } },
    })
    await failure(client.echo(note, { timeout: 20 }))
    await expect.poll(() => server.stats().handlers.overtime).toBe(1)
    await expect.poll(() => server.stats().handlers.stuck).toBe(1)
    expect(log.all.filter((line) => line.includes('still runs'))).toHaveLength(1)
    gate.open()
    await expect
      .poll(() => server.stats().handlers)
      .toEqual({
        started: 1,
        running: 0,
        overtime: 0,
        stuck: 1,
      })
  })

  it('count a generator that fails, and fails once more on its way out, once', async () => {
    const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
    const unserved = () => Promise.reject(new Error('nobody calls this'))
    server.add(Echo, {
      echo: unserved,
      payload: unserved,
      record: unserved,
      up: unserved,
      both: async function* () {},
      down: async function* () {
        try {
          yield { data: 'no bytes' as unknown as Uint8Array } // because programs lie
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: the mistake that this is about
          throw new Error('on the way out')
        }
      },
    })
    const channel = await rigs.channelTo(await server.listen('tcp://127.0.0.1:0'))
    await failure(channel.client(Echo).down({ data: new Uint8Array() }).next())
    await expect.poll(() => server.stats().handlers.running).toBe(0)
    const down = server.stats().methods.find(({ method }) => method.endsWith('/down'))
    expect(down?.failed).toEqual({ INTERNAL: 1 })
  })

  it('count a handler whose promise settles twice once', async () => {
    const twice = {
      // biome-ignore lint/suspicious/noThenProperty: a promise of somebody else's making, which is the point
      then: (resolve: (value: typeof note) => void) => {
        resolve(note)
        resolve(note)
      },
    }
    const { server, client } = await rigs.start({ handlers: { echo: () => twice as never } })
    await client.echo(note)
    expect(server.stats().handlers).toEqual({ started: 1, running: 0, overtime: 0, stuck: 0 })
  })
})
