import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Shop = service('Shop', { ask: rpc(Type.Object({}), Type.Object({})) })
