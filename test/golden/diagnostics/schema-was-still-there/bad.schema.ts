import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const AskTwice = Type.Object({ id: Type.String() }, { was: 'Ask' })

export const Ask = Type.Object({ id: Type.String() })

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, AskTwice),
})
