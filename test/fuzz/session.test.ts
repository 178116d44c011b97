import { describe, expect, it } from 'vitest'
import { type FuzzResult, runSession } from './session-fuzz.js'

/** `FUZZ_SECONDS=3600 FUZZ_SEED=1 npx vitest run test/fuzz` runs for longer, from another seed. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 2)
const firstSeed = Number(process.env.FUZZ_SEED ?? 1)

/** The longest default run; a machine that is slow does fewer, and never fewer than the floor. */
const floor = 500

describe('a session that is fed with what a seed made', () => {
  for (const role of ['connecting', 'accepting'] as const) {
    it(
      `throws nothing but ProtocolError as the ${role} side, and ends every call once`,
      () => {
        const until = performance.now() + seconds * 1_000
        const ends = new Map<string, number>()
        let deepest = 0
        for (let seed = firstSeed; seed < firstSeed + floor || performance.now() < until; seed++) {
          const { end, frames } = runSession(seed, role)
          const what = end.replace(/\d+/g, 'n')
          ends.set(what, (ends.get(what) ?? 0) + 1)
          deepest = Math.max(deepest, frames)
        }
        // A fuzzer that only ever fails at the door tests the door.
        expect(deepest).toBe(40)
        expect(ends.get('in order') ?? 0).toBeGreaterThan(0)
        expect(ends.size).toBeGreaterThan(15)
      },
      (seconds + 60) * 1_000,
    )

    it(`does the same for the same seed as the ${role} side`, () => {
      const run = (seed: number): FuzzResult => runSession(seed, role)
      for (let seed = 1; seed <= 20; seed++) expect(run(seed)).toEqual(run(seed))
    })
  }
})
