import { describe, expect, it } from 'vitest'
import { NuisanceBucket } from '../../../runtime/session/nuisance.js'

function takeAll(bucket: NuisanceBucket, now: number): number {
  let taken = 0
  while (taken < 100_000 && bucket.take(now)) taken++
  return taken
}

describe('the nuisance bucket', () => {
  it('allows a burst and not one more', () => expect(takeAll(new NuisanceBucket(5, 2), 0)).toBe(5))

  it('refills by the second, in fractions too', () => {
    const bucket = new NuisanceBucket(5, 2)
    takeAll(bucket, 0)
    expect(takeAll(bucket, 499)).toBe(0)
    expect(takeAll(bucket, 500)).toBe(1)
    expect(takeAll(bucket, 2_000)).toBe(3)
  })

  it('never holds more than the burst', () => {
    const bucket = new NuisanceBucket(5, 2)
    takeAll(bucket, 0)
    expect(takeAll(bucket, 3_600_000)).toBe(5)
  })

  it('tolerates its steady rate for ever', () => {
    const bucket = new NuisanceBucket(3, 10)
    for (let now = 0; now < 100_000; now += 100) expect(bucket.take(now)).toBe(true)
  })
})
