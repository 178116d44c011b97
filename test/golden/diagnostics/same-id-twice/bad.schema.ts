import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

const page = (item) => Type.Object({ items: Type.Array(item) }, { $id: 'Page' })

export const Shop = service('shop.v1.Shop', {
  numbers: rpc(Type.Object({}), page(Type.Number())),
  strings: rpc(Type.Object({}), page(Type.String())),
})
