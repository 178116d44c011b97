import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Ask = Type.Object({ id: Type.String() }, { was: 'Question' })

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Type.Object({})),
})
