import { describe, expect, it } from 'vitest'
import { defaultLimits, type Limit, limitTable, resolveLimits } from '../../runtime/limits.js'

const limits: [name: string, limit: Limit][] = Object.entries(limitTable)

describe('the limits', () => {
  for (const [name, { min, max, default: usual, why }] of limits) {
    it(`${name} have a range with the default in it, and a reason`, () => {
      expect(min).toBeLessThanOrEqual(usual)
      expect(usual).toBeLessThanOrEqual(max)
      expect(why.length).toBeGreaterThan(20)
      expect(defaultLimits).toHaveProperty(name, usual)
    })

    it(`${name} take both ends of the range and nothing beyond`, () => {
      for (const value of [min, max])
        expect(resolveLimits({ [name]: value })).toHaveProperty(name, value)
      for (const value of [min - 1, max + 1, min + 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => resolveLimits({ [name]: value })).toThrow(RangeError)
        expect(() => resolveLimits({ [name]: value })).toThrow(`limits.${name} is ${value}`)
      }
    })
  }

  it('that do not exist are refused by name', () => {
    for (const name of ['maxMessages', 'toString', 'constructor', '__proto__x'])
      expect(() => resolveLimits({ [name]: 1 })).toThrow(`limits.${name} is not a limit`)
  })

  it('left out or undefined are the defaults', () => {
    expect(resolveLimits({ maxMethods: undefined })).toEqual(defaultLimits)
  })

  it('of time fit in a timer of Node', () => {
    for (const [, { unit, max }] of limits) if (unit === 'ms') expect(max).toBeLessThan(2 ** 31)
  })
})
