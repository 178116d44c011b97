import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

export const Shop = service('shop.v1.Shop', {
  log: rpc(Type.Object({ line: Type.String() }), Type.Null(), {
    oneway: true,
    errors: { Full: Type.Object({ limit: Type.Integer() }) },
  }),
})
