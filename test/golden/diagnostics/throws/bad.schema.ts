import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

function limits() {
  throw new Error('no limits today')
}

limits()

export const Shop = service('shop.v1.Shop', { ask: rpc(Type.Object({}), Type.Object({})) })
