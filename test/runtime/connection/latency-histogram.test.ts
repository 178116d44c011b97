import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../../runtime/connection/latency-histogram.js'

describe('LatencyHistogram', () => {
  it('has nothing to say before the first time', () => {
    expect(new LatencyHistogram().report()).toEqual({
      count: 0,
      meanMs: 0,
      p50Ms: 0,
      p90Ms: 0,
      p99Ms: 0,
      p999Ms: 0,
      maxMs: 0,
    })
  })

  for (const scale of [0.001, 0.013, 1, 47, 3_000, 1_000_000]) {
    it(`gives quantiles within a sixteenth for times around ${scale} ms`, () => {
      const histogram = new LatencyHistogram()
      const values = Array.from({ length: 1_000 }, (_, i) => scale * (1 + i / 500))
      for (const value of values) histogram.record(value)
      for (const share of [0.01, 0.5, 0.9, 0.99, 0.999]) {
        const exact = values[Math.ceil(values.length * share) - 1] ?? 0
        // A microsecond is the finest that is told apart.
        expect(Math.abs(histogram.quantile(share) - exact)).toBeLessThanOrEqual(exact / 16 + 0.001)
      }
      expect(histogram.report().maxMs).toBe(scale * (1 + 999 / 500))
    })
  }

  it('counts times below zero as none, and endless ones as the longest it knows', () => {
    const histogram = new LatencyHistogram()
    histogram.record(-5)
    expect(histogram.quantile(1)).toBe(0)
    histogram.record(1e12)
    expect(histogram.quantile(1)).toBeGreaterThan(3_600_000)
    expect(histogram.report()).toMatchObject({ count: 2, maxMs: 1e12 })
  })

  it('puts every microsecond up to a second into a bucket that does not go down', () => {
    let last = 0
    for (let us = 1; us <= 1_000_000; us += 997) {
      const histogram = new LatencyHistogram()
      histogram.record(us / 1000)
      histogram.record(10_000)
      const value = histogram.quantile(0.5)
      expect(value).toBeGreaterThanOrEqual(last)
      last = value
    }
  })
})
