/** Further attempts where there are several servers: who gets them, and what the error says of each. */

import { describe, expect, it } from 'vitest'
import {
  type ChannelOptions,
  createServer,
  RpcError,
  type ServerCall,
} from '../../runtime/index.js'
import { Echo, type EchoHandlers } from '../bench/gen/echo.js'
import { end, kind, status, welcome } from '../support/frames.js'
import { Notes, note, notesHandlers, offeredNotes } from '../support/note-service.js'
import { RawServer } from '../support/raw-peer.js'
import { failure, Lines, until, useRigs } from '../support/rig.js'

const rigs = useRigs()

const unused = () => {
  throw new Error('not called')
}

async function serveEcho(echo: EchoHandlers['echo']): Promise<string> {
  const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
  const others = { payload: unused, record: unused, down: unused, up: unused, both: unused }
  server.add(Echo, { echo, ...others })
  return server.listen('tcp://127.0.0.1:0')
}

/** A channel whose calls take the servers in turn, connected to all of them. */
async function channelToAll(urls: readonly string[], options: ChannelOptions = {}) {
  const channel = rigs.channelTo(urls, {
    balance: 'roundRobin',
    retry: { attempts: 3, delay: 1 },
    // Servers that are written by hand do not take part in a goodbye.
    limits: { drainTimeoutMs: 100, lingerMs: 10 },
    ...options,
  })
  await channel.ready()
  await until(() => channel.stats().endpoints.every(({ ready }) => ready), 'all connections')
  return channel
}

/** Answers every call of Notes with this status, and counts them. */
async function answering(code: number, outcome: number) {
  let calls = 0
  const server = rigs.own(
    await RawServer.listen((peer) => {
      let seen = 0
      peer.write(welcome({ methods: offeredNotes }))
      peer.socket.on('data', () => {
        const opened = peer.frames.filter((one) => one.kind === kind.open)
        for (; seen < opened.length; seen++) {
          calls++
          peer.write(end(opened[seen]?.id ?? 0, status(code, 'not me', outcome)))
        }
      })
    }),
    (it) => it.close(),
  )
  return { url: server.url, count: () => calls }
}

async function serveNotes(): Promise<string> {
  const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
  server.add(Notes, notesHandlers({ echo: (request) => ({ ...request, text: 'here' }) }))
  return server.listen('tcp://127.0.0.1:0')
}

describe('a call that one server of several fails', () => {
  it('is tried on another, whatever the balance, and never twice on the one that failed it', async () => {
    for (const balance of ['roundRobin', 'p2c', 'leastPending'] as const) {
      const attemptsAtBad: number[] = []
      const bad = await serveEcho((_request, call) => {
        attemptsAtBad.push(call.attempt)
        throw new RpcError('UNAVAILABLE', 'not me')
      })
      const good = await serveEcho(() => ({ text: 'good' }))
      const client = (await channelToAll([bad, good], { balance })).client(Echo)
      for (let i = 0; i < 4; i++) expect(await client.echo({ text: 'a' })).toEqual({ text: 'good' })
      expect(new Set(attemptsAtBad)).toEqual(new Set([1]))
    }
  })

  it('goes elsewhere at once where it was refused, also when its method may not run twice', async () => {
    // 14 is UNAVAILABLE, and the outcome 1 is refused.
    const bad = await answering(14, 1)
    const channel = await channelToAll([bad.url, await serveNotes()], {
      retry: { attempts: 2, delay: '50s', maxDelay: '50s' },
    })
    const before = performance.now()
    for (let i = 0; i < 4; i++) expect((await channel.client(Notes).echo(note())).text).toBe('here')
    // A wait would be 25 s on average.
    expect(performance.now() - before).toBeLessThan(5_000)
    expect(bad.count()).toBeGreaterThan(0)
  })

  it('is final where its handler may have run and must not run twice', async () => {
    // The outcome 0 is unknown.
    const bad = await answering(14, 0)
    const channel = await channelToAll([bad.url, await serveNotes()])
    const results = []
    for (let i = 0; i < 4; i++) results.push(await channel.client(Notes).echo.safe(note()))
    const failed = results.filter(({ ok }) => !ok)
    expect(failed).toHaveLength(bad.count())
    expect(failed[0]).toMatchObject({ error: { outcome: 'unknown', attempts: [{ number: 1 }] } })
  })

  it('that all fail comes back to one of them, and its error says what each of them did', async () => {
    const [first, second] = [
      await serveEcho(() => {
        throw new RpcError('UNAVAILABLE', 'first')
      }),
      await serveEcho(() => {
        throw new RpcError('UNAVAILABLE', 'second')
      }),
    ]
    const client = (await channelToAll([first, second])).client(Echo)
    const error = await failure(client.echo({ text: 'a' }))
    expect(
      error.attempts
        .map(({ endpoint }) => endpoint)
        .slice(0, 2)
        .sort(),
    ).toEqual([first, second].sort())
    expect(error.attempts).toHaveLength(3)
    for (const { endpoint, message } of error.attempts)
      expect(message).toContain(endpoint === first ? 'first' : 'second')
  })

  it('of which none can be reached lists them all, with the last error of each', async () => {
    const gone = await Promise.all([RawServer.listen(), RawServer.listen()])
    const urls = gone.map(({ url }) => url)
    for (const server of gone) await server.close()
    const client = rigs
      .channelTo(urls, { waitForReady: false, retry: { attempts: 3, delay: 1 } })
      .client(Echo)
    const error = await failure(client.echo({ text: 'a' }))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.endpoints.map(({ url }) => url).sort()).toEqual([...urls].sort())
    for (const { attempts, lastError } of error.endpoints) {
      expect(attempts).toBeGreaterThanOrEqual(1)
      expect(lastError).toContain('ECONNREFUSED')
    }
  })
})

describe('a hedged call', () => {
  /** Answers when the caller has given up. */
  const slow = (stopped: { count: number }) => async (_request: unknown, call: ServerCall) => {
    await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
    stopped.count++
    return { text: 'slow' }
  }

  it('goes to another server, whose answer counts; the slow one is told to stop', async () => {
    const stopped = { count: 0 }
    const attemptsAtSlow: number[] = []
    const bad = await serveEcho((request, call) => {
      attemptsAtSlow.push(call.attempt)
      return slow(stopped)(request, call)
    })
    const good = await serveEcho(() => ({ text: 'quick' }))
    const client = (await channelToAll([bad, good], { hedge: { after: 10 } })).client(Echo)
    for (let i = 0; i < 6; i++) expect(await client.echo({ text: 'a' })).toEqual({ text: 'quick' })
    expect(new Set(attemptsAtSlow)).toEqual(new Set([1]))
    await until(() => stopped.count === attemptsAtSlow.length, 'the end of the slow handlers')
  })

  it('asks a third when two are slow', async () => {
    const stopped = { count: 0 }
    const [a, b] = [await serveEcho(slow(stopped)), await serveEcho(slow(stopped))]
    const good = await serveEcho((_request, call) => ({ text: `attempt ${call.attempt}` }))
    const hedge = { after: 10, attempts: 3 }
    const client = (await channelToAll([a, b, good], { hedge })).client(Echo)
    const answers = []
    for (let i = 0; i < 3; i++) answers.push((await client.echo({ text: 'a' })).text)
    expect(answers).toContain('attempt 3')
    await until(() => stopped.count > 0, 'the end of the slow handlers')
  })
})
