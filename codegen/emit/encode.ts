/** Prints `encode`: a line for each field, tags as literals. */

import {
  type FieldModel,
  fieldsOf,
  type MessageModel,
  type ValueType,
  type VariantModel,
} from '../model/model.js'
import { propertyAccess } from '../names.js'
import type { Code } from './code.js'
import type { Scope } from './scope.js'
import { lengthTagOf, tagOf, wireTypeOf } from './tags.js'
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
  const tagged = `writer.uint32(${tag})`
  switch (type.kind) {
    case 'message':
      return `${scope.use('writeMessage')}(${tagged}, ${scope.nameOf(type.message)}, ${value})`
    case 'timestamp':
      return `${scope.use('writeTimestamp')}(${tagged}, ${value})`
    case 'duration':
      return `${scope.use('writeDuration')}(${tagged}, ${value})`
    case 'json':
      return `${scope.use('writeJson')}(${tagged}, ${value})`
    case 'jsonObject':
      return `${scope.use('writeJsonObject')}(${tagged}, ${value})`
    default:
      return writeScalar(type, value, tagged, scope)
  }
}

/** One expression that writes a scalar or an enum to a writer. */
function writeScalar(type: ValueType, value: string, writer: string, scope: Scope): string {
  if (type.kind === 'enum') return `${writer}.int32(${scope.nameOf(type.enum)}.toNumber(${value}))`
  if (type.kind !== 'scalar') return writer
  const wide = wideWriter(type)
  return wide === undefined
    ? `${writer}.${type.scalar}(${value})`
    : `${scope.use(wide)}(${writer}, ${value})`
}

function wideWriter(type: ValueType & { kind: 'scalar' }): string | undefined {
  switch (type.scalar) {
    case 'int64':
    case 'uint64':
      return type.js === 'number' ? 'writeSafe64' : 'writeBigint64'
    case 'sint64':
      return 'writeSint64'
    case 'fixed64':
    case 'sfixed64':
      return 'writeFixed64'
    default:
      return undefined
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
  if (wireTypeOf(type) === 2) {
    const statement = writeStatement(type, 'item', tagOf(field.number, type), scope)
    const head = `for (const item of ${list})`
    if (code.fits(`${head} ${statement}`)) code.line(`${head} ${statement}${comment}`)
    else code.block(head, () => code.line(statement + comment))
    return
  }
  const tag = lengthTagOf(field.number)
  if (type.kind === 'scalar' && wideWriter(type) === undefined) {
    code.ifLine(`${list}.length > 0`, `writer.uint32(${tag}).${type.scalar}s(${list})`, comment)
    return
  }
  code.block(`if (${list}.length > 0)`, () => {
    code.line(`writer.uint32(${tag}).fork()${comment}`)
    code.line(`for (const item of ${list}) ${writeScalar(type, 'item', 'writer', scope)}`)
    code.line('writer.ldelim()')
  })
}

function printMap(code: Code, field: FieldModel, map: string, scope: Scope, comment: string): void {
  const tag = lengthTagOf(field.number)
  const { type } = field
  // Keys alone, because pairs of them and their values would be as many arrays.
  code.block(`for (const key of Object.keys(${map}))`, () => {
    const entry = `writer.uint32(${tag}).fork()`
    const isText = field.mapKey === 'string'
    if (isText) code.line(`${entry}.uint32(10).string(key)${comment}`)
    else code.line(`${scope.use('writeSafe64')}(${entry}.uint32(8), Number(key))${comment}`)
    const value = `${map}[${isText ? 'key' : 'Number(key)'}] as ${valueType(type, scope)}`
    code.line(writeStatement(type, value, tagOf(2, type), scope))
    code.line('writer.ldelim()')
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
