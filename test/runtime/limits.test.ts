import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultLimits, type Limit, limitTable, resolveLimits } from '../../runtime/limits.js'

const limits: [name: string, limit: Limit][] = Object.entries(limitTable)

describe('the limits', () => {
  for (const [name, { min, max, default: usual, mayBeOff }] of limits) {
    const off = Number.POSITIVE_INFINITY
    const resolved = (value: number) => (mayBeOff && value === 0 ? off : value)

    it(`${name} have a range with the default in it`, () => {
      expect(min).toBeLessThanOrEqual(usual)
      expect(usual).toBeLessThanOrEqual(max)
      expect(defaultLimits).toHaveProperty(name, resolved(usual))
    })

    it(`${name} take both ends of the range and nothing beyond`, () => {
      for (const value of [min, max])
        expect(resolveLimits({ [name]: value })).toHaveProperty(name, resolved(value))
      for (const value of [min - 1, max + 1, min + 0.5, Number.NaN, ...(mayBeOff ? [] : [off])]) {
        expect(() => resolveLimits({ [name]: value })).toThrow(RangeError)
        expect(() => resolveLimits({ [name]: value })).toThrow(`limits.${name} is ${value}`)
      }
    })

    if (mayBeOff) {
      it(`${name} are off at 0 and at Infinity`, () => {
        for (const value of [0, off])
          expect(resolveLimits({ [name]: value })).toHaveProperty(name, off)
      })
    }
  }

  it('that do not exist are refused by name', () => {
    for (const name of ['maxMessages', 'toString', 'constructor', '__proto__x'])
      expect(() => resolveLimits({ [name]: 1 })).toThrow(`limits.${name} is not a limit`)
  })

  it('each have a reason, for editors to show', () => {
    const source = readFileSync(new URL('../../runtime/limits.ts', import.meta.url), 'utf8')
    const explained = [...source.matchAll(/\*\/\n {2}(\w+): \{\n/g)].map(([, name]) => name)
    expect(explained).toEqual(Object.keys(limitTable))
  })

  it('left out or undefined are the defaults', () => {
    expect(resolveLimits({ maxMethods: undefined })).toEqual(defaultLimits)
  })

  it('of time fit in a timer of Node', () => {
    for (const [, { unit, max }] of limits) if (unit === 'ms') expect(max).toBeLessThan(2 ** 31)
  })
})
