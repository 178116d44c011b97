import { describe, expect, it } from 'vitest'
import { LeastPending } from '../../../../runtime/client/balance/least-pending.js'
import { countPicks, FakeTarget, fakeTargets } from '../../../support/fake-target.js'

function balancerOf(targets: readonly FakeTarget[]): LeastPending<FakeTarget> {
  const balancer = new LeastPending<FakeTarget>()
  balancer.update(targets)
  return balancer
}

describe('LeastPending', () => {
  it('takes the target with the fewest calls in flight', () => {
    const targets = fakeTargets(4, { pending: 3 })
    if (targets[2] !== undefined) targets[2].pending = 2
    expect(countPicks(balancerOf(targets), targets, 10)).toEqual([0, 0, 10, 0])
  })

  it('lets those that have equally few take turns', () => {
    const targets = fakeTargets(3)
    expect(countPicks(balancerOf(targets), targets, 300)).toEqual([100, 100, 100])
  })

  it.each([false, true])('follows weights, calls lasting: %s', (lasting) => {
    const targets = [1, 3].map((weight, index) => new FakeTarget(`server-${index}`, { weight }))
    expect(countPicks(balancerOf(targets), targets, 400, { lasting })).toEqual([100, 300])
  })

  it('leaves out what cannot take calls, and avoids what failed the call until nothing else is there', () => {
    const targets = fakeTargets(3)
    const [full, failed, other] = targets
    if (full === undefined || failed === undefined || other === undefined)
      throw new Error('no target')
    full.canOpen = false
    other.pending = 100
    const balancer = balancerOf(targets)
    const avoid = new Set([failed.url])
    expect(countPicks(balancer, targets, 10, { avoid })).toEqual([0, 0, 10])
    other.canOpen = false
    expect(balancer.pick(undefined, avoid)).toBe(failed)
  })

  it('has no target when none can take the call', () => {
    expect(balancerOf([]).pick(undefined, undefined)).toBeUndefined()
    for (const count of [1, 3]) {
      const balancer = balancerOf(fakeTargets(count, { canOpen: false }))
      expect(balancer.pick(undefined, undefined)).toBeUndefined()
    }
  })
})
