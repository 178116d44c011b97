import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

const Empty = Type.Object({})

export const Shop = service('shop.v1.Shop', { ask: rpc(Empty, Empty) })

export const Store = service('shop.v1.Shop', { buy: rpc(Empty, Empty) })
