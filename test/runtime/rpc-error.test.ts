import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { describeTiming } from '../../runtime/call-report.js'
import { amend, isRpcError, RpcError } from '../../runtime/rpc-error.js'
import { Full, Notes } from '../support/note-service.js'

describe('an RpcError', () => {
  it('of a handler says that the handler ran, unless told otherwise', () => {
    const error = new RpcError('NOT_FOUND', 'no room a')
    expect(error).toMatchObject({
      name: 'RpcError',
      code: 'NOT_FOUND',
      message: 'no room a',
      outcome: 'executed',
      method: undefined,
      endpoint: undefined,
      reason: undefined,
      data: undefined,
      violations: [],
      endpoints: [],
      attempts: [],
      hint: undefined,
    })
    expect('cause' in error).toBe(false)
  })

  it('is recognised by its brand, also when another copy of the package made it', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('trunkline.RpcError')]: true })
    expect(isRpcError(foreign)).toBe(true)
    for (const value of [
      undefined,
      null,
      'x',
      1,
      {},
      new Error('x'),
      { code: 'NOT_FOUND' },
      Symbol('x'),
    ])
      expect(isRpcError(value)).toBe(false)
  })

  it('does not show its brand', () => {
    expect(Object.keys(new RpcError('ABORTED', 'x'))).not.toContain('trunkline.RpcError')
    expect(
      Object.getOwnPropertyDescriptor(
        new RpcError('ABORTED', 'x'),
        Symbol.for('trunkline.RpcError'),
      )?.enumerable,
    ).toBe(false)
  })

  it('prints as a report that says what happened, to which call, and what to do', () => {
    const error = new RpcError('DEADLINE_EXCEEDED', 'a.B/c: no answer', {
      outcome: 'unknown',
      method: 'a.B/c',
      endpoint: 'tcp://127.0.0.1:1',
      reason: 'Full',
      violations: [
        { path: '', rule: 'must be an object' },
        { path: 'a[1]', rule: 'must be short' },
      ],
      timing: { totalMs: 100, connectingMs: 0, queuedMs: 40, waitingMs: 60, eventLoopMs: 0 },
      hint: 'wait longer',
    })
    const text = inspect(error)
    expect(text.startsWith('RpcError: a.B/c: no answer\n')).toBe(true)
    expect(
      text
        .split('\n')
        .filter((line) => /^ {2}(code|method|endpoint|reason|rule|time|fix) /.test(line)),
    ).toEqual([
      '  code     DEADLINE_EXCEEDED, outcome unknown',
      '  method   a.B/c',
      '  endpoint tcp://127.0.0.1:1',
      '  reason   Full',
      '  rule     message: must be an object',
      '  rule     a[1]: must be short',
      '  time     100 ms in all: 40 ms queued here, 60 ms waiting for the answer',
      '  fix      wait longer',
    ])
  })

  it('lists the endpoints and the attempts in columns', () => {
    const error = new RpcError('UNAVAILABLE', 'a.B/c: nobody there', {
      outcome: 'not-sent',
      endpoints: [
        { url: 'tcp://10.0.0.1:4000', attempts: 1, lastError: 'connect ECONNREFUSED' },
        { url: 'tcp://10.0.0.12:4000', attempts: 12, lastError: 'connect ETIMEDOUT' },
      ],
    })
    amend(error, {
      attempts: [
        {
          number: 1,
          endpoint: 'tcp://10.0.0.12:4000',
          code: 'ABORTED',
          outcome: 'executed',
          message: 'lost a race',
          startedAt: 0,
          durationMs: 4.2,
        },
        {
          number: 2,
          endpoint: 'tcp://10.0.0.1:4000',
          code: 'UNAVAILABLE',
          outcome: 'not-sent',
          message: 'nobody there',
          startedAt: 54.4,
          durationMs: 120,
        },
      ],
    })
    expect(
      inspect(error)
        .split('\n')
        .filter((line) => /^ {2}(server|attempt) /.test(line)),
    ).toEqual([
      '  server   tcp://10.0.0.1:4000   tried once      connect ECONNREFUSED',
      '  server   tcp://10.0.0.12:4000  tried 12 times  connect ETIMEDOUT',
      '  attempt  1  tcp://10.0.0.12:4000  after 0 ms   for 4 ms    ABORTED      executed  lost a race',
      '  attempt  2  tcp://10.0.0.1:4000   after 54 ms  for 120 ms  UNAVAILABLE  not-sent  nobody there',
    ])
  })

  it('does not list a single attempt, of which the error says everything', () => {
    const error = new RpcError('ABORTED', 'x')
    const one = { number: 1, endpoint: 'unix:/a', code: error.code, outcome: error.outcome }
    amend(error, { attempts: [{ ...one, message: 'x', startedAt: 0, durationMs: 1 }] })
    expect(inspect(error)).not.toContain('attempt')
  })

  it('leaves out of its timing what took no time', () => {
    const nothing = { connectingMs: 0, queuedMs: 0, waitingMs: 0, eventLoopMs: 0 }
    expect(describeTiming({ ...nothing, totalMs: 0.2, waitingMs: 0.2 })).toBe('0 ms in all')
    expect(describeTiming({ ...nothing, totalMs: 7, connectingMs: 7, queuedMs: 0.4 })).toBe(
      '7 ms in all: 7 ms connecting',
    )
  })

  it('says in its timing what both processes were busy with, and whether the peer was heard', () => {
    const call = { totalMs: 90, earlierMs: 20, connectingMs: 0, queuedMs: 0, waitingMs: 70 }
    expect(describeTiming({ ...call, eventLoopMs: 30, silentMs: 70 })).toBe(
      '90 ms in all: 20 ms in earlier attempts, 70 ms waiting for the answer; the event loop of this process stood still for 30 ms; nothing came back from the peer',
    )
    expect(describeTiming({ ...call, eventLoopMs: 0, silentMs: 12 })).toMatch(
      /; the peer did not answer, and was last heard 12 ms before$/,
    )
    const peer = { servedMs: 65, eventLoopMs: 40 }
    expect(describeTiming({ ...call, eventLoopMs: 0, silentMs: 0, peer })).toMatch(
      /; the peer had the call for 65 ms; the event loop of the peer stood still for 40 ms$/,
    )
  })
})

