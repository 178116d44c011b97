/** Interceptors around calls of every kind, on both sides. */

import { describe, expect, it } from 'vitest'
import {
  ContextKey,
  createServer,
  type InterceptedResponse,
  type Interceptor,
  isRpcError,
  mapStream,
  RpcError,
  type ServerCall,
} from '../../runtime/index.js'
import { type Blob, Echo, type EchoHandlers, type Text } from '../bench/gen/echo.js'
import { Notes, note, notesHandlers } from '../support/note-service.js'
import { failure, Gate, Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()

async function* bytes(...values: number[]): AsyncGenerator<Blob> {
  for (const value of values) yield { data: Uint8Array.of(value) }
}

async function firstBytes(blobs: AsyncIterable<Blob>): Promise<number[]> {
  const found: number[] = []
  for await (const { data } of blobs) found.push(data[0] ?? -1)
  return found
}

const echo: EchoHandlers = {
  echo: (request) => request,
  payload: (request) => request,
  record: (request) => request,
  down: () => bytes(1, 2, 3),
  up: async (requests) => ({ data: Uint8Array.from(await firstBytes(requests)) }),
  both: async function* (requests) {
    yield* requests
  },
}

async function start(
  options: { server?: Interceptor[]; service?: Interceptor[]; channel?: Interceptor[] } = {},
  handlers: EchoHandlers = echo,
) {
  const server = rigs.own(createServer({ interceptors: options.server ?? [] }), (it) => it.close())
  server.add(Echo, handlers, { interceptors: options.service ?? [] })
  const url = await server.listen('tcp://127.0.0.1:0')
  return rigs.channelTo(url, { interceptors: options.channel ?? [] })
}

/** Notes when it is entered and left. */
const tracer =
  (log: string[], name: string): Interceptor =>
  async (call, next) => {
    log.push(`${name} in`)
    try {
      return await next(call)
    } finally {
      log.push(`${name} out`)
    }
  }

describe('interceptors', () => {
  it('lie around a call like shells: channel, client, call, server, service', async () => {
    const log: string[] = []
    const channel = await start({
      channel: [tracer(log, 'channel')],
      server: [tracer(log, 'server')],
      service: [tracer(log, 'service')],
    })
    const client = channel.client(Echo, { interceptors: [tracer(log, 'client')] })
    await client.echo({ text: 'a' }, { interceptors: [tracer(log, 'call')] })
    const shells = ['channel', 'client', 'call', 'server', 'service']
    expect(log).toEqual([
      ...shells.map((name) => `${name} in`),
      ...shells.reverse().map((name) => `${name} out`),
    ])
  })

  it('see the method, and change the request and the response', async () => {
    const shout: Interceptor = async (call, next) => {
      const { text } = call.request as Text // because only echo is called below
      const response = (await next({ ...call, request: { text: `${text}!` } })) as Text // because as above
      return { text: `${response.text} (${call.side} ${call.method.name})` }
    }
    const channel = await start({ channel: [shout], server: [shout] })
    expect(await channel.client(Echo).echo({ text: 'hey' })).toEqual({
      text: 'hey!! (server echo.v1.Echo/echo) (client echo.v1.Echo/echo)',
    })
  })

  it('see and change every message of all three kinds of streams', async () => {
    const double = (blob: unknown): unknown => {
      const { data } = blob as Blob // because all streams here carry blobs
      return { data: data.map((byte) => byte * 2) }
    }
    const doubling: Interceptor = async (call, next) => {
      const streams = (value: unknown): value is AsyncIterable<unknown> =>
        typeof value === 'object' && value !== null && Symbol.asyncIterator in value
      const request = streams(call.request) ? mapStream(call.request, double) : call.request
      const response = await next({ ...call, request })
      return streams(response) ? mapStream(response, double) : response
    }
    const client = (await start({ server: [doubling] })).client(Echo)
    expect(await firstBytes(client.down({ data: new Uint8Array() }))).toEqual([2, 4, 6])
    expect(await client.up(bytes(1, 2))).toEqual({ data: Uint8Array.of(2, 4) })
    expect(await firstBytes(client.both(bytes(1, 2)))).toEqual([4, 8])
    const around = (await start({ channel: [doubling] })).client(Echo)
    expect(await firstBytes(around.down({ data: new Uint8Array() }))).toEqual([2, 4, 6])
    expect(await around.up(bytes(1, 2))).toEqual({ data: Uint8Array.of(2, 4) })
    expect(await firstBytes(around.both(bytes(1, 2)))).toEqual([4, 8])
    const driven = around.both.open()
    expect(await driven.send({ data: Uint8Array.of(5) })).toBe(true)
    expect((await driven.responses.next()).value?.data[0]).toBe(20)
    await driven.end()
    expect((await driven.responses.next()).done).toBe(true)
  })

  it('that fail, or answer without the requests, leave no one waiting who sends by hand', async () => {
    const data = new Uint8Array()
    const fails: Interceptor = () =>
      Promise.reject(new RpcError('UNAUTHENTICATED', 'who is there?'))
    const answers: Interceptor = () => Promise.resolve({ data })
    const channel = await start({})
    for (const interceptor of [fails, answers]) {
      const up = channel.client(Echo, { interceptors: [interceptor] }).up.open()
      expect(await up.send({ data })).toBe(false)
    }
    const both = channel.client(Echo, { interceptors: [fails] }).both.open()
    expect(await both.send({ data })).toBe(false)
    await expect(both.responses.next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    const streams: Interceptor = () => Promise.resolve(bytes(1, 2))
    const ended = channel.client(Echo, { interceptors: [streams] }).both.open()
    const sent = ended.send({ data })
    expect(await firstBytes(ended.responses)).toEqual([1, 2])
    expect(await sent).toBe(false)
    const left = channel.client(Echo, { interceptors: [streams] }).both.open()
    const last = left.send({ data })
    for await (const _ of left.responses) break
    expect(await last).toBe(false)
  })

  it('do not hide from whoever sends by hand that a request is invalid', async () => {
    const channel = await start()
    const passes: Interceptor = (call, next) => next(call)
    const maps: Interceptor = (call, next) => {
      // because both methods take a stream
      const request = mapStream(call.request as AsyncIterable<unknown>, (one) => ({
        ...(one as object),
      }))
      return next({ ...call, request })
    }
    for (const interceptors of [[], [passes], [maps, passes]]) {
      const client = channel.client(Echo, { interceptors })
      for (const stream of [client.up.open(), client.both.open()]) {
        expect(await stream.send({ data: Uint8Array.of(1) })).toBe(true)
        const invalid = { data: 'text' } as unknown as Blob // because programs lie
        await expect(stream.send(invalid)).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
          outcome: 'unknown',
        })
        expect(await stream.send({ data: Uint8Array.of(2) })).toBe(false)
      }
    }
  })

  it('add metadata on the client, read it on the server, and hand values to the handler', async () => {
    const user = new ContextKey('user', 'nobody')
    const signIn: Interceptor = (call, next) => {
      call.metadata.set('token', 'ada')
      return next(call)
    }
    const authenticate: Interceptor = (call, next) => {
      const token = call.metadata.get('token')
      if (token === undefined) throw new RpcError('UNAUTHENTICATED', 'who is there?')
      call.context.set(user, token)
      return next(call)
    }
    const handlers: EchoHandlers = {
      ...echo,
      echo: (_request: Text, call: ServerCall) => ({ text: call.context.get(user) }),
    }
    const channel = await start({ server: [authenticate] }, handlers)
    const known = channel.client(Echo, { interceptors: [signIn] })
    expect(await known.echo({ text: '' })).toEqual({ text: 'ada' })
    const stranger = await channel.client(Echo).echo.safe({ text: '' })
    expect(stranger).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
  })

  it('may answer themselves, and may try again', async () => {
    const remembered = new Map<string, InterceptedResponse>()
    let calls = 0
    const cache: Interceptor = async (call, next) => {
      const { text } = call.request as Text // because only echo is called below
      if (!remembered.has(text)) remembered.set(text, await next(call))
      return remembered.get(text)
    }
    const again: Interceptor = (call, next) => next(call).catch(() => next(call))
    const handlers: EchoHandlers = {
      ...echo,
      echo: (request) => {
        calls++
        if (calls === 1) throw new RpcError('ABORTED', 'not the first time')
        return request
      },
    }
    const client = (await start({ channel: [cache, again] }, handlers)).client(Echo)
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(await client.echo({ text: 'a' })).toEqual({ text: 'a' })
    expect(calls).toBe(2)
  })

  it('that fail fail their call with an RpcError, and say so', async () => {
    const broken: Interceptor = async () => {
      throw new Error('out of order')
    }
    const client = (await start({ channel: [broken] })).client(Echo)
    const failed = await client.echo.safe({ text: 'a' })
    expect(failed.ok).toBe(false)
    if (!failed.ok) {
      expect(isRpcError(failed.error)).toBe(true)
      expect(failed.error.message).toBe('echo.v1.Echo/echo: an interceptor failed: out of order')
      // It failed before it went on: no handler can have run.
      expect(failed.error.outcome).toBe('not-sent')
    }
    await expect(firstBytes(client.down({ data: new Uint8Array() }))).rejects.toMatchObject({
      code: 'INTERNAL',
    })
  })

  it('that fail behind a stream end it, because nobody will read it', async () => {
    const started = new Gate()
    const left = new Gate()
    const handlers: EchoHandlers = {
      ...echo,
      down: async function* () {
        started.open()
        try {
          for (;;) yield { data: new Uint8Array(1000) }
        } finally {
          left.open()
        }
      },
    }
    const fails: Interceptor = async (call, next) => {
      await next(call)
      await started.passed
      throw new Error('no')
    }
    const client = (await start({ channel: [fails] }, handlers)).client(Echo)
    await expect(firstBytes(client.down({ data: new Uint8Array() }))).rejects.toMatchObject({
      code: 'INTERNAL',
      outcome: 'unknown',
    })
    await left.passed
  })

  it('do not change what a call says of metadata that cannot travel', async () => {
    const passes: Interceptor = (call, next) => next(call)
    const channel = await start()
    const metadata = { 'not a key': 'x' }
    const failures = await Promise.all(
      [[], [passes]].map((interceptors) =>
        failure(channel.client(Echo, { interceptors }).echo({ text: 'a' }, { metadata })),
      ),
    )
    expect(failures[0]).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
    expect(failures[1]?.message).toBe(failures[0]?.message)
    expect(failures[1]).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
  })

  describe('that forget to return', () => {
    // @ts-expect-error: what the types refuse, JavaScript does
    const forgetful: Interceptor = async (call, next) => {
      await next(call)
    }
    const text = 'an interceptor returned nothing: let it return what next() gives'

    it('fail calls of clients, which say so', async () => {
      const client = (await start({ channel: [forgetful] })).client(Echo)
      const expected = { code: 'INTERNAL', message: expect.stringContaining(text) }
      await expect(client.echo({ text: 'a' })).rejects.toMatchObject(expected)
      await expect(firstBytes(client.down({ data: new Uint8Array() }))).rejects.toMatchObject(
        expected,
      )
    })

    it('are named in the log of a server, where a handler that returns nothing is not their fault', async () => {
      const log = new Lines()
      const server = rigs.own(createServer({ logger: log }), (it) => it.close())
      const interceptors = [tracer([], 'careful')]
      const nothing = () => undefined as never
      server.add(Echo, { ...echo, echo: nothing }, { interceptors })
      server.add(Notes, notesHandlers(), { interceptors: [forgetful] })
      const channel = rigs.channelTo(await server.listen('tcp://127.0.0.1:0'))
      await expect(channel.client(Notes).echo(note())).rejects.toThrow('internal error')
      expect(log.all.join()).toContain(text)
      await expect(channel.client(Echo).echo({ text: 'a' })).rejects.toThrow(
        'the reply breaks its schema',
      )
    })
  })
})
