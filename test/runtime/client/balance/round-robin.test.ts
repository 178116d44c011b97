import { describe, expect, it } from 'vitest'
import { RoundRobin } from '../../../../runtime/client/balance/round-robin.js'
import { Chance } from '../../../support/bytes.js'
import { countPicks, FakeTarget, fakeTargets } from '../../../support/fake-target.js'

function balancerOf(targets: readonly FakeTarget[], seed = 1): RoundRobin<FakeTarget> {
  const chance = new Chance(seed)
  const balancer = new RoundRobin<FakeTarget>(() => chance.next())
  balancer.update(targets)
  return balancer
}

const weighted = () =>
  [1, 2, 5].map((weight, index) => new FakeTarget(`server-${index}`, { weight }))

describe('RoundRobin', () => {
  it('gives each of equal targets one call in turn', () => {
    const targets = fakeTargets(5)
    const balancer = balancerOf(targets)
    const first = Array.from({ length: 5 }, () => balancer.pick(undefined, undefined))
    expect(new Set(first).size).toBe(5)
    const second = Array.from({ length: 5 }, () => balancer.pick(undefined, undefined))
    expect(second).toEqual(first)
  })

  it('follows weights to within one call', () => {
    const targets = weighted()
    const counts = countPicks(balancerOf(targets), targets, 800)
    for (const [index, expected] of [100, 200, 500].entries()) {
      expect(Math.abs((counts[index] ?? 0) - expected)).toBeLessThanOrEqual(1)
    }
  })

  it('spreads the turns of a heavy target', () => {
    const targets = [new FakeTarget('light'), new FakeTarget('heavy', { weight: 3 })]
    const balancer = balancerOf(targets)
    const turns = Array.from({ length: 400 }, () => balancer.pick(undefined, undefined))
    let gap = 0
    for (const turn of turns) {
      gap = turn === targets[0] ? 0 : gap + 1
      expect(gap).toBeLessThanOrEqual(4)
    }
  })

  it('divides the weight of an endpoint among its connections', () => {
    const targets = [new FakeTarget('one'), new FakeTarget('one'), new FakeTarget('other')]
    const counts = countPicks(balancerOf(targets), targets, 400)
    expect(Math.abs((counts[2] ?? 0) - 200)).toBeLessThanOrEqual(1)
  })

  it('passes over what cannot take calls, which gets no more than its turns afterwards', () => {
    const targets = fakeTargets(4)
    const [full] = targets
    if (full === undefined) throw new Error('no target')
    const balancer = balancerOf(targets)
    full.canOpen = false
    expect(countPicks(balancer, targets, 300)).toEqual([0, 100, 100, 100])
    full.canOpen = true
    const [after = 0] = countPicks(balancer, targets, 40)
    expect(after).toBeLessThanOrEqual(11)
  })

  it('keeps the order over updates, and gives a new target its turns and no more', () => {
    const targets = fakeTargets(4)
    const balancer = balancerOf(targets.slice(0, 3))
    countPicks(balancer, targets, 1_000)
    balancer.update(targets)
    const counts = countPicks(balancer, targets, 400)
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThanOrEqual(2)
  })

  it('lets clients that start together begin with different targets', () => {
    const targets = fakeTargets(10)
    const firsts = Array.from({ length: 50 }, (_, seed) =>
      balancerOf(targets, seed).pick(undefined, undefined),
    )
    expect(new Set(firsts).size).toBeGreaterThan(5)
  })

  it('avoids what failed the call already, until nothing else is there', () => {
    const targets = weighted()
    const balancer = balancerOf(targets)
    const avoid = new Set(targets.slice(1).map(({ url }) => url))
    expect(countPicks(balancer, targets, 100, { avoid })).toEqual([100, 0, 0])
    avoid.add(targets[0]?.url ?? '')
    expect(balancer.pick(undefined, avoid)).toBeDefined()
  })

  it('finds the only target that can take calls beside much heavier ones', () => {
    const targets = [
      new FakeTarget('light'),
      new FakeTarget('heavy', { weight: 1_000, canOpen: false }),
    ]
    expect(countPicks(balancerOf(targets), targets, 100)).toEqual([100, 0])
  })

  it('has no target when none can take the call', () => {
    expect(balancerOf([]).pick(undefined, undefined)).toBeUndefined()
    for (const count of [1, 3]) {
      const balancer = balancerOf(fakeTargets(count, { canOpen: false }))
      expect(balancer.pick(undefined, undefined)).toBeUndefined()
    }
  })
})
