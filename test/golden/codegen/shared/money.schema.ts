import Type from 'typebox'

export const packageName = 'golden.shared'

/** An amount in the smallest unit of its currency. */
export const Money = Type.Object({
  units: Type.BigInt(),
  currency: Type.String({ minLength: 3, maxLength: 3 }),
})
