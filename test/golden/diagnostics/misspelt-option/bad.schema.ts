import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

const Ask = Type.Object({ id: Type.String() })

// @ts-expect-error: it is called timeout
export const Shop = service('shop.v1.Shop', { ask: rpc(Ask, Ask, { timout: '2s' }) })
