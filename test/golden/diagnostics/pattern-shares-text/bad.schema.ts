import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

const Ask = Type.Object({ path: Type.String({ maxLength: 200, pattern: '^.*a.*b.*c$' }) })

export const Shop = service('shop.v1.Shop', {
  ask: rpc(Ask, Ask),
})
