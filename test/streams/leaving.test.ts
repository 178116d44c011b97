/**
 * A stream that nobody wants any more: whoever leaves it, and however, the handler's generator runs its `finally`.
 *
 * What cannot be done: JavaScript has no way to interrupt a function that awaits something. A generator that is blocked
 * runs its `finally` when what it awaits comes back; one that listens to `call.signal` comes back at once.
 */

import { EventEmitter, on } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ServerCall } from '../../runtime/index.js'
import { type Note, note } from '../support/note-service.js'
import { failure, Gate, until } from '../support/rig.js'
import { directions, useStreams } from './streams-rig.js'

/** A handler that yields for ever, and says when its `finally` ran. */
function endless() {
  const left = new Gate<unknown>()
  let yielded = 0
  return {
    left,
    get yielded() {
      return yielded
    },
    async *down(_request: unknown, call: ServerCall) {
      try {
        for (;;) {
          yielded++
          yield note('tick', yielded)
        }
      } finally {
        left.open(call.signal.reason)
      }
    },
  }
}

/** A handler that yields once and then waits for its signal. */
function blocked() {
  const left = new Gate<unknown>()
  return {
    left,
    async *down(_request: unknown, call: ServerCall) {
      try {
        yield note('first')
        await new Promise((_resolve, reject) => {
          call.signal.addEventListener('abort', () => reject(call.signal.reason))
        })
      } finally {
        left.open(call.signal.reason)
      }
    },
  }
}

describe.each(directions)('when the %s, a generator runs its finally', (direction) => {
  const { start } = useStreams()

  describe.each([
    ['while it yields', endless],
    ['while it waits for its signal', blocked],
  ] as const)('%s', (_title, make) => {
    it('after a break', async () => {
      const handler = make()
      const { client, log } = await start(handler, direction)
      for await (const _ of client.down(note())) break
      expect(await handler.left.passed).toMatchObject({ code: 'CANCELLED' })
      expect((await client.echo(note('on'))).text).toBe('on')
      expect(log.all).toEqual([])
    })

    it('after an exception in the loop', async () => {
      const handler = make()
      const { client, log } = await start(handler, direction)
      const loop = async () => {
        for await (const _ of client.down(note())) throw new Error('enough')
      }
      await expect(loop()).rejects.toThrow('enough')
      expect(await handler.left.passed).toMatchObject({ code: 'CANCELLED' })
      expect(log.all).toEqual([])
    })

    it('after an abort', async () => {
      const handler = make()
      const { client } = await start(handler, direction)
      const controller = new AbortController()
      const loop = async () => {
        for await (const _ of client.down(note(), { signal: controller.signal })) {
          controller.abort(new Error('no more'))
        }
      }
      expect(await failure(loop())).toMatchObject({ code: 'CANCELLED', outcome: 'unknown' })
      expect(String(await handler.left.passed)).toContain('no more')
    })

    it('after the deadline', async () => {
      const handler = make()
      const { client } = await start(handler, direction)
      const loop = async () => {
        for await (const _ of client.down(note(), { timeout: 40 }));
      }
      expect(await failure(loop())).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
      expect(await handler.left.passed).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
    })

    it('after return() and at the end of an await using block', async () => {
      for (const how of ['return', 'dispose'] as const) {
        const handler = make()
        const { client } = await start(handler, direction)
        const responses = client.down(note())
        await responses.next()
        if (how === 'return') await responses.return?.()
        else await responses[Symbol.asyncDispose]()
        expect(await handler.left.passed).toMatchObject({ code: 'CANCELLED' })
      }
    })
  })

  it('after the connection is lost', async () => {
    const handler = blocked()
    const { client, server, channel } = await start(handler, direction, {
      limits: { drainTimeoutMs: 20 },
    })
    const responses = client.down(note())
    await responses.next()
    const end = failure(responses.next())
    await Promise.all([server.close(), channel.close()])
    expect(await end).toMatchObject({ code: expect.stringMatching(/UNAVAILABLE|CANCELLED/) })
    await handler.left.passed
  })

  it('after both of its requests and responses are left', async () => {
    const left = new Gate()
    const { client } = await start(
      {
        async *both(requests) {
          try {
            for await (const request of requests) yield request
          } finally {
            left.open()
          }
        },
      },
      direction,
    )
    let requestsLeft = false
    async function* forever() {
      try {
        for (let number = 0; ; number++) {
          yield note('', number)
          await sleep(1)
        }
      } finally {
        requestsLeft = true
      }
    }
    for await (const { number } of client.both(forever())) if (number === 3) break
    await left.passed
    await until(() => requestsLeft, 'the end of the generator of requests')
  })
})

describe('a generator that ignores its signal', () => {
  const { start } = useStreams()

  it('runs its finally when what it awaits comes back, and not before', async () => {
    const gate = new Gate()
    let ran = false
    const { client } = await start({
      async *down() {
        try {
          yield note()
          await gate.passed
          yield note('nobody hears this')
        } finally {
          ran = true
        }
      },
    })
    for await (const _ of client.down(note())) break
    await sleep(30)
    expect(ran).toBe(false)
    gate.open()
    await until(() => ran, 'the finally')
  })

  it('is reported once, with its method, and its slot is free when it comes back', async () => {
    const gate = new Gate()
    const { client, log } = await start(
      {
        async *down() {
          yield note()
          await gate.passed
        },
      },
      'client calls server',
      { limits: { stuckHandlerMs: 30, maxCallsPerConnection: 1 } },
    )
    for await (const _ of client.down(note())) break
    await until(() => log.all.length > 0, 'the report')
    await sleep(100)
    expect(log.all).toHaveLength(1)
    expect(log.all[0]).toContain('test.v1.Streams/down')
    expect(log.all[0]).toContain('call.signal')
    // Handlers that overstay are counted: with one slot, the next call is turned away, and was not run.
    expect(await failure(client.echo(note()))).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      outcome: 'refused',
    })
    gate.open()
    await sleep(20)
    expect((await client.echo(note('free'))).text).toBe('free')
  })
})

describe.each(directions)('when the %s, an iterable of requests is left', (direction) => {
  const { start } = useStreams()

  it('by a generator that ends its own call', async () => {
    const { client } = await start({ up: () => new Promise(() => {}) }, direction)
    const controller = new AbortController()
    let isLeft = false
    function* requests() {
      try {
        controller.abort()
        yield note('late')
      } finally {
        isLeft = true
      }
    }
    await expect(client.up(requests(), { signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    await until(() => isLeft)
  })

  it.each(['by a deadline', 'by its signal', 'by an answer', 'by leaving its responses'] as const)(
    '%s',
    async (how) => {
      const answered = new Gate<unknown>()
      const { client } = await start(
        {
          up: async () => {
            if (how !== 'by an answer') await answered.passed
            return note('enough')
          },
          async *both() {
            yield note('first')
            await answered.passed
          },
        },
        direction,
      )
      const feed = new EventEmitter()
      // Waits for an event that never comes; leaving it takes its listener off.
      const requests = on(feed, 'request') as AsyncIterable<Note> // because no other event would come
      if (how === 'by leaving its responses') {
        for await (const _ of client.both(requests)) break
      } else {
        const controller = new AbortController()
        const timeout = how === 'by a deadline' ? { timeout: 30 } : {}
        const call = client.up(requests, { signal: controller.signal, ...timeout })
        if (how === 'by its signal') controller.abort()
        await call.catch(() => {})
      }
      await until(() => feed.listenerCount('request') === 0)
      answered.open(undefined)
    },
  )
})
