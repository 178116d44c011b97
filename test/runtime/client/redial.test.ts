import { describe, expect, it } from 'vitest'
import { Redial } from '../../../runtime/client/redial.js'

describe('Redial', () => {
  it('dials at once after the first loss, and pauses longer with each that follows soon', () => {
    const redial = new Redial()
    const pauses = [1, 2, 3, 4].map(() => redial.pauseAfter(10, 0.5))
    expect(pauses.map(Math.round)).toEqual([0, 100, 160, 256])
  })

  it('spreads pauses by a fifth', () => {
    const redial = new Redial()
    redial.pauseAfter(10, 0)
    expect(redial.pauseAfter(10, 0)).toBeCloseTo(80)
    const other = new Redial()
    other.pauseAfter(10, 1)
    expect(other.pauseAfter(10, 1)).toBeCloseTo(120)
  })

  it('never pauses for more than 36 s', () => {
    const redial = new Redial()
    for (let i = 0; i < 100; i++) expect(redial.pauseAfter(0, 1)).toBeLessThan(36_001)
  })

  it('starts over after a connection that lived for 5 s', () => {
    const redial = new Redial()
    for (let i = 0; i < 5; i++) redial.pauseAfter(10, 0.5)
    expect(redial.pauseAfter(5_000, 0.5)).toBe(0)
    expect(Math.round(redial.pauseAfter(10, 0.5))).toBe(100)
  })
})
