import { describe, expect, it } from 'vitest'
import { Latency } from '../../../../runtime/client/balance/latency.js'

/** An average after answers of 5 ms, one every 10 ms, the last at 1000. */
function settled(): Latency {
  const latency = new Latency()
  for (let now = 0; now <= 1_000; now += 10) latency.record(5, now)
  return latency
}

/** Answers after `elapsedMs` each, one every `stepMs`, until the average is below `limit`. Returns how long that took. */
function timeToFall(latency: Latency, from: number, elapsedMs: number, limit: number): number {
  let now = from
  while (latency.value > limit) {
    now += 10
    latency.record(elapsedMs, now)
  }
  return now - from
}

describe('Latency', () => {
  it('is unknown until four answers are there, and then that of the quickest', () => {
    const latency = new Latency()
    for (const elapsed of [80, 9, 7]) {
      latency.record(elapsed, 0)
      expect(latency.value).toBe(0)
    }
    latency.record(8, 0)
    expect(latency.value).toBe(7)
  })

  it('stays where answers stay', () => {
    expect(settled().value).toBeCloseTo(5)
  })

  it('rises at once to an answer that comes after a silence', () => {
    const latency = settled()
    latency.record(500, 2_000)
    expect(latency.value).toBeGreaterThan(450)
  })

  it('counts slow answers of one moment as one', () => {
    const one = settled()
    one.record(100, 1_020)
    const many = settled()
    for (let answer = 0; answer < 50; answer++) many.record(100, 1_020)
    expect(many.value).toBeCloseTo(one.value)
    expect(one.value).toBeLessThan(10)
  })

  it('is up within a fifth of a second when all answers are slow, however many there are', () => {
    for (const step of [0.1, 1, 10]) {
      const latency = settled()
      for (let now = 1_000; now <= 1_200; now += step) latency.record(50, now)
      expect(latency.value).toBeGreaterThan(35)
    }
  })

  it('forgets a peak in seconds: one four hundred times as high takes about three times as long as one of four', () => {
    const small = settled()
    small.record(20, 9_000)
    const large = settled()
    large.record(2_000, 9_000)
    const smallMs = timeToFall(small, 9_000, 5, 10)
    const largeMs = timeToFall(large, 9_000, 5, 10)
    expect(smallMs).toBeGreaterThan(1_000)
    expect(largeMs).toBeLessThan(8_000)
    expect(largeMs / smallMs).toBeLessThan(5)
  })

  it('is raised, and never lowered, by calls that got no answer', () => {
    const latency = settled()
    latency.recordAtLeast(1, 5_000)
    expect(latency.value).toBeCloseTo(5)
    latency.recordAtLeast(10_000, 15_000)
    expect(latency.value).toBeGreaterThan(9_000)
  })

  it('is known at once when the first call gets no answer', () => {
    const latency = new Latency()
    latency.recordAtLeast(10_000, 10_000)
    expect(latency.value).toBe(10_000)
  })

  it('does not tell answers apart that are quicker than event loops are exact', () => {
    const latency = new Latency()
    for (let now = 0; now < 1_000; now += 10) latency.record(0, now)
    expect(latency.value).toBeCloseTo(0.05)
  })
})
