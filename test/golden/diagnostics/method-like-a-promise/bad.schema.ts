import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Shop = service('shop.v1.Shop', {
  then: rpc(Type.Object({}), Type.Object({})),
})
