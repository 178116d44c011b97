/** How a field is written in protobuf's own words, and which changes of it old peers survive. */

import type { FieldModel, ValueType } from '../model/model.js'

const wellKnown = {
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  json: 'google.protobuf.Value',
  jsonObject: 'google.protobuf.Struct',
} as const

export function valueTypeName(type: ValueType): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar
    case 'enum':
      return type.enum.fullName
    case 'message':
      return type.message.fullName
    default:
      return wellKnown[type.kind]
  }
}

/** `string`, `optional string`, `repeated chat.v1.User`, `map<string, int32>`. */
export function wireType(field: FieldModel): string {
  const name = valueTypeName(field.type)
  if (field.shape === 'list') return `repeated ${name}`
  if (field.shape === 'map') return `map<${field.mapKey}, ${name}>`
  const isExplicit = field.presence === 'optional' || field.presence === 'nullable'
  const hasPresence = field.type.kind !== 'scalar' && field.type.kind !== 'enum'
  return isExplicit && !hasPresence ? `optional ${name}` : name
}

const varints = new Set(['int32', 'uint32', 'int64', 'uint64', 'bool'])
const groups: readonly ReadonlySet<string>[] = [
  varints,
  new Set(['sint32', 'sint64']),
  new Set(['fixed32', 'sfixed32']),
  new Set(['fixed64', 'sfixed64']),
]

/** Whether values written under one type can be read under the other. Presence makes no difference on the wire. */
export function isCompatible(before: string, after: string): boolean {
  const [old, now] = [before, after].map((type) => type.replace(/^optional /, ''))
  if (old === undefined || now === undefined || old === now) return true
  const isList = old.startsWith('repeated ')
  if (isList !== now.startsWith('repeated ')) return false
  const [a, b] = [old, now].map((type) => type.replace(/^repeated /, ''))
  if (a === undefined || b === undefined) return false
  return groups.some((group) => group.has(a) && group.has(b))
}
