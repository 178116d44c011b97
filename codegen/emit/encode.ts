/** Prints `encode`: a line for each field, tags as literals. */

import {
  type FieldModel,
  fieldsOf,
  type MessageModel,
  type ValueType,
  type VariantModel,
} from '../model/model.js'
import { pascalCase, propertyAccess } from '../names.js'
import type { Code } from './code.js'
import type { Scope } from './scope.js'
import { lengthTagOf, tagOf } from './tags.js'
import { valueType } from './types.js'

export function printEncode(code: Code, message: MessageModel, scope: Scope): void {
  const fields = fieldsOf(message)
  if (fields.length === 0) {
    code.line('encode() {},')
    return
  }
  code.block(
    'encode(message, writer)',
    () => {
      if (message.body.shape === 'union') printUnion(code, message, scope)
      else for (const field of fields) printField(code, field, accessOf(message, field), scope)
    },
    ',',
  )
}

/** How a field's value is reached from `message`. */
export function accessOf(message: MessageModel, field: { readonly key: string }): string {
  switch (message.body.shape) {
    case 'object':
      return propertyAccess('message', field.key)
    case 'tuple':
      return `message[${field.key}]`
    default:
      return 'message'
  }
}

function printField(code: Code, field: FieldModel, value: string, scope: Scope): void {
  const comment = ` // ${field.number}`
  if (field.shape === 'list') printList(code, field, value, scope, comment)
  else if (field.shape === 'map') printMap(code, field, value, scope, comment)
  else {
    const statement = writeStatement(field.type, value, tagOf(field.number, field.type), scope)
    const condition = conditionOf(field, value)
    if (condition === undefined) code.line(statement + comment)
    else code.ifLine(condition, statement, comment)
  }
}

function conditionOf(field: FieldModel, value: string): string | undefined {
  switch (field.presence) {
    case 'optional':
      return `${value} !== undefined`
    case 'nullable':
      return `${value} !== null`
    case 'required':
      return undefined
    case 'implicit':
      return isNotDefault(field.type, value)
  }
}

function isNotDefault(type: ValueType, value: string): string {
  if (type.kind !== 'scalar') return `${value} !== 0`
  switch (type.js) {
    case 'string':
      return `${value} !== ''`
    case 'boolean':
      return value
    case 'bytes':
      return `${value}.length > 0`
    case 'bigint':
      return `${value} !== 0n`
    case 'number':
      // -0 is not the default: only Object.is sees the difference.
      return type.scalar === 'double' || type.scalar === 'float'
        ? `!Object.is(${value}, 0)`
        : `${value} !== 0`
  }
}

/** The statement that writes one value with its tag. */
function writeStatement(type: ValueType, value: string, tag: number, scope: Scope): string {
  const call = (name: string, ...args: readonly string[]) =>
    `${scope.use(name)}(${['writer', tag, ...args].join(', ')})`
  switch (type.kind) {
    case 'message':
      return call('writeMessage', scope.nameOf(type.message), value)
    case 'enum':
      return call('writeInt32', `${scope.nameOf(type.enum)}.toNumber(${value})`)
    case 'timestamp':
      return call('writeTimestamp', value)
    case 'duration':
      return call('writeDuration', value)
    case 'json':
      return call('writeJson', value)
    case 'jsonObject':
      return call('writeJsonObject', value)
    case 'scalar':
      return call(`write${writerOf(type)}`, value)
  }
}

/** The end of the name of the function that writes a scalar: types with the same bytes share one. */
function writerOf({ scalar, js }: ValueType & { kind: 'scalar' }): string {
  switch (scalar) {
    case 'int64':
    case 'uint64':
      return js === 'number' ? 'Safe64' : 'Bigint64'
    case 'sfixed32':
      return 'Fixed32'
    case 'sfixed64':
      return 'Fixed64'
    default:
      return pascalCase(scalar)
  }
}

function printList(
  code: Code,
  field: FieldModel,
  list: string,
  scope: Scope,
  comment: string,
): void {
  const { type } = field
  const tag = lengthTagOf(field.number)
  const line = (name: string, ...args: readonly string[]) =>
    code.line(`${scope.use(name)}(${['writer', tag, ...args].join(', ')})${comment}`)
  if (type.kind === 'enum') line('writeEnums', scope.nameOf(type.enum), list)
  else if (type.kind === 'message') line('writeMessages', scope.nameOf(type.message), list)
  else if (type.kind === 'scalar' && type.scalar !== 'bytes') line(`write${writerOf(type)}s`, list)
  else {
    const statement = writeStatement(type, 'item', tag, scope)
    const head = `for (const item of ${list})`
    if (code.fits(`${head} ${statement}`)) code.line(`${head} ${statement}${comment}`)
    else code.block(head, () => code.line(statement + comment))
  }
}

function printMap(code: Code, field: FieldModel, map: string, scope: Scope, comment: string): void {
  const { type } = field
  // Keys alone, because pairs of them and their values would be as many arrays.
  code.block(`for (const key of Object.keys(${map}))`, () => {
    code.line(`const entry = writer.begin(${lengthTagOf(field.number)})${comment}`)
    const isText = field.mapKey === 'string'
    if (isText) code.line(`${scope.use('writeString')}(writer, 10, key)`)
    else code.line(`${scope.use('writeSafe64')}(writer, 8, Number(key))`)
    const value = `${map}[${isText ? 'key' : 'Number(key)'}] as ${valueType(type, scope)}`
    code.line(writeStatement(type, value, tagOf(2, type), scope))
    code.line('writer.end(entry)')
  })
}

function printUnion(code: Code, message: MessageModel, scope: Scope): void {
  const { body } = message
  if (body.shape !== 'union') return
  const { discriminator, variants } = body
  if (discriminator !== undefined) {
    code.block(`switch (${propertyAccess('message', discriminator)})`, () => {
      for (const variant of variants) {
        const literal = variant.match.by === 'literal' ? variant.match.literal : ''
        code.line(`case ${literal}:`)
        code.indented(() => {
          const tag = tagOf(variant.number, variant.type)
          const statement = writeStatement(variant.type, 'message', tag, scope)
          code.line(`${statement} // ${variant.number}`)
          code.line('break')
        })
      }
    })
    return
  }
  const ordered = inTestOrder(variants)
  ordered.forEach((variant, index) => {
    const tag = tagOf(variant.number, variant.type)
    const statement = writeStatement(variant.type, 'message', tag, scope)
    const isLast = index === ordered.length - 1
    const test = isLast ? '' : `if (${matchTest(variant.match, 'message')}) `
    code.line(`${index === 0 ? '' : '} else '}${test}{`)
    code.indented(() => code.line(`${statement} // ${variant.number}`))
  })
  code.line('}')
}

/** Arrays, dates and bytes are objects too: an object is what is left when nothing else fits. */
export function inTestOrder(variants: readonly VariantModel[]): readonly VariantModel[] {
  const isObject = (variant: VariantModel) => Number(variant.match.by === 'object')
  return [...variants].sort((a, b) => isObject(a) - isObject(b))
}

/** Tells a union's variants apart. */
export function matchTest(
  match: { readonly by: string; readonly type?: string },
  value: string,
): string {
  switch (match.by) {
    case 'typeof':
      return `typeof ${value} === '${match.type}'`
    case 'instanceof':
      return `${value} instanceof ${match.type}`
    case 'array':
      return `Array.isArray(${value})`
    default:
      return `typeof ${value} === 'object'`
  }
}
