/** Prints `decode`: a message with its defaults, and a line for each field that puts in what arrived. */

import { type FieldModel, fieldsOf, type MessageModel, type ValueType } from '../model/model.js'
import { pascalCase, propertyKey, quote } from '../names.js'
import { braces, brackets, type Code, parentheses } from './code.js'
import { accessOf } from './encode.js'
import { earlierPieces, needsLast, type UnionBody } from './pieces.js'
import type { Scope } from './scope.js'
import { lengthTagOf, tagOf, wireTypeOf } from './tags.js'
import { messageType, valueType } from './types.js'

/** What is done for one tag: a statement with the field's number behind it, or several. */
interface Branch {
  readonly tag: number
  readonly statement: string | ((code: Code) => void)
  readonly comment: string
}

/** What is done for tags that are not known: statements. */
type Otherwise = readonly [skip: string, ...more: string[]]

export function printDecode(code: Code, message: MessageModel, scope: Scope): void {
  code.block(
    'decode(reader, depth)',
    () => {
      printStart(code, message, scope)
      code.block('while (reader.pos < reader.len)', () => {
        code.line('const tag = reader.tag()')
        const skip = `${scope.use('skipField')}(reader, tag, depth)`
        if (message.body.shape === 'union') printVariants(code, message.body, skip, scope)
        else {
          const branches = fieldsOf(message).flatMap((field) =>
            branchesOf(field, accessOf(message, field), scope),
          )
          printBranches(code, 'tag', branches, [skip])
        }
      })
      printEnd(code, message, scope)
    },
    ',',
  )
}

/** Declares the message as it is when no field has arrived. */
function printStart(code: Code, message: MessageModel, scope: Scope): void {
  const { body } = message
  const type = messageType(message, scope)
  if (body.shape === 'union') {
    code.line(`let message: ${type} | undefined`)
    if (needsLast(body)) code.line('let last = 0')
  } else if (body.shape === 'wrapper') {
    if (body.field.member === 'constant') return
    const isKept = body.field.shape !== 'single'
    code.line(`${isKept ? 'const' : 'let'} message: ${type} = ${initialOf(body.field, scope)}`)
  } else if (body.shape === 'tuple') {
    const items = body.members.map((one) =>
      one.member === 'constant' ? one.literal : initialOf(one, scope),
    )
    code.list(`const message: ${type} = `, brackets, items)
  } else {
    const entries = body.members.flatMap((one) => {
      if (one.member === 'constant') return [`${propertyKey(one.key)}: ${one.literal}`]
      if (one.presence === 'optional') return []
      return [`${propertyKey(one.key)}: ${initialOf(one, scope)}`]
    })
    code.list(`const message: ${type} = `, braces, entries)
  }
}

/** A field's value before any has arrived. */
function initialOf(field: FieldModel, scope: Scope): string {
  if (field.presence === 'nullable') return 'null'
  if (field.shape === 'list') return '[]'
  if (field.shape === 'map') return '{}'
  return field.presence === 'implicit' ? defaultOf(field.type) : scope.use('absent')
}

/** The value of a scalar that was not sent. */
function defaultOf(type: ValueType): string {
  if (type.kind !== 'scalar') return '0'
  switch (type.js) {
    case 'string':
      return "''"
    case 'boolean':
      return 'false'
    case 'bigint':
      return '0n'
    case 'bytes':
      return 'new Uint8Array(0)'
    case 'number':
      return '0'
  }
}

function printVariants(code: Code, union: UnionBody, skip: string, scope: Scope): void {
  const branches = union.variants.map((variant): Branch => {
    const { number, type } = variant
    const [tag, comment] = [tagOf(number, type), ` // ${number}`]
    if (type.kind !== 'message') {
      return { tag, statement: `message = ${readValue(type, scope)}`, comment }
    }
    const before = earlierPieces(union, variant, scope)
    const args = ['reader', scope.nameOf(type.message), 'depth', before]
    const head = `message = ${scope.use('readMessage')}`
    const statement = (inner: Code) => {
      inner.line(comment.trim())
      inner.list(head, parentheses, args)
    }
    return { tag, statement, comment }
  })
  if (!needsLast(union)) printBranches(code, 'tag', branches, [skip])
  else {
    printBranches(code, 'tag', branches, [skip, 'continue'])
    code.line('last = tag')
  }
}

