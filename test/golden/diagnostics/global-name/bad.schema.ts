import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

export const Date = Type.Object({ year: Type.Integer() })

export const Shop = service('shop.v1.Shop', { ask: rpc(Date, Date) })
