import Type from 'typebox'
import { describe, expect, it } from 'vitest'
import { bytes, isService, rpc, service, stream, timestamp } from '../../schemas/index.js'

const Empty = Type.Object({})

/** What a function throws, as an author sees it. */
function misuseOf(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

/** Calls with arguments that the types forbid, as plain JavaScript would. */
const untyped = { service, rpc, stream } as unknown as Record<
  string,
  (...args: unknown[]) => unknown
> // because misuse is what is tested

describe('service', () => {
  it('keeps its name, methods and options', () => {
    const method = rpc(Empty, Empty)
    const made = service('chat.v1.Chat', { send: method }, { description: 'Talks.' })
    expect(made).toMatchObject({ name: 'chat.v1.Chat', options: { description: 'Talks.' } })
    expect(made.methods.send).toBe(method)
    expect(isService(made)).toBe(true)
  })

  it('is recognised across copies of the package by a registered symbol', () => {
    expect(isService({ [Symbol.for('trunkline.service')]: true })).toBe(true)
    expect(isService(Empty)).toBe(false)
    expect(isService(null)).toBe(false)
  })

  it.each([
    ['Chat', '"Chat" is no name for a service'],
    ['chat.v1.chat', '"chat.v1.chat" is no name for a service'],
    ['Chat.v1.Chat', '"Chat.v1.Chat" is no name for a service'],
    ['chat..Chat', '"chat..Chat" is no name for a service'],
    [42, '42 is no name for a service'],
    [`a.${'B'.repeat(199)}`, 'is no name for a service'],
  ])('rejects the name %s', (name, text) => {
    expect(misuseOf(() => untyped.service?.(name, { send: rpc(Empty, Empty) })).message).toContain(
      text,
    )
  })

  it.each([
    [undefined, 'a.B needs an object of methods, and got undefined'],
    [[], 'a.B needs an object of methods, and got an array'],
    [{}, 'a.B has no methods'],
    [{ Send: rpc(Empty, Empty) }, 'a.B has a method called "Send"'],
    [{ 'send-it': rpc(Empty, Empty) }, 'a.B has a method called "send-it"'],
    [{ send: Empty }, 'a.B.send is an object with the keys type, properties, not a method'],
    [
      { sendId: rpc(Empty, Empty), sendID: rpc(Empty, Empty) },
      'a.B has the methods sendId and sendID',
    ],
  ])('rejects the methods %o', (methods, text) => {
    expect(misuseOf(() => untyped.service?.('a.B', methods)).message).toContain(text)
  })

  it('rejects an option that it does not have', () => {
    const run = () => untyped.service?.('a.B', { send: rpc(Empty, Empty) }, { timeout: 5 })
    expect(misuseOf(run).message).toBe(
      'a service has no option "timeout". Use description or deprecated; everything else belongs to a method.',
    )
  })

  it("fails at the author's line", () => {
    const { stack = '' } = misuseOf(() => untyped.service?.('Chat', {}))
    expect(stack.split('\n')[1]).toContain('service.test.ts')
  })
})

describe('rpc', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2000],
    ['1.5s', 1500],
    ['1m', 60_000],
    ['24h', 86_400_000],
    [250, 250],
    [0.2, 1],
    [undefined, undefined],
  ])('reads the timeout %s as %s ms', (timeout, ms) => {
    const options = timeout === undefined ? {} : { timeout }
    expect(rpc(Empty, Empty, options).timeoutMs).toBe(ms)
  })

  it.each(['2 seconds', '0s', 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '25h', null, {}])(
    'rejects the timeout %s',
    (timeout) => {
      const text = misuseOf(() => untyped.rpc?.(Empty, Empty, { timeout })).message
      expect(text).toMatch(/^timeout must be more than 0 ms and at most 1 day, not /)
    },
  )

  it.each([
    [{ idempotent: 'yes' }, 'idempotent is true or false, not "yes"'],
    [{ oneway: 1 }, 'oneway is true or false, not 1'],
    [{ deprecated: 3 }, 'deprecated is true or a text, not 3'],
    [{ description: 3 }, 'description is a text, not 3'],
    [{ retries: 3 }, 'rpc() has no option "retries"'],
    [{ toString: 3 }, 'rpc() has no option "toString"'],
    [{ errors: [] }, 'errors is an object of schemas by name, not an array'],
    [{ errors: { gone: Empty } }, 'an error is called "gone"'],
    [
      { errors: { Gone: Type.String() } },
      'the data of the error Gone must be a Type.Object schema, and here it is a schema of the kind String',
    ],
    [{ errors: { Gone: Type.Object({}, { code: 'GONE' }) } }, 'the error Gone has the code "GONE"'],
    ['fast', 'the options of rpc() are an object, not "fast"'],
  ])('rejects the options %o', (options, text) => {
    expect(misuseOf(() => untyped.rpc?.(Empty, Empty, options)).message).toContain(text)
  })

  it('reads what it says of further attempts', () => {
    expect(rpc(Empty, Empty)).toMatchObject({ retry: undefined, hedge: undefined })
    const retry = { attempts: 4, delay: '50ms', maxDelay: '2s', codes: ['UNAVAILABLE'] } as const
    expect(rpc(Empty, Empty, { idempotent: true, retry, hedge: { after: 30 } })).toMatchObject({
      retry: { attempts: 4, delayMs: 50, maxDelayMs: 2000, codes: ['UNAVAILABLE'] },
      hedge: { afterMs: 30, attempts: 2 },
    })
    expect(rpc(Empty, Empty, { retry: false }).retry).toBe(false)
    expect(rpc(Empty, Empty, { retry: { attempts: 2 } }).retry).toEqual({ attempts: 2 })
  })

  it.each([
    [{ retry: 3 }, 'retry is an object of options, or false, not 3'],
    [{ retry: { tries: 3 } }, 'retry has no option "tries"'],
    [{ retry: { attempts: 6 } }, 'retry.attempts counts all attempts, the first included: 1 to 5'],
    [{ retry: { delay: '2m' } }, 'retry.delay is more than nothing and at most 60000 ms'],
    [{ retry: { delay: '3s', maxDelay: 2 } }, 'retry.delay is "3s", which is longer than'],
    [{ idempotent: true, retry: { codes: ['BUSY'] } }, 'retry.codes has "BUSY"'],
    [{ idempotent: true, retry: { codes: ['CANCELLED'] } }, 'retry.codes has "CANCELLED"'],
    [{ idempotent: true, retry: { codes: 'ABORTED' } }, 'retry.codes has "ABORTED"'],
    [{ retry: { codes: [] } }, 'this one must not run twice for one call'],
    [{ hedge: false }, 'hedge is an object of options, not false'],
    [{ hedge: {} }, 'hedge.after is more than nothing and at most 60000 ms, not null'],
    [{ hedge: { after: 5, attempts: 1 } }, 'hedge.attempts counts all attempts'],
    [{ hedge: { after: 5 } }, 'hedge runs a handler twice for one call'],
    [
      { idempotent: true, timeout: 5, hedge: { after: 5 } },
      'hedge waits for 5 ms, and the call is over after 5 ms',
    ],
    [{ oneway: true, retry: {} }, 'retry is for methods with one request and one response'],
    [{ oneway: true, retry: false }, 'retry is for methods with one request and one response'],
  ])('rejects the further attempts of %o', (options, text) => {
    expect(misuseOf(() => untyped.rpc?.(Empty, Empty, options)).message).toContain(text)
  })

  it('takes any gRPC status as the code of an error', () => {
    const Gone = Type.Object({}, { code: 'NOT_FOUND' })
    expect(rpc(Empty, Empty, { errors: { Gone } }).options.errors?.Gone).toBe(Gone)
  })

  it.each([
    ['a'],
    [undefined],
    [[]],
    [rpc(Empty, Empty)],
    [service('a.B', { c: rpc(Empty, Empty) })],
  ])('rejects %o as a request', (request) => {
    const text = misuseOf(() => untyped.rpc?.(request, Empty)).message
    expect(text).toMatch(/^rpc\(\) takes a TypeBox schema as its request, not /)
  })
})

describe('stream', () => {
  it('rejects a stream of streams', () => {
    const text = misuseOf(() => untyped.stream?.(stream(Empty))).message
    expect(text).toContain('a stream of streams does not exist')
  })

  it('rejects what is not a schema', () => {
    expect(misuseOf(() => untyped.stream?.(5)).message).toContain(
      'stream() takes a TypeBox schema as its item, not 5',
    )
  })
})

describe('scalar kinds', () => {
  it('mark a schema with the protobuf type and keep its options', () => {
    expect(bytes({ maxLength: 3, title: 'x' })).toMatchObject({
      proto: 'bytes',
      maxLength: 3,
      title: 'x',
    })
    expect(timestamp()).toMatchObject({ proto: 'timestamp' })
  })
})
