import { describe, expect, it } from 'vitest'
import {
  type Channel,
  type ChannelOptions,
  connect,
  createServer,
  type Endpoint,
  type Resolver,
  RpcError,
  type Server,
} from '../../runtime/index.js'
import { type Note, Notes, type NotesClient, note, notesHandlers } from '../support/note-service.js'
import { Gate, Lines, until, useRigs } from '../support/rig.js'

const { own } = useRigs()

/** A server that counts its calls, and whose handler a test can change. */
class Counted {
  readonly server: Server
  url = ''
  calls = 0
  handler: (request: Note) => Note | Promise<Note> = (request) => request

  constructor() {
    this.server = own(createServer({ logger: new Lines() }), (server) => server.close())
    const echo = (request: Note) => {
      this.calls++
      return this.handler(request)
    }
    this.server.add(Notes, notesHandlers({ echo }))
  }

  static async start(): Promise<Counted> {
    const one = new Counted()
    one.url = await one.server.listen('tcp://127.0.0.1:0')
    return one
  }
}

type Three = readonly [Counted, Counted, Counted]

const startThree = (): Promise<Three> =>
  Promise.all([Counted.start(), Counted.start(), Counted.start()])

const open = (
  target: Parameters<typeof connect>[0],
  options: ChannelOptions = {},
): { channel: Channel; client: NotesClient } => {
  const channel = own(connect(target, { logger: new Lines(), retry: false, ...options }), (one) =>
    one.close(),
  )
  return { channel, client: channel.client(Notes) }
}

const urlsOf = (servers: readonly Counted[]) => servers.map(({ url }) => url)

/** Waits until all connections stand, and forgets the calls that it took. */
async function settle(servers: readonly Counted[], client: NotesClient): Promise<void> {
  await client.echo(note())
  await until(
    () => servers.every(({ server }) => server.stats().connections > 0),
    'connections to all',
  )
  // The handshake's last word is on its way to the client.
  for (let call = 0; call < 3; call++) await client.echo(note())
  for (const server of servers) server.calls = 0
}

