// biome-ignore-all lint/suspicious/noThenProperty: misbehaving thenables are what these tests are about
import { describe, expect, it } from 'vitest'
import { declareError } from '../../runtime/gen.js'
import { RpcError } from '../../runtime/index.js'
import { ChaosProxy } from '../support/chaos-proxy.js'
import {
  contains,
  Full,
  maxNumber,
  Notes,
  type NotesHandlers,
  note,
} from '../support/note-service.js'
import { RawPeer } from '../support/raw-peer.js'
import { failure, Gate, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

type Handler = NotesHandlers['echo']

/** What a handler of plain JavaScript may do; the types forbid most of it. */
function rude(handler: (...args: Parameters<Handler>) => unknown): Handler {
  return handler as Handler // because these tests are about what the types forbid
}

const secret = 'postgres://admin:hunter2@db/orders'

const failures: readonly [what: string, handler: Handler][] = [
  [
    'throws at once',
    () => {
      throw new Error(secret)
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error(secret)
    },
  ],
  ['rejects late', () => new Promise((_, reject) => setImmediate(reject, new Error(secret)))],
  [
    'throws a text',
    () => {
      throw secret
    },
  ],
  [
    'throws undefined',
    () => {
      throw undefined
    },
  ],
  [
    'throws null',
    () => {
      throw null
    },
  ],
  [
    'throws a symbol',
    () => {
      throw Symbol(secret)
    },
  ],
  [
    'throws an object without a prototype',
    () => {
      throw Object.create(null)
    },
  ],
  [
    'throws an object whose text throws',
    () => {
      throw {
        toString() {
          throw new Error(secret)
        },
      }
    },
  ],
  [
    'rejects with an object without a prototype',
    async () => {
      throw Object.create(null)
    },
  ],
  [
    'throws an error whose stack throws',
    () => {
      throw Object.defineProperty(new Error('x'), 'stack', {
        get() {
          throw new Error(secret)
        },
      })
    },
  ],
  [
    'throws a proxy that forbids everything',
    async () => {
      const trap = () => {
        throw new Error(secret)
      }
      throw new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap, ownKeys: trap })
    },
  ],
  ['returns nothing', rude(() => undefined)],
  ['returns a text', rude(() => secret)],
  ['returns a number', rude(async () => 5)],
  ['returns null', rude(async () => null)],
  ['returns a function', rude(() => () => note())],
  ['returns a message with a missing field', rude(() => ({ text: secret }))],
  ['returns a message with a field of a wrong type', rude(() => ({ ...note(), number: secret }))],
  ['returns a message that breaks a rule', () => note(secret, maxNumber + 1)],
  [
    'returns a message whose field throws',
    rude(() => ({
      ...note(),
      get text() {
        throw new Error(secret)
      },
    })),
  ],
  [
    'resolves with a message whose field throws',
    rude(async () => ({
      ...note(),
      get text() {
        throw new Error(secret)
      },
    })),
  ],
  [
    'returns a thenable that throws',
    rude(() => ({
      then() {
        throw new Error(secret)
      },
    })),
  ],
  [
    'returns an object whose then throws',
    rude(() => ({
      get then() {
        throw new Error(secret)
      },
    })),
  ],
  [
    'returns a thenable that resolves to a thenable',
    rude(() => ({
      then: (resolve: (value: unknown) => void) =>
        resolve({ then: (again: (value: unknown) => void) => again(note()) }),
    })),
  ],
  [
    'throws an error with a status that does not exist',
    () => {
      throw Object.assign(new RpcError('NOT_FOUND', secret), { code: 'NO_SUCH_CODE' })
    },
  ],
  [
    'throws an error with a message that is no text',
    () => {
      throw Object.assign(new RpcError('NOT_FOUND', 'x'), { message: 5 })
    },
  ],
  [
    'throws a foreign error with the brand and nothing else',
    () => {
      throw { [Symbol.for('trunkline.RpcError')]: true }
    },
  ],
  [
    'throws a declared error of another method',
    () => {
      throw Full({ limit: 3 })
    },
  ],
  [
    'throws an error that came out of another call',
    () => {
      throw new RpcError('NOT_FOUND', secret, { method: 'other.Service/call' })
    },
  ],
]

