// Generated from money.schema.ts by `trunkline generate`. Do not edit.

import {
  checkInt64,
  checkObject,
  checkString,
  isLonger,
  isShorter,
  type MessageCodec,
  readInt64,
  readString,
  skipField,
  writeBigint64,
  writeString,
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
    if (message.units !== 0n) writeBigint64(writer, 8, message.units) // 1
    if (message.currency !== '') writeString(writer, 18, message.currency) // 2
  },
  decode(reader, depth) {
    const message: Money = { units: 0n, currency: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.units = readInt64(reader) // 1
      else if (tag === 18) message.currency = readString(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkInt64(message.units, issues, 'units')
    if (checkString(message.currency, issues, 'currency')) {
      if (isShorter(message.currency, 3)) issues.add('currency', 'must have at least 3 characters')
      if (isLonger(message.currency, 3)) issues.add('currency', 'must have at most 3 characters')
    }
  },
}
