import Type from 'typebox'
import { rpc, service, steam } from 'trunkline/schema'

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Type.Object({}), steam(Type.Object({}))),
})
