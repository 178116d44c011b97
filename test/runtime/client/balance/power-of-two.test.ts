import { describe, expect, it } from 'vitest'
import { PowerOfTwo } from '../../../../runtime/client/balance/power-of-two.js'
import { Chance } from '../../../support/bytes.js'
import { countPicks, FakeTarget, fakeTargets } from '../../../support/fake-target.js'

function balancerOf(targets: readonly FakeTarget[], seed = 1): PowerOfTwo<FakeTarget> {
  const chance = new Chance(seed)
  const balancer = new PowerOfTwo<FakeTarget>(() => chance.next())
  balancer.update(targets)
  return balancer
}

describe('PowerOfTwo', () => {
  it('has no target when there is none, or none can take the call', () => {
    expect(balancerOf([]).pick(undefined, undefined)).toBeUndefined()
    for (const count of [1, 2, 5]) {
      const balancer = balancerOf(fakeTargets(count, { canOpen: false }))
      expect(balancer.pick(undefined, undefined)).toBeUndefined()
    }
  })

  it('uses the only target, even one to avoid', () => {
    const [only] = fakeTargets(1)
    const balancer = balancerOf(only === undefined ? [] : [only])
    expect(balancer.pick(undefined, new Set([only?.url ?? '']))).toBe(only)
  })

  it.each([2, 3, 10])('gives %i equal targets equal shares', (count) => {
    const targets = fakeTargets(count)
    const counts = countPicks(balancerOf(targets), targets, 10_000)
    for (const picks of counts) {
      expect(picks / (10_000 / count)).toBeGreaterThan(0.9)
      expect(picks / (10_000 / count)).toBeLessThan(1.1)
    }
  })

  it('spreads calls that last so that no target has three more than another', () => {
    const targets = fakeTargets(10)
    countPicks(balancerOf(targets), targets, 10_000, { lasting: true })
    const pending = targets.map((target) => target.pending)
    expect(Math.max(...pending) - Math.min(...pending)).toBeLessThan(10)
  })

  it.each([
    { what: 'that end at once', lasting: false },
    { what: 'that last', lasting: true },
  ])('follows weights with calls $what', ({ lasting }) => {
    const targets = [1, 2, 7].map((weight, index) => new FakeTarget(`server-${index}`, { weight }))
    const counts = countPicks(balancerOf(targets), targets, 10_000, { lasting })
    expect(counts[0]).toBeGreaterThan(700)
    expect(counts[0]).toBeLessThan(1_300)
    expect(counts[2]).toBeGreaterThan(5_500)
    expect(counts[2]).toBeLessThan(7_700)
  })

  it('gives an endpoint of weight 1 beside one of 99 a hundredth of the calls', () => {
    const targets = [
      new FakeTarget('light', { weight: 1 }),
      new FakeTarget('heavy', { weight: 99, pending: 3 }),
    ]
    const [light = 0] = countPicks(balancerOf(targets), targets, 100_000)
    expect(light).toBeGreaterThan(700)
    expect(light).toBeLessThan(1_700)
  })

  it('divides the weight of an endpoint among its connections', () => {
    const targets = [new FakeTarget('one'), new FakeTarget('one'), new FakeTarget('other')]
    const counts = countPicks(balancerOf(targets), targets, 10_000)
    expect(counts[2]).toBeGreaterThan(4_000)
    expect(counts[2]).toBeLessThan(6_000)
  })

  it('leaves out what cannot take calls, wherever it stands', () => {
    const targets = fakeTargets(100, { canOpen: false })
    const open = targets[37]
    if (open === undefined) throw new Error('no target')
    open.canOpen = true
    expect(countPicks(balancerOf(targets), [open], 1_000)).toEqual([1_000])
  })

  it('avoids what failed the call already, until nothing else is there', () => {
    const targets = fakeTargets(3)
    const balancer = balancerOf(targets)
    const [first, second, third] = targets.map(({ url }) => url)
    const avoid = new Set([first ?? '', second ?? ''])
    expect(countPicks(balancer, targets, 1_000, { avoid })).toEqual([0, 0, 1_000])
    avoid.add(third ?? '')
    expect(balancer.pick(undefined, avoid)).toBeDefined()
  })

  it('does not tell latencies apart that differ by less than twice', () => {
    const targets = fakeTargets(3, { latencyMs: 5 })
    if (targets[0] !== undefined) targets[0].latencyMs = 9
    const [slower = 0] = countPicks(balancerOf(targets), targets, 9_000)
    expect(slower).toBeGreaterThan(2_700)
  })

  it('gives a slow target one call in two hundred', () => {
    const targets = fakeTargets(3, { latencyMs: 5 })
    if (targets[0] !== undefined) targets[0].latencyMs = 50
    const [slow = 0] = countPicks(balancerOf(targets), targets, 20_000)
    expect(slow).toBeGreaterThan(90)
    expect(slow).toBeLessThanOrEqual(100)
  })

  it('gives a very slow target one call in two thousand', () => {
    const targets = fakeTargets(3, { latencyMs: 5 })
    if (targets[0] !== undefined) targets[0].latencyMs = 5_000
    const [slow = 0] = countPicks(balancerOf(targets), targets, 20_000)
    expect(slow).toBeGreaterThan(5)
    expect(slow).toBeLessThanOrEqual(15)
  })

  it('does not try a slow target that has a call already, or that the call is to avoid', () => {
    const targets = fakeTargets(3, { latencyMs: 5 })
    const [slow] = targets
    if (slow === undefined) throw new Error('no target')
    slow.latencyMs = 5_000
    slow.pending = 1
    expect(countPicks(balancerOf(targets), targets, 10_000)[0]).toBe(0)
    slow.pending = 0
    const avoid = new Set([slow.url])
    expect(countPicks(balancerOf(targets), targets, 10_000, { avoid })[0]).toBe(0)
  })

  it('uses a slow target when the others have ten times as much to do', () => {
    const targets = fakeTargets(2, { latencyMs: 5 })
    const [slow, quick] = targets
    if (slow === undefined || quick === undefined) throw new Error('no target')
    slow.latencyMs = 5_000
    const balancer = balancerOf(targets)
    quick.pending = 8
    expect(countPicks(balancer, targets, 150)).toEqual([0, 150])
    quick.pending = 10
    expect(countPicks(balancer, targets, 150)).toEqual([150, 0])
  })

  it('finds the quick ones when most are slow', () => {
    const targets = fakeTargets(9, { latencyMs: 500 })
    for (const target of targets.slice(4, 6)) target.latencyMs = 5
    const balancer = balancerOf(targets)
    countPicks(balancer, targets, 20)
    const counts = countPicks(balancer, targets, 10_000)
    expect((counts[4] ?? 0) + (counts[5] ?? 0)).toBeGreaterThan(9_900)
  })

  it('gives a new target its share before anything is known of it, and no more when it seems quick', () => {
    const targets = fakeTargets(3, { latencyMs: 5 })
    const balancer = balancerOf(targets.slice(0, 2))
    countPicks(balancer, targets, 3_000)
    balancer.update(targets)
    for (const latencyMs of [0, 0.1]) {
      if (targets[2] !== undefined) targets[2].latencyMs = latencyMs
      const [, , added = 0] = countPicks(balancer, targets, 900)
      expect(added).toBeGreaterThan(240)
      expect(added).toBeLessThan(360)
    }
  })

  it('is careful with a new target that seems slow', () => {
    const targets = fakeTargets(3, { latencyMs: 5 })
    const balancer = balancerOf(targets.slice(0, 2))
    countPicks(balancer, targets, 3_000)
    balancer.update(targets)
    if (targets[2] !== undefined) targets[2].latencyMs = 500
    expect(countPicks(balancer, targets, 900)[2]).toBeLessThan(10)
  })
})
