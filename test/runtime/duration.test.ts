import { describe, expect, it } from 'vitest'
import { parseDuration } from '../../runtime/duration.js'

describe('a duration', () => {
  const readable: readonly [value: number | string, ms: number][] = [
    [1, 1],
    [0.2, 1],
    [1.5, 2],
    [2 ** 31 - 1, 2 ** 31 - 1],
    ['250ms', 250],
    ['2s', 2_000],
    ['0.5s', 500],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['0.1ms', 1],
  ]
  for (const [value, ms] of readable) {
    it(`${JSON.stringify(value)} is ${ms} ms`, () => expect(parseDuration(value, 'x')).toBe(ms))
  }

  const unreadable = [
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 31,
    '',
    '2',
    's',
    '2 s',
    '-2s',
    '2S',
    '1e3ms',
    '1d',
    '0s',
    '600h',
    '.5s',
    '2s ',
  ]
  for (const value of unreadable) {
    it(`${JSON.stringify(value)} is refused, naming the option`, () => {
      expect(() => parseDuration(value, 'the option timeout')).toThrow(RangeError)
      expect(() => parseDuration(value, 'the option timeout')).toThrow(/^the option timeout is /)
    })
  }
})