function printBranches(
  code: Code,
  tag: string,
  branches: readonly Branch[],
  otherwise: Otherwise,
): void {
  let lead = ''
  for (const branch of branches) {
    const { statement, comment } = branch
    if (typeof statement === 'string') {
      code.ifLine(`${tag} === ${branch.tag}`, statement, comment, lead)
      lead = 'else '
    } else {
      code.line(`${lead}if (${tag} === ${branch.tag}) {`)
      code.indented(() => statement(code))
      lead = '} else '
    }
  }
  if (otherwise.length === 1) code.line(lead + otherwise[0])
  else {
    code.line(`${lead}{`)
    code.indented(() => code.lines(otherwise))
    code.line('}')
  }
}

function branchesOf(field: FieldModel, target: string, scope: Scope): readonly Branch[] {
  const { type, number, shape } = field
  const comment = ` // ${number}`
  if (shape === 'map') {
    const statement = (code: Code) => printEntry(code, field, target, scope, comment)
    return [{ tag: lengthTagOf(number), statement, comment }]
  }
  if (shape === 'single') {
    const statement = `${target} = ${readValue(type, scope, target)}`
    return [{ tag: tagOf(number, type), statement, comment }]
  }
  const append = `${scope.use('append')}(${target}, ${readValue(type, scope)})`
  const one = { tag: tagOf(number, type), statement: append, comment }
  if (wireTypeOf(type) === 2) return [one]
  const packed = { tag: lengthTagOf(number), statement: readPacked(field, target, scope), comment }
  return [packed, { ...one, comment: `${comment}, one at a time` }]
}

/**
 * One expression that reads a value after its tag.
 *
 * @param before what a message that arrives in pieces is put together with; not for items of lists
 */
function readValue(type: ValueType, scope: Scope, before?: string): string {
  switch (type.kind) {
    case 'enum':
      return `${scope.nameOf(type.enum)}.fromNumber(reader.int32())`
    case 'timestamp':
      return `${scope.use('readTimestamp')}(reader, depth)`
    case 'duration':
      return `${scope.use('readDuration')}(reader, depth)`
    case 'json':
      return `${scope.use('readJson')}(reader, depth)`
    case 'jsonObject':
      return `${scope.use('readJsonObject')}(reader, depth)`
    case 'scalar': {
      const helper = readHelper(type)
      const read = helper === undefined ? `reader.${type.scalar}()` : `${scope.use(helper)}(reader)`
      // A narrower type than the wire's holds because check() runs before the value reaches anyone.
      return type.narrowed === undefined ? read : `${read} as ${castType(type)}`
    }
    case 'message': {
      const args = ['reader', scope.nameOf(type.message), 'depth']
      if (before !== undefined) args.push(before)
      return `${scope.use('readMessage')}(${args.join(', ')})`
    }
  }
}

function castType(type: ValueType & { kind: 'scalar' }): string {
  const narrowed = type.narrowed ?? ''
  return narrowed.includes(' | ') ? `${narrowed}` : narrowed
}

function readHelper(type: ValueType & { kind: 'scalar' }): string | undefined {
  switch (type.scalar) {
    case 'string':
      return 'readString'
    case 'bytes':
      return 'readBytes'
    case 'int64':
      return type.js === 'number' ? 'readSafeInt64' : 'readInt64'
    case 'uint64':
      return type.js === 'number' ? 'readSafeUint64' : 'readUint64'
    case 'sint64':
      return 'readSint64'
    case 'fixed64':
      return 'readFixed64'
    case 'sfixed64':
      return 'readSfixed64'
    default:
      return undefined
  }
}

