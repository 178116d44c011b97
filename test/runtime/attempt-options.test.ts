import { describe, expect, it } from 'vitest'
import { readHedge, readRetry } from '../../runtime/attempt-options.js'

describe('retry options', () => {
  it('become numbers, and what is not given stays open', () => {
    expect(readRetry({}, 'retry')).toEqual({})
    expect(
      readRetry({ attempts: 4, delay: '50ms', maxDelay: '2s', codes: ['UNAVAILABLE'] }, 'retry'),
    ).toEqual({ attempts: 4, delayMs: 50, maxDelayMs: 2000, codes: ['UNAVAILABLE'] })
  })

  const wrong: readonly [object, string][] = [
    [{ attempts: 6 }, 'retry.attempts is 6: it must be a whole number from 1 to 5'],
    [{ attempts: 0 }, 'retry.attempts is 0'],
    [{ attempts: 1.5 }, 'retry.attempts is 1.5'],
    [{ delay: -1 }, 'retry.delay is -1: write milliseconds above 0'],
    [{ delay: '2m' }, 'retry.delay is "2m": it must be at most 60000 ms'],
    [{ maxDelay: 'soon' }, 'retry.maxDelay is "soon"'],
    [{ delay: '3s', maxDelay: '2s' }, 'retry.delay is longer than retry.maxDelay'],
    [{ codes: ['CANCELLED'] }, 'retry.codes has CANCELLED'],
    [{ codes: ['BUSY'] }, 'retry.codes has BUSY'],
    [{ delayMs: 5 }, 'retry has no option "delayMs": it has attempts, delay, maxDelay, codes'],
  ]
  for (const [options, text] of wrong) {
    it(`are refused with "${text}"`, () => {
      expect(() => readRetry(options, 'retry')).toThrow(text)
    })
  }

  it('are refused where they are no options at all', () => {
    expect(() => readRetry(3 as never, 'retry')).toThrow('retry is 3: write an object of options')
  })
})

describe('hedge options', () => {
  it('become numbers; two attempts unless told otherwise', () => {
    expect(readHedge({ after: '30ms' }, 'hedge')).toEqual({ afterMs: 30, attempts: 2 })
    expect(readHedge({ after: 5, attempts: 3 }, 'hedge')).toEqual({ afterMs: 5, attempts: 3 })
  })

  it('are refused out of range', () => {
    expect(() => readHedge({ after: 0 }, 'hedge')).toThrow('hedge.after is 0')
    expect(() => readHedge({ after: 5, attempts: 1 }, 'hedge')).toThrow(
      'hedge.attempts is 1: it must be a whole number from 2 to 5',
    )
    expect(() => readHedge({ attempts: 2 } as never, 'hedge')).toThrow('hedge.after is undefined')
  })
})