/** Makes calls, so many at the same time; those that fail count as well. */
async function make(
  client: NotesClient,
  calls: number,
  atOnce: number,
): Promise<PromiseSettledResult<Note>[]> {
  const results: PromiseSettledResult<Note>[] = []
  let left = calls
  const caller = async () => {
    while (left > 0) {
      left--
      results.push(...(await Promise.allSettled([client.echo(note())])))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
  return results
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Tells a channel of the endpoints that a test sets. */
class Told implements Resolver {
  readonly name = 'told'
  #set: { readonly endpoints: readonly Endpoint[]; readonly taken: Gate }
  #changed = new Gate()

  constructor(endpoints: readonly Endpoint[]) {
    this.#set = { endpoints, taken: new Gate() }
  }

  /** Resolves when the channel knows. */
  set(endpoints: readonly Endpoint[]): Promise<void> {
    const taken = new Gate()
    this.#set = { endpoints, taken }
    this.#changed.open()
    return taken.passed
  }

  async *watch({ signal }: { readonly signal: AbortSignal }): AsyncIterable<readonly Endpoint[]> {
    const aborted = new Gate()
    signal.addEventListener('abort', () => aborted.open(), { once: true })
    while (!signal.aborted) {
      this.#changed = new Gate()
      const { endpoints, taken } = this.#set
      yield endpoints
      // Whoever asks for the next set has done with this one.
      taken.open()
      await Promise.race([this.#changed.passed, aborted.passed])
    }
  }
}

const endpointsOf = (servers: readonly Counted[]) => servers.map(({ url }) => ({ url }))

describe('p2c, the default', () => {
  it('divides calls among servers that are alike', async () => {
    const servers = await startThree()
    const { client } = open(urlsOf(servers))
    // Long enough that the noise of one process with three servers does not look like slowness.
    for (const server of servers) server.handler = (request) => wait(5).then(() => request)
    await settle(servers, client)
    await make(client, 600, 20)
    for (const { calls } of servers) expect(calls).toBeGreaterThan(100)
  })

  it('gives a slow server few calls, also one after the other', async () => {
    const servers = await startThree()
    const [slow, ...others] = servers
    const { client } = open(urlsOf(servers))
    await settle(servers, client)
    slow.handler = (request) => wait(150).then(() => request)
    for (const server of others) server.handler = (request) => wait(2).then(() => request)
    await make(client, 400, 1)
    expect(slow.calls).toBeLessThan(20)
  })
})

describe('roundRobin', () => {
  it('gives each server its turns by weight', async () => {
    const servers = await startThree()
    const target = servers.map(({ url }, index) => ({ url, weight: [1, 2, 5][index] ?? 1 }))
    const { client } = open(target, { balance: 'roundRobin' })
    await settle(servers, client)
    await make(client, 800, 10)
    for (const [index, expected] of [100, 200, 500].entries()) {
      expect(Math.abs((servers[index]?.calls ?? 0) - expected)).toBeLessThanOrEqual(1)
    }
  })
})

describe('leastPending', () => {
  it('gives each server as many calls in flight as the others', async () => {
    const servers = await startThree()
    const { channel, client } = open(urlsOf(servers), { balance: 'leastPending' })
    await settle(servers, client)
    const gate = new Gate<Note>()
    for (const server of servers) server.handler = () => gate.passed
    const calls = make(client, 30, 30)
    await until(() => channel.stats().inFlight === 30, '30 calls in flight')
    await until(() => servers.every(({ calls }) => calls === 10), 'ten calls each')
    gate.open(note())
    await calls
  })
})

describe('hash', () => {
  const keys = Array.from({ length: 60 }, (_, index) => `user-${index}`)

  /** Which server each key's call went to. */
  const homesOf = async (
    servers: readonly Counted[],
    client: NotesClient,
  ): Promise<(Counted | undefined)[]> => {
    const homes: (Counted | undefined)[] = []
    for (const key of keys) {
      for (const server of servers) server.calls = 0
      await client.echo(note(), { key })
      homes.push(servers.find(({ calls }) => calls === 1))
    }
    return homes
  }

  it('sends calls of one key to one server, and only moves the keys of a server that goes', async () => {
    const servers = await startThree()
    const { channel, client } = open(urlsOf(servers), { balance: 'hash' })
    await settle(servers, client)
    const homes = await homesOf(servers, client)
    expect(new Set(homes).size).toBe(3)
    expect(await homesOf(servers, client)).toEqual(homes)
    const [lost] = servers
    await lost.server.close()
    await until(() => channel.stats().connections < 3, 'the loss')
    for (const [index, home] of (await homesOf(servers, client)).entries()) {
      if (homes[index] === lost) expect(home).not.toBe(lost)
      else expect(home).toBe(homes[index])
    }
  })
})

describe('a server that fails', () => {
  it.each(['p2c', 'roundRobin'] as const)(
    'gets no calls for a while, and its share again when it has recovered (%s)',
    async (balance) => {
      const servers = await startThree()
      const [sick] = servers
      const { channel, client } = open(urlsOf(servers), { balance })
      await settle(servers, client)
      sick.handler = () => {
        throw new RpcError('UNAVAILABLE', 'the database is gone')
      }
      const isEjected = () =>
        channel.stats().endpoints.some(({ url, ejected }) => url === sick.url && ejected)
      const results = []
      while (!isEjected()) results.push(...(await make(client, 1, 1)))
      expect(results.filter(({ status }) => status === 'rejected').length).toBe(5)
      expect(sick.calls).toBe(5)
      // One call at a time finds out whether it is well again, after pauses that grow.
      const began = performance.now()
      while (performance.now() - began < 1_000) {
        await make(client, 10, 5)
        await wait(2)
      }
      expect(sick.calls).toBeGreaterThan(5)
      expect(sick.calls).toBeLessThan(12)
      sick.handler = (request) => request
      const before = sick.calls
      await until(() => {
        void make(client, 10, 5)
        return sick.calls > before + 20
      }, 'calls to the server that has recovered')
      expect((await make(client, 100, 5)).every(({ status }) => status === 'fulfilled')).toBe(true)
    },
  )

  it('is used nevertheless when it is the only one', async () => {
    const only = await Counted.start()
    const { client } = open(only.url)
    only.handler = () => {
      throw new RpcError('UNAVAILABLE', 'the database is gone')
    }
    await make(client, 50, 1)
    expect(only.calls).toBe(50)
  })

  it('is not ejected for errors that its handlers mean', async () => {
    const servers = await startThree()
    const [strict] = servers
    const { channel, client } = open(urlsOf(servers), { balance: 'roundRobin' })
    await settle(servers, client)
    strict.handler = () => {
      throw new RpcError('FAILED_PRECONDITION', 'not like that')
    }
    await make(client, 90, 5)
    expect(strict.calls).toBe(30)
    expect(channel.stats().endpoints.some(({ ejected }) => ejected)).toBe(false)
  })
})

describe('a resolver that changes its mind', () => {
  it('sees an added server with half of its share within a second', async () => {
    const servers = await startThree()
    const [first, second, added] = servers
    const told = new Told(endpointsOf([first, second]))
    const { client } = open(told)
    for (const server of servers) server.handler = (request) => wait(5).then(() => request)
    await settle([first, second], client)
    const before = performance.now()
    const calls = async () => {
      while (performance.now() - before < 1_500) await client.echo(note())
    }
    const callers = Array.from({ length: 10 }, calls)
    await wait(500)
    for (const server of servers) server.calls = 0
    void told.set(endpointsOf(servers))
    await Promise.all(callers)
    const all = first.calls + second.calls + added.calls
    expect(added.calls).toBeGreaterThan(all / 6)
  })

  it('sees the calls of a removed server finish there, and no more go there', async () => {
    const servers = await startThree()
    const [removed, ...others] = servers
    const told = new Told(endpointsOf(servers))
    const { client } = open(told, { balance: 'roundRobin' })
    await settle(servers, client)
    const gate = new Gate<Note>()
    removed.handler = () => gate.passed
    const calls = make(client, 9, 9)
    await until(() => removed.calls === 3, 'calls on the server')
    await told.set(endpointsOf(others))
    await make(client, 30, 5)
    expect(removed.calls).toBe(3)
    gate.open(note('late'))
    const results = await calls
    expect(results.every(({ status }) => status === 'fulfilled')).toBe(true)
    await until(() => removed.server.stats().connections === 0, 'the end of the connection')
  })

  it('sees servers of the next priority used only while none of the best is there', async () => {
    const servers = await startThree()
    const [best, ...spare] = servers
    const target = servers.map(({ url }, index) => ({ url, priority: index === 0 ? 0 : 1 }))
    const { client } = open(target)
    await make(client, 50, 5)
    expect(best.calls).toBe(50)
    await best.server.close()
    await make(client, 50, 5)
    expect(best.calls + spare.reduce((sum, { calls }) => sum + calls, 0)).toBeGreaterThanOrEqual(95)
    expect(best.calls).toBeLessThanOrEqual(50)
  })
})
