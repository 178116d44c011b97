import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schemas'

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Type.Object({}), Type.Object({})),
})
