import Type from 'typebox'
import { rpc, service, stream } from 'trunkline/schema'

export const Shop = service('shop.v1.Shop', {
  log: rpc(stream(Type.Object({ line: Type.String() })), Type.Null(), { oneway: true }),
})
