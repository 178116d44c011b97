/** Further attempts of unary calls: when they are made, when not, and what they cost a server that is failing. */

import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type ChannelOptions, connect, createServer, RpcError } from '../../runtime/index.js'
import { Echo, type EchoHandlers } from '../bench/gen/echo.js'
import { Notes, notesHandlers } from '../support/note-service.js'
import { failure, Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()

const unused = () => {
  throw new Error('not called')
}

/** A server of the idempotent Echo whose handler a test gives. */
async function serve(echo: EchoHandlers['echo'], options: ChannelOptions = {}) {
  const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
  server.add(Echo, {
    echo,
    payload: unused,
    record: unused,
    down: unused,
    up: unused,
    both: unused,
  })
  const url = await server.listen('tcp://127.0.0.1:0')
  const channel = rigs.channelTo(url, { retry: { delay: 1 }, ...options })
  return { server, client: channel.client(Echo) }
}

/** Accepts connections and hangs up; counts them. */
async function hangUp(): Promise<{ readonly url: string; count(): number }> {
  let count = 0
  const server: TcpServer = createTcpServer((socket) => {
    count++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  rigs.own(server, (it) => new Promise((resolve) => it.close(resolve)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `tcp://127.0.0.1:${address.port}`, count: () => count }
}

describe('a unary call that fails', () => {
  it('is tried again where it is proved that no handler ran, and says how often', async () => {
    const { url, count } = await hangUp()
    const channel = rigs.channelTo(url, { retry: { attempts: 4, delay: 1 } })
    const error = await failure(
      channel.client(Notes).echo({ text: '', number: 1, data: new Uint8Array() }),
    )
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect(count()).toBe(4)
  })

  it('is tried once when the channel says so', async () => {
    const { url, count } = await hangUp()
    const channel = rigs.channelTo(url, { retry: false })
    const error = await failure(
      channel.client(Notes).echo({ text: '', number: 1, data: new Uint8Array() }),
    )
    expect(error.attempts).toHaveLength(1)
    expect(count()).toBe(1)
  })

  it('is tried again after a passing failure when its method may run twice; the handler sees the count', async () => {
    const attempts: number[] = []
    const { client } = await serve((request, call) => {
      attempts.push(call.attempt)
      if (call.attempt < 3) throw new RpcError('UNAVAILABLE', 'not yet')
      return request
    })
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(attempts).toEqual([1, 2, 3])
  })

  it('is not tried again when its method may not run twice', async () => {
    let runs = 0
    const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
    server.add(
      Notes,
      notesHandlers({
        echo: () => {
          runs++
          throw new RpcError('UNAVAILABLE', 'not yet')
        },
      }),
    )
    const channel = rigs.channelTo(await server.listen('tcp://127.0.0.1:0'), { retry: {} })
    const error = await failure(
      channel.client(Notes).echo({ text: '', number: 1, data: new Uint8Array() }),
    )
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'executed' })
    expect(error.attempts).toHaveLength(1)
    expect(runs).toBe(1)
  })

  it('keeps its deadline over all attempts', async () => {
    const { client } = await serve(
      () => {
        throw new RpcError('UNAVAILABLE', 'never')
      },
      { retry: { attempts: 5, delay: '60s', maxDelay: '60s' } },
    )
    const before = performance.now()
    await failure(client.echo({ text: 'a' }, { timeout: 150 }))
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('ends at once when it is aborted between two attempts', async () => {
    const { client } = await serve(() => {
      throw new RpcError('UNAVAILABLE', 'later', { retryAfter: '1m' })
    })
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 50)
    const options = { signal: controller.signal, timeout: '10m' }
    const error = await failure(client.echo({ text: 'a' }, options))
    // A handler has run, so it is not true of the call that it was not sent.
    expect(error).toMatchObject({ code: 'CANCELLED', outcome: 'unknown' })
    expect(error.message).toContain('enough')
    expect(error.attempts).toHaveLength(1)
  })

  it('is not tried again once the channel is closing', async () => {
    const { url, count } = await hangUp()
    const channel = connect(url, { logger: new Lines(), retry: { attempts: 5, delay: '60s' } })
    const call = failure(
      channel.client(Notes).echo({ text: '', number: 1, data: new Uint8Array() }),
    )
    await channel.close()
    expect((await call).outcome).toBe('not-sent')
    expect(count()).toBeLessThan(5)
  })

  it('of a dead server costs it about a tenth more calls, not three times as many', async () => {
    let runs = 0
    const { client } = await serve(() => {
      runs++
      throw new RpcError('UNAVAILABLE', 'dead')
    })
    const calls = 500
    for (let i = 0; i < calls; i++) await failure(client.echo({ text: 'a' }))
    expect(runs).toBeGreaterThan(calls)
    expect(runs).toBeLessThanOrEqual(calls * 1.1)
  })
})
