import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  title: { ...Type.String(), maxLength: 10 },
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
