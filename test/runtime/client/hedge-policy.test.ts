import { describe, expect, it } from 'vitest'
import { HedgeBudget, HedgePlan } from '../../../runtime/client/hedge-policy.js'

describe('a hedge plan', () => {
  it('has as many attempts as it is given, the first included', () => {
    const plan = new HedgePlan(3)
    expect(plan.hasMore).toBe(true)
    plan.launched()
    expect(plan.hasMore).toBe(true)
    plan.launched()
    expect(plan).toMatchObject({ made: 3, hasMore: false })
  })

  it('ends with a definite failure, whatever else is under way', () => {
    const plan = new HedgePlan(3)
    plan.launched()
    expect(plan.failed(true, undefined)).toBe('end')
  })

  it('ends with a passing failure when nothing else is under way, so that the retries may go on', () => {
    const plan = new HedgePlan(3)
    expect(plan.failed(false, undefined)).toBe('end')
  })

  it('makes the next attempt at once when one of several fails in passing', () => {
    const plan = new HedgePlan(3)
    plan.launched()
    expect(plan.failed(false, undefined)).toBe('launch')
    plan.launched()
    expect(plan.failed(false, undefined)).toBe('wait')
    expect(plan.failed(false, undefined)).toBe('end')
  })

  it('makes no more attempts when a server asks for none, or for a pause', () => {
    for (const retryAfterMs of [500, Number.POSITIVE_INFINITY]) {
      const plan = new HedgePlan(4)
      plan.launched()
      expect(plan.failed(false, retryAfterMs)).toBe('wait')
      expect(plan.hasMore).toBe(false)
    }
  })
})

describe('HedgeBudget', () => {
  it('gives a tenth of the calls another attempt, and ten on top of that', () => {
    const budget = new HedgeBudget()
    let hedges = 0
    for (let i = 0; i < 2000; i++) {
      budget.earn()
      if (budget.spend()) hedges++
    }
    expect(hedges).toBeGreaterThanOrEqual(200)
    expect(hedges).toBeLessThanOrEqual(211)
  })
})
