/** Further attempts of calls that have no answer yet: when they are made, who wins, and what becomes of the others. */

import { setTimeout as delayed } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  type CallOptions,
  type ChannelOptions,
  createServer,
  RpcError,
  type ServerCall,
} from '../../runtime/index.js'
import { Echo, type EchoHandlers } from '../bench/gen/echo.js'
import { failure, Gate, Lines, until, useRigs } from '../support/rig.js'

const rigs = useRigs()

const unused = () => {
  throw new Error('not called')
}

async function serve(echo: EchoHandlers['echo'], options: ChannelOptions = {}) {
  const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
  const others = { payload: unused, record: unused, down: unused, up: unused, both: unused }
  server.add(Echo, { echo, ...others })
  const url = await server.listen('tcp://127.0.0.1:0')
  const channel = rigs.channelTo(url, { hedge: { after: 5, attempts: 2 }, ...options })
  return { url, channel, client: channel.client(Echo) }
}

/** Resolves when the caller has given the call up. */
function gaveUp(call: ServerCall): Promise<unknown> {
  return new Promise((resolve) => {
    if (call.signal.aborted) resolve(call.signal.reason)
    else call.signal.addEventListener('abort', () => resolve(call.signal.reason))
  })
}

describe('a hedged call', () => {
  it('that is answered in time is made once', async () => {
    let runs = 0
    const { client } = await serve(
      (request) => {
        runs++
        return request
      },
      { hedge: { after: '20s' } },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(runs).toBe(1)
  })

  it('that is not answered is made again; the first answer counts, and the other handler is told to stop', async () => {
    const attempts: number[] = []
    let reason: unknown
    const { client } = await serve(async (_request, call) => {
      attempts.push(call.attempt)
      if (call.attempt === 2) return { text: 'second' }
      reason = await gaveUp(call)
      return { text: 'first' }
    })
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'second' })
    expect(attempts).toEqual([1, 2])
    await until(() => reason !== undefined, 'the abort of the slow handler')
    expect(reason).toMatchObject({ code: 'CANCELLED' })
    expect(String(reason)).toContain('another attempt of the call was answered first')
  })

  it('takes the answer of the first attempt too, when that comes after all', async () => {
    const second = new Gate()
    let stopped = false
    const { client } = await serve(async (_request, call) => {
      if (call.attempt === 2) {
        second.open()
        await gaveUp(call)
        stopped = true
        return { text: 'second' }
      }
      await second.passed
      return { text: 'first' }
    })
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'first' })
    await until(() => stopped, 'the abort of the second handler')
  })

  it('ends with a definite failure of any attempt', async () => {
    let stopped = false
    const { client } = await serve(async (_request, call) => {
      if (call.attempt === 2) throw new RpcError('NOT_FOUND', 'no such thing')
      await gaveUp(call)
      stopped = true
      return { text: '' }
    })
    const error = await failure(client.echo({ text: 'a' }))
    expect(error).toMatchObject({ code: 'NOT_FOUND', outcome: 'executed' })
    expect(error.attempts.map(({ number }) => number)).toEqual([2])
    await until(() => stopped, 'the abort of the first handler')
  })

  it('goes on when one attempt fails in passing', async () => {
    const second = new Gate()
    const { client } = await serve(async (_request, call) => {
      if (call.attempt === 2) {
        second.open()
        throw new RpcError('UNAVAILABLE', 'not me')
      }
      await second.passed
      await delayed(30)
      return { text: 'first' }
    })
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'first' })
  })

  it('is tried again as any other when all its attempts fail in passing', async () => {
    const { client } = await serve(
      async (_request, call) => {
        if (call.attempt === 1) await delayed(30)
        if (call.attempt < 3) throw new RpcError('UNAVAILABLE', 'not yet')
        return { text: `attempt ${call.attempt}` }
      },
      { retry: { attempts: 3, delay: 1 } },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'attempt 3' })
  })

  it('lists the attempts that failed, in the order in which they did', async () => {
    const { client } = await serve(async (_request, call) => {
      if (call.attempt === 1) await delayed(40)
      throw new RpcError('UNAVAILABLE', `attempt ${call.attempt}`)
    })
    const error = await failure(client.echo({ text: 'a' }))
    expect(error.attempts).toMatchObject([{ number: 2 }, { number: 1 }])
    expect(error.attempts[0]?.startedAt).toBeGreaterThanOrEqual(4)
    expect(error.attempts[1]?.startedAt).toBeLessThan(error.attempts[0]?.startedAt ?? 0)
  })

  it('makes no further attempt when a server asks for patience', async () => {
    const attempts: number[] = []
    const { client } = await serve(
      async (_request, call) => {
        attempts.push(call.attempt)
        if (call.attempt === 2) throw new RpcError('UNAVAILABLE', 'x', { retryAfter: 'never' })
        await delayed(300)
        return { text: 'first' }
      },
      { hedge: { after: 60, attempts: 4 } },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'first' })
    expect(attempts).toEqual([1, 2])
  })

  it('keeps its deadline, and its cancellation stops every attempt', async () => {
    let stopped = 0
    const { client } = await serve(async (_request, call) => {
      await gaveUp(call)
      stopped++
      return { text: '' }
    })
    const late = await failure(client.echo({ text: 'a' }, { timeout: 60 }))
    expect(late).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
    expect(late.message).toContain('no answer within 60 ms')
    await until(() => stopped === 2, 'the end of both handlers')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 40)
    const left = await failure(client.echo({ text: 'a' }, { signal: controller.signal }))
    expect(left).toMatchObject({ code: 'CANCELLED', outcome: 'unknown' })
    await until(() => stopped === 4, 'the end of both handlers')
  })

  it('is not made again while it waits for a connection', async () => {
    const seen: number[] = []
    const { channel, client } = await serve(
      async (request, call) => {
        seen.push(call.attempt)
        await delayed(1)
        return request
      },
      {
        hedge: { after: 300 },
        attemptInterceptors: [
          async (call, next) => {
            // Before anything is sent, for longer than the hedge waits.
            if (call.attempt === 1) await delayed(350)
            return next(call)
          },
        ],
      },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(seen).toEqual([1])
    expect(channel.stats().inFlight).toBe(0)
  })

  it('gets no further attempt once a tenth of the calls have had one', async () => {
    let further = 0
    const { client } = await serve(
      async (request, call) => {
        if (call.attempt > 1) further++
        await delayed(25)
        return request
      },
      { hedge: { after: 1 } },
    )
    const calls = 1000
    const make = async () => {
      for (let i = 0; i < calls / 50; i++) await client.echo({ text: 'a' })
    }
    await Promise.all(Array.from({ length: 50 }, make))
    expect(further).toBeGreaterThan(calls * 0.05)
    expect(further).toBeLessThanOrEqual(calls * 0.1 + 10)
  })

  it('is hedged as the call says, not as the channel', async () => {
    const seen: number[] = []
    const { client } = await serve(
      async (request, call) => {
        seen.push(call.attempt)
        if (call.attempt === 1) await delayed(40)
        return request
      },
      { hedge: false },
    )
    const attempts = async (options: CallOptions) => {
      await client.echo({ text: 'a' }, options)
      return seen.splice(0)
    }
    expect(await attempts({})).toEqual([1])
    expect(await attempts({ hedge: { after: 5 } })).toEqual([1, 2])
    expect(await attempts({ hedge: false })).toEqual([1])
  })

  it('that cannot run twice is never hedged by the channel', async () => {
    const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
    let runs = 0
    server.add(Echo, {
      echo: unused,
      payload: async (request) => {
        runs++
        await delayed(30)
        return request
      },
      record: unused,
      down: unused,
      up: unused,
      both: unused,
    })
    const url = await server.listen('tcp://127.0.0.1:0')
    const client = rigs.channelTo(url, { hedge: { after: 1 } }).client(Echo)
    await client.payload({ data: new Uint8Array() })
    expect(runs).toBe(1)
  })
})
