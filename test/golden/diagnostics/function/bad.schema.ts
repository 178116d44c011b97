import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  name: Type.String(),
  onDone: Type.Function([], Type.Null()),
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
