import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { note } from '../support/note-service.js'
import { failure, Gate, until, useRigs } from '../support/rig.js'

const { start } = useRigs()

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('a signal that aborts', () => {
  it('before the call sends nothing', async () => {
    const { client, server } = await start()
    const error = await failure(
      client.echo(note(), { signal: AbortSignal.abort(new Error('no need')) }),
    )
    expect(error).toMatchObject({ code: 'CANCELLED', outcome: 'not-sent' })
    expect(error.message).toContain('no need')
    expect(server.peers.size).toBe(0)
  })

  it('while the call waits for a connection sends nothing', async () => {
    let handled = 0
    const { client } = await start({
      handlers: {
        echo: (request) => {
          handled++
          return request
        },
      },
    })
    const controller = new AbortController()
    const call = client.echo(note(), { signal: controller.signal })
    controller.abort()
    expect(await failure(call)).toMatchObject({ code: 'CANCELLED', outcome: 'not-sent' })
    await client.limited(note())
    expect(handled).toBe(0)
  })

  it('in the tick in which the call was made never says not-sent of a call whose handler runs', async () => {
    let handled = 0
    const { client } = await start({
      handlers: {
        echo: (request) => {
          handled++
          return request
        },
      },
    })
    await client.limited(note())
    const controller = new AbortController()
    const call = client.echo(note(), { signal: controller.signal })
    controller.abort()
    const { code, outcome } = await failure(call)
    await client.limited(note())
    expect(code).toBe('CANCELLED')
    expect([outcome, handled]).toEqual(handled === 0 ? ['not-sent', 0] : ['unknown', 1])
  })

  it('during the call ends it at once and reaches the signal of the handler', async () => {
    const started = new Gate()
    const aborted = new Gate<unknown>()
    const { client } = await start({
      handlers: {
        echo: async (request, call) => {
          started.open()
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          aborted.open(call.signal.reason)
          return request
        },
      },
    })
    const controller = new AbortController()
    const call = client.echo(note(), { signal: controller.signal })
    await started.passed
    const reason = new Error('changed my mind')
    controller.abort(reason)
    const error = await failure(call)
    expect(error).toMatchObject({ code: 'CANCELLED', outcome: 'unknown', cause: reason })
    expect(await aborted.passed).toMatchObject({
      message: expect.stringContaining('changed my mind'),
    })
  })

  it('after the call changes nothing', async () => {
    const { client } = await start()
    const controller = new AbortController()
    const answer = await client.echo(note('x'), { signal: controller.signal })
    controller.abort()
    expect(answer).toEqual(note('x'))
    expect(await client.echo(note('y'))).toEqual(note('y'))
  })

  const reasons: readonly [what: string, reason: unknown][] = [
    ['nothing', undefined],
    ['a text', 'stop'],
    ['a symbol', Symbol('stop')],
    ['an object without a prototype', Object.create(null)],
    [
      'an object whose text throws',
      {
        toString: () => {
          throw new Error('no text')
        },
      },
    ],
    ['an error whose message is no text', Object.assign(new Error('x'), { message: 5 })],
  ]
  for (const [what, reason] of reasons) {
    it(`with ${what} as its reason cancels the call`, async () => {
      const started = new Gate()
      const { client } = await start({
        handlers: {
          echo: async (request, call) => {
            started.open()
            await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
            return request
          },
        },
      })
      const controller = new AbortController()
      const running = client.echo(note(), { signal: controller.signal })
      const waiting = client.echo(note(), { signal: AbortSignal.abort(reason) })
      expect(await failure(waiting)).toMatchObject({ code: 'CANCELLED', outcome: 'not-sent' })
      await started.passed
      controller.abort(reason)
      expect(await failure(running)).toMatchObject({ code: 'CANCELLED' })
    })
  }

  it('frees the slot of the call when the server has heard of it', async () => {
    const started = new Gate()
    const { client } = await start({
      server: { limits: { maxCallsPerConnection: 1 } },
      handlers: {
        echo: async (request, call) => {
          started.open()
          await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
          return request
        },
      },
    })
    const controller = new AbortController()
    const call = client.echo(note(), { signal: controller.signal })
    await started.passed
    const next = client.limited(note('next'))
    controller.abort()
    await failure(call)
    expect(await next).toEqual(note('next'))
  })

  it('cancels in whatever state the call is: every call ends once, and the channel goes on', async () => {
    const { client } = await start({
      handlers: {
        echo: async (request) => {
          await new Promise(setImmediate)
          return request
        },
      },
    })
    const outcomes: string[] = []
    const calls = Array.from({ length: 500 }, async (_, i) => {
      const controller = new AbortController()
      const call = client.echo(note('x'.repeat((i % 5) * 8_000)), { signal: controller.signal })
      for (let turns = i % 8; turns > 0; turns--) await new Promise(setImmediate)
      controller.abort()
      outcomes.push(
        await call.then(
          () => 'answered',
          (error) => error.code,
        ),
      )
    })
    await Promise.all(calls)
    expect(outcomes).toHaveLength(500)
    expect(new Set(outcomes)).toEqual(new Set(['answered', 'CANCELLED']))
    expect(await client.echo(note('after'))).toEqual(note('after'))
  })
})

describe('a signal that lives as long as the program', () => {
  it('collects no listeners, however many calls it is given to', async () => {
    const { client } = await start()
    const { signal } = new AbortController()
    for (let round = 0; round < 20; round++) {
      const calls = Array.from({ length: 100 }, () => client.echo(note(), { signal }))
      expect(listeners(signal)).toBe(1)
      await Promise.all(calls)
      expect(listeners(signal)).toBe(0)
    }
    await failure(client.echo(note('', -1), { signal }))
    expect(listeners(signal)).toBe(0)
  })

  it('may be shared by calls that fail in all ways', async () => {
    const { client, channel } = await start({
      handlers: { echo: () => Promise.reject(new Error('x')) },
    })
    const controller = new AbortController()
    const { signal } = controller
    await failure(client.echo(note(), { signal }))
    await failure(client.quick(note('', -1), { signal }))
    await failure(client.quick(note(), { signal, timeout: 0 }))
    expect(listeners(signal)).toBe(0)
    await channel.close()
    await failure(client.echo(note(), { signal }))
    expect(listeners(signal)).toBe(0)
    controller.abort()
  })
})

describe('a handler that does not look at its signal', () => {
  it('keeps its slot until it settles, and what it then says is dropped', async () => {
    const gate = new Gate()
    let running = 0
    const { client } = await start({
      server: { limits: { maxCallsPerConnection: 2 } },
      handlers: {
        echo: async (request) => {
          running++
          await gate.passed
          running--
          return request
        },
      },
    })
    await client.limited(note())
    for (let i = 0; i < 2; i++) await failure(client.echo(note(), { timeout: 20 }))
    await until(() => running === 2)
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'refused' })
    gate.open()
    await until(() => running === 0)
    expect(await client.limited(note('free again'))).toEqual(note('free again'))
  })

  it('is reported once when it runs on for long', async () => {
    const gate = new Gate()
    const { client, log } = await start({
      server: { limits: { stuckHandlerMs: 20 } },
      handlers: { echo: (request) => gate.passed.then(() => request) },
    })
    await failure(client.echo(note(), { timeout: 20 }))
    await until(() => log.all.length > 0, 'the report')
    expect(log.all[0]).toContain('still runs')
    gate.open()
    await client.limited(note())
    expect(log.all).toHaveLength(1)
  })
})