describe('a declared error', () => {
  it('is an RpcError with its reason, status and data', () => {
    const error = Full({ limit: 3 })
    expect(error).toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'Full',
      message: 'Full',
      data: { limit: 3 },
    })
    expect(Full({ limit: 3 }, 'no more').message).toBe('no more')
    expect(isRpcError(error)).toBe(true)
  })

  it('recognises its own and nothing else', () => {
    expect(Full.is(Full({ limit: 1 }))).toBe(true)
    expect(Full.is(new RpcError('RESOURCE_EXHAUSTED', 'Full'))).toBe(false)
    expect(Full.is({ reason: 'Full' })).toBe(false)
    expect(Full.is(undefined)).toBe(false)
    expect(Notes.methods[2]?.errors).toEqual([Full])
  })
})

describe('what Node prints of an error that nobody catches', () => {
  it('has no field that says nothing', () => {
    const error = new RpcError('NOT_FOUND', 'no room a', { reason: 'NoRoom' })
    expect(Object.keys(error)).toEqual([
      'name',
      'code',
      'outcome',
      'violations',
      'endpoints',
      'attempts',
      'reason',
    ])
    expect([error.hint, error.retryAfterMs]).toEqual([undefined, undefined])
  })
})

describe('the data of a declared error', () => {
  it.each([
    ['as JSON', { limit: 50 }, 'data     {"limit":50}'],
    [
      'with bigints and bytes',
      { id: 5n, key: new Uint8Array(3) },
      'data     {"id":"5","key":"3 bytes"}',
    ],
    ['up to a length', { text: 'a'.repeat(1000) }, 'a…'],
  ])('are printed %s', (_, data, expected) => {
    expect(inspect(new RpcError('ABORTED', 'x', { reason: 'R', data }))).toContain(expected)
  })

  it('are printed whatever they are', () => {
    const data: { self?: unknown } = {}
    data.self = data
    expect(inspect(new RpcError('ABORTED', 'x', { data }))).toContain('data     [object Object]')
  })

  it('prints the error that was its cause, with its line, and ends where causes go in circles', () => {
    const cause = new TypeError('of the program')
    const text = inspect(new RpcError('CANCELLED', 'a request failed', { cause }))
    expect(text).toContain('  cause    TypeError: of the program\n               at ')
    expect(text).toContain('rpc-error.test.ts')
    const circle = new RpcError('INTERNAL', 'round')
    Object.assign(circle, { cause: circle })
    expect(inspect(circle).match(/cause/g)).toHaveLength(3)
    expect(inspect(new RpcError('CANCELLED', 'x', { cause: 'a text' }))).not.toContain('cause')
  })
})
