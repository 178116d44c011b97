/** Whoever reads the stack of a failure finds the line that waited for the call, of all kinds of calls and of failures. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  type ChannelOptions,
  createServer,
  type Interceptor,
  RpcError,
} from '../../runtime/index.js'
import { Echo } from '../bench/gen/echo.js'
import { Log } from '../support/log-service.js'
import { Notes, note } from '../support/note-service.js'
import { failure, Lines, useRigs } from '../support/rig.js'
import { Streams, type StreamsClient, streamsHandlers } from '../support/stream-service.js'

const { start, own, channelTo } = useRigs()

const refuse = () => {
  throw new Error('nothing that callers learn')
}

/** The functions of this file that the stack names, the innermost first. */
const callersOf = ({ stack = '' }: RpcError): readonly string[] =>
  [...stack.matchAll(/at (?:async )?(?:Promise\.all )?(\w+) \(.*callers-stack\.test\.ts/g)].map(
    ([, name = '']) => name,
  )

async function startStreams(): Promise<StreamsClient> {
  const server = own(createServer({ logger: new Lines() }), (it) => it.close())
  server.add(Streams, streamsHandlers({ down: refuse, up: refuse, both: refuse }))
  return channelTo(await server.listen('tcp://127.0.0.1:0')).client(Streams)
}

describe('the stack of a failed call', () => {
  it('leads to the line that waits, and no further into the library', async () => {
    const { client } = await start({ handlers: { echo: refuse } })
    async function placeOrder() {
      await client.echo(note())
    }
    async function shop() {
      await placeOrder()
    }
    const error = await failure(shop())
    expect(callersOf(error).slice(0, 2)).toEqual(['placeOrder', 'shop'])
    expect(error.stack).toMatch(/^RpcError: test\.v1\.Notes\/echo: internal error\n.*placeOrder/)
    expect(error.stack).not.toContain('/runtime/')
  })

  it('does so for one of several calls at once, and through then()', async () => {
    const { client } = await start({ handlers: { echo: refuse } })
    async function several() {
      await Promise.all([client.quick(note()), client.echo(note())])
    }
    async function chained() {
      await client.echo(note()).then(({ text }) => text)
    }
    expect(callersOf(await failure(several()))).toContain('several')
    expect(callersOf(await failure(chained()))).toContain('chained')
  })

  it('does so for a failure as a value', async () => {
    const { client } = await start({ handlers: { echo: refuse } })
    async function carefully() {
      return await client.echo.safe(note())
    }
    const result = await carefully()
    expect(result.ok || callersOf(result.error)).toContain('carefully')
  })

  it('does so when the deadline passes, the caller cancels, or the connection is lost', async () => {
    const { client, server } = await start({
      handlers: { echo: () => new Promise(() => {}) },
      server: { limits: { drainTimeoutMs: 10 } },
    })
    async function inTime() {
      await client.echo(note(), { timeout: 20 })
    }
    async function aborted() {
      await client.echo(note(), { signal: AbortSignal.timeout(20) })
    }
    async function lost() {
      await client.echo(note())
    }
    expect(callersOf(await failure(inTime()))).toContain('inTime')
    expect(callersOf(await failure(aborted()))).toContain('aborted')
    const closed = failure(lost())
    await server.close()
    expect(callersOf(await closed)).toContain('lost')
  })

  it('does so when nothing can be reached, also for messages without an answer', async () => {
    const channel = channelTo('tcp://127.0.0.1:1')
    const waiting = channelTo('tcp://127.0.0.1:1', { waitForReady: true })
    async function call() {
      await channel.client(Notes).echo(note())
    }
    async function tell() {
      await channel.client(Log).tell(note())
    }
    async function tellLater() {
      await waiting.client(Log).tell(note(), { timeout: 20 })
    }
    async function getReady() {
      await channel.ready()
    }
    expect(callersOf(await failure(call()))).toContain('call')
    expect(callersOf(await failure(tell()))).toContain('tell')
    expect(callersOf(await failure(tellLater()))).toContain('tellLater')
    const [one, other] = await Promise.all([failure(getReady()), failure(getReady())])
    expect(one).not.toBe(other)
    expect(callersOf(one)).toContain('getReady')
  })

  it.each<[string, ChannelOptions]>([
    ['one after the other', {}],
    ['with interceptors around each', { attemptInterceptors: [(call, next) => next(call)] }],
    ['at the same time', { hedge: { after: 1, attempts: 2 } }],
  ])('does so after further attempts, %s', async (_, options) => {
    const server = own(createServer({ logger: new Lines() }), (it) => it.close())
    const others = { payload: refuse, record: refuse, down: refuse, up: refuse, both: refuse }
    server.add(Echo, {
      async echo() {
        await sleep(5)
        throw new RpcError('UNAVAILABLE', 'busy')
      },
      ...others,
    })
    const url = await server.listen('tcp://127.0.0.1:0')
    const channel = channelTo(url, { retry: { attempts: 2, delay: 1 }, ...options })
    const client = channel.client(Echo)
    async function repeated() {
      await client.echo({ text: 'a' })
    }
    const error = await failure(repeated())
    expect(error.attempts).toHaveLength(2)
    expect(callersOf(error)).toContain('repeated')
  })

  it('names interceptors on the way', async () => {
    const { client } = await start({ handlers: { echo: refuse } })
    const logging: Interceptor = async function logging(call, next) {
      return await next(call)
    }
    async function placeOrder() {
      await client.echo(note(), { interceptors: [logging] })
    }
    const callers = callersOf(await failure(placeOrder()))
    expect(callers).toEqual(expect.arrayContaining(['logging', 'placeOrder']))
  })

  it.each<[string, ChannelOptions]>([
    ['tried again', { retry: { delay: 1 } }],
    ['governed by interceptors', { attemptInterceptors: [(call, next) => next(call)] }],
  ])('does so where each attempt fails at once: %s', async (_, options) => {
    const client = channelTo('tcp://127.0.0.1:1', options).client(Notes)
    async function placeOrder() {
      await client.echo(note())
    }
    expect(callersOf(await failure(placeOrder()))).toContain('placeOrder')
  })

  it('is left alone where an interceptor made the error', async () => {
    const { url } = await start()
    const breaker: Interceptor = async function breaker() {
      throw new RpcError('FAILED_PRECONDITION', 'open')
    }
    const hedge = { after: 100, attempts: 2 }
    const client = channelTo(url, { hedge, attemptInterceptors: [breaker] }).client(Echo)
    expect(callersOf(await failure(client.echo({ text: '' })))).toContain('breaker')
  })

  it('does not matter more than the error: that stays where no stack can be taken', async () => {
    const { client } = await start({ handlers: { echo: refuse } })
    const { captureStackTrace } = Error
    try {
      Error.captureStackTrace = () => {
        throw new RangeError('no')
      }
      expect(await failure(client.echo(note()))).toMatchObject({ code: 'INTERNAL' })
    } finally {
      Error.captureStackTrace = captureStackTrace
    }
  })

  it('comes before close() says that all is over', async () => {
    const channel = channelTo('tcp://127.0.0.1:1', { waitForReady: true })
    let failed = 0
    async function count(call: Promise<unknown>) {
      try {
        await call
      } catch {
        failed++
      }
    }
    void count(channel.client(Notes).echo(note()))
    void count(channel.client(Log).tell(note()))
    void count(channel.ready())
    await expect.poll(() => channel.state).toBe('unavailable')
    await channel.close()
    expect(failed).toBe(3)
  })

  it('still leads to the call where that failed at once', async () => {
    const { client } = await start()
    const makeCall = () => client.echo(note('', -1))
    const error = await failure(makeCall())
    expect(callersOf(error)).toContain('makeCall')
    expect(error.message).toContain('number must be at least 0')
    const mine: Interceptor = (call, next) => next(call)
    async function around() {
      await client.echo(note('', -1), { interceptors: [mine, mine, mine] })
    }
    expect(callersOf(await failure(around()))).toContain('around')
  })

  it('of streams leads to the loop that reads, and to the single answer', async () => {
    const client = await startStreams()
    async function watch() {
      for await (const _ of client.down(note('', 3)));
    }
    async function upload() {
      await client.up([note()])
    }
    async function talk() {
      for await (const _ of client.both([note()]));
    }
    async function byHand() {
      const { responses } = client.both.open()
      await responses.next()
    }
    async function badUpload() {
      await client.up([note(), note('', -1)])
    }
    async function badTalk() {
      for await (const _ of client.both([note('', -1)]));
    }
    for (const run of [watch, upload, talk, byHand, badUpload, badTalk])
      expect(callersOf(await failure(run()))).toContain(run.name)
  })

  it('of a stream that is cancelled by hand leads to whoever did', async () => {
    const server = own(createServer({ logger: new Lines() }), (it) => it.close())
    server.add(Streams, streamsHandlers())
    const client = channelTo(await server.listen('tcp://127.0.0.1:0')).client(Streams)
    const { responses, cancel } = client.both.open()
    const reading = failure(responses.next())
    const giveUp = () => cancel('no more')
    giveUp()
    expect(callersOf(await reading)).toContain('giveUp')
  })

  it('of a stream whose failure came before its reader leads to the reader', async () => {
    const client = await startStreams()
    const responses = client.down(note('', 3))
    await failure(client.up([note()]))
    async function late() {
      await responses.next()
    }
    expect(callersOf(await failure(late()))).toContain('late')
  })
})
