import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  tags: Type.Array(Type.String(), { contains: Type.Literal('x') }),
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
