/** Connections that are left although nothing is wrong with them: after disuse, and at an old age. */

import { describe, expect, it } from 'vitest'
import { connect, createServer } from '../../runtime/index.js'
import { connected } from '../support/connection-harness.js'
import { parseFrames, ping, pong } from '../support/frames.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { Gate, Lines, until, useRigs } from '../support/rig.js'
import { Device, Streams, streamsHandlers } from '../support/stream-service.js'

const { start, own, channelTo } = useRigs()
const logger = new Lines()

const minute = 60_000
/** A timeout less a tenth. */
const atLeast = (ms: number) => ms * 0.9 - 10

/** The limit is set on one side only, so that it is known who leaves. */
const idleOff = { idleTimeoutMs: 0 }

describe('a connection without calls', () => {
  for (const role of ['accepting', 'connecting'] as const) {
    it(`is left with a goodbye after ten minutes, by the ${role} side`, async () => {
      const harness = await connected(role)
      const said: string[] = []
      // The peer answers the PINGs, which is no use of the connection.
      const live = async (ms: number) => {
        for (let passed = 0; passed < ms; passed += 5_000) {
          harness.clock.advance(5_000)
          const frames = parseFrames(await harness.bytes())
          said.push(...frames.map(({ kind }) => String(kind)))
          for (const { kind, body } of frames) if (kind === 8) harness.transport.arrive(pong(body))
        }
      }
      await live(atLeast(10 * minute) - 5_000)
      expect(said.filter((kind) => kind === '10')).toEqual([])
      await live(4 * minute)
      expect(said.filter((kind) => kind === '10').length).toBeGreaterThanOrEqual(1)
      expect(harness.transport.ended).toBe(true)
    })
  }

  it('is closed by the server; the next call has a new one, and no call fails', async () => {
    const { server, client, channel } = await start({
      server: { limits: { idleTimeoutMs: 100 } },
      channel: { limits: idleOff },
    })
    const joined = performance.now()
    await client.echo(note('a'))
    await until(() => channel.stats().connections === 0, 'the idle close')
    expect(performance.now() - joined).toBeGreaterThan(atLeast(100))
    expect(server.stats().connections).toBe(0)
    expect(await client.echo(note('b'))).toEqual(note('b'))
    expect(channel.stats().connections).toBe(1)
  })

  it('is closed by the client, for its own economy', async () => {
    const { server, client, channel } = await start({
      server: { limits: idleOff },
      channel: { limits: { idleTimeoutMs: 100 } },
    })
    await client.echo(note('a'))
    await until(() => channel.stats().connections === 0, 'the idle close')
    await until(() => server.stats().connections === 0, 'the idle close')
    expect(await client.echo(note('b'))).toEqual(note('b'))
  })

  it('stays when the timeout is off', async () => {
    const { server, client } = await start({
      server: { limits: { idleTimeoutMs: Number.POSITIVE_INFINITY } },
      channel: { limits: idleOff },
    })
    await client.echo(note())
    const [peer] = server.peers
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect([...server.peers]).toEqual([peer])
  })

  it('that is closed at the moment of a call loses none: 200 calls at the edge', async () => {
    const { client, channel } = await start({
      server: { limits: { idleTimeoutMs: 20 } },
      channel: { limits: { idleTimeoutMs: 20 } },
    })
    let connections = 0
    for (let i = 0; i < 200; i++) {
      expect(await client.echo(note('', i))).toEqual(note('', i))
      await new Promise((resolve) => setTimeout(resolve, i % 5 === 0 ? 18 + (i % 13) : 0))
      if (channel.stats().connections !== 1) connections++
    }
    expect(connections).toBeGreaterThan(0)
  })
})

describe('a connection is not idle', () => {
  it('while calls come, however short they are', async () => {
    const { server, client } = await start({
      server: { limits: { idleTimeoutMs: 500 } },
      channel: { limits: idleOff },
    })
    await client.echo(note())
    const [peer] = server.peers
    for (let i = 0; i < 50; i++) {
      await client.echo(note())
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect([...server.peers]).toEqual([peer])
  })

  it('while a call is in flight, however long it takes', async () => {
    const gate = new Gate()
    const { server, client } = await start({
      server: { limits: { idleTimeoutMs: 50, drainTimeoutMs: 50 } },
      channel: { limits: { idleTimeoutMs: 50, drainTimeoutMs: 50 } },
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    const call = client.echo(note('x'))
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(server.stats().connections).toBe(1)
    gate.open()
    expect(await call).toEqual(note('x'))
  })

  it('while the side that dialled serves methods: it is meant to be reachable', async () => {
    const limits = { idleTimeoutMs: 50 }
    const server = own(createServer({ logger, limits }), (one) => one.close())
    server.add(Streams, streamsHandlers())
    const channel = own(
      connect(await server.listen('tcp://127.0.0.1:0'), { logger, limits }),
      (one) => one.close(),
    )
    channel.add(Device, streamsHandlers())
    await channel.ready()
    await new Promise((resolve) => setTimeout(resolve, 400))
    const [peer] = server.peers
    expect(await peer?.client(Device).echo(note('still there'))).toEqual(note('still there'))
  })
})

describe('limits.maxConnectionAgeMs', () => {
  it('is off unless it is set', async () => {
    const harness = await connected('accepting', { limits: idleOff })
    for (let passed = 0; passed < 60 * minute; passed += 15_000) {
      harness.transport.arrive(ping())
      harness.clock.advance(15_000)
    }
    const kinds = parseFrames(await harness.bytes()).map(({ kind }) => kind)
    expect(kinds).not.toContain(10)
  })

  it('has connections left and made anew under load, and no call fails', async () => {
    const { server, url } = await start({ server: { limits: { maxConnectionAgeMs: 60 } } })
    const peers = new Set<unknown>()
    const clients = [1, 2, 3].map(() => channelTo(url).client(Notes))
    const results: boolean[] = []
    const end = performance.now() + 1_500
    await Promise.all(
      clients.flatMap((client) =>
        Array.from({ length: 8 }, async (_, i) => {
          while (performance.now() < end) {
            const result = await client.echo.safe(note('', i))
            results.push(result.ok)
            for (const peer of server.peers) peers.add(peer)
          }
        }),
      ),
    )
    expect(results.filter((ok) => !ok).length).toBe(0)
    expect(results.length).toBeGreaterThan(200)
    expect(peers.size).toBeGreaterThan(15)
  })

  it('lets calls in flight finish', async () => {
    const gate = new Gate()
    const { server, client, channel } = await start({
      server: { limits: { maxConnectionAgeMs: 50 } },
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    const call = client.echo(note('slow'))
    await until(() => server.stats().handlers.running === 1, 'the call')
    // The old connection finishes its call while a new one takes the others.
    await until(() => channel.stats().connections === 1 && channel.stats().inFlight === 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await client.limited(note('quick'))).toEqual(note('quick'))
    gate.open()
    expect(await call).toEqual(note('slow'))
  })

  it('of a channel works the same: a program behind a balancer of connections spreads anew', async () => {
    const server = own(createServer({ logger }), (one) => one.close())
    server.add(Notes, notesHandlers())
    const channel = channelTo(await server.listen('tcp://127.0.0.1:0'), {
      limits: { maxConnectionAgeMs: 40 },
    })
    const peers = new Set<unknown>()
    for (let i = 0; i < 60; i++) {
      await channel.client(Notes).echo(note())
      for (const peer of server.peers) peers.add(peer)
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    expect(peers.size).toBeGreaterThan(2)
  })
})
