import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

const Empty = Type.Object({})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Empty, Empty, { errors: { SoldOut: Type.Object({ until: timestamp() }) } }),
  buy: rpc(Empty, Empty, { errors: { SoldOut: Type.Object({ left: Type.Integer() }) } }),
})
