import { describe, expect, it } from 'vitest'
import { type Interceptor, RpcError, type ServerCall } from '../../runtime/index.js'
import {
  closeTestClient,
  manualClock,
  testClient,
  testConnection,
} from '../../runtime/testing/index.js'
import { Full, type Note, Notes, note, noteOfBytes } from '../support/note-service.js'
import { failure, Lines } from '../support/rig.js'
import { Device, Streams, streamsHandlers } from '../support/stream-service.js'

const forever = () => new Promise<never>(() => {})

describe('testClient', () => {
  it('answers calls with the handlers of the test', async () => {
    await using notes = testClient(Notes, { echo: (request) => ({ ...request, text: 'heard' }) })
    expect(await notes.echo(note('said', 3))).toEqual(note('heard', 3))
  })

  it('answers UNIMPLEMENTED for methods that are not given', async () => {
    await using notes = testClient(Notes, {})
    expect(await failure(notes.echo(note()))).toMatchObject({
      code: 'UNIMPLEMENTED',
      outcome: 'refused',
    })
    await using streams = testClient(Streams, {})
    expect(await failure(streams.down(note()).next())).toMatchObject({ code: 'UNIMPLEMENTED' })
    expect(await failure(streams.up([]))).toMatchObject({ code: 'UNIMPLEMENTED' })
  })

  it('runs the real codec: what a handler returns is a copy', async () => {
    const given = note('a', 1)
    await using notes = testClient(Notes, { echo: () => given })
    const got = await notes.echo(note())
    expect(got).toEqual(given)
    expect(got).not.toBe(given)
  })

  it('lets handlers see whom the test says is calling', async () => {
    const handlers = {
      echo: (_: Note, { peer }: ServerCall) => note(String(peer.principal?.name)),
    }
    await using ada = testClient(Notes, handlers, { principal: { name: 'ada', roles: ['admin'] } })
    expect(await ada.echo(note())).toEqual(note('ada'))
    await using nobody = testClient(Notes, handlers)
    expect(await nobody.echo(note())).toEqual(note('undefined'))
  })

  it('runs the real checks, on both sides', async () => {
    await using notes = testClient(Notes, { echo: () => note('', -1) }, { logger: new Lines() })
    expect(await failure(notes.echo(note('', -1)))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      outcome: 'not-sent',
    })
    expect(await failure(notes.echo(note()))).toMatchObject({ code: 'INTERNAL' })
  })

  it('carries errors, declared ones with their data', async () => {
    await using notes = testClient(Notes, {
      echo: () => {
        throw new RpcError('NOT_FOUND', 'no such note')
      },
      limited: () => {
        throw Full({ limit: 4 })
      },
    })
    expect(await failure(notes.echo(note()))).toMatchObject({
      code: 'NOT_FOUND',
      outcome: 'executed',
    })
    const limited = await notes.limited.safe(note())
    expect(!limited.ok && Full.is(limited.error) && limited.error.data).toEqual({ limit: 4 })
  })

  it('binds handlers to their object, so that an instance of a class serves', async () => {
    class Counter {
      count = 0
      echo(request: Note): Note {
        this.count += request.number
        return note('', this.count)
      }
    }
    await using notes = testClient(Notes, new Counter())
    await notes.echo(note('', 2))
    expect((await notes.echo(note('', 3))).number).toBe(5)
  })

  it('refuses a handler that is no function', () => {
    expect(() => testClient(Notes, { echo: 7 as never })).toThrow(
      'test.v1.Notes/echo: its handler is no function',
    )
  })

  it('streams in all directions', async () => {
    await using streams = testClient(Streams, streamsHandlers())
    const down: number[] = []
    for await (const { number } of streams.down(note('', 3))) down.push(number)
    expect(down).toEqual([0, 1, 2])
    expect((await streams.up([note('', 1), note('', 2)])).number).toBe(3)
    const both: number[] = []
    for await (const { number } of streams.both([note('', 4), note('', 5)])) both.push(number)
    expect(both).toEqual([4, 5])
  })

  it('slows a stream down to the pace of its reader', async () => {
    let yielded = 0
    await using streams = testClient(Streams, {
      async *down() {
        for (;;) {
          yielded++
          yield noteOfBytes(10_000)
        }
      },
    })
    const responses = streams.down(note())
    await responses.next()
    await new Promise((resolve) => setTimeout(resolve, 50))
    // 256 KiB of credit, one message over it, and the one that is at the gate.
    expect(yielded).toBeLessThanOrEqual(29)
    await responses.return?.()
  })

  it('cuts what arrives into the same pieces for the same seed, and nothing is lost', async () => {
    for (const sliceSeed of [1, 2, 3]) {
      await using streams = testClient(Streams, streamsHandlers(), { sliceSeed })
      const sizes = [0, 1, 1_000, 16_384, 16_385, 300_000]
      const requests = sizes.filter((size) => size > 3).map((size) => noteOfBytes(size))
      let at = 0
      for await (const response of streams.both(requests)) {
        expect(response.data).toEqual(requests[at]?.data)
        at++
      }
      expect(at).toBe(requests.length)
    }
  })

  it('tells the handler when the caller gives up', async () => {
    let reason: unknown
    await using notes = testClient(Notes, {
      echo: (_request, call) =>
        new Promise<Note>((resolve) => {
          call.signal.addEventListener('abort', () => {
            reason = call.signal.reason
            resolve(note())
          })
        }),
    })
    const controller = new AbortController()
    const call = notes.echo(note(), { signal: controller.signal })
    setImmediate(() => setTimeout(() => controller.abort(new Error('enough')), 5))
    expect(await failure(call)).toMatchObject({ code: 'CANCELLED' })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(String(reason)).toContain('enough')
  })

  it('ends all calls when it is closed, and takes no more', async () => {
    let aborted = false
    const notes = testClient(Notes, {
      echo: (_request, call) => {
        call.signal.addEventListener('abort', () => {
          aborted = true
        })
        return forever()
      },
    })
    const pending = failure(notes.echo(note()))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await closeTestClient(notes)
    await closeTestClient(notes)
    expect(await pending).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
    expect(aborted).toBe(true)
    expect(await failure(notes.echo(note()))).toMatchObject({
      code: 'UNAVAILABLE',
      outcome: 'not-sent',
    })
  })

  it("runs interceptors on both sides, in production's order", async () => {
    const order: string[] = []
    const noting =
      (name: string): Interceptor =>
      async (call, next) => {
        order.push(`${name} ${call.side}`)
        return next(call)
      }
    await using streams = testClient(Streams, streamsHandlers(), {
      clientInterceptors: [noting('a'), noting('b')],
      serverInterceptors: [noting('c'), noting('d')],
    })
    await streams.echo(note())
    for await (const _ of streams.down(note('', 2)));
    const once = ['a client', 'b client', 'c server', 'd server']
    expect(order).toEqual([...once, ...once])
  })

  it('can be closed before its first call', async () => {
    await closeTestClient(testClient(Notes, {}))
  })
})

