/**
 * `close()` in every state that a server or a channel can be in: it resolves, soon, and leaves no socket, no deadline and
 * no listener behind; useRigs looks for those after each test.
 */

import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { connect, createServer, type ServerOptions } from '../../runtime/index.js'
import { ChaosProxy } from '../support/chaos-proxy.js'
import { hello, prefaceBytes, welcome } from '../support/frames.js'
import { Log } from '../support/log-service.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, portOf, until, useRigs } from '../support/rig.js'
import {
  Device,
  Streams,
  type StreamsHandlers,
  streamsHandlers,
} from '../support/stream-service.js'

const { own, channelTo } = useRigs()

const never = () => new Promise<never>(() => {})
/** Short, so that what has to be cut off is soon. */
const limits = {
  drainTimeoutMs: 150,
  lingerMs: 100,
  connectTimeoutMs: 400,
  handshakeTimeoutMs: 400,
}
/** Far above all of them together, far below every default. */
const soonMs = 3_000

async function expectSoon(closing: Promise<void>): Promise<void> {
  const before = performance.now()
  await closing
  expect(performance.now() - before).toBeLessThan(soonMs)
}

class ServerState {
  readonly log = new Lines()
  readonly server
  url = ''
  readonly started = new Gate()

  constructor(handlers: Partial<StreamsHandlers> = {}, options: ServerOptions = {}) {
    this.server = createServer({ logger: this.log, limits, signals: ['SIGTERM'], ...options })
    this.server.add(Streams, streamsHandlers(handlers))
    this.server.add(Log, {
      tell: ({ text }) => {
        this.started.open()
        return text === 'stuck' ? never() : sleep(40)
      },
    })
    this.server.add(
      Notes,
      notesHandlers({
        echo: () => {
          this.started.open()
          return never()
        },
        quick: async (request) => {
          this.started.open()
          await sleep(40)
          return request
        },
      }),
    )
  }

  async listen(): Promise<this> {
    this.url = await this.server.listen('tcp://127.0.0.1:0')
    return this
  }

  channel() {
    return channelTo(this.url, { limits })
  }
}

interface State {
  readonly name: string
  /** What the log says, if anything. */
  readonly says?: RegExp
  prepare(): Promise<ServerState>
}

const serverStates: State[] = [
  { name: 'never listened', prepare: async () => new ServerState() },
  { name: 'nobody connected', prepare: () => new ServerState().listen() },
  {
    name: 'a stranger that says nothing, and one in the middle of its HELLO',
    async prepare() {
      const state = await new ServerState().listen()
      for (const bytes of [new Uint8Array(0), hello().slice(0, 20)]) {
        own(await RawPeer.connect(portOf(state.url)), (one) => one.destroy()).write(bytes)
      }
      await until(() => state.server.stats().handshakes === 2)
      return state
    },
  },
  {
    name: 'idle peers',
    async prepare() {
      const state = await new ServerState().listen()
      await Promise.all([1, 2, 3].map(() => state.channel().ready()))
      return state
    },
  },
  {
    name: 'a peer that never answers the goodbye',
    says: /still in flight 150 ms after the goodbye/,
    async prepare() {
      const state = await new ServerState().listen()
      const rude = own(await RawPeer.connect(portOf(state.url)), (one) => one.destroy())
      rude.write(hello())
      await until(() => state.server.stats().connections === 1)
      return state
    },
  },
  {
    name: 'a peer that the network has swallowed',
    says: /still in flight 150 ms after the goodbye/,
    async prepare() {
      const state = await new ServerState().listen()
      const proxy = own(await ChaosProxy.to(portOf(state.url)), (one) => one.close())
      await channelTo(proxy.url, { limits }).ready()
      proxy.swallow()
      return state
    },
  },
  {
    name: 'a call that finishes',
    async prepare() {
      const state = await new ServerState().listen()
      void state.channel().client(Notes).quick.safe(note())
      await state.started.passed
      return state
    },
  },
  {
    name: 'a call whose handler is stuck',
    says: /Notes\/echo \(1\)\n.*handlers still run: test\.v1\.Notes\/echo \(1\)/,
    async prepare() {
      const state = await new ServerState().listen()
      void state.channel().client(Notes).echo.safe(note())
      await state.started.passed
      return state
    },
  },
  {
    name: 'a handler that outlives its call',
    says: /handlers still run: test\.v1\.Notes\/echo \(1\)/,
    async prepare() {
      const state = await new ServerState().listen()
      await failure(state.channel().client(Notes).echo(note(), { timeout: 30 }))
      await until(() => state.server.stats().handlers.overtime === 1)
      return state
    },
  },
  {
    name: 'a stream that does not care',
    says: /Streams\/down \(1\)/,
    async prepare() {
      const state = await new ServerState({
        async *down(request) {
          for (;;) {
            yield request
            await sleep(1)
          }
        },
      }).listen()
      const stream = state.channel().client(Streams).down(note())
      await stream.next()
      return state
    },
  },
  {
    name: 'a stream that ends when it hears of the drain',
    async prepare() {
      const state = await new ServerState({
        async *down(request, { draining }) {
          while (!draining.aborted) {
            yield request
            await sleep(1)
          }
        },
      }).listen()
      const stream = state.channel().client(Streams).down(note())
      await stream.next()
      void (async () => {
        for await (const _ of stream);
      })()
      return state
    },
  },
  {
    name: 'a one-way message under way',
    async prepare() {
      const state = await new ServerState().listen()
      await state.channel().client(Log).tell(note())
      await state.started.passed
      return state
    },
  },
  {
    name: 'a one-way message whose handler is stuck',
    says: /handlers still run: test\.v1\.Log\/tell \(1\)/,
    async prepare() {
      const state = await new ServerState().listen()
      await state.channel().client(Log).tell(note('stuck'))
      await state.started.passed
      return state
    },
  },
  {
    name: 'a one-way message whose handler is stuck and whose sender is gone',
    says: /handlers still run: test\.v1\.Log\/tell \(1\)/,
    async prepare() {
      const state = await new ServerState().listen()
      const proxy = own(await ChaosProxy.to(portOf(state.url)), (one) => one.close())
      await channelTo(proxy.url, { limits }).client(Log).tell(note('stuck'))
      await state.started.passed
      proxy.cut('reset')
      await until(() => state.server.stats().connections === 0)
      return state
    },
  },
  {
    name: 'a call to a peer that never answers it',
    says: /Device\/echo \(1\)/,
    async prepare() {
      const state = await new ServerState().listen()
      const asked = new Gate()
      const channel = state.channel()
      channel.add(
        Device,
        streamsHandlers({
          echo: () => {
            asked.open()
            return never()
          },
        }),
      )
      await channel.ready()
      const [peer] = state.server.peers
      if (peer === undefined) throw new Error('no peer')
      void failure(peer.client(Device).echo(note(), { timeout: '1m' }))
      await asked.passed
      return state
    },
  },
]

