/** What handlers and peers learn of a goodbye before it is over: `call.draining`, and calls back that come too late. */

import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { ServerCall } from '../../runtime/index.js'
import { connect, createServer } from '../../runtime/index.js'
import { Log } from '../support/log-service.js'
import { Notes, note } from '../support/note-service.js'
import { startNotesProgram } from '../support/notes-program.js'
import { failure, Gate, Lines, until, useRigs } from '../support/rig.js'
import {
  Device,
  Streams,
  type StreamsHandlers,
  streamsHandlers,
} from '../support/stream-service.js'

const { own, start: startNotes, channelTo } = useRigs()

async function start(handlers: Partial<StreamsHandlers>, limits = {}) {
  const log = new Lines()
  const server = own(createServer({ logger: log, limits }), (one) => one.close())
  server.add(Streams, streamsHandlers(handlers))
  const url = await server.listen('tcp://127.0.0.1:0')
  const channel = own(connect(url, { logger: log, limits, retry: false }), (one) => one.close())
  return { server, channel, client: channel.client(Streams), log, url }
}

/** A stream without an end, except that it ends when its connection does. */
async function* polite(number: number, { draining }: ServerCall) {
  const drained = new Promise((resolve) => draining.addEventListener('abort', resolve))
  yield note('first', number)
  await drained
  yield note('last', number)
}

describe('call.draining', () => {
  const ways = {
    'server.close()': ({ server }: Awaited<ReturnType<typeof start>>) => server.close(),
    'channel.close()': ({ channel }: Awaited<ReturnType<typeof start>>) => channel.close(),
  }
  for (const [name, close] of Object.entries(ways)) {
    it(`lets a stream without an end finish before ${name} cuts it off`, async () => {
      const rig = await start({ down: ({ number }, call) => polite(number, call) })
      const texts: string[] = []
      const stream = rig.client.down(note('', 7))
      for await (const { text } of stream) {
        texts.push(text)
        if (text === 'first') void close(rig)
      }
      expect(texts).toEqual(['first', 'last'])
      await close(rig)
      expect(rig.log.all).toEqual([])
    })
  }

  it('aborts when the connection reaches its age', async () => {
    const { client } = await start(
      { down: ({ number }, call) => polite(number, call) },
      { maxConnectionAgeMs: 50 },
    )
    const texts: string[] = []
    for await (const { text } of client.down(note())) texts.push(text)
    expect(texts).toEqual(['first', 'last'])
  })

  it('has aborted for a handler that looks late, and says why', async () => {
    const started = new Gate()
    const gate = new Gate()
    let draining: AbortSignal | undefined
    const { server, client } = await start({
      async echo(request, call) {
        started.open()
        await gate.passed
        draining = call.draining
        return request
      },
    })
    const call = client.echo(note('x'))
    await started.passed
    const closing = server.close()
    gate.open()
    expect(await call).toEqual(note('x'))
    await closing
    expect(draining?.aborted).toBe(true)
    expect(String(draining?.reason)).toContain('the server is shutting down')
  })

  it('stays quiet for a call that ended before, and is the same object each time', async () => {
    let first: AbortSignal | undefined
    const { server, client } = await start({
      echo(request, call) {
        first = call.draining
        expect(call.draining).toBe(first)
        return request
      },
    })
    await client.echo(note())
    await server.close()
    expect(first?.aborted).toBe(false)
  })

  it('reaches the handlers of one-way messages', async () => {
    const server = own(createServer({ logger: new Lines() }), (one) => one.close())
    const started = new Gate()
    let heard = false
    server.add(Log, {
      async tell(_, { draining }) {
        const drained = new Promise((resolve) => draining.addEventListener('abort', resolve))
        started.open()
        await drained
        heard = true
      },
    })
    const channel = own(connect(await server.listen('tcp://127.0.0.1:0')), (one) => one.close())
    await channel.client(Log).tell(note())
    await started.passed
    await server.close()
    expect(heard).toBe(true)
  })

  it('may close the server once more', async () => {
    const started = new Gate()
    const rig = await start({
      async echo(request, { draining }) {
        const drained = new Promise<void>((resolve) =>
          draining.addEventListener('abort', () => {
            void rig.server.close()
            resolve()
          }),
        )
        started.open()
        await drained
        return request
      },
    })
    const call = rig.client.echo(note('x'))
    await started.passed
    await rig.server.close()
    expect(await call).toEqual(note('x'))
  })
})

describe('a handler that calls its peer back during a goodbye', () => {
  it('is told at once that the call was not sent, and does not hold the goodbye up', async () => {
    const started = new Gate()
    const gate = new Gate()
    const { server, channel, client } = await start({
      async echo(request, call) {
        started.open()
        await gate.passed
        const error = await failure(call.peer.client(Device).echo(request, { timeout: '1m' }))
        return note(`${error.code} ${error.outcome}`)
      },
    })
    channel.add(Device, streamsHandlers())
    const call = client.echo(note())
    await started.passed
    const closing = server.close()
    gate.open()
    expect(await call).toEqual(note('UNAVAILABLE not-sent'))
    await closing
  })
})

describe('signals', () => {
  it('that a server is told of close it, once, and are let go', async () => {
    const before = process.listenerCount('SIGTERM')
    const gate = new Gate()
    const { server, client } = await startNotes({
      server: { signals: ['SIGTERM', 'SIGTERM'] },
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    expect(process.listenerCount('SIGTERM')).toBe(before + 1)
    const call = client.echo(note('x'))
    await until(() => server.stats().handlers.running === 1)
    process.emit('SIGTERM', 'SIGTERM')
    // A second one is not the server's any more.
    expect(process.listenerCount('SIGTERM')).toBe(before)
    await expect(server.listen('tcp://127.0.0.1:0')).rejects.toThrow('the server is closed')
    gate.open()
    expect(await call).toEqual(note('x'))
    await server.close()
  })

  it('are let go by close(), and not listened for before listen()', async () => {
    const before = process.listenerCount('SIGINT')
    const server = createServer({ signals: ['SIGINT'] })
    expect(process.listenerCount('SIGINT')).toBe(before)
    await server.listen('tcp://127.0.0.1:0')
    await server.listen('tcp://127.0.0.1:0')
    expect(process.listenerCount('SIGINT')).toBe(before + 1)
    await server.close()
    expect(process.listenerCount('SIGINT')).toBe(before)
  })

  it('end a process: the first begins a goodbye, the second ends it at once', async () => {
    const { child, url } = await startNotesProgram(own)
    const notes = channelTo(url).client(Notes)
    await notes.limited(note())
    const call = failure(notes.echo(note()))
    await notes.limited(note())
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    // Once a call finds nobody, the goodbye is under way; the one in flight is still waited for.
    while ((await notes.limited.safe(note(), { timeout: 300 })).ok);
    child.kill('SIGTERM')
    expect(await ended).toEqual([null, 'SIGTERM'])
    expect(await call).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
  })

  it('that no process can listen for are refused', () => {
    for (const signal of ['SIGKILL', 'SIGSTOP', 'SIGTREM', 15] as never[]) {
      expect(() => createServer({ signals: [signal] })).toThrow('signals has')
    }
  })
})
