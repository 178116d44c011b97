import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  name: Type.String({ maxLenght: 5 }),
  age: Type.Integer({ min: 5, 'x-unit': 'years' }),
  city: Type.String({ minimum: 5, mode: 'free' }),
  isOpen: Type.Boolean({ minLength: 1 }),
  picture: bytes({ maxLength: 5, minItems: 1 } as object),
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
