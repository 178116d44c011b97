import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

const Empty = Type.Object({})

export const Shop = service('shop.v1.Shop', {
  watch: rpc(Empty, stream(Empty)),
})
