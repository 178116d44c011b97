import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({
  at: Type.Codec(Type.String())
    .Decode((text) => new Date(text))
    .Encode((date) => date.toISOString()),
})

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
