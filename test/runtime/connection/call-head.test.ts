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

function raise(): never {
  throw new Error('there is no Head')
}

/** The rest is for what a Head says of an attempt and of compression. */
const most = maxHeadBytes - 8

describe('the metadata of a call', () => {
  it('leave room for what a repeated and compressed call says beside them', () => {
    const entry = encodeWith(writeHead, headOf({ k: 'a'.repeat(8_000) }) ?? raise()).length - 8_000
    const fullest = headOf({ k: 'a'.repeat(most - entry) }) ?? raise()
    expect(encodeWith(writeHead, fullest)).toHaveLength(most)
    const repeated = { ...fullest, attempt: 0xffff_ffff, compressed: true }
    expect(encodeWith(writeHead, repeated)).toHaveLength(maxHeadBytes)
    expect(() => headOf({ k: 'a'.repeat(most - entry + 1) })).toThrow(/8185 bytes; 8184 fit/)
  })

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
          expect(bytes).toBeGreaterThan(most)
          return
        }
        expect(bytes).toBeLessThanOrEqual(most)
      }),
      { numRuns: 2_000 },
    )
    expect(refused).toBeGreaterThan(100)
  })
})
