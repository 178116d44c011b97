/** The health service: what a board says, and that channels which ask keep away from servers that do not serve. */

import { describe, expect, it } from 'vitest'
import { Health, healthBoard, watchHealth } from '../../runtime/health.js'
import { connect, createServer } from '../../runtime/index.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { failure, Gate, Lines, until, useRigs } from '../support/rig.js'

const { own, channelTo, start } = useRigs()

async function serve(name: string) {
  const board = healthBoard()
  const server = own(createServer({ logger: new Lines() }), (one) => one.close())
  server.add(Notes, notesHandlers({ echo: (request) => ({ ...request, text: name }) }))
  server.add(Health, board)
  return { board, server, url: await server.listen('tcp://127.0.0.1:0') }
}

describe('a health board', () => {
  it('says that the server serves, and that it knows nothing of services until it is told', async () => {
    const { board, url } = await serve('a')
    const health = channelTo(url).client(Health)
    expect(await health.check({ service: '' })).toEqual({ status: 'serving' })
    expect(await health.check({ service: Notes.name })).toEqual({ status: 'unknown' })
    board.set(Notes, false)
    expect(await health.check({ service: Notes.name })).toEqual({ status: 'notServing' })
    board.set('', false)
    expect(board.get('')).toBe('notServing')
  })

  it('tells those who watch of each change, and of the goodbye, which they do not hold up', async () => {
    const { board, server, url } = await serve('a')
    const seen: string[] = []
    const watching = (async () => {
      for await (const { status } of channelTo(url).client(Health).watch({ service: Notes.name }))
        seen.push(status)
    })()
    await until(() => seen.length === 1, 'the first answer')
    board.set(Notes, true)
    await until(() => seen.length === 2, 'the change')
    // Said again, it is no change.
    board.set(Notes, true)
    board.set('other.v1.Other', true)
    await server.close()
    await watching
    expect(seen).toEqual(['unknown', 'serving', 'notServing'])
  })

  it('refuses to hear of what is no service', () => {
    expect(() => healthBoard().set(undefined as never, true)).toThrow(/no service/)
  })
})

describe('a channel that asks how its servers are', () => {
  it('makes no calls to one that does not serve, and comes back when it does', async () => {
    const [a, b] = [await serve('a'), await serve('b')]
    a.board.set(Notes, true)
    b.board.set(Notes, true)
    const channel = channelTo([a.url, b.url], { healthCheck: watchHealth(Notes) })
    const client = channel.client(Notes)
    const names = async () =>
      new Set(
        await Promise.all(
          Array.from({ length: 20 }, () => client.echo(note()).then(({ text }) => text)),
        ),
      )
    await channel.ready()
    await until(() => channel.stats().endpoints.every(({ ready }) => ready), 'both')
    a.board.set(Notes, false)
    await until(() => channel.stats().endpoints.some(({ ready }) => !ready), 'the news')
    expect(await names()).toEqual(new Set(['b']))
    a.board.set(Notes, true)
    await until(() => channel.stats().endpoints.every(({ ready }) => ready), 'the good news')
    expect(await names()).toEqual(new Set(['a', 'b']))
  })

  it('waits while none serves, and says why where calls do not wait', async () => {
    const { board, url } = await serve('a')
    board.set(Notes, false)
    const channel = channelTo(url, { healthCheck: watchHealth(Notes), waitForReady: true })
    const client = channel.client(Notes)
    const call = client.echo(note())
    await until(() => channel.state === 'unavailable', 'the bad news')
    const error = await failure(client.echo(note(), { waitForReady: false }))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toContain('no calls are made to')
    expect(error.message).toContain('does not serve at the moment')
    expect(error.hint).toContain('board.set()')
    board.set(Notes, true)
    expect((await call).text).toBe('a')
  })

  it('takes a server that answers no such questions to serve', async () => {
    const { url } = await start()
    const client = channelTo(url, { healthCheck: watchHealth() }).client(Notes)
    expect(await client.limited(note('x'))).toEqual(note('x'))
  })

  it('lets calls in flight finish on a server that stops serving, and closes in time', async () => {
    const gate = new Gate()
    const started = new Gate()
    const board = healthBoard()
    const server = own(createServer({ logger: new Lines() }), (one) => one.close())
    server.add(Health, board)
    server.add(
      Notes,
      notesHandlers({
        echo: async (request) => {
          started.open()
          await gate.passed
          return request
        },
      }),
    )
    const url = await server.listen('tcp://127.0.0.1:0')
    const channel = channelTo(url, { healthCheck: watchHealth() })
    const call = channel.client(Notes).echo(note('slow'))
    await started.passed
    board.set('', false)
    await until(() => channel.state === 'unavailable', 'the news')
    gate.open()
    expect((await call).text).toBe('slow')
    const before = performance.now()
    await channel.close()
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('asks again when the answers end or fail, and trusts the server no longer until then', async () => {
    const { url } = await start()
    let asked = 0
    const channel = channelTo(url, {
      waitForReady: true,
      healthCheck: {
        async *watch() {
          asked++
          if (asked === 1) throw new Error('broken')
          if (asked === 2) return
          yield true
          await new Promise(() => {})
        },
      },
    })
    expect(await channel.client(Notes).limited(note('x'))).toEqual(note('x'))
    expect(asked).toBe(3)
  })

  it('says in errors that a server has not told how it is', async () => {
    const { url } = await start()
    const channel = channelTo(url, {
      healthCheck: {
        watch: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
      },
      limits: { connectTimeoutMs: 150 },
    })
    const { limited } = channel.client(Notes)
    const late = await failure(limited(note(), { timeout: 50, waitForReady: true }))
    expect(late).toMatchObject({ code: 'DEADLINE_EXCEEDED', endpoints: [{ url, attempts: 1 }] })
    expect(late.message).toContain('has not said yet whether it serves')
    const refused = await failure(limited(note()))
    expect(refused.message).toContain('the server did not say whether it serves within 150 ms')
  })

  it('says so when it is given something that cannot be asked', () => {
    expect(() => connect('tcp://127.0.0.1:1', { healthCheck: {} as never })).toThrow(/watchHealth/)
  })
})