describe('server.close()', () => {
  for (const { name, says, prepare } of serverStates) {
    it(`with ${name}`, async () => {
      const { server, log, url } = await prepare()
      const closing = server.close()
      expect(server.close()).toBe(closing)
      await expectSoon(closing)
      expect(server.stats()).toMatchObject({ connections: 0, handshakes: 0 })
      if (says === undefined) expect(log.all).toEqual([])
      else expect(log.all.join('\n')).toMatch(says)
      if (url !== '') await expect(RawPeer.connect(portOf(url))).rejects.toThrow('ECONNREFUSED')
    })
  }

  it('on a Unix socket takes the file away', async () => {
    const path = join(tmpdir(), `trunkline-close-${process.pid}.sock`)
    const { server } = new ServerState()
    await server.listen(`unix:${path}`)
    expect(existsSync(path)).toBe(true)
    await expectSoon(server.close())
    expect(existsSync(path)).toBe(false)
  })

  it('while the last peer is cut off in the middle of the goodbye', async () => {
    const { server, url, started } = await new ServerState().listen()
    const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
    void channelTo(proxy.url, { limits }).client(Notes).echo.safe(note())
    await started.passed
    const closing = server.close()
    await sleep(20)
    proxy.cut('reset')
    await expectSoon(closing)
  })
})

async function serving(handlers: Partial<StreamsHandlers> = {}) {
  const state = new ServerState(handlers)
  own(state.server, (one) => one.close())
  return state.listen()
}

function resolverWhoseNext(next: () => Promise<never>) {
  return { name: 'test:resolver', watch: () => ({ [Symbol.asyncIterator]: () => ({ next }) }) }
}

