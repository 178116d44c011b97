import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Tree = Type.Cyclic(
  { Tree: Type.Object({ left: Type.Optional(Type.With(Type.Ref('Tree'), { field: 3 })) }) },
  'Tree',
)

export const Shop = service('shop.v1.Shop', { ask: rpc(Tree, Tree) })
