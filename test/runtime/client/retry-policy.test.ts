import { describe, expect, it } from 'vitest'
import {
  backoff,
  judge,
  mergeRetry,
  prevailing,
  pushback,
  RetryBudget,
} from '../../../runtime/client/retry-policy.js'
import { RpcError } from '../../../runtime/index.js'
import type { Outcome, StatusCode } from '../../../runtime/status.js'
import { ProtocolError } from '../../../runtime/wire/protocol-error.js'
import { Echo } from '../../bench/gen/echo.js'

const { codes } = mergeRetry(undefined, undefined, undefined)

describe('judge', () => {
  const method = (idempotent: boolean) => ({ ...Echo.methods[0], idempotent }) as never // because judge looks at nothing else
  const cases: readonly [Outcome, StatusCode, ReturnType<typeof judge>, idempotent: string][] = [
    ['not-sent', 'UNAVAILABLE', 'not-run', 'not-run'],
    ['not-sent', 'INVALID_ARGUMENT', 'never', 'never'],
    ['not-sent', 'RESOURCE_EXHAUSTED', 'never', 'never'],
    ['not-sent', 'DEADLINE_EXCEEDED', 'never', 'never'],
    ['not-sent', 'CANCELLED', 'never', 'never'],
    ['refused', 'UNAVAILABLE', 'not-run', 'not-run'],
    ['refused', 'RESOURCE_EXHAUSTED', 'not-run', 'not-run'],
    ['refused', 'INVALID_ARGUMENT', 'never', 'never'],
    ['executed', 'UNAVAILABLE', 'never', 'idempotent'],
    ['executed', 'ABORTED', 'never', 'idempotent'],
    ['executed', 'NOT_FOUND', 'never', 'never'],
    ['unknown', 'UNAVAILABLE', 'never', 'idempotent'],
    ['unknown', 'DEADLINE_EXCEEDED', 'never', 'never'],
    ['unknown', 'CANCELLED', 'never', 'never'],
  ]
  for (const [outcome, code, plain, idempotent] of cases) {
    it(`says ${plain} for ${outcome} ${code}, and ${idempotent} where the method may run twice`, () => {
      const error = new RpcError(code, 'x', { outcome })
      expect(judge(method(false), error, codes)).toBe(plain)
      expect(judge(method(true), error, codes)).toBe(idempotent)
    })
  }

  it('takes the codes it is given, though never CANCELLED', () => {
    const error = (code: StatusCode) => new RpcError(code, 'x')
    expect(judge(method(true), error('NOT_FOUND'), ['NOT_FOUND'])).toBe('idempotent')
    expect(judge(method(true), error('UNAVAILABLE'), ['NOT_FOUND'])).toBe('never')
    expect(judge(method(true), error('CANCELLED'), ['CANCELLED'])).toBe('never')
  })

  it('never repeats a declared error, nor a call to something that does not speak the protocol', () => {
    const declared = new RpcError('UNAVAILABLE', 'x', { reason: 'Full' })
    expect(judge(method(true), declared, codes)).toBe('never')
    const cause = new ProtocolError('what?')
    const foreign = new RpcError('UNAVAILABLE', 'x', { outcome: 'not-sent', cause })
    expect(judge(method(true), foreign, codes)).toBe('never')
  })
})

describe('the rules that hold', () => {
  const [call, channel, schema] = [{ attempts: 2 }, { attempts: 3 }, { attempts: 4 }]
  it('are the call’s, then the channel’s if those are false, then the schema’s, then the channel’s', () => {
    expect(prevailing(call, false, schema)).toBe(call)
    expect(prevailing(false, channel, schema)).toBe(false)
    expect(prevailing(undefined, false, schema)).toBe(false)
    expect(prevailing(undefined, channel, schema)).toBe(schema)
    expect(prevailing(undefined, channel, false)).toBe(false)
    expect(prevailing(undefined, channel, undefined)).toBe(channel)
    expect(prevailing(undefined, undefined, undefined)).toBe(undefined)
  })

  it('are completed field by field', () => {
    expect(mergeRetry({ attempts: 5 }, { delayMs: 7 }, { maxDelayMs: 70, delayMs: 9 })).toEqual({
      attempts: 5,
      delayMs: 9,
      maxDelayMs: 70,
      codes: ['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'ABORTED'],
    })
  })

  it('have no longest wait below the first one, wherever the two come from', () => {
    expect(mergeRetry(undefined, { delayMs: 5000 }, undefined).maxDelayMs).toBe(5000)
  })
})

describe('the wait', () => {
  const policy = mergeRetry(undefined, { delayMs: 50, maxDelayMs: 150 }, undefined)
  it('is anything from nothing to a bound that doubles, up to the longest', () => {
    expect([1, 2, 3, 4].map((made) => backoff(policy, made, 1))).toEqual([50, 100, 150, 150])
    expect(backoff(policy, 3, 0)).toBe(0)
    expect(backoff(policy, 1, 0.5)).toBe(25)
  })

  it('is never shorter than what a server asks for, and a little longer', () => {
    expect(pushback(1000, 0)).toBe(1000)
    expect(pushback(1000, 1)).toBe(1100)
  })
})

describe('RetryBudget', () => {
  it('runs out after five failures in a row and comes back with successes', () => {
    const budget = new RetryBudget()
    const spent = [1, 2, 3, 4, 5, 6].map(() => budget.spend())
    expect(spent).toEqual([true, true, true, true, false, false])
    for (let i = 0; i < 30; i++) budget.refill()
    expect(budget.spend()).toBe(true)
  })
})
