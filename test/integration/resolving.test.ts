import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type ChannelTarget,
  connect,
  createServer,
  type DnsOptions,
  dnsResolver,
  type Resolver,
  srvResolver,
} from '../../runtime/index.js'
import { DnsServer } from '../support/dns-server.js'
import { Notes, type NotesClient, notesHandlers } from '../support/note-service.js'
import { failure, Gate, Lines, portOf, until, useRigs } from '../support/rig.js'

const { own } = useRigs()

const note = { text: '', number: 1, data: new Uint8Array(0) }

interface CountingServer {
  readonly url: string
  readonly port: number
  /** Calls that it answered. */
  calls: number
  close(): Promise<void>
}

/** Listens on one of the addresses 127.0.0.x, so that several can share a port as the hosts of a network do. */
async function startServer(host = '127.0.0.1', port = 0): Promise<CountingServer> {
  const server = own(createServer({ logger: new Lines() }), (one) => one.close())
  const counting = { url: '', port: 0, calls: 0, close: () => server.close() }
  server.add(
    Notes,
    notesHandlers({
      async echo(request) {
        counting.calls++
        return request
      },
    }),
  )
  counting.url = await server.listen(`tcp://${host}:${port}`)
  counting.port = portOf(counting.url)
  return counting
}

async function startDns(): Promise<DnsServer> {
  return own(await DnsServer.start(), (server) => server.close())
}

function clientOf(target: ChannelTarget, log = new Lines()): NotesClient {
  return own(connect(target, { logger: log, retry: false }), (channel) => channel.close()).client(
    Notes,
  )
}

function byDns(dns: DnsServer, port: number, options: DnsOptions = {}): Resolver {
  return dnsResolver(`dns://chat.test:${port}`, {
    servers: [dns.address],
    minInterval: '1s',
    ...options,
  })
}

