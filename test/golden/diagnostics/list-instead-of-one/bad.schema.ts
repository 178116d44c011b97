import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  tag: Type.Array(Type.String()),
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
