// Generated from money.schema.ts by `trunkline generate`. Do not edit.

import {
  checkBigint,
  checkObject,
  checkString,
  type MessageCodec,
  readInt64,
  readString,
  skipField,
  writeBigint64,
} from 'trunkline/gen'

/** An amount in the smallest unit of its currency. */
export interface Money {
  units: bigint // 1
  currency: string // 2
}

export const Money: MessageCodec<Money> = {
  name: 'golden.shared.Money',
  constrained: true,
  encode(message, writer) {
    if (message.units !== 0n) writeBigint64(writer.uint32(8), message.units) // 1
    if (message.currency !== '') writer.uint32(18).string(message.currency) // 2
  },
  decode(reader, depth) {
    let units = 0n
    let currency = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          units = readInt64(reader)
          break
        case 18: // 2
          currency = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { units, currency }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkBigint(message.units, issues, 'units')) {
      if (message.units < -9223372036854775808n) {
        issues.add('units', 'must be at least -9223372036854775808, the least int64')
      }
      if (message.units > 9223372036854775807n) {
        issues.add('units', 'must be at most 9223372036854775807, the greatest int64')
      }
    }
    if (checkString(message.currency, issues, 'currency')) {
      if (message.currency.length < 3) issues.add('currency', 'must have at least 3 characters')
      if (message.currency.length > 3) issues.add('currency', 'must have at most 3 characters')
    }
  },
}
