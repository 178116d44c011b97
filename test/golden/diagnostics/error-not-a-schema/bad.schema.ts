import Type from 'typebox'
import { rpc, service } from 'trunkline/schema'

const Ask = Type.Object({ id: Type.String() })
const options = { errors: { NotThere: { schema: Ask, code: 'NOT_FOUND' } } }

// @ts-expect-error: an error is a schema
export const Shop = service('shop.v1.Shop', { ask: rpc(Ask, Ask, options) })
