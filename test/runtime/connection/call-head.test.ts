import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headOf } from '../../../runtime/connection/call-head.js'
import { writeHead } from '../../../runtime/wire/call-bodies.js'
import { encodeWith } from '../../../runtime/wire/fields.js'
import { maxHeadBytes } from '../../../runtime/wire/frame.js'

const keys = fc.stringMatching(/^[a-z0-9]{1,60}$/)
/** Around the limit, in few entries and in many. */
const metadata = fc.oneof(
  fc.dictionary(keys, fc.string({ unit: 'binary', maxLength: 300 }), { maxKeys: 64 }),
  fc.tuple(keys, fc.integer({ min: maxHeadBytes - 90, max: maxHeadBytes })).map(([key, bytes]) => ({
    [key]: 'a'.repeat(bytes),
  })),
)

describe('the metadata of a call', () => {
  it('fit beside it up to the very byte', () => {
    let refused = 0
    fc.assert(
      fc.property(metadata, (init) => {
        let bytes: number | undefined
        try {
          const head = headOf(init)
          bytes = head === undefined ? 0 : encodeWith(writeHead, head).length
        } catch (error) {
          refused++
          bytes = Number(/has (\d+) bytes/.exec(String(error))?.[1])
          expect(bytes).toBeGreaterThan(maxHeadBytes)
          return
        }
        expect(bytes).toBeLessThanOrEqual(maxHeadBytes)
      }),
      { numRuns: 2_000 },
    )
    expect(refused).toBeGreaterThan(100)
  })
})
