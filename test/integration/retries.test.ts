/** Further attempts of unary calls: when they are made, when not, and what they cost a server that is failing. */

import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { setTimeout as delayed } from 'node:timers/promises'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  type CallOptions,
  type Channel,
  type ChannelOptions,
  connect,
  createServer,
  type Interceptor,
  RpcError,
  type ServerOptions,
} from '../../runtime/index.js'
import type { AnyMethod, Method } from '../../runtime/method.js'
import { Echo, type EchoClient, type EchoHandlers, type Text } from '../bench/gen/echo.js'
import { Notes, notesHandlers } from '../support/note-service.js'
import { failure, Gate, Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()

const unused = () => {
  throw new Error('not called')
}

/** A server of the idempotent Echo whose handler a test gives. */
async function serve(
  echo: EchoHandlers['echo'],
  options: ChannelOptions = {},
  limits: ServerOptions['limits'] = {},
) {
  const server = rigs.own(createServer({ logger: new Lines(), limits }), (it) => it.close())
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
  return { server, url, channel, client: channel.client(Echo) }
}

type Rules = Pick<AnyMethod, 'retry' | 'hedge'>

/** A client whose schema says this of the method echo. */
function clientWith(channel: Channel, rules: Rules): Pick<EchoClient, 'echo'> {
  const [method] = Echo.methods
  if (method === undefined) throw new Error('Echo has no methods')
  const echo = { ...(method as Method<Text, Text>), ...rules } // because the first method is echo
  return channel.client({ ...Echo, client: (caller) => ({ echo: caller.unary(echo) }) })
}

/** Resolves after that time, at once when the signal aborts. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await delayed(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {})
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
    // Attempts do not dial more often than the pauses between dials allow.
    expect(count()).toBeLessThan(4)
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
    const controller = new AbortController()
    const { client } = await serve(() => {
      setTimeout(() => controller.abort(new Error('enough')), 50)
      throw new RpcError('UNAVAILABLE', 'later', { retryAfter: '1m' })
    })
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

  it('and waits for another attempt fails with what it failed with when the channel is closed', async () => {
    const failed = new Gate()
    const { client, channel } = await serve(() => {
      failed.open()
      throw new RpcError('UNAVAILABLE', 'later', { retryAfter: '1m' })
    })
    const call = failure(client.echo({ text: 'a' }, { timeout: '10m' }))
    await failed.passed
    await delayed(20)
    const before = performance.now()
    await channel.close()
    expect(await call).toMatchObject({ code: 'UNAVAILABLE', outcome: 'executed' })
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  it('of a dead server costs it at most a tenth more calls, not three times as many', async () => {
    let runs = 0
    let further = 0
    const { client } = await serve((_request, call) => {
      runs++
      if (call.attempt > 1) further++
      throw new RpcError('UNAVAILABLE', 'dead')
    })
    const calls = 4000
    const make = async () => {
      for (let i = 0; i < calls / 16; i++) await failure(client.echo({ text: 'a' }))
    }
    await Promise.all(Array.from({ length: 16 }, make))
    expect(runs).toBe(calls + further)
    expect(further).toBeGreaterThan(0)
    // The budget holds ten tokens and no success refills it, so there are a handful and never more.
    expect(further).toBeLessThanOrEqual(10)
  })

  for (const { every, share } of [
    // What fails rarely is nearly always tried again, and what fails often nearly never.
    { every: 20, share: 'about as many more calls as fail' },
    { every: 3, share: 'hardly any' },
  ]) {
    it(`of a server that fails every ${every}th of them costs it ${share}, and at most a tenth`, async () => {
      let runs = 0
      let further = 0
      const { client } = await serve((request, call) => {
        runs++
        if (call.attempt > 1) further++
        if (runs % every === 0) throw new RpcError('UNAVAILABLE', 'overloaded')
        return request
      })
      const calls = 4000
      const make = async () => {
        for (let i = 0; i < calls / 16; i++) await client.echo.safe({ text: 'a' })
      }
      await Promise.all(Array.from({ length: 16 }, make))
      expect(runs).toBe(calls + further)
      expect(further).toBeLessThanOrEqual(calls * 0.1 + 10)
      if (every === 20) expect(further).toBeGreaterThan(calls * 0.04)
      else expect(further).toBeGreaterThan(0)
    })
  }

  it('is told apart in its error: each attempt, its fate and its time', async () => {
    const { client, url } = await serve((_request, call) => {
      if (call.attempt === 1) throw new RpcError('ABORTED', 'lost a race')
      throw new RpcError('UNAVAILABLE', 'gone')
    })
    const error = await failure(client.echo({ text: 'a' }))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'executed', endpoint: url })
    expect(error.attempts).toMatchObject([
      { number: 1, endpoint: url, code: 'ABORTED', outcome: 'executed', startedAt: 0 },
      { number: 2, endpoint: url, code: 'UNAVAILABLE', outcome: 'executed' },
      { number: 3, endpoint: url, code: 'UNAVAILABLE', outcome: 'executed' },
    ])
    const [first, second, third] = error.attempts
    expect(first?.message).toContain('lost a race')
    expect(second?.startedAt).toBeGreaterThanOrEqual(first?.durationMs ?? Number.NaN)
    expect(third?.startedAt).toBeGreaterThan(second?.startedAt ?? Number.NaN)
    expect(inspect(error)).toMatch(
      /attempt {2}1 {2}tcp:\S+ {2}after 0 ms +for \d+ ms +ABORTED +executed {2}\S+: lost a race/,
    )
  })

  it('that has a single attempt lists it, and so does a stream', async () => {
    const { client } = await serve(() => {
      throw new RpcError('NOT_FOUND', 'no')
    })
    expect((await failure(client.echo({ text: 'a' }))).attempts).toMatchObject([
      { number: 1, code: 'NOT_FOUND', outcome: 'executed', startedAt: 0 },
    ])
    const down = async () => {
      for await (const _ of client.down({ data: new Uint8Array() }));
    }
    expect((await failure(down())).attempts).toMatchObject([{ number: 1, code: 'INTERNAL' }])
  })

  it('at its deadline tells of the whole time it had, and what went into earlier attempts', async () => {
    const { client } = await serve(async (_request, call) => {
      await sleep(60)
      if (call.attempt === 1) throw new RpcError('UNAVAILABLE', 'not yet')
      await sleep(10_000, call.signal)
      return { text: '' }
    })
    const error = await failure(client.echo({ text: 'a' }, { timeout: 300 }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
    expect(error.message).toContain('no answer within 300 ms')
    expect(error.message).toContain('ms in earlier attempts')
    expect(error.timing?.earlierMs).toBeGreaterThanOrEqual(60)
    expect(error.timing?.totalMs).toBeGreaterThanOrEqual(300)
  })
})

describe('a server that asks for patience', () => {
  it('is not tried again sooner', async () => {
    const times: number[] = []
    const { client } = await serve((request, call) => {
      times.push(performance.now())
      if (call.attempt === 1) throw new RpcError('UNAVAILABLE', 'later', { retryAfter: 150 })
      return request
    })
    await client.echo({ text: 'a' })
    expect(times).toHaveLength(2)
    // Timers count in whole milliseconds.
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(149)
  })

  it('for ever is not tried again, and the caller learns of it', async () => {
    for (const retryAfter of ['never', -1]) {
      let runs = 0
      const { client } = await serve(() => {
        runs++
        throw new RpcError('UNAVAILABLE', 'closed', { retryAfter })
      })
      const error = await failure(client.echo({ text: 'a' }))
      expect(error.retryAfterMs).toBe(Number.POSITIVE_INFINITY)
      expect(inspect(error)).toContain('the server asks not to try again')
      expect(runs).toBe(1)
    }
  })

  it('for longer than the call has time fails it at once', async () => {
    const { client } = await serve(() => {
      throw new RpcError('UNAVAILABLE', 'later', { retryAfter: '1m' })
    })
    const before = performance.now()
    const error = await failure(client.echo({ text: 'a' }, { timeout: '30s' }))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'executed', retryAfterMs: 60_000 })
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  it('because a request is too large is not sent it again', async () => {
    const { client } = await serve((request) => request, {}, { maxMessageBytes: 1024 })
    const error = await failure(client.echo({ text: 'a'.repeat(5000) }))
    expect(error.code).toBe('RESOURCE_EXHAUSTED')
    expect(error.attempts).toHaveLength(1)
  })
})

describe('the rules for further attempts', () => {
  const failing = (runs: number[]) => () => {
    runs.push(1)
    throw new RpcError('UNAVAILABLE', 'no')
  }

  it('are the call’s before the channel’s', async () => {
    const runs: number[] = []
    const { client } = await serve(failing(runs), { retry: false })
    await failure(client.echo({ text: 'a' }))
    expect(runs.splice(0)).toHaveLength(1)
    await failure(client.echo({ text: 'a' }, { retry: { attempts: 2, delay: 1 } }))
    expect(runs.splice(0)).toHaveLength(2)
  })

  it('may be switched off for one call', async () => {
    const runs: number[] = []
    const { client } = await serve(failing(runs))
    await failure(client.echo({ text: 'a' }, { retry: false }))
    expect(runs).toHaveLength(1)
  })

  it('are the schema’s before the channel’s, unless that is false', async () => {
    const runs: number[] = []
    const strict: Rules = { retry: { attempts: 2, delayMs: 1 } }
    const lenient = await serve(failing(runs), { retry: { attempts: 4, delay: 1 } })
    await failure(clientWith(lenient.channel, strict).echo({ text: 'a' }))
    expect(runs.splice(0)).toHaveLength(2)
    await failure(clientWith(lenient.channel, { retry: false }).echo({ text: 'a' }))
    expect(runs.splice(0)).toHaveLength(1)
    const off = await serve(failing(runs), { retry: false })
    await failure(clientWith(off.channel, strict).echo({ text: 'a' }))
    expect(runs.splice(0)).toHaveLength(1)
  })

  it('of a schema make its calls hedged', async () => {
    const attempts: number[] = []
    const { channel } = await serve(async (request, call) => {
      attempts.push(call.attempt)
      if (call.attempt === 1) await sleep(10_000, call.signal)
      return request
    })
    const client = clientWith(channel, { hedge: { afterMs: 5, attempts: 2 } })
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(attempts).toEqual([1, 2])
  })

  it('may name the codes of failures that pass', async () => {
    let runs = 0
    const { client } = await serve(
      (request) => {
        runs++
        if (runs < 3) throw new RpcError('NOT_FOUND', 'not yet')
        return request
      },
      { retry: { codes: ['NOT_FOUND'], delay: 1 } },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    const error = await failure(client.echo({ text: 'b' }, { signal: AbortSignal.abort('no') }))
    expect(error.code).toBe('CANCELLED')
    expect(runs).toBe(3)
  })

  it('that make no sense fail the call before it is sent', async () => {
    const { client } = await serve((request) => request)
    const wrong = async (options: CallOptions, text: string) => {
      const error = await failure(client.echo({ text: 'a' }, options))
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
      expect(error.message).toContain(text)
    }
    await wrong({ retry: { attempts: 9 } }, 'the option retry.attempts is 9')
    await wrong({ retry: { atempts: 2 } as never }, 'the option retry has no option "atempts"')
    await wrong({ hedge: { after: 'soon' } }, 'the option hedge.after is "soon"')
    const down = async () => {
      for await (const _ of client.down({ data: new Uint8Array() }, { retry: {} }));
    }
    expect((await failure(down())).message).toContain(
      'the option retry is for methods with one request and one response',
    )
  })

  it('about doubt need a method that may run twice', async () => {
    const server = rigs.own(createServer({ logger: new Lines() }), (it) => it.close())
    server.add(Notes, notesHandlers({}))
    const client = rigs.channelTo(await server.listen('tcp://127.0.0.1:0')).client(Notes)
    const request = { text: '', number: 1, data: new Uint8Array() }
    for (const options of [{ retry: { codes: [] } }, { hedge: { after: 5 } }]) {
      const error = await failure(client.echo(request, options))
      expect(error.message).toContain('needs a method that is idempotent in its schema')
    }
    await client.echo(request, { retry: { attempts: 2 } })
  })

  it('of a channel are checked when it is made', () => {
    expect(() => connect('tcp://127.0.0.1:1', { retry: { attempts: 6 } })).toThrow(
      'retry.attempts is 6',
    )
    expect(() => connect('tcp://127.0.0.1:1', { hedge: { after: 0 } })).toThrow('hedge.after is 0')
  })
})

describe('interceptors', () => {
  it('of the channel see a call once, and attemptInterceptors each attempt', async () => {
    const seen: string[] = []
    const note =
      (name: string): Interceptor =>
      async (call, next) => {
        seen.push(`${name} ${call.attempt}`)
        try {
          return await next(call)
        } finally {
          seen.push(`${name} ${call.attempt} ends`)
        }
      }
    const { client } = await serve(
      (request, call) => {
        if (call.attempt < 2) throw new RpcError('UNAVAILABLE', 'not yet')
        return request
      },
      { interceptors: [note('call')], attemptInterceptors: [note('attempt')] },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(seen).toEqual([
      'call 1',
      'attempt 1',
      'attempt 1 ends',
      'attempt 2',
      'attempt 2 ends',
      'call 1 ends',
    ])
  })

  it('of an attempt change what it sends, and fail it', async () => {
    const tokens: string[] = []
    const { client } = await serve(
      (request, call) => {
        tokens.push(String(call.metadata.get('token')))
        if (tokens.length < 2) throw new RpcError('UNAVAILABLE', 'not yet')
        return request
      },
      {
        attemptInterceptors: [
          (call, next) => {
            if (call.attempt === 1) call.metadata.set('token', 'old')
            else call.metadata.set('token', 'fresh')
            return next({ ...call, request: { text: `try ${call.attempt}` } })
          },
        ],
      },
    )
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'try 2' })
    expect(tokens).toEqual(['old', 'fresh'])
    const broken = await serve((request) => request, {
      attemptInterceptors: [
        () => {
          throw new Error('out of order')
        },
      ],
    })
    expect(await failure(broken.client.echo({ text: 'a' }))).toMatchObject({
      code: 'INTERNAL',
      outcome: 'not-sent',
      attempts: [{ number: 1, code: 'INTERNAL' }],
    })
  })
})
