import Type from 'typebox'
import { bytes, rpc, service, stream, timestamp } from 'trunkline/schema'

import { Money } from './money.js'

export const Shop = service('shop.v1.Shop', { ask: rpc(Money, Money) })
