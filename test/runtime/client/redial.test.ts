import { describe, expect, it } from 'vitest'
import { Redial } from '../../../runtime/client/redial.js'

describe('Redial', () => {
  it('dials at once after the first loss, and pauses longer with each that follows soon', () => {
    const redial = new Redial(5_000)
    const pauses = [1, 2, 3, 4].map(() => redial.pauseAfterLoss(10, 0.5))
    expect(pauses.map(Math.round)).toEqual([0, 100, 160, 256])
  })

  it('never pauses for much more than a second where connections stand, however soon they break', () => {
    const redial = new Redial(30_000)
    for (let i = 0; i < 100; i++) expect(redial.pauseAfterLoss(0, 1)).toBeLessThan(1_201)
  })

  it('pauses from the first failure on, longer with each, up to the limit', () => {
    const redial = new Redial(500)
    const pauses = Array.from({ length: 6 }, () => redial.pauseAfterFailure(0.5))
    expect(pauses.map(Math.round)).toEqual([100, 160, 256, 410, 500, 500])
  })

  it('spreads pauses by a fifth', () => {
    expect(new Redial(5_000).pauseAfterFailure(0)).toBeCloseTo(80)
    expect(new Redial(5_000).pauseAfterFailure(1)).toBeCloseTo(120)
  })

  it('starts over after a connection that lived for 5 s', () => {
    const redial = new Redial(5_000)
    for (let i = 0; i < 5; i++) redial.pauseAfterLoss(10, 0.5)
    expect(redial.pauseAfterLoss(5_000, 0.5)).toBe(0)
    expect(Math.round(redial.pauseAfterLoss(10, 0.5))).toBe(100)
  })

  it('counts failures anew after a connection that stood', () => {
    const redial = new Redial(5_000)
    for (let i = 0; i < 5; i++) redial.pauseAfterFailure(0.5)
    redial.pauseAfterLoss(10_000, 0.5)
    expect(Math.round(redial.pauseAfterFailure(0.5))).toBe(100)
  })
})
