/** Further attempts of unary calls: when they are made, when not, and what they cost a server that is failing. */

import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isRetryable, RetryBudget, resolveRetry } from '../../runtime/client/retry-policy.js'
import { type ChannelOptions, connect, createServer, RpcError } from '../../runtime/index.js'
import type { Outcome, StatusCode } from '../../runtime/status.js'
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
  const channel = rigs.channelTo(url, { retry: { delayMs: 1 }, ...options })
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
    const channel = rigs.channelTo(url, { retry: { attempts: 4, delayMs: 1 } })
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
      { retry: { attempts: 5, delayMs: 60_000, maxDelayMs: 60_000 } },
    )
    const before = performance.now()
    await failure(client.echo({ text: 'a' }, { timeout: 150 }))
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('ends at once when it is aborted between two attempts', async () => {
    const { client } = await serve(
      () => {
        throw new RpcError('UNAVAILABLE', 'never')
      },
      { retry: { attempts: 5, delayMs: 60_000, maxDelayMs: 60_000 } },
    )
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 100)
    const error = await failure(client.echo({ text: 'a' }, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'CANCELLED' })
    expect(error.message).toContain('enough')
  })

  it('is not tried again once the channel is closing', async () => {
    const { url, count } = await hangUp()
    const channel = connect(url, { logger: new Lines(), retry: { attempts: 5, delayMs: 60_000 } })
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

describe('isRetryable', () => {
  const method = (idempotent: boolean) => ({ ...Echo.methods[0], idempotent }) as never
  const cases: readonly [Outcome, StatusCode, never: boolean, idempotent: boolean][] = [
    ['not-sent', 'UNAVAILABLE', true, true],
    ['not-sent', 'INVALID_ARGUMENT', false, false],
    ['not-sent', 'RESOURCE_EXHAUSTED', false, false],
    ['not-sent', 'DEADLINE_EXCEEDED', false, false],
    ['not-sent', 'CANCELLED', false, false],
    ['refused', 'UNAVAILABLE', true, true],
    ['refused', 'RESOURCE_EXHAUSTED', true, true],
    ['refused', 'INVALID_ARGUMENT', false, false],
    ['executed', 'UNAVAILABLE', false, true],
    ['executed', 'ABORTED', false, true],
    ['executed', 'NOT_FOUND', false, false],
    ['unknown', 'UNAVAILABLE', false, true],
    ['unknown', 'DEADLINE_EXCEEDED', false, false],
    ['unknown', 'CANCELLED', false, false],
  ]
  for (const [outcome, code, plain, idempotent] of cases) {
    it(`says ${plain} for ${outcome} ${code}, and ${idempotent} where the method may run twice`, () => {
      const error = new RpcError(code, 'x', { outcome })
      expect(isRetryable(method(false), error)).toBe(plain)
      expect(isRetryable(method(true), error)).toBe(idempotent)
    })
  }

  it('never repeats a declared error', () => {
    const error = new RpcError('UNAVAILABLE', 'x', { reason: 'Full' })
    expect(isRetryable(method(true), error)).toBe(false)
  })
})

describe('RetryBudget', () => {
  it('runs out after five failures in a row and comes back with successes', () => {
    const budget = new RetryBudget()
    expect([1, 2, 3, 4, 5, 6].map(() => budget.spend())).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    for (let i = 0; i < 30; i++) budget.refill()
    expect(budget.spend()).toBe(true)
  })
})

describe('resolveRetry', () => {
  it('names the option that is out of range', () => {
    expect(() => resolveRetry({ attempts: 6 })).toThrow(
      'retry.attempts is 6: it must be a whole number from 1 to 5',
    )
    expect(() => resolveRetry({ delayMs: -1 })).toThrow('retry.delayMs is -1')
  })
})
