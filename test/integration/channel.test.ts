/** What a channel does while its servers come and go: states, waiting, priorities, several endpoints and connections. */

import { describe, expect, it } from 'vitest'
import {
  type ChannelOptions,
  type ChannelState,
  connect,
  createServer,
  type Endpoint,
  type Resolver,
  type Server,
} from '../../runtime/index.js'
import { welcome } from '../support/frames.js'
import { Notes, note, notesHandlers, offeredNotes } from '../support/note-service.js'
import { RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, until, useRigs } from '../support/rig.js'

const { own, channelTo } = useRigs()

/** A server whose notes say where they come from. */
async function serve(name: string, listen = 'tcp://127.0.0.1:0'): Promise<[Server, string]> {
  const server = own(createServer({ logger: new Lines() }), (one) => one.close())
  server.add(Notes, notesHandlers({ echo: (request) => ({ ...request, text: name }) }))
  return [server, await server.listen(listen)]
}

/** An address where nothing listens. */
async function nowhere(): Promise<string> {
  const server = await RawServer.listen()
  const { url } = server
  await server.close()
  return url
}

/** Asks until the answer is yes. */
async function untilTrue(ask: () => Promise<boolean>, what: string): Promise<void> {
  const giveUpAt = performance.now() + 10_000
  while (!(await ask())) {
    if (performance.now() > giveUpAt) throw new Error(`waited in vain for ${what}`)
  }
}

/** A channel as users have it: calls wait. */
function patient(target: Parameters<typeof connect>[0], options: ChannelOptions = {}) {
  return channelTo(target, { waitForReady: true, ...options })
}

