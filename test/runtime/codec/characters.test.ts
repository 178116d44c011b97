import fc from 'fast-check'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { expect, it } from 'vitest'
import { isLonger, isShorter } from '../../../runtime/codec/rules.js'

it('counts the characters of a text as TypeBox does: an emoji is one, and so is half of one', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '€', '😀', '\ud83d', '\ude00', 'e\u0301'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 14 }), (value, limit) => {
      expect(!isLonger(value, limit)).toBe(Value.Check(Type.String({ maxLength: limit }), value))
      expect(!isShorter(value, limit)).toBe(Value.Check(Type.String({ minLength: limit }), value))
    }),
    { numRuns: 5_000 },
  )
})
