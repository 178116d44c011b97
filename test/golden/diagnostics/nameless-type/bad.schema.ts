import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

export const Ö = Type.Object({ id: Type.String() })
export const _1 = Type.Object({ id: Type.String() })

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ö, _1),
})