describe('a call to a server that is not there yet', () => {
  it('waits for it', async () => {
    const url = await nowhere()
    const call = patient(url).client(Notes).echo(note())
    await new Promise((resolve) => setTimeout(resolve, 150))
    await serve('late', url)
    expect((await call).text).toBe('late')
  })

  it('ends by its deadline, was not sent, and says what was tried and how often', async () => {
    const [first, second] = [await nowhere(), await nowhere()]
    const client = patient([first, second]).client(Notes)
    const error = await failure(client.echo(note(), { timeout: 400 }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'not-sent' })
    expect(error.message).toContain(`${first}: connect ECONNREFUSED`)
    expect(error.timing?.connectingMs).toBeGreaterThan(300)
    expect(error.endpoints.map(({ url }) => url)).toEqual([first, second])
    for (const { attempts, lastError } of error.endpoints) {
      expect(attempts).toBeGreaterThan(1)
      expect(lastError).toContain('ECONNREFUSED')
    }
  })

  it('says in the log why it waits, once', async () => {
    const log = new Lines()
    const url = await nowhere()
    const client = patient(url, { logger: log }).client(Notes)
    await failure(client.echo(note(), { timeout: 300 }))
    expect(log.all).toHaveLength(1)
    expect(log.all[0]).toContain(`cannot connect to ${url}: connect ECONNREFUSED`)
  })

  it('fails at once when it says so, and so do the calls of a channel that does', async () => {
    const url = await nowhere()
    const before = performance.now()
    const error = await failure(patient(url).client(Notes).echo(note(), { waitForReady: false }))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.endpoints).toMatchObject([{ url, attempts: 1 }])
    const impatient = channelTo(url, { waitForReady: false }).client(Notes)
    expect(await failure(impatient.echo(note()))).toMatchObject({ code: 'UNAVAILABLE' })
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('fails at once where something else listens: waiting would not change that', async () => {
    const http = own(
      await RawServer.listen((peer) => peer.socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      (one) => one.close(),
    )
    const error = await failure(patient(http.url).client(Notes).echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
  })

  it('does not fill the log with what it finds at an endpoint that is no server of ours', async () => {
    const http = own(
      await RawServer.listen((peer) => peer.socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      (one) => one.close(),
    )
    const log = new Lines()
    const client = patient([http.url, await nowhere()], { logger: log }).client(Notes)
    await failure(client.echo(note(), { timeout: 600 }))
    expect(http.peers.length).toBeGreaterThan(1)
    expect(log.all.filter((line) => line.includes(http.url))).toHaveLength(1)
  })

  it('fails where what may wait has no room for it, and says how much waits', async () => {
    const client = patient(await nowhere(), { limits: { maxQueuedBytes: 30 } }).client(Notes)
    const waiting = failure(client.echo(note('fifteen letters'), { timeout: 200 }))
    const error = await failure(client.echo(note('fifteen letters')))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'not-sent' })
    expect(error.message).toContain(
      '1 calls wait already, with 17 bytes: there is no room for another with 17',
    )
    expect(await waiting).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  })

  it('is not kept waiting by a server that accepts and stays silent, where another answers', async () => {
    const silent = own(await RawServer.listen(), (one) => one.close())
    const [, url] = await serve('other')
    expect((await patient([silent.url, url]).client(Notes).echo(note())).text).toBe('other')
  })
})

describe('a call whose connection is lost', () => {
  it('names the endpoint and why it was lost; after further attempts, all of them', async () => {
    const hangUp = async () =>
      own(
        await RawServer.listen((peer) => {
          peer.write(welcome({ methods: offeredNotes }))
          peer.socket.on('data', () => setTimeout(() => peer.destroy(), 20))
        }),
        (one) => one.close(),
      )
    const [first, second] = [await hangUp(), await hangUp()]
    const lost = await failure(channelTo(first.url).client(Notes).echo(note()))
    expect(lost).toMatchObject({
      code: 'UNAVAILABLE',
      endpoints: [{ url: first.url, attempts: 1 }],
    })
    expect(lost.endpoints[0]?.lastError).not.toBe('')
    const channel = channelTo([first.url, second.url], { retry: { attempts: 2, delay: 1 } })
    const both = await failure(channel.client(Notes).echo(note()))
    for (const { url, attempts } of both.endpoints) {
      expect([first.url, second.url]).toContain(url)
      expect(attempts).toBeGreaterThanOrEqual(1)
    }
    expect(both.endpoints.length).toBeGreaterThan(0)
  })
})

describe('ready()', () => {
  it('rejects after connectTimeoutMs and lists the endpoints', async () => {
    const url = await nowhere()
    const channel = patient(url, { limits: { connectTimeoutMs: 200 } })
    const before = performance.now()
    const error = await failure(channel.ready())
    expect(performance.now() - before).toBeGreaterThan(190)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.endpoints).toMatchObject([{ url }])
    // And once more, for the channel still tries.
    expect(await failure(channel.ready())).toMatchObject({ code: 'UNAVAILABLE' })
  })

  it('rejects at once where the channel does not wait', async () => {
    const channel = channelTo(await nowhere(), { waitForReady: false })
    expect((await failure(channel.ready())).message).toContain('ECONNREFUSED')
  })

  it('rejects when the channel is closed meanwhile', async () => {
    const channel = patient(await nowhere())
    const ready = failure(channel.ready())
    await channel.close()
    expect((await ready).message).toContain('closed')
  })
})

describe('the state of a channel', () => {
  it('goes from idle over connecting to ready, and to closed', async () => {
    const [, url] = await serve('a')
    const states: ChannelState[] = []
    const channel = patient(url, { onStateChange: (state) => states.push(state) })
    expect(channel.state).toBe('idle')
    await channel.client(Notes).echo(note())
    expect(channel.state).toBe('ready')
    await channel.close()
    expect(states).toEqual(['connecting', 'ready', 'closed'])
  })

  it('is unavailable while nothing can be reached, and ready again when it can', async () => {
    const [server, url] = await serve('a')
    const channel = patient(url)
    const states: ChannelState[] = []
    const stop = channel.onStateChange((state) => states.push(state))
    await channel.ready()
    await server.close()
    await until(() => channel.state === 'idle', 'the loss')
    const call = channel.client(Notes).echo(note())
    await until(() => channel.state === 'unavailable', 'the failure')
    await serve('b', url)
    expect((await call).text).toBe('b')
    expect(states).toEqual(['connecting', 'ready', 'idle', 'connecting', 'unavailable', 'ready'])
    stop()
    await channel.close()
    expect(states.at(-1)).toBe('ready')
  })

  it('survives a listener that throws, at once or later', async () => {
    const log = new Lines()
    const [, url] = await serve('a')
    const channel = patient(url, { logger: log })
    channel.onStateChange(() => {
      throw new Error('at once')
    })
    channel.onStateChange(async () => {
      throw new Error('later')
    })
    expect((await channel.client(Notes).echo(note())).text).toBe('a')
    await until(() => log.all.length === 4, 'both lines for both changes')
    expect(log.all.join()).toContain('onStateChange threw: Error: at once')
    expect(log.all.join()).toContain('onStateChange threw: Error: later')
  })
})

describe('a channel with several endpoints', () => {
  it('goes on with the others when one is gone, and comes back to it', async () => {
    const [first, firstUrl] = await serve('first')
    const [, secondUrl] = await serve('second')
    const client = patient([firstUrl, secondUrl], { balance: 'roundRobin' }).client(Notes)
    const names = async () =>
      new Set(
        await Promise.all(
          Array.from({ length: 20 }, () => client.echo(note()).then(({ text }) => text)),
        ),
      )
    await untilTrue(async () => (await names()).size === 2, 'both')
    await first.close()
    expect(await names()).toEqual(new Set(['second']))
    await serve('again', firstUrl)
    await untilTrue(async () => (await names()).has('again'), 'the one that is back')
  })

  it('uses those of a lower priority only while none of the first can be reached', async () => {
    const [main, mainUrl] = await serve('main')
    const [, spareUrl] = await serve('spare')
    const target: Endpoint[] = [
      { url: spareUrl, priority: 1 },
      { url: mainUrl, priority: 0 },
    ]
    const channel = patient(target)
    const client = channel.client(Notes)
    for (let i = 0; i < 10; i++) expect((await client.echo(note())).text).toBe('main')
    expect(channel.stats().endpoints).toMatchObject([{ connections: 0 }, { connections: 1 }])
    await main.close()
    expect((await client.echo(note())).text).toBe('spare')
    await serve('main again', mainUrl)
    await untilTrue(
      async () => (await client.echo(note())).text === 'main again',
      'the first priority',
    )
  })

  it('sends calls of one key to one server', async () => {
    const urls = await Promise.all(['a', 'b', 'c'].map(async (name) => (await serve(name))[1]))
    const channel = patient(urls, { balance: 'hash' })
    await channel.ready()
    await until(() => channel.stats().endpoints.every(({ ready }) => ready), 'all connections')
    const client = channel.client(Notes)
    const seen = new Set<string>()
    for (let key = 0; key < 20; key++) {
      const names = new Set<string>()
      for (let i = 0; i < 5; i++) names.add((await client.echo(note(), { key: `key ${key}` })).text)
      expect(names.size).toBe(1)
      for (const name of names) seen.add(name)
    }
    expect(seen.size).toBe(3)
  })

  it('opens as many connections to each as it is told', async () => {
    const [server, url] = await serve('a')
    const channel = patient(url, { connections: 3 })
    await channel.client(Notes).echo(note())
    await until(() => server.stats().connections === 3, 'three connections')
    expect(channel.stats()).toMatchObject({ connections: 3, endpoints: [{ url, connections: 3 }] })
  })

  it('lets the calls finish of one that its resolver no longer tells of, and makes none there', async () => {
    const gate = new Gate()
    const started = new Gate()
    const old = own(createServer({ logger: new Lines() }), (one) => one.close())
    old.add(
      Notes,
      notesHandlers({
        echo: async (request) => {
          started.open()
          await gate.passed
          return { ...request, text: 'old' }
        },
      }),
    )
    const oldUrl = await old.listen('tcp://127.0.0.1:0')
    const [, newUrl] = await serve('new')
    const change = new Gate()
    const resolver: Resolver = {
      name: 'test:',
      async *watch() {
        yield [{ url: oldUrl }]
        await change.passed
        yield [{ url: newUrl }]
      },
    }
    const channel = patient(resolver)
    const client = channel.client(Notes)
    const call = client.echo(note())
    await started.passed
    change.open()
    await untilTrue(
      async () => (await client.echo(note(), { timeout: 100 }).catch(() => note())).text === 'new',
      'the new one',
    )
    gate.open()
    expect((await call).text).toBe('old')
    await until(() => old.stats().connections === 0, 'the old connection closes')
    expect(channel.stats().endpoints.map(({ url }) => url)).toEqual([newUrl])
  })
})

describe('options that make no sense', () => {
  it('are refused with what is allowed', () => {
    const to = (options: object) => () => connect('tcp://127.0.0.1:1', options)
    expect(to({ balance: 'random' })).toThrow(/one of p2c, roundRobin, leastPending, hash/)
    expect(to({ connections: 0 })).toThrow(/from 1 to 64/)
    expect(to({ waitForReady: 'yes' })).toThrow(/waitForReady/)
  })
})
