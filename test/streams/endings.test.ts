/** Every stream ends once, properly, whatever its handler or its caller does. */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Metadata, RpcError } from '../../runtime/index.js'
import { type Note, note, noteThatActs } from '../support/note-service.js'
import { failure, Gate, until } from '../support/rig.js'
import { directions, useStreams } from './streams-rig.js'

/** Reads a stream to its end: what came, and what it failed with. */
async function drain(responses: AsyncIterable<Note>) {
  const numbers: number[] = []
  try {
    for await (const { number } of responses) numbers.push(number)
    return { numbers, error: undefined }
  } catch (error) {
    return { numbers, error }
  }
}

const unhandled: unknown[] = []
const keep = (reason: unknown) => unhandled.push(reason)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', keep)
})
afterEach(() => {
  process.off('unhandledRejection', keep)
  expect(unhandled).toEqual([])
})

describe.each(directions)('when the %s', (direction) => {
  const { start } = useStreams()

  it('a header that is set behind the first response is not sent, and harms nobody', async () => {
    const { client } = await start(
      {
        async *down(_request, call) {
          call.header.set('early', '1')
          yield note('', 1)
          call.header.set('late', '1')
          yield note('', 2)
        },
      },
      direction,
    )
    const headers: string[] = []
    const onHeader = (header: Metadata) => headers.push(...Array.from(header, ([key]) => key))
    const { numbers, error } = await drain(client.down(note(), { onHeader }))
    expect([numbers, error, headers]).toEqual([[1, 2], undefined, ['early']])
  })

  it('the first response arrives before the requests end', async () => {
    const { client } = await start({}, direction)
    const gate = new Gate()
    async function* requests() {
      yield note('', 1)
      await gate.passed
      yield note('', 2)
    }
    const responses = client.both(requests())
    expect((await responses.next()).value?.number).toBe(1)
    gate.open()
    expect((await responses.next()).value?.number).toBe(2)
    expect((await responses.next()).done).toBe(true)
  })

  it('a stream can be left by a getter of another message', async () => {
    const left = new Gate()
    const { client } = await start(
      {
        async *down() {
          try {
            for (let i = 0; ; i++) yield note('', i, new Uint8Array(20_000))
          } finally {
            left.open()
          }
        },
      },
      direction,
    )
    const responses = client.down(note())
    await responses.next()
    await sleep(50) // until as much has come as may be unread
    let leaving: Promise<unknown> | undefined
    const request = noteThatActs('outer', () => {
      leaving = responses.return?.()
    })
    expect((await client.echo(request)).text).toBe('outer')
    await leaving
    await left.passed
    expect((await client.echo(note('still here'))).text).toBe('still here')
  })

  it('a stream of requests has its outcome as a value, with `safe`', async () => {
    const { client } = await start(
      {
        async up(requests) {
          let sum = 0
          for await (const { number } of requests) sum += number
          if (sum > 10) throw new RpcError('OUT_OF_RANGE', 'too much')
          return note('', sum)
        },
      },
      direction,
    )
    const fine = await client.up.safe([note('', 2), note('', 3)])
    expect(fine).toMatchObject({ ok: true, value: { number: 5 } })
    const failed = await client.up.safe([note('', 20)])
    expect(failed).toMatchObject({
      ok: false,
      error: { code: 'OUT_OF_RANGE', outcome: 'executed' },
    })
  })

  it('a handler may answer a stream of requests before it ends; its caller stops sending', async () => {
    const { client } = await start(
      {
        async up(requests) {
          for await (const { number } of requests) if (number === 3) return note('enough', number)
          return note('all')
        },
      },
      direction,
    )
    let requestsLeft = false
    async function* endless() {
      try {
        for (let number = 0; ; number++) {
          yield note('', number)
          await sleep(1)
        }
      } finally {
        requestsLeft = true
      }
    }
    expect(await client.up(endless())).toEqual(note('enough', 3))
    await until(() => requestsLeft, 'the end of the requests')
  })

  it('a wrong yield ends the stream with INTERNAL, and the log names the field', async () => {
    const { client, log } = await start(
      {
        async *down() {
          yield note('', 1)
          yield note('', -1)
          yield note('', 2)
        },
      },
      direction,
    )
    const { numbers, error } = await drain(client.down(note()))
    expect(numbers).toEqual([1])
    expect(error).toMatchObject({ code: 'INTERNAL', outcome: 'executed' })
    expect(log.all).toHaveLength(1)
    expect(log.all[0]).toContain('number must be at least 0')
    expect(String(error)).not.toContain('must be at least 0')
  })

  it.each([
    ['undefined', undefined],
    ['a string', 'note'],
    ['null', null],
  ])('a handler that yields %s ends its stream once', async (_title, value) => {
    const { client, log } = await start(
      {
        async *down() {
          yield value as never
        },
      },
      direction,
    )
    expect((await drain(client.down(note()))).error).toMatchObject({ code: 'INTERNAL' })
    expect(log.all).toHaveLength(1)
  })

  it.each([
    ['undefined', () => undefined],
    ['a number', () => 7],
    ['a promise', () => Promise.resolve(note())],
    [
      'an iterator that throws at once',
      () => {
        throw new Error('no')
      },
    ],
  ])('a handler that returns %s where a stream is due ends it once', async (_title, down) => {
    const { client, log } = await start({ down: down as never }, direction)
    expect((await drain(client.down(note()))).error).toMatchObject({ code: 'INTERNAL' })
    expect(log.all).toHaveLength(1)
    expect((await client.echo(note('on'))).text).toBe('on')
  })

  it('an exception mid-stream comes after the messages before it', async () => {
    const { client, log } = await start(
      {
        async *down(request) {
          for (let number = 0; number < request.number; number++) yield note('', number)
          throw new RpcError('DATA_LOSS', 'the tape is torn')
        },
      },
      direction,
    )
    const { numbers, error } = await drain(client.down(note('', 100)))
    expect(numbers).toHaveLength(100)
    expect(error).toMatchObject({ code: 'DATA_LOSS', outcome: 'executed' })
    expect(log.all).toEqual([])
  })

  it('an exception that is not meant for the caller stays here', async () => {
    const { client, log } = await start(
      {
        async *down() {
          yield note()
          throw new Error('secret')
        },
      },
      direction,
    )
    const { error } = await drain(client.down(note()))
    expect(error).toMatchObject({ code: 'INTERNAL' })
    expect(String(error)).not.toContain('secret')
    expect(log.all.filter((line) => line.includes('secret'))).toHaveLength(1)
  })

  it('what a generator throws on its way out concerns nobody', async () => {
    let thrown = false
    const { client } = await start(
      {
        async *down() {
          try {
            for (;;) yield note()
          } finally {
            thrown = true
            // biome-ignore lint/correctness/noUnsafeFinally: that is what is tried here
            throw new Error('on the way out')
          }
        },
      },
      direction,
    )
    for await (const _ of client.down(note())) break
    await until(() => thrown, 'the exception')
    await sleep(10)
    expect((await client.echo(note('on'))).text).toBe('on')
  })

  it('a rejection after the end of its call is no unhandled one', async () => {
    const gate = new Gate()
    const { client } = await start(
      {
        async up() {
          await gate.passed
          throw new Error('late')
        },
        async *down() {
          yield note()
          await gate.passed
          throw new Error('late as well')
        },
      },
      direction,
    )
    const up = failure(client.up([], { timeout: 20 }))
    for await (const _ of client.down(note())) break
    expect(await up).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
    gate.open()
    await sleep(20)
    expect((await client.echo(note('on'))).text).toBe('on')
  })

  it('a request that breaks its schema ends the call where it is sent', async () => {
    const { client } = await start({}, direction)
    expect(await failure(client.up([note('', 1), note('', -1)]))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })

  it('a stream of requests that throws gives the call up', async () => {
    const seen = new Gate<unknown>()
    const { client } = await start(
      {
        async up(requests) {
          try {
            for await (const _ of requests);
          } catch (error) {
            seen.open(error)
          }
          return note()
        },
      },
      direction,
    )
    async function* torn() {
      yield note()
      throw new Error('the sensor is gone')
    }
    const error = await failure(client.up(torn()))
    expect(error).toMatchObject({ code: 'CANCELLED' })
    expect(String(error)).toContain('the sensor is gone')
    expect(await seen.passed).toMatchObject({ code: 'CANCELLED' })
  })

  it('a handler that reads only some of the requests returns the credit of the rest', async () => {
    const { client } = await start(
      {
        async up(requests) {
          for await (const { number } of requests) return note('', number)
          return note()
        },
      },
      direction,
      { limits: { connectionCreditBytes: 65_536 } },
    )
    for (let call = 0; call < 20; call++) {
      const requests = Array.from({ length: 20 }, () => note('x'.repeat(2_000), call))
      expect((await client.up(requests)).number).toBe(call)
    }
    expect((await client.echo(note('credit is left'))).text).toBe('credit is left')
  })
})

describe.each(directions)('a stream driven by hand, when the %s', (direction) => {
  const { start } = useStreams()

  it('sends, ends, and gives its response', async () => {
    const { client } = await start({}, direction)
    const up = client.up.open()
    expect(await up.send(note('', 2))).toBe(true)
    expect(await up.send(note('', 3))).toBe(true)
    await up.end()
    expect((await up.response).number).toBe(5)
    expect(await up.send(note('', 4))).toBe(false)
  })

  it('keeps the order and loses nothing when nobody awaits what is sent', async () => {
    const { client } = await start(
      {
        async up(requests) {
          const seen: string[] = []
          for await (const { number, data } of requests) seen.push(`${number}:${data.length}`)
          return note(seen.join(' '))
        },
      },
      direction,
    )
    const up = client.up.open()
    // Large ones wait for each other's fragments, and all of them together for credit.
    const sizes = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 300_000 : i))
    const sends = sizes.map((size, i) => up.send(note('', i, new Uint8Array(size))))
    const ends = up.end()
    expect(await up.send(note('late', 99))).toBe(false)
    expect(await Promise.all(sends)).toEqual(sizes.map(() => true))
    await ends
    expect((await up.response).text).toBe(sizes.map((size, i) => `${i}:${size}`).join(' '))
  })

  it('lets no request overtake those that wait, when one is sent as soon as the first has left', async () => {
    const { client } = await start(
      {
        async up(requests) {
          const seen: number[] = []
          for await (const { number } of requests) seen.push(number)
          return note(seen.join(' '))
        },
      },
      direction,
    )
    const up = client.up.open()
    const first = up.send(note('', 0, new Uint8Array(300_000)))
    const others = Array.from({ length: 100 }, (_, i) => up.send(note('', i + 1)))
    await first
    await Promise.all([up.send(note('', 101)), ...others])
    await up.end()
    expect((await up.response).text).toBe(Array.from({ length: 102 }, (_, i) => i).join(' '))
  })

  it('takes no request behind the end, although the call goes on', async () => {
    const gate = new Gate()
    const { client } = await start(
      {
        async *both() {
          await gate.passed
          yield note('over')
        },
      },
      direction,
    )
    const { send, end, responses } = client.both.open()
    await end()
    expect(await send(note('late'))).toBe(false)
    gate.open()
    expect((await responses.next()).value?.text).toBe('over')
  })

  it('talks both ways', async () => {
    const { client } = await start({}, direction)
    const { send, end, responses } = client.both.open()
    for (let number = 0; number < 5; number++) {
      await send(note('', number))
      expect((await responses.next()).value?.number).toBe(number)
    }
    await end()
    expect((await responses.next()).done).toBe(true)
  })

  it('cancels, and both ends learn why', async () => {
    const seen = new Gate<unknown>()
    const { client } = await start(
      {
        up: (_requests, call) =>
          new Promise<Note>((_resolve, reject) => {
            call.signal.addEventListener('abort', () => {
              seen.open(call.signal.reason)
              reject(call.signal.reason)
            })
          }),
      },
      direction,
    )
    const up = client.up.open()
    await up.send(note())
    await sleep(20)
    up.cancel('changed my mind')
    up.cancel('twice')
    const error = await failure(up.response)
    expect(error).toMatchObject({ code: 'CANCELLED' })
    expect(String(error)).toContain('changed my mind')
    expect(String(await seen.passed)).toContain('changed my mind')
    expect(await up.send(note())).toBe(false)
    await up.end()
  })

  it('that nobody looks at may fail without a word', async () => {
    const { client } = await start(
      {
        up() {
          throw new RpcError('ABORTED', 'no')
        },
      },
      direction,
    )
    const up = client.up.open()
    await up.send(note())
    await expect.poll(() => up.send(note()), { timeout: 10_000 }).toBe(false)
  })

  it('waits in send() for a reader that is slow', async () => {
    const gate = new Gate()
    const { client } = await start(
      {
        async up(requests) {
          await gate.passed
          let number = 0
          for await (const _ of requests) number++
          return note('', number)
        },
      },
      direction,
    )
    const up = client.up.open()
    const data = new Uint8Array(100_000)
    let sent = 0
    const sending = (async () => {
      for (let i = 0; i < 20; i++) {
        await up.send(note('', 0, data))
        sent++
      }
      await up.end()
    })()
    await sleep(100)
    // 256 KiB of credit, and one message over it.
    expect(sent).toBe(3)
    gate.open()
    await sending
    expect((await up.response).number).toBe(20)
  })
})
