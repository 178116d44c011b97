import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { connect, createServer } from '../../runtime/index.js'
import { hello, welcome } from '../support/frames.js'
import { Notes, note, noteOfBytes, notesHandlers } from '../support/note-service.js'
import { RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()
const logger = new Lines()

describe('channel.close()', () => {
  it('of a channel that was never used resolves', async () => {
    await connect('tcp://127.0.0.1:1').close()
  })

  it('twice, and after `await using`, is one end', async () => {
    const { channel, client } = await start()
    await client.echo(note())
    const first = channel.close()
    expect(channel.close()).toBe(first)
    await first
    await channel[Symbol.asyncDispose]()
  })

  it('lets calls in flight finish', async () => {
    const gate = new Gate()
    const started = new Gate()
    const { channel, client } = await start({
      handlers: {
        echo: (request) => {
          started.open()
          return gate.passed.then(() => request)
        },
      },
    })
    const call = client.echo(note('x'))
    await started.passed
    const closing = channel.close()
    const late = await failure(client.echo(note()))
    expect(late).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(late.message).toContain('the channel is closed')
    gate.open()
    expect(await call).toEqual(note('x'))
    await closing
  })

  it('while it connects ends the calls that wait, as not sent', async () => {
    const silent = own(await RawServer.listen(), (one) => one.close())
    const channel = channelTo(silent.url)
    const call = failure(channel.client(Notes).echo(note()))
    await until(() => silent.peers.length === 1)
    await channel.close()
    expect(await call).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
  })

  it('in the tick of the first call resolves', async () => {
    const { url } = await start()
    const channel = channelTo(url)
    const call = failure(channel.client(Notes).echo(note()))
    await channel.close()
    expect(await call).toMatchObject({ outcome: 'not-sent' })
  })

  it('after the connection was lost resolves', async () => {
    const server = own(createServer({ logger }), (one) => one.close())
    server.add(Notes, notesHandlers())
    const channel = channelTo(await server.listen('tcp://127.0.0.1:0'))
    await channel.client(Notes).echo(note())
    await server.close()
    await channel.close()
    expect(await failure(channel.client(Notes).echo(note()))).toMatchObject({ outcome: 'not-sent' })
  })

  it('after a dial that failed resolves', async () => {
    const server = await RawServer.listen()
    const channel = channelTo(server.url)
    await server.close()
    await failure(channel.client(Notes).echo(note()))
    await channel.close()
  })

  it('gives up on calls that do not end, after drainTimeoutMs', async () => {
    const gate = new Gate()
    const started = new Gate()
    const { channel, client } = await start({
      channel: { limits: { drainTimeoutMs: 60 } },
      handlers: {
        echo: (request) => {
          started.open()
          return gate.passed.then(() => request)
        },
      },
    })
    const call = failure(client.echo(note()))
    await started.passed
    const before = performance.now()
    await channel.close()
    expect(performance.now() - before).toBeLessThan(3_000)
    expect(await call).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
    gate.open()
  })

  it('does not hang on a server that never answers the goodbye', async () => {
    const rude = own(
      await RawServer.listen((peer) => peer.socket.once('data', () => peer.write(welcome()))),
      (one) => one.close(),
    )
    const channel = channelTo(rude.url, { limits: { drainTimeoutMs: 60, lingerMs: 60 } })
    await channel.ready()
    const before = performance.now()
    await channel.close()
    expect(performance.now() - before).toBeLessThan(3_000)
  })
})

describe('server.close()', () => {
  it('of a server that never listened resolves, twice', async () => {
    const server = createServer()
    const first = server.close()
    expect(server.close()).toBe(first)
    await first
    await expect(server.listen('tcp://127.0.0.1:0')).rejects.toThrow('the server is closed')
  })

  it('loses no call that it accepted, and refuses none that was sent in good faith', async () => {
    const { client, server } = await start({
      handlers: {
        echo: async (request) => {
          await new Promise((resolve) => setTimeout(resolve, 5))
          return request
        },
      },
    })
    await client.echo(note())
    const outcomes: string[] = []
    let closing: Promise<void> | undefined
    for (let round = 0; round < 60; round++) {
      for (let i = 0; i < 20; i++) {
        void client.echo
          .safe(note('', i))
          .then((result) => outcomes.push(result.ok ? 'ok' : result.error.outcome))
      }
      if (round === 20) closing = server.close()
      await new Promise(setImmediate)
    }
    await closing
    await until(() => outcomes.length === 60 * 20)
    expect(outcomes.filter((outcome) => outcome === 'ok').length).toBeGreaterThanOrEqual(20 * 20)
    // The rest came after the goodbye and was never sent: the listener is gone.
    expect(outcomes.filter((outcome) => outcome === 'unknown' || outcome === 'refused')).toEqual([])
  })

  it('tells clients before it goes: the next call dials elsewhere or fails as not sent', async () => {
    const { client, server } = await start()
    await client.echo(note())
    await server.close()
    expect(await failure(client.echo(note()))).toMatchObject({
      code: 'UNAVAILABLE',
      outcome: 'not-sent',
    })
  })

  it('waits for a large answer to leave', async () => {
    const started = new Gate()
    const { client, server } = await start({
      handlers: {
        echo: () => {
          started.open()
          return noteOfBytes(4_000_000)
        },
      },
    })
    const call = client.echo(note())
    await started.passed
    const closing = server.close()
    expect((await call).data.length).toBeGreaterThan(3_900_000)
    await closing
  })

  it('gives up on handlers that do not end, after drainTimeoutMs, and aborts them', async () => {
    const aborted = new Gate()
    const started = new Gate()
    const { client, server, log } = await start({
      server: { limits: { drainTimeoutMs: 60 } },
      handlers: {
        echo: async (request, call) => {
          started.open()
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          aborted.open()
          return request
        },
      },
    })
    const call = failure(client.echo(note()))
    await started.passed
    const before = performance.now()
    await server.close()
    expect(performance.now() - before).toBeLessThan(3_000)
    await aborted.passed
    const error = await call
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
    expect(error.message).toContain('the connection was lost')
    // What held it up is named.
    expect(log.all.join()).toContain('60 ms after the goodbye: test.v1.Notes/echo (1)')
  })

  it('does not wait for strangers whose handshake is not done', async () => {
    const { server, url } = await start()
    const strangers = await Promise.all([1, 2, 3].map(() => RawPeer.connect(portOf(url))))
    for (const stranger of strangers) own(stranger, (one) => one.destroy())
    strangers[0]?.write(hello().slice(0, 20))
    await new Promise(setImmediate)
    const before = performance.now()
    await server.close()
    expect(performance.now() - before).toBeLessThan(2_000)
    await until(() => strangers.every(({ closed, ended }) => closed || ended))
  })

  it('while it begins to listen leaves no listener behind', async () => {
    const server = createServer({ logger })
    const listening = server.listen('tcp://127.0.0.1:0').catch((error: Error) => error)
    await server.close()
    const result = await listening
    if (typeof result === 'string') {
      // Whoever got an address out of a closed server must not reach anything there.
      await expect(RawPeer.connect(portOf(result))).rejects.toThrow(/ECONNREFUSED/)
    } else expect(result.message).toContain('closed')
  })

  it('of both ends at once resolves on both', async () => {
    const { client, server, channel } = await start()
    const calls = Array.from({ length: 50 }, (_, i) => client.echo(note('', i)))
    await client.echo(note())
    await Promise.all([server.close(), channel.close()])
    expect((await Promise.all(calls)).length).toBe(50)
  })
})

/** Runs a program with these imports; resolves to its exit code and how long it ran. */
async function run(program: string): Promise<{ code: unknown; ms: number }> {
  const code = `
    import { connect, createServer } from './runtime/index.ts'
    import { Notes, note, notesHandlers } from './test/support/note-service.ts'
    const logger = { debug() {}, info() {}, warn() {}, error() {} }
    ${program}`
  const before = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: 'inherit',
    cwd: new URL('../..', import.meta.url),
  })
  own(child, (one) => one.kill('SIGKILL'))
  const [exit] = await once(child, 'exit')
  return { code: exit, ms: performance.now() - before }
}

