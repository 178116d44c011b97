import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  name: Type.String(),
  when: Type.Undefined(),
  nick: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  tags: Type.Array(Type.Symbol()),
  deep: Type.Object({ inner: Type.Object({ slug: Type.String({ pattern: 'a' }) }) }),
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
