import { Type } from '@sinclair/typebox'
import { rpc, service } from 'trunkline/schema'

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Type.Object({}), Type.Object({})),
})