/** Numbers of a list arrive packed into one field, or one at a time from older encoders. */
function readPacked(field: FieldModel, list: string, scope: Scope): Branch['statement'] {
  const { type } = field
  if (type.kind === 'enum') {
    return `${scope.use('readEnums')}(reader, ${scope.nameOf(type.enum)}, ${list})`
  }
  if (type.kind === 'scalar' && type.narrowed === undefined) {
    const helper = readHelper(type) ?? `read${pascalCase(type.scalar)}`
    return `${scope.use(`${helper}s`)}(reader, ${list})`
  }
  return (code) => {
    code.line(`const outer = ${scope.use('enterLength')}(reader) // ${field.number}`)
    const item = `${scope.use('append')}(${list}, ${readValue(type, scope)})`
    const head = 'while (reader.pos < reader.len)'
    if (code.fits(`${head} ${item}`)) code.line(`${head} ${item}`)
    else code.block(head, () => code.line(item))
    code.line(`${scope.use('leaveMessage')}(reader, outer)`)
  }
}

function printEntry(
  code: Code,
  field: FieldModel,
  map: string,
  scope: Scope,
  comment: string,
): void {
  const isText = field.mapKey === 'string'
  const { type } = field
  code.line(`const outer = ${scope.use('enterLength')}(reader)${comment}`)
  code.line(isText ? "let key = ''" : 'let key = 0')
  code.line(`let value: ${valueType(type, scope)} | undefined`)
  code.block('while (reader.pos < reader.len)', () => {
    code.line('const inner = reader.tag()')
    const readKey = `${scope.use(isText ? 'readKey' : 'readSafeInt64')}(reader)`
    const branches = [
      { tag: isText ? 10 : 8, statement: `key = ${readKey}`, comment: '' },
      { tag: tagOf(2, type), statement: `value = ${readValue(type, scope, 'value')}`, comment: '' },
    ]
    printBranches(code, 'inner', branches, [`${scope.use('skipField')}(reader, inner, depth)`])
  })
  code.line(`${scope.use('leaveMessage')}(reader, outer)`)
  const value = `value ?? ${absentMapValue(type, scope)}`
  code.line(isText ? `${scope.use('setEntry')}(${map}, key, ${value})` : `${map}[key] = ${value}`)
}

/** A map's value that was not sent has its type's default; for a message that is the empty one. */
function absentMapValue(type: ValueType, scope: Scope): string {
  switch (type.kind) {
    case 'scalar':
      return type.narrowed === undefined
        ? defaultOf(type)
        : `(${defaultOf(type)} as ${castType(type)})`
    case 'enum':
      return `${scope.nameOf(type.enum)}.fromNumber(0)`
    case 'message':
      return `${scope.use('decodeEmpty')}(${scope.nameOf(type.message)}, depth + 1)`
    case 'timestamp':
      return 'new Date(0)'
    case 'duration':
      return '0'
    case 'json':
      return 'null'
    case 'jsonObject':
      return '{}'
  }
}

/** Throws for what had to arrive and did not, and returns the message. */
function printEnd(code: Code, message: MessageModel, scope: Scope): void {
  const { body } = message
  if (body.shape === 'wrapper' && body.field.member === 'constant') {
    code.line(`return ${body.field.literal}`)
    return
  }
  if (body.shape === 'union') {
    code.line(
      `if (message === undefined) throw ${scope.use('missing')}(${quote(message.fullName)}, 'value')`,
    )
  } else {
    for (const field of fieldsOf(message)) {
      if (field.presence !== 'required') continue
      const test = `${accessOf(message, field)} === ${scope.use('absent')}`
      const args = [quote(message.fullName), field.key === '' ? "'value'" : quote(field.key)]
      code.ifCall(test, `throw ${scope.use('missing')}`, args)
    }
  }
  code.line('return message')
}