describe('a process', () => {
  it('whose server and channels are closed ends by itself', async () => {
    const { code } = await run(`
      const server = createServer()
      server.add(Notes, notesHandlers())
      const channel = connect(await server.listen('tcp://127.0.0.1:0'))
      await channel.client(Notes).echo(note('x'))
      await channel.close()
      await server.close()
    `)
    expect(code).toBe(0)
  })

  it('lives while a call or ready() waits for a server that is not there, and no longer', async () => {
    // An await that nothing keeps alive ends a program with code 13.
    const { code, ms } = await run(`
      const channel = connect('tcp://127.0.0.1:1', { logger, limits: { connectTimeoutMs: 700 } })
      const failed = await channel.client(Notes).echo(note('x'), { timeout: 700 }).catch(({ code }) => code)
      const away = await channel.ready().catch(({ code }) => code)
      if (failed !== 'DEADLINE_EXCEEDED' || away !== 'UNAVAILABLE') process.exit(1)
    `)
    expect(code).toBe(0)
    expect(ms).toBeLessThan(20_000)
  })

  it('lives while a call that waited for room waits for another connection', async () => {
    const { code } = await run(`
      const server = createServer({ logger, limits: { maxCallsPerConnection: 1, drainTimeoutMs: 10 } })
      server.add(Notes, notesHandlers({ echo: () => new Promise(() => {}) }))
      const channel = connect(await server.listen('tcp://127.0.0.1:0'), { logger, retry: false })
      const { echo } = channel.client(Notes)
      const lost = echo(note('x')).catch(({ code }) => code)
      const waiting = echo(note('x'), { timeout: 1_500 }).catch(({ code }) => code)
      await channel.ready()
      await server.close()
      if (await lost !== 'UNAVAILABLE' || await waiting !== 'DEADLINE_EXCEEDED') process.exit(1)
    `)
    expect(code).toBe(0)
  })
})
