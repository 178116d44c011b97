import { describe, expect, it } from 'vitest'
import { RpcError, type ServerCall } from '../../runtime/index.js'
import {
  frame,
  hello,
  kind,
  LAST,
  parseFields,
  TIMEOUT,
  varint,
  welcome,
} from '../support/frames.js'
import { encodedNote, Notes, note, offeredNotes, quickTimeoutMs } from '../support/note-service.js'
import { RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, Gate, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

/** Late by no more than this on a busy machine. */
const patienceMs = 1_500

describe('a deadline', () => {
  it('is ten seconds for a call that names none, and the handler can see it', async () => {
    const { client } = await start({
      handlers: { echo: (_request, call) => note('', Math.round(call.timeLeft())) },
    })
    const { number } = await client.echo(note())
    expect(number).toBeGreaterThan(9_000)
    expect(number).toBeLessThanOrEqual(10_000)
  })

  it("is the call's own, else the method's, else the channel's", async () => {
    const left = (_request: unknown, call: ServerCall) => note('', Math.ceil(call.timeLeft()))
    const { client } = await start({
      handlers: { echo: left, quick: left },
      channel: { timeout: '5s' },
    })
    const within = (ms: number) => [ms - patienceMs, ms]
    for (const [call, ms] of [
      [() => client.echo(note()), 5_000],
      [() => client.echo(note(), { timeout: 7_000 }), 7_000],
      [() => client.echo(note(), { timeout: '1m' }), 60_000],
      [() => client.quick(note(), { timeout: '30s' }), 30_000],
    ] as const) {
      const [low = 0, high = 0] = within(ms)
      const { number } = await call()
      expect(number).toBeGreaterThan(low)
      expect(number).toBeLessThanOrEqual(high)
    }
    expect((await client.quick(note())).number).toBeLessThanOrEqual(quickTimeoutMs)
  })

  it('that passes ends the call, on time and not before, and says where the time went', async () => {
    const gate = new Gate()
    const { client } = await start({
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    await client.limited(note())
    const before = performance.now()
    const error = await failure(client.echo(note(), { timeout: 100 }))
    const took = performance.now() - before
    expect(took).toBeGreaterThanOrEqual(100)
    expect(took).toBeLessThan(100 + patienceMs)
    expect(error).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      outcome: 'unknown',
      method: 'test.v1.Notes/echo',
    })
    expect(error.message).toMatch(/no answer within 100 ms/)
    expect(error.timing?.totalMs).toBeGreaterThanOrEqual(100)
    expect(error.timing?.waitingMs).toBeGreaterThan(90)
    expect(error.message).toMatch(/nothing came back from the peer\)$/)
    expect(error.hint).toContain('may have run')
    gate.open()
  })

  it('that passes while this process is busy with itself says so', async () => {
    const gate = new Gate()
    const { client } = await start({
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    const call = failure(client.echo(note(), { timeout: 200 }))
    await new Promise((resolve) => setTimeout(resolve, 30))
    const end = performance.now() + 400
    while (performance.now() < end);
    const error = await call
    expect(error.code).toBe('DEADLINE_EXCEEDED')
    expect(error.timing?.eventLoopMs).toBeGreaterThanOrEqual(350)
    expect(error.message).toMatch(/the event loop of this process stood still for \d{3,} ms/)
    expect(error.hint).toContain('find what keeps its event loop busy')
    gate.open()
  })

  it('that the peer noticed first says what it knows of its side', async () => {
    const gate = new Gate()
    const { client } = await start({
      server: { limits: { maxCallTimeoutMs: 50 } },
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    const error = await failure(client.echo(note(), { timeout: '20s' }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
    expect(error.timing?.peer?.servedMs).toBeGreaterThanOrEqual(50)
    expect(error.timing?.peer?.servedMs).toBeLessThanOrEqual(error.timing?.totalMs ?? 0)
    expect(error.message).toMatch(/the peer had the call for \d+ ms/)
    gate.open()
  })

  it('that a handler says it has missed is told as the peer’s', async () => {
    const { client } = await start({
      handlers: {
        echo: () => {
          throw new RpcError('DEADLINE_EXCEEDED', 'the database was too slow')
        },
      },
    })
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'executed' })
    expect(error.timing?.peer).toBeDefined()
  })

  it('aborts the signal of the handler, with the reason', async () => {
    const aborted = new Gate<unknown>()
    const { client } = await start({
      handlers: {
        quick: async (request, call) => {
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          aborted.open(call.signal.reason)
          return request
        },
      },
    })
    await failure(client.quick(note()))
    expect(await aborted.passed).toMatchObject({ message: expect.stringContaining('deadline') })
  })

  it('expires early on neither side', async () => {
    const handlerLate: number[] = []
    const { client } = await start({
      handlers: {
        echo: async (request, call) => {
          const { deadline } = call
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          handlerLate.push(performance.now() - deadline)
          return request
        },
      },
    })
    await client.limited(note())
    const calls = Array.from({ length: 200 }, async (_, i) => {
      const timeout = 20 + (i % 50)
      const before = performance.now()
      const error = await failure(client.echo(note(), { timeout }))
      expect(error.code).toBe('DEADLINE_EXCEEDED')
      return performance.now() - before - timeout
    })
    const late = await Promise.all(calls)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
    await until(() => handlerLate.length === 200)
    // A call that its client gave up first is aborted by that: a client's clock starts before the server's.
    expect(Math.min(...handlerLate)).toBeGreaterThan(-30)
  })

  it('that passes while the call waits for a connection says that nothing was sent', async () => {
    const silent = own(await RawServer.listen(), (server) => server.close())
    const channel = channelTo(silent.url)
    const error = await failure(channel.client(Notes).echo(note(), { timeout: 400 }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'not-sent' })
    expect(error.timing?.connectingMs).toBeGreaterThanOrEqual(400)
    expect(error.hint).toContain('no server could be used')
  })

  it('that passes while the call waits for a slot, after it waited for the connection, tells the two apart', async () => {
    const { client } = await start({
      server: { limits: { maxCallsPerConnection: 1, drainTimeoutMs: 100 } },
      handlers: { echo: () => new Promise(() => {}) },
    })
    const first = failure(client.echo(note(), { timeout: 2_000 }))
    const { timing } = await failure(client.echo(note(), { timeout: 1_500 }))
    expect(timing?.queuedMs).toBeGreaterThan(timing?.connectingMs ?? 0)
    await first
  })

  it('that passes while the call waits for a slot says that nothing was sent', async () => {
    const gate = new Gate()
    const { client } = await start({
      server: { limits: { maxCallsPerConnection: 1 } },
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    await client.limited(note())
    const running = client.echo(note())
    const error = await failure(client.limited(note(), { timeout: 40 }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'not-sent' })
    expect(error.timing?.queuedMs).toBeGreaterThanOrEqual(39)
    gate.open()
    await running
  })

  it('travels as the time that is left, and only when it is not the usual one', async () => {
    const welcomed = own(
      await RawServer.listen((peer) =>
        peer.socket.once('data', () => peer.write(welcome({ methods: offeredNotes }))),
      ),
      (server) => server.close(),
    )
    const channel = channelTo(welcomed.url)
    const client = channel.client(Notes)
    const calls = [client.echo(note(), { timeout: 60 })]
    await until(() => (welcomed.peers[0]?.frames.length ?? 0) >= 2)
    calls.push(client.echo(note(), { timeout: 80 }), client.echo(note(), { timeout: 10_000 }))
    await until(() => (welcomed.peers[0]?.frames.length ?? 0) >= 4)
    const [greeting, waited, direct, usual] = welcomed.peers[0]?.frames ?? []
    expect(parseFields(greeting?.body ?? new Uint8Array(0)).get(7)).toBe(10_000)
    expect([waited?.flags, waited?.body[0]]).toEqual([LAST | TIMEOUT, 1])
    expect(waited?.body[1]).toBeLessThanOrEqual(60)
    expect([direct?.flags, direct?.body[1]]).toEqual([LAST | TIMEOUT, 80])
    expect(usual?.flags).toBe(LAST)
    welcomed.peers[0]?.destroy()
    for (const call of calls) await failure(call)
  })

  it('of a peer is enforced by the server itself, and the answer says so', async () => {
    const gate = new Gate()
    const { url } = await start({
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    const peer = own(await RawPeer.connect(portOf(url)), (one) => one.destroy())
    peer.write(
      hello(),
      frame(kind.open, LAST | TIMEOUT, 1, varint(1), varint(30), encodedNote('x')),
    )
    await until(() => peer.frames.some((one) => one.kind === kind.end))
    const [, answer] = peer.frames
    expect(parseFields(answer?.body ?? new Uint8Array(0)).get(1)).toBe(4)
    // Nobody knows how far the handler got: the outcome's number is 0, which is left out.
    expect(parseFields(answer?.body ?? new Uint8Array(0)).get(3)).toBeUndefined()
    gate.open()
  })

  it('longer than the server grants is shortened to what it grants', async () => {
    const { client } = await start({
      server: { limits: { maxCallTimeoutMs: 2_000 } },
      handlers: { echo: (_request, call) => note('', Math.ceil(call.timeLeft())) },
    })
    expect((await client.echo(note(), { timeout: '1h' })).number).toBeLessThanOrEqual(2_000)
  })

  for (const timeout of [0, -5, Number.NaN, 2 ** 31, '', '10', '5 s', 'soon']) {
    it(`of ${JSON.stringify(timeout)} is refused as an argument, and nothing is sent`, async () => {
      const { client } = await start()
      const error = await failure(client.echo(note(), { timeout }))
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
      expect(error.message).toContain('timeout')
    })
  }
})

describe('a call made inside a handler', () => {
  it('has no more time than the call it serves', async () => {
    const inner = await start({
      handlers: { echo: (_request, call) => note('', Math.ceil(call.timeLeft())) },
    })
    const outer = await start({
      handlers: { echo: (request, call) => inner.client.echo(request, { parent: call }) },
    })
    const { number } = await outer.client.echo(note(), { timeout: 2_000 })
    expect(number).toBeGreaterThan(0)
    expect(number).toBeLessThanOrEqual(2_000)
    const shorter = await start({
      handlers: {
        echo: (request, call) => inner.client.echo(request, { parent: call, timeout: 700 }),
      },
    })
    expect((await shorter.client.echo(note())).number).toBeLessThanOrEqual(700)
  })

  it('sees less of it at every hop', async () => {
    const seen: number[] = []
    const last = await start({
      handlers: {
        echo: (request, call) => {
          seen.push(call.timeLeft())
          return request
        },
      },
    })
    let next = last.client
    for (let hop = 0; hop < 3; hop++) {
      const target = next
      const { client } = await start({
        handlers: {
          echo: (request, call) => {
            seen.push(call.timeLeft())
            return target.echo(request, { parent: call })
          },
        },
      })
      next = client
    }
    await next.echo(note(), { timeout: 3_000 })
    expect(seen).toHaveLength(4)
    // Travelling in whole milliseconds, rounded up, a hop may show up to one more.
    for (const [i, left] of seen.entries())
      expect(left).toBeLessThanOrEqual((seen[i - 1] ?? 3_000) + 1)
  })

  it('is cancelled with the call it serves', async () => {
    const aborted = new Gate()
    const inner = await start({
      handlers: {
        echo: async (request, call) => {
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          aborted.open()
          return request
        },
      },
    })
    const started = new Gate()
    const outer = await start({
      handlers: {
        echo: (request, call) => {
          started.open()
          return inner.client.echo(request, { parent: call })
        },
      },
    })
    const controller = new AbortController()
    const call = outer.client.echo(note(), { signal: controller.signal })
    await started.passed
    await inner.client.limited(note())
    controller.abort()
    expect(await failure(call)).toMatchObject({ code: 'CANCELLED' })
    await aborted.passed
  })

  it('after the time of the call it serves is up is not sent', async () => {
    const inner = await start()
    const late = new Gate<unknown>()
    const outer = await start({
      handlers: {
        echo: async (request, call) => {
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          late.open(await failure(inner.client.echo(request, { parent: call })))
          return request
        },
      },
    })
    await failure(outer.client.echo(note(), { timeout: 30 }))
    expect(await late.passed).toMatchObject({ outcome: 'not-sent' })
    expect(inner.server.peers.size).toBe(0)
  })
})