/** Each returns a channel in the state. */
const channelStates = {
  'never dialled': async () => connect('tcp://127.0.0.1:1', { limits }),
  'to a peer that accepts and says nothing': async () => {
    const silent = own(await RawServer.listen(), (one) => one.close())
    const channel = connect(silent.url, { limits })
    void channel.client(Notes).echo.safe(note())
    await until(() => silent.peers.length === 1)
    return channel
  },
  'to a peer that stops in the middle of its WELCOME': async () => {
    const half = own(
      await RawServer.listen((peer) => peer.write(welcome().slice(0, prefaceBytes.length + 3))),
      (one) => one.close(),
    )
    const channel = connect(half.url, { limits })
    void channel.ready().catch(() => {})
    await until(() => half.peers.length === 1)
    return channel
  },
  'between attempts to reach a peer that hangs up': async () => {
    let greeted = 0
    const fickle = own(
      await RawServer.listen((peer) => {
        greeted++
        peer.write(welcome({ maxCalls: 0 }))
        setTimeout(() => peer.socket.end(), 1)
      }),
      (one) => one.close(),
    )
    const channel = connect(fickle.url, { limits, retry: false, logger: new Lines() })
    void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await until(() => greeted >= 3)
    await sleep(5)
    return channel
  },
  'after a dial that failed': async () => {
    const channel = connect('tcp://127.0.0.1:1', { limits, retry: false })
    await channel.ready().catch(() => {})
    return channel
  },
  'ready and idle': async () => {
    const channel = connect((await serving()).url, { limits })
    await channel.ready()
    return channel
  },
  'with a call that finishes': async () => {
    const state = await serving()
    const channel = connect(state.url, { limits })
    void channel.client(Notes).quick.safe(note())
    await state.started.passed
    return channel
  },
  'with a call that never ends': async () => {
    const state = await serving()
    const channel = connect(state.url, { limits, logger: new Lines() })
    void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await state.started.passed
    return channel
  },
  'with calls that wait for room': async () => {
    const state = await serving()
    const channel = connect(state.url, { limits, logger: new Lines() })
    for (let i = 0; i < 1_100; i++) void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await state.started.passed
    return channel
  },
  'with a stream that nobody reads': async () => {
    const state = await serving({
      async *down(request) {
        for (;;) yield request
      },
    })
    const channel = connect(state.url, { limits, logger: new Lines() })
    await channel.client(Streams).down(note()).next()
    return channel
  },
  'with a served stream that hears of the drain': async () => {
    const state = await serving()
    const channel = connect(state.url, { limits })
    channel.add(
      Device,
      streamsHandlers({
        async *down(request, { draining }) {
          while (!draining.aborted) {
            yield request
            await sleep(1)
          }
        },
      }),
    )
    await channel.ready()
    const [peer] = state.server.peers
    if (peer === undefined) throw new Error('no peer')
    const stream = peer.client(Device).down(note())
    await stream.next()
    void (async () => {
      for await (const _ of stream);
    })().catch(() => {})
    return channel
  },
  'with a served call whose handler is stuck': async () => {
    const state = await serving()
    const asked = new Gate()
    const channel = connect(state.url, { limits, logger: new Lines() })
    channel.add(
      Device,
      streamsHandlers({
        echo: () => {
          asked.open()
          return never()
        },
      }),
    )
    await channel.ready()
    const [peer] = state.server.peers
    void peer?.client(Device).echo.safe(note(), { timeout: '1m' })
    await asked.passed
    return channel
  },
  'of which one endpoint is ready and one refuses': async () => {
    const channel = connect([(await serving()).url, 'tcp://127.0.0.1:1'], {
      limits,
      logger: new Lines(),
    })
    await channel.ready()
    await until(() => channel.stats().endpoints.some(({ failedDials }) => failedDials > 0))
    return channel
  },
  'with three connections to each of two endpoints, and calls on all of them': async () => {
    const servers = await Promise.all([serving(), serving()])
    const channel = connect(
      servers.map(({ url }) => url),
      { limits, logger: new Lines(), connections: 3 },
    )
    await channel.ready()
    await until(() => channel.stats().connections === 6)
    for (let i = 0; i < 50; i++) void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await until(() => channel.stats().inFlight === 50)
    return channel
  },
  'whose resolver never says anything': async () => {
    const channel = connect(resolverWhoseNext(never), { limits, logger: new Lines() })
    void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await sleep(5)
    return channel
  },
  'whose resolver fails': async () => {
    const failing = resolverWhoseNext(() => Promise.reject(new Error('no names today')))
    const channel = connect(failing, { limits, logger: new Lines() })
    void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await sleep(5)
    return channel
  },
  'whose server is leaving, with a call that goes on': async () => {
    const state = await serving()
    const channel = connect(state.url, { limits, logger: new Lines() })
    void channel.client(Notes).echo.safe(note(), { timeout: '1m' })
    await state.started.passed
    void state.server.close()
    await sleep(20)
    return channel
  },
  'whose network has been swallowed': async () => {
    const proxy = own(await ChaosProxy.to(portOf((await serving()).url)), (one) => one.close())
    const channel = connect(proxy.url, { limits, logger: new Lines() })
    await channel.ready()
    proxy.swallow()
    return channel
  },
}

describe('channel.close()', () => {
  for (const [name, prepare] of Object.entries(channelStates)) {
    it(name, async () => {
      const channel = await prepare()
      const closing = channel.close()
      expect(channel.close()).toBe(closing)
      await expectSoon(closing)
      expect(channel.stats()).toMatchObject({ connections: 0, inFlight: 0, waiting: 0 })
      await expect(channel.ready()).rejects.toThrow('closed')
    })
  }
})
