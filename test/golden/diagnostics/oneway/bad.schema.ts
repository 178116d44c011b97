import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Shop = service('shop.v1.Shop', {
  log: rpc(Type.Object({ line: Type.String() }), Type.Object({}), { oneway: true }),
})