describe('a handler that', () => {
  for (const [what, handler] of failures) {
    it(`${what} fails its call and no other`, async () => {
      const { client, log, server } = await start({ handlers: { echo: handler } })
      const [error, other] = await Promise.all([
        failure(client.echo(note())),
        client.limited(note('other')),
      ])
      expect(other).toEqual(note('other'))
      expect(error).toMatchObject({ outcome: 'executed', method: 'test.v1.Notes/echo' })
      expect(error.code).toBe('INTERNAL')
      expect(error.message).not.toContain(secret)
      expect(await client.limited(note('after'))).toEqual(note('after'))
      expect(server.peers.size).toBe(1)
      expect(log.all.join('\n')).toContain('test.v1.Notes/echo')
    })
  }

  it.each<[string, string, () => Error]>([
    [
      'a declared error of another method',
      'the schema does not declare Full for this method: add it to its errors',
      () => Full({ limit: 3 }),
    ],
    [
      'the failure of another call',
      'it speaks of another call, other.Service/call: catch it, and throw an error that speaks of this one',
      () => new RpcError('NOT_FOUND', 'x', { method: 'other.Service/call' }),
    ],
    [
      'an error with a code that there is not',
      'NOTFOUND is no code: use one such as NOT_FOUND',
      () => new RpcError('NOTFOUND' as never, 'x'),
    ],
  ])('throws %s finds in the log why its caller does not see it', async (_, why, make) => {
    const { client, log } = await start({
      handlers: {
        echo() {
          throw make()
        },
      },
    })
    expect((await failure(client.echo(note()))).code).toBe('INTERNAL')
    expect(log.all.join()).toContain(
      `the handler failed and the caller sees INTERNAL, since ${why}: `,
    )
  })

  it('settles twice is answered once', async () => {
    const twice = (
      then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void,
    ) => rude(() => ({ then }))
    const { client } = await start({
      handlers: {
        echo: twice((resolve, reject) => {
          resolve(note('first'))
          resolve(note('second'))
          reject(new Error('third'))
        }),
        quick: twice((resolve) => {
          setImmediate(resolve, note('first'))
          setImmediate(resolve, note('second'))
        }),
        limited: twice((resolve) => {
          resolve(note('first'))
          throw new Error('second')
        }),
      },
    })
    expect(await client.echo(note())).toEqual(note('first'))
    expect(await client.quick(note(), { timeout: 5_000 })).toEqual(note('first'))
    expect(await client.limited(note())).toEqual(note('first'))
  })

  it('never settles costs its caller a deadline and nobody else anything', async () => {
    const gate = new Gate()
    const { client } = await start({
      handlers: { quick: (request) => gate.passed.then(() => request) },
    })
    const [error, others] = await Promise.all([
      failure(client.quick(note())),
      Promise.all(Array.from({ length: 100 }, (_, i) => client.echo(note('', i)))),
    ])
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
    expect(others).toHaveLength(100)
    gate.open()
  })

  it('throws what the caller should see is heard: status, text, outcome', async () => {
    const { client, log } = await start({
      handlers: {
        echo: () => {
          throw new RpcError('NOT_FOUND', 'no note a', { hint: secret, cause: secret })
        },
      },
    })
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({
      code: 'NOT_FOUND',
      outcome: 'executed',
      hint: undefined,
    })
    expect('cause' in error).toBe(false)
    expect(error.message).toBe('test.v1.Notes/echo: no note a')
    expect(error.endpoint).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
    expect(log.all).toEqual([])
  })

  it('throws an error that its schema declares gives the caller its data', async () => {
    const { client, log } = await start({
      handlers: {
        limited: async () => {
          throw Full({ limit: 7 }, 'seven is enough')
        },
      },
    })
    const result = await client.limited.safe(note())
    expect(result.ok).toBe(false)
    if (result.ok || result.error.reason !== 'Full') throw new Error('not the declared error')
    expect(result.error.data.limit).toBe(7)
    expect(result.error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'executed' })
    expect(Full.is(await failure(client.limited(note())))).toBe(true)
    expect(log.all).toEqual([])
  })

  it('throws an error that another service declares by the same name is no error of this one', async () => {
    const Other = declareError('other.v1.Box', 'Full', 'NOT_FOUND', Full.codec)
    const { client, log } = await start({
      handlers: {
        limited: async ({ number }) => {
          throw number === 0 ? Other({ limit: 1 }) : Full({ limit: 1 })
        },
      },
    })
    expect(await failure(client.limited(note('', 0)))).toMatchObject({ code: 'INTERNAL' })
    expect(log.all.join()).toContain('Full')
    const error = await failure(client.limited(note('', 1)))
    expect(error).toMatchObject({ service: 'test.v1.Notes', reason: 'Full' })
    expect([Full.is(error), Other.is(error)]).toEqual([true, false])
    expect([Full.is(Full({ limit: 1 })), Full.is(Other({ limit: 1 }))]).toEqual([true, false])
  })

  it('throws a declared error with wrong data is reported, and the caller sees INTERNAL', async () => {
    const { client, log } = await start({
      handlers: {
        limited: () => {
          throw Full({ limit: 'x' as unknown as number })
        },
      },
    })
    expect(await failure(client.limited(note()))).toMatchObject({
      code: 'INTERNAL',
      reason: undefined,
    })
    expect(log.all.join()).toContain('limit must be an integer')
  })
})

describe('a logger that throws', () => {
  it('harms neither the call nor the process', async () => {
    const throwing = () => {
      throw new Error('disk full')
    }
    const logger = { debug: throwing, info: throwing, warn: throwing, error: throwing }
    const { client, url } = await start({
      server: { logger },
      handlers: {
        echo: async () => {
          throw new Error('x')
        },
      },
    })
    expect(await failure(client.echo(note()))).toMatchObject({ code: 'INTERNAL' })
    const stranger = own(await RawPeer.connect(portOf(url)), (one) => one.destroy())
    stranger.write(Uint8Array.of(1, 2, 3))
    await until(() => stranger.ended || stranger.closed)
    expect(await client.limited(note('alive'))).toEqual(note('alive'))
  })
})

describe('what is on the wire when a handler fails', () => {
  it('holds neither the text nor the stack of what it threw', async () => {
    const { url, log } = await start({
      handlers: {
        echo: () => {
          throw new Error(secret, { cause: new Error(secret) })
        },
        quick: async () => {
          throw new RpcError('NOT_FOUND', 'public', { hint: secret, cause: new Error(secret) })
        },
        limited: () => note(secret, -1),
      },
    })
    const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
    const client = channelTo(proxy.url).client(Notes)
    await failure(client.echo(note()))
    await failure(client.quick(note(), { timeout: 5_000 }))
    await failure(client.limited(note()))
    const bytes = Buffer.concat(proxy.seen.toClient)
    expect(contains(bytes, 'internal error')).toBe(true)
    expect(contains(bytes, 'public')).toBe(true)
    for (const text of ['postgres', 'hunter2', '.ts:', 'handlers.test', 'Error:', 'node_modules'])
      expect(contains(bytes, text), text).toBe(false)
    // What the caller may not know, the operator must.
    expect(log.all.join('\n')).toContain(secret)
    expect(log.all.join('\n')).toContain('handlers.test.ts')
  })
})
