import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOf } from '../../../../runtime/client/balance/hash.js'
import { HashRing } from '../../../../runtime/client/balance/hash-ring.js'
import { Chance } from '../../../support/bytes.js'
import { countPicks, FakeTarget, fakeTargets } from '../../../support/fake-target.js'

function ringOf(targets: readonly FakeTarget[]): HashRing<FakeTarget> {
  const chance = new Chance(1)
  const ring = new HashRing<FakeTarget>(() => chance.next())
  ring.update(targets)
  return ring
}

const keys = Array.from({ length: 10_000 }, (_, index) => `user-${index}`)

function homesOf(ring: HashRing<FakeTarget>): (FakeTarget | undefined)[] {
  return keys.map((key) => ring.pick(key, undefined))
}

function sharesOf(homes: readonly unknown[], targets: readonly FakeTarget[]): number[] {
  return targets.map((target) => homes.filter((home) => home === target).length / homes.length)
}

describe('hashOf', () => {
  // The figures are those of an independent implementation, in Python.
  it('is the same everywhere and for ever: clients must agree', () => {
    expect(['', 'a', 'user-1', 'é漢'].map(hashOf)).toEqual([
      2_872_998_923, 444_641_715, 2_005_895_916, 485_338_388,
    ])
  })
})

describe('HashRing', () => {
  it('sends calls of one key to one endpoint, whatever order the endpoints came in', () => {
    const targets = fakeTargets(7)
    const homes = homesOf(ringOf(targets))
    expect(homesOf(ringOf([...targets].reverse()))).toEqual(homes)
  })

  it('divides keys about evenly, and by weight', () => {
    const targets = fakeTargets(5)
    for (const share of sharesOf(homesOf(ringOf(targets)), targets)) {
      expect(share).toBeGreaterThan(0.14)
      expect(share).toBeLessThan(0.26)
    }
    const weighted = [1, 3].map((weight, index) => new FakeTarget(`server-${index}`, { weight }))
    const [light = 0] = sharesOf(homesOf(ringOf(weighted)), weighted)
    expect(light).toBeGreaterThan(0.18)
    expect(light).toBeLessThan(0.32)
  })

  it('moves only the keys that an endpoint takes when it comes, about one of n', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.domain(), { minLength: 2, maxLength: 20 }),
        fc.domain(),
        (names, added) => {
          if (names.includes(added)) return
          const targets = names.map((name) => new FakeTarget(name))
          const newcomer = new FakeTarget(added)
          const ring = ringOf(targets)
          const before = homesOf(ring)
          ring.update([...targets, newcomer])
          const moved = homesOf(ring).filter((home, index) => home !== before[index])
          expect(moved.every((home) => home === newcomer)).toBe(true)
          expect((moved.length / keys.length) * (names.length + 1)).toBeLessThan(1.5)
        },
      ),
      { numRuns: 30, seed: 1 },
    )
  })

  it('moves only the keys of an endpoint that goes, and gives them back when it returns', () => {
    const targets = fakeTargets(6)
    const [lost] = targets
    const ring = ringOf(targets)
    const before = homesOf(ring)
    ring.update(targets.slice(1))
    for (const [index, home] of homesOf(ring).entries()) {
      if (before[index] !== lost) expect(home).toBe(before[index])
    }
    ring.update(targets)
    expect(homesOf(ring)).toEqual(before)
  })

  it('sends the keys of an endpoint that cannot take calls where they would go without it', () => {
    const targets = fakeTargets(6)
    const [full] = targets
    if (full === undefined) throw new Error('no target')
    const without = homesOf(ringOf(targets.slice(1)))
    full.canOpen = false
    expect(homesOf(ringOf(targets))).toEqual(without)
  })

  it('avoids what failed the call already, until nothing else is there', () => {
    const targets = fakeTargets(3)
    const ring = ringOf(targets)
    const home = ring.pick('key', undefined)
    const other = ring.pick('key', new Set([home?.url ?? '']))
    expect(other).toBeDefined()
    expect(other).not.toBe(home)
    expect(ring.pick('key', new Set(targets.map(({ url }) => url)))).toBe(home)
  })

  it('uses the connection with the fewest calls of the endpoint', () => {
    const targets = [
      new FakeTarget('one', { pending: 2 }),
      new FakeTarget('one', { pending: 1 }),
      new FakeTarget('other'),
      new FakeTarget('other', { canOpen: false }),
    ]
    const [, less, open] = targets
    expect(new Set(homesOf(ringOf(targets)))).toEqual(new Set([less, open]))
  })

  it('spreads calls without a key', () => {
    const targets = fakeTargets(4)
    for (const count of countPicks(ringOf(targets), targets, 4_000)) {
      expect(count).toBeGreaterThan(850)
    }
  })

  it('has no target when there is none, or none can take the call', () => {
    expect(ringOf([]).pick('key', undefined)).toBeUndefined()
    for (const count of [1, 3]) {
      const ring = ringOf(fakeTargets(count, { canOpen: false }))
      expect(ring.pick('key', undefined)).toBeUndefined()
      expect(ring.pick(undefined, undefined)).toBeUndefined()
    }
  })
})
