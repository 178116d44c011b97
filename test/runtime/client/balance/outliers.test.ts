import { beforeEach, describe, expect, it } from 'vitest'
import { Outliers } from '../../../../runtime/client/balance/outliers.js'

const [a, b, c] = ['tcp://a:1', 'tcp://b:1', 'tcp://c:1'] as const

describe('Outliers', () => {
  let outliers: Outliers
  let now: number

  beforeEach(() => {
    outliers = new Outliers()
    outliers.retain([a, b, c])
    now = 1_000_000
  })

  /** Calls that end as soon as they begin. */
  const succeed = (url: string, calls = 1) => end(url, false, calls)
  const fail = (url: string, calls = 1) => end(url, true, calls)

  const end = (url: string, failed: boolean, calls: number) => {
    let change: string | undefined
    for (let call = 0; call < calls; call++) {
      change = outliers.record(url, failed, now, now) ?? change
    }
    return change
  }

  /** Fails until ejected; returns for how long. */
  const isolation = (url: string): number => {
    expect(fail(url, 5)).toBe('ejected')
    let length = 0
    while (outliers.isEjected(url, now + length)) length += 50
    return length
  }

  it('ejects an endpoint after five failures in a row, and not before', () => {
    expect(fail(a, 4)).toBeUndefined()
    expect(outliers.isEjected(a, now)).toBe(false)
    expect(fail(a)).toBe('ejected')
    expect(outliers.isEjected(a, now)).toBe(true)
    expect(outliers.isEjected(b, now)).toBe(false)
  })

  it('does so however many calls succeeded before', () => {
    succeed(a, 1_000)
    expect(fail(a, 5)).toBe('ejected')
  })

  it('starts to count anew with a success', () => {
    for (let round = 0; round < 4; round++) {
      succeed(a, 6)
      fail(a, 4)
    }
    expect(outliers.isEjected(a, now)).toBe(false)
  })

  it('ejects an endpoint that fails every other of twenty calls', () => {
    succeed(b, 20)
    const changes = Array.from({ length: 10 }, () => [succeed(a), fail(a)]).flat()
    expect(changes.indexOf('ejected')).toBe(19)
  })

  it('forgets what happened ten seconds ago', () => {
    for (let call = 0; call < 9; call++) {
      succeed(a)
      fail(a)
    }
    now += 10_000
    succeed(a)
    expect(fail(a)).toBeUndefined()
    expect(outliers.isEjected(a, now)).toBe(false)
  })

  it('ejects nobody where the others fail as well', () => {
    for (let call = 0; call < 30; call++) {
      for (const url of [a, b, c]) expect(call % 2 === 0 ? fail(url) : succeed(url)).toBeUndefined()
    }
    fail(b, 3)
    fail(c, 3)
    expect(fail(a, 4)).toBeUndefined()
  })

  it('keeps at least half of the endpoints', () => {
    outliers.retain(['w', 'x', 'y', 'z'])
    succeed('y', 100)
    succeed('z', 100)
    expect(fail('w', 5)).toBe('ejected')
    expect(fail('x', 5)).toBe('ejected')
    expect(fail('y', 10)).toBeUndefined()
    outliers.retain([a])
    expect(fail(a, 100)).toBeUndefined()
    outliers.retain([a, b])
    expect(fail(a)).toBe('ejected')
    expect(fail(b, 100)).toBeUndefined()
  })

  it('isolates for 100 ms, twice as long each time, and never longer than 30 s', () => {
    const lengths: number[] = []
    for (let round = 0; round < 11; round++) {
      const length = isolation(a)
      lengths.push(length)
      now += length
      // On trial, from which it comes back.
      succeed(a)
    }
    expect(lengths.slice(0, 4)).toEqual([100, 200, 400, 800])
    expect(lengths.slice(9)).toEqual([30_000, 30_000])
  })

  it('takes a doubling back for each ten seconds in service with successes', () => {
    for (let round = 0; round < 4; round++) {
      now += isolation(a)
      succeed(a)
    }
    now += 20_000
    succeed(a)
    expect(isolation(a)).toBe(400)
  })

  it('takes nothing back for time in which no call succeeded', () => {
    for (let round = 0; round < 3; round++) now += isolation(a)
    now += 40_000
    expect(isolation(a)).toBe(800)
  })

  it('puts an endpoint on trial after its isolation, and back in service with the first success', () => {
    now += isolation(a)
    expect(outliers.isOnTrial(a, now)).toBe(true)
    expect(succeed(a)).toBe('restored')
    expect(outliers.isOnTrial(a, now)).toBe(false)
    expect(fail(a, 4)).toBeUndefined()
  })

  it('ejects an endpoint again with the first failure on trial', () => {
    now += isolation(a)
    expect(fail(a)).toBe('ejected')
    now += 199
    expect(outliers.isEjected(a, now)).toBe(true)
    now += 1
    expect(outliers.isEjected(a, now)).toBe(false)
  })

  it('ends a trial after ten seconds in which no call decided it', () => {
    now += isolation(a)
    now += 9_999
    expect(outliers.isOnTrial(a, now)).toBe(true)
    now += 1
    expect(outliers.isOnTrial(a, now)).toBe(false)
    expect(outliers.isEjected(a, now)).toBe(false)
  })

  it('does not listen to calls that began before the isolation', () => {
    const before = now - 5_000
    now += isolation(a)
    expect(outliers.record(a, true, before, now)).toBeUndefined()
    expect(outliers.record(a, false, before, now)).toBeUndefined()
    expect(outliers.isOnTrial(a, now)).toBe(true)
  })

  it('says when time will change something', () => {
    expect(outliers.nextChange(now)).toBe(Number.POSITIVE_INFINITY)
    fail(a, 5)
    expect(outliers.nextChange(now)).toBe(now + 100)
    now += 100
    expect(outliers.nextChange(now)).toBe(now + 10_000)
    now += 10_000
    expect(outliers.nextChange(now)).toBe(Number.POSITIVE_INFINITY)
  })

  it('knows only the endpoints that there are', () => {
    fail(a, 5)
    outliers.retain([b, c])
    expect(outliers.nextChange(now)).toBe(Number.POSITIVE_INFINITY)
    expect(fail(a, 100)).toBeUndefined()
    expect(outliers.isEjected(a, now)).toBe(false)
    outliers.retain([a, b, c])
    expect(outliers.isEjected(a, now)).toBe(false)
  })

  it('keeps what it knows of endpoints that stay', () => {
    fail(a, 5)
    outliers.retain([a, b])
    expect(outliers.isEjected(a, now)).toBe(true)
  })
})
