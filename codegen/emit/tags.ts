/** Wire types and tags of fields. */

import type { ValueType } from '../model/model.js'

export function wireTypeOf(type: ValueType): 0 | 1 | 2 | 5 {
  if (type.kind === 'enum') return 0
  if (type.kind !== 'scalar') return 2
  switch (type.scalar) {
    case 'string':
    case 'bytes':
      return 2
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return 1
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return 5
    default:
      return 0
  }
}

/** The tag that starts a field with a single value of this type. */
export function tagOf(number: number, type: ValueType): number {
  return ((number << 3) | wireTypeOf(type)) >>> 0
}

/** The tag of a length-delimited field: messages, packed lists, maps. */
export function lengthTagOf(number: number): number {
  return ((number << 3) | 2) >>> 0
}
