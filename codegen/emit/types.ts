/** TypeScript types of values and fields. */

import type { FieldModel, MessageModel, ValueType } from '../model/model.js'
import type { Scope } from './scope.js'

const scalarTypes = {
  string: 'string',
  boolean: 'boolean',
  number: 'number',
  bigint: 'bigint',
  bytes: 'Uint8Array',
} as const

export function valueType(type: ValueType, scope: Scope): string {
  switch (type.kind) {
    case 'scalar':
      return type.narrowed ?? scalarTypes[type.js]
    case 'enum':
      return scope.nameOf(type.enum)
    case 'message':
      return messageType(type.message, scope)
    case 'timestamp':
      return 'Date'
    case 'duration':
      return 'number'
    case 'json':
      return 'unknown'
    case 'jsonObject':
      return 'Record<string, unknown>'
  }
}

/** A wrapper has no type of its own: it is what it wraps. */
export function messageType(message: MessageModel, scope: Scope): string {
  const { body } = message
  if (body.shape !== 'wrapper' || message.isPublic) return scope.nameOf(message)
  return body.field.member === 'constant' ? body.field.literal : fieldType(body.field, scope)
}

/** The type of a field that is there. */
export function presentType(field: FieldModel, scope: Scope): string {
  const type = valueType(field.type, scope)
  if (field.shape === 'list') return /[ |]/.test(type) ? `(${type})[]` : `${type}[]`
  if (field.shape === 'map')
    return `Record<${field.mapKey === 'string' ? 'string' : 'number'}, ${type}>`
  return type
}

/** The type of a field, null included; absence is the question mark's business. */
export function fieldType(field: FieldModel, scope: Scope): string {
  const type = presentType(field, scope)
  return field.presence === 'nullable' ? `${type} | null` : type
}