describe('manualClock', () => {
  it('lets a deadline pass only when told', async () => {
    const clock = manualClock()
    await using notes = testClient(Notes, { echo: forever }, { clock })
    let isOver = false
    const call = failure(notes.echo(note(), { timeout: '1h' })).finally(() => {
      isOver = true
    })
    await clock.advance(3_599_999)
    expect(isOver).toBe(false)
    await clock.advance(1)
    expect(await call).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
    expect(clock.now()).toBe(3_600_000)
  })

  it('keeps to the millisecond, and to the order of deadlines', async () => {
    const clock = manualClock()
    await using notes = testClient(Notes, { echo: forever }, { clock })
    const over: number[] = []
    for (const timeout of [7, 3, 5, 4]) {
      void failure(notes.echo(note(), { timeout })).then(() => over.push(timeout))
    }
    await clock.advance(4)
    expect(over).toEqual([3, 4])
    await clock.advance(100)
    expect(over).toEqual([3, 4, 5, 7])
  })

  it('shows the handler the time that is left, and that it is over', async () => {
    const clock = manualClock()
    const seen: number[] = []
    await using notes = testClient(
      Notes,
      {
        echo: (_request, call) => {
          seen.push(call.timeLeft())
          call.signal.addEventListener('abort', () => seen.push(call.timeLeft()))
          return forever()
        },
      },
      { clock, timeout: '2s' },
    )
    const call = failure(notes.echo(note()))
    await clock.advance(2_000)
    await call
    expect(seen).toEqual([2_000, 0])
  })

  it('leaves an idle connection standing through hours of silence', async () => {
    const clock = manualClock()
    await using notes = testClient(Notes, { echo: (request) => request }, { clock })
    await notes.echo(note('before'))
    await clock.advance(4 * 3_600_000)
    expect(await notes.echo(note('after'))).toEqual(note('after'))
  })

  it('serves several clients', async () => {
    const clock = manualClock()
    await using one = testClient(Notes, { echo: forever }, { clock })
    await using two = testClient(Notes, { echo: forever }, { clock })
    const calls = [one.echo(note(), { timeout: 10 }), two.echo(note(), { timeout: 10 })].map(
      failure,
    )
    await clock.advance(10)
    expect((await Promise.all(calls)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown'])
  })

  it('says so when it is given something else, or moved back', async () => {
    expect(() =>
      testClient(Notes, {}, { clock: { now: () => 0, advance: async () => {} } }),
    ).toThrow('use manualClock()')
    await expect(manualClock().advance(-1)).rejects.toThrow(RangeError)
    await expect(manualClock().advance(Number.NaN)).rejects.toThrow(RangeError)
  })
})

describe('testConnection', () => {
  it('lets handlers call the client back, with deadlines and streams', async () => {
    const clock = manualClock()
    await using connection = testConnection({ clock })
    connection.client.add(Device, streamsHandlers({ up: forever }))
    connection.server.add(Streams, {
      async echo(request, call) {
        const device = call.peer.client(Device)
        let number = 0
        for await (const response of device.down(note('', request.number)))
          number += response.number
        const late = device.up([], { timeout: 5 })
        return note((await failure(late)).code, number)
      },
    })
    const streams = connection.client.client(Streams)
    const call = streams.echo(note('', 4))
    await clock.advance(5)
    expect(await call).toEqual(note('DEADLINE_EXCEEDED', 6))
  })

  it('lets either side make the first call', async () => {
    await using connection = testConnection()
    connection.client.add(Device, streamsHandlers())
    const device = connection.server.client(Device)
    expect(await device.echo(note('to the one who dials'))).toEqual(note('to the one who dials'))
  })

  it('serves several services, and none after the first call', async () => {
    await using connection = testConnection()
    connection.server.add(Notes, { echo: (request) => request }).add(Streams, streamsHandlers())
    expect(() => connection.server.add(Notes, {})).toThrow('is served already')
    await connection.client.client(Notes).echo(note())
    await connection.client.client(Streams).echo(note())
    expect(() => connection.server.add(Device, {})).toThrow('before the first call')
  })

  it('fails what is in flight when it is cut, and makes another connection for the next call', async () => {
    await using connection = testConnection()
    let isStuck = true
    connection.server.add(Notes, { echo: (request) => (isStuck ? forever() : request) })
    const notes = connection.client.client(Notes)
    const lost = failure(notes.echo(note()))
    await new Promise((resolve) => setTimeout(resolve, 5))
    isStuck = false
    connection.cut()
    const next = notes.echo(note('at once'))
    expect(await lost).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
    expect(await next).toEqual(note('at once'))
    expect(await notes.echo(note('again'))).toEqual(note('again'))
  })

  it('drops a message of the largest size into no hole: 4 MiB both ways', async () => {
    await using connection = testConnection()
    connection.server.add(Notes, { echo: (request) => request })
    const sent = noteOfBytes(4 * 1024 * 1024)
    sent.data.fill(7)
    const got = await connection.client.client(Notes).echo(sent)
    expect(Buffer.compare(got.data, sent.data)).toBe(0)
  })
})
