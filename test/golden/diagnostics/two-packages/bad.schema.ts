import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

const Empty = Type.Object({})

export const Shop = service('shop.v1.Shop', { ask: rpc(Empty, Empty) })

export const Till = service('till.v1.Till', { pay: rpc(Empty, Empty) })
