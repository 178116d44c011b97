/** A number that changes when the bytes of a method's messages can. */

import { createHash } from 'node:crypto'
import { wireType } from './lock/wire-type.js'
import { fieldsOf, type MessageModel, type MethodModel } from './model/model.js'

/** Hash of both message types and everything they contain: field numbers, types, enum numbers. */
export function fingerprintOf(method: MethodModel): bigint {
  const text = [method.kind, describe(method.request), describe(method.response)].join('\n')
  const digest = createHash('sha256').update(text).digest()
  return digest.readBigUInt64BE(0)
}

function describe(root: MessageModel): string {
  const order = new Map<MessageModel, number>([[root, 0]])
  const lines: string[] = []
  // A map is iterated in insertion order, entries added on the way included.
  for (const [message, index] of order) {
    const fields = fieldsOf(message).map((field) => {
      const { type } = field
      if (type.kind === 'message') {
        if (!order.has(type.message)) order.set(type.message, order.size)
        const label = wireType(field).replace(type.message.fullName, `#${order.get(type.message)}`)
        return `${field.number}:${label}`
      }
      if (type.kind === 'enum') {
        const numbers = type.enum.values.map((value) => `${value.key}=${value.number}`).sort()
        return `${field.number}:${wireType(field).replace(type.enum.fullName, `enum(${numbers.join()})`)}`
      }
      return `${field.number}:${wireType(field)}`
    })
    lines.push(
      `#${index} ${message.body.shape === 'union' ? 'oneof ' : ''}${fields.sort().join(' ')}`,
    )
  }
  return lines.join('\n')
}
