import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { RpcError } from '../../runtime/index.js'
import { ChaosProxy } from '../support/chaos-proxy.js'
import { welcome } from '../support/frames.js'
import { Notes, note, noteOfBytes, offeredNotes } from '../support/note-service.js'
import { startNotesProgram } from '../support/notes-program.js'
import { RawServer } from '../support/raw-peer.js'
import { failure, Gate, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

const startProcess = (url?: string) => startNotesProgram(own, url)

describe('when the server is killed', () => {
  it('all calls in flight settle in the same tick, unknown, and those that wait were not sent', async () => {
    const { child, url } = await startProcess()
    const client = channelTo(url, { limits: { maxQueuedCalls: 5_000 } }).client(Notes)
    await client.limited(note())
    const errors: RpcError[] = []
    const ticks: number[] = []
    let tick = 0
    const count = setInterval(() => tick++, 0)
    const calls = Array.from({ length: 1_500 }, () =>
      failure(client.echo(note())).then((error) => {
        errors.push(error)
        ticks.push(tick)
      }),
    )
    // 1,024 have slots; the rest waits in this process.
    await client.limited.safe(note(), { timeout: 50 })
    child.kill('SIGKILL')
    await once(child, 'exit')
    await until(() => errors.length > 0, 'the loss')
    await Promise.resolve()
    clearInterval(count)
    const lost = errors.filter(({ outcome }) => outcome === 'unknown')
    expect(lost.length).toBe(1_024)
    expect(new Set(ticks.slice(0, 1_024)).size).toBe(1)
    for (const error of lost) expect(error).toMatchObject({ code: 'UNAVAILABLE', endpoint: url })
    expect(lost[0]?.hint).toContain('may have run')
    await Promise.all(calls)
    const waited = errors.filter(({ outcome }) => outcome === 'not-sent')
    expect(waited.length).toBe(1_500 - 1_024)
    expect(waited[0]).toMatchObject({ code: 'UNAVAILABLE' })
    expect(waited[0]?.message).toContain('cannot connect')
  })

  it('the next call dials again, and finds it when it is back', async () => {
    const { child, url } = await startProcess()
    const client = channelTo(url).client(Notes)
    await client.limited(note())
    child.kill('SIGKILL')
    await once(child, 'exit')
    let refused: RpcError | undefined
    while (refused === undefined || refused.outcome !== 'not-sent')
      refused = await failure(client.limited(note()))
    expect(refused).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(refused.message).toContain('ECONNREFUSED')
    expect(refused.hint).toContain('nothing listens there')
    await startProcess(url)
    expect(await client.limited(note('back'), { waitForReady: true })).toEqual(note('back'))
  })

  it('politely, with SIGTERM, no call that it accepted is lost', async () => {
    const { child, url } = await startProcess()
    const client = channelTo(url).client(Notes)
    await client.limited(note())
    const results = Array.from({ length: 200 }, (_, i) => client.limited.safe(note('', i)))
    child.kill('SIGTERM')
    const more = Array.from({ length: 200 }, (_, i) => client.limited.safe(note('', i)))
    const exit = once(child, 'exit')
    for (const result of await Promise.all([...results, ...more])) {
      // Served, or provably not: an outcome of `unknown` would be a call that the goodbye lost.
      if (!result.ok) expect(['not-sent', 'refused']).toContain(result.error.outcome)
    }
    expect((await exit)[0]).toBe(0)
  })
})

describe('when the network cuts a connection', () => {
  for (const how of ['fin', 'reset'] as const) {
    it(`by ${how}, calls end as unknown and the next call uses a new connection`, async () => {
      const gate = new Gate()
      const started = new Gate()
      const { url } = await start({
        handlers: {
          echo: (request) => {
            started.open()
            return gate.passed.then(() => request)
          },
        },
      })
      const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
      const client = channelTo(proxy.url).client(Notes)
      const call = client.echo(note())
      await started.passed
      proxy.cut(how)
      expect(await failure(call)).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
      expect(await client.limited(note('again'))).toEqual(note('again'))
      gate.open()
    })
  }

  it('the handler hears of it', async () => {
    const started = new Gate()
    const aborted = new Gate<unknown>()
    const { url } = await start({
      handlers: {
        echo: async (request, call) => {
          started.open()
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          aborted.open(call.signal.reason)
          return request
        },
      },
    })
    const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
    const call = failure(channelTo(proxy.url).client(Notes).echo(note()))
    await started.passed
    proxy.cut('reset')
    await call
    expect(await aborted.passed).toMatchObject({ message: expect.stringContaining('lost') })
  })

  it('silently, a PING finds out', async () => {
    const gate = new Gate()
    const started = new Gate()
    const { url } = await start({
      handlers: {
        echo: (request) => {
          started.open()
          return gate.passed.then(() => request)
        },
      },
    })
    const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
    proxy.chaos = { cutAfter: { direction: 'toServer', bytes: 400, how: 'silence' } }
    const client = channelTo(proxy.url, {
      limits: { keepaliveIdleMs: 60, keepaliveTimeoutMs: 60 },
    }).client(Notes)
    const first = failure(client.echo(note('x'.repeat(100))))
    await started.passed
    const second = failure(client.echo(note('x'.repeat(1_000))))
    for (const error of [await first, await second]) {
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
      expect(error.message).toContain('answered no PING')
    }
    gate.open()
  })
})

describe('a network that slices', () => {
  for (const seed of [1, 2, 3]) {
    it(`carries calls of all sizes unharmed, seed ${seed}`, async () => {
      const { url } = await start()
      const proxy = own(await ChaosProxy.to(portOf(url), { seed, sliceBytes: 50 }), (one) =>
        one.close(),
      )
      const client = channelTo(proxy.url).client(Notes)
      const sizes = [2, 3, 100, 1_000, 16_384, 16_385, 60_000]
      const calls = Array.from({ length: 60 }, async (_, i) => {
        const message = noteOfBytes((sizes[i % sizes.length] ?? 2) + 1)
        message.data.fill(i)
        const answer = await client.echo(message)
        expect(Buffer.compare(answer.data, message.data)).toBe(0)
      })
      await Promise.all(calls)
    })
  }
})

describe('a server that cannot be reached', () => {
  it('fails the call that dialled and the calls that waited, as not sent', async () => {
    const server = await RawServer.listen()
    const { url } = server
    await server.close()
    const client = channelTo(url).client(Notes)
    const errors = await Promise.all([1, 2, 3].map(() => failure(client.echo(note()))))
    for (const error of errors)
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
  })

  it('under a name that does not exist says so', async () => {
    const error = await failure(
      channelTo('tcp://no-such-host.invalid:1').client(Notes).echo(note()),
    )
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.hint).toContain('host name')
  })

  it('because it accepts and stays silent is given up after connectTimeoutMs', async () => {
    const server = own(await RawServer.listen(), (one) => one.close())
    const client = channelTo(server.url, { limits: { connectTimeoutMs: 60 } }).client(Notes)
    const before = performance.now()
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toContain('handshake was not complete within 60 ms')
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  it('because it hangs up at once is not dialled for ever', async () => {
    const server = own(await RawServer.listen((peer) => peer.destroy()), (one) => one.close())
    const client = channelTo(server.url).client(Notes)
    expect(await failure(client.echo(note()))).toMatchObject({
      code: 'UNAVAILABLE',
      outcome: 'not-sent',
    })
    expect(server.peers.length).toBe(1)
  })

  // Known defect: calls that wait dial again at once, as often as the server hangs up; there is no pause yet.
  it('because it greets and then hangs up is not dialled in a storm', async () => {
    const server = own(
      await RawServer.listen((peer) => {
        peer.write(welcome({ maxCalls: 0, methods: offeredNotes }))
        setTimeout(() => peer.socket.end(), 1)
      }),
      (one) => one.close(),
    )
    const client = channelTo(server.url).client(Notes)
    await failure(client.echo(note(), { timeout: 300 }))
    // A pause between attempts, however short it begins, keeps this far from one dial per round trip.
    expect(server.peers.length).toBeLessThan(20)
  })
})