/** Calls until something holds. */
async function callUntil(client: NotesClient, holds: () => boolean, what: string): Promise<void> {
  let isOver = false
  const calling = (async () => {
    while (!isOver) {
      await client.echo(note)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  // Whichever comes first: a call that fails fails the test.
  await Promise.race([until(holds, what), calling])
  isOver = true
  await calling
}

describe('a channel to dns://', () => {
  it('calls the server that the name stands for', async () => {
    const dns = await startDns()
    const server = await startServer()
    dns.set('chat.test', 'A', ['127.0.0.1'])
    const client = clientOf(byDns(dns, server.port))
    expect((await client.echo(note)).number).toBe(1)
    expect(server.calls).toBe(1)
  })

  it('looks localhost up on this machine', async () => {
    const server = await startServer()
    const client = clientOf(`dns://localhost:${server.port}`)
    await client.echo(note)
    expect(server.calls).toBe(1)
  })

  it('calls an added server when the TTL is over, without a failure', async () => {
    const dns = await startDns()
    const first = await startServer('127.0.0.1')
    const second = await startServer('127.0.0.2', first.port)
    dns.set('chat.test', 'A', ['127.0.0.1'], 1)
    const client = clientOf(byDns(dns, first.port))
    await client.echo(note)
    dns.set('chat.test', 'A', ['127.0.0.1', '127.0.0.2'], 1)
    await callUntil(client, () => second.calls > 0, 'a call to the added server')
  })

  it('calls a removed server no more, without a failure', async () => {
    const dns = await startDns()
    const first = await startServer('127.0.0.1')
    const second = await startServer('127.0.0.2', first.port)
    dns.set('chat.test', 'A', ['127.0.0.1', '127.0.0.2'], 1)
    const client = clientOf(byDns(dns, first.port))
    await callUntil(client, () => first.calls > 0 && second.calls > 0, 'calls to both')
    dns.set('chat.test', 'A', ['127.0.0.2'], 1)
    const asked = dns.count('A')
    await callUntil(client, () => dns.count('A') > asked + 1, 'another look')
    const { calls } = first
    for (let i = 0; i < 50; i++) await client.echo(note)
    expect(first.calls).toBe(calls)
  })

  it('looks again at once when the server is gone, whatever the TTL', async () => {
    const dns = await startDns()
    const first = await startServer('127.0.0.1')
    dns.set('chat.test', 'A', ['127.0.0.1'], 3600)
    const client = clientOf(byDns(dns, first.port, { maxInterval: '1h' }))
    await client.echo(note)
    dns.set('chat.test', 'A', ['127.0.0.2'], 3600)
    const second = await startServer('127.0.0.2', first.port)
    await first.close()
    await client.echo(note)
    expect(second.calls).toBe(1)
  })

  it('goes on with the last addresses while the name server is down', async () => {
    const dns = await startDns()
    const server = await startServer()
    dns.set('chat.test', 'A', ['127.0.0.1'], 1)
    const log = new Lines()
    const client = clientOf(byDns(dns, server.port), log)
    await client.echo(note)
    dns.behave('refused')
    await callUntil(client, () => log.all.length > 0, 'a warning')
    expect(log.all[0]).toContain('the last endpoints stay in use')
    await client.echo(note)
  })

  it('tells calls that nobody can find the server, and why', async () => {
    const dns = await startDns()
    const client = clientOf(byDns(dns, 4000))
    const error = await failure(client.echo(note, { timeout: 500, waitForReady: false }))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toContain('dns://chat.test:4000: the name does not exist (ENOTFOUND)')
    expect(error.hint).toBe('the host name has no address')
  })

  it('finds the server of calls that wait, when the name is there', async () => {
    const dns = await startDns()
    const server = await startServer()
    const client = clientOf(byDns(dns, server.port))
    const call = client.echo(note)
    await until(() => dns.count('A') > 0, 'a question')
    dns.set('chat.test', 'A', ['127.0.0.1'])
    await call
    expect(server.calls).toBe(1)
  })
})

describe('a channel to srv://', () => {
  it('calls servers on other ports, and those of a worse priority only when the better are gone', async () => {
    const dns = await startDns()
    const [first, second, spare] = [await startServer(), await startServer(), await startServer()]
    dns.set('host.test', 'A', ['127.0.0.1'])
    dns.set('_rpc._tcp.chat.test', 'SRV', [
      { target: 'host.test', port: first.port, priority: 1, weight: 1 },
      { target: 'host.test', port: second.port, priority: 1, weight: 1 },
      { target: 'host.test', port: spare.port, priority: 2, weight: 1 },
    ])
    const client = clientOf(srvResolver('srv://_rpc._tcp.chat.test', { servers: [dns.address] }))
    await callUntil(client, () => first.calls > 0 && second.calls > 0, 'calls to both')
    expect(spare.calls).toBe(0)
    await Promise.all([first.close(), second.close()])
    await client.echo(note)
    expect(spare.calls).toBe(1)
  })
})

describe('a channel to a resolver of the program', () => {
  it('calls what it tells of, and follows what it tells later', async () => {
    const [first, second] = [await startServer(), await startServer()]
    const path = join(await mkdtemp(join(tmpdir(), 'trunkline-')), 'servers.json')
    own(path, () => rm(dirname(path), { recursive: true }))
    await writeFile(path, JSON.stringify([{ url: first.url }]))
    const fromFile: Resolver = {
      name: 'file:servers.json',
      async *watch({ wait }) {
        for (;;) {
          yield JSON.parse(await readFile(path, 'utf8'))
          await wait(200)
        }
      },
    }
    const client = clientOf(fromFile)
    await client.echo(note)
    expect(first.calls).toBe(1)
    await writeFile(path, JSON.stringify([{ url: second.url, weight: 5 }]))
    await callUntil(client, () => second.calls > 0, 'a call to the second')
  })

  it('lets the calls of a removed server end', async () => {
    const [isAsked, isRemoved, answer] = [new Gate(), new Gate(), new Gate()]
    const first = own(createServer({ logger: new Lines() }), (one) => one.close())
    first.add(
      Notes,
      notesHandlers({
        async echo(request) {
          if (request.text === 'slow') {
            isAsked.open()
            await answer.passed
          }
          return request
        },
      }),
    )
    const firstUrl = await first.listen('tcp://127.0.0.1:0')
    const second = await startServer()
    const client = clientOf({
      name: 'test://two',
      async *watch({ signal }) {
        yield [{ url: firstUrl }]
        await isRemoved.passed
        yield [{ url: second.url }]
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    })
    const slow = client.echo({ ...note, text: 'slow' })
    await isAsked.passed
    isRemoved.open()
    await callUntil(client, () => second.calls > 0, 'a call to the second')
    answer.open()
    expect((await slow).text).toBe('slow')
  })

  it('goes on with what it told while it fails', async () => {
    const server = await startServer()
    const log = new Lines()
    const client = clientOf(
      {
        name: 'test://once',
        async *watch() {
          if (log.all.length > 0) throw new Error('never again')
          yield [{ url: server.url }]
          throw new Error('gone')
        },
      },
      log,
    )
    await client.echo(note)
    await until(() => log.all.length > 0, 'a warning')
    expect(log.all[0]).toContain('test://once: gone; the last endpoints stay in use')
    for (let i = 0; i < 10; i++) await client.echo(note)
    expect(server.calls).toBe(11)
  })
})

describe('a channel to an array', () => {
  it('calls all of its servers', async () => {
    const servers = [await startServer(), await startServer()]
    const client = clientOf(servers.map(({ url }) => url))
    await callUntil(client, () => servers.every(({ calls }) => calls > 0), 'calls to both')
  })
})
