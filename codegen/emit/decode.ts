/** Prints `decode`: a variable and a case for each field, then one object literal. */

import { fieldsOf, type MessageModel, type ValueType } from '../model/model.js'
import { propertyAccess, propertyKey, quote } from '../names.js'
import { braces, brackets, type Code } from './code.js'
import { type Local, needsLast, printMessage, printPieces, type UnionBody } from './pieces.js'
import { localName, type Scope } from './scope.js'
import { lengthTagOf, tagOf, wireTypeOf } from './tags.js'
import { messageType, presentType, valueType } from './types.js'

export function printDecode(code: Code, message: MessageModel, scope: Scope): void {
  code.block(
    'decode(reader, depth)',
    () => {
      const names = scope.locals()
      const isUnion = message.body.shape === 'union'
      const locals = fieldsOf(message).map(
        (field): Local => ({
          field,
          name: isUnion
            ? 'message'
            : message.body.shape === 'wrapper'
              ? names.claim('content')
              : localName(names, field.key),
        }),
      )
      if (isUnion) code.line(`let message: ${messageType(message, scope)} | undefined`)
      else for (const local of locals) printDeclaration(code, local, scope)
      printLoop(code, message, locals, scope)
      printResult(code, message, locals, scope)
    },
    ',',
  )
}

function printDeclaration(code: Code, { field, name }: Local, scope: Scope): void {
  const type = presentType(field, scope)
  if (field.shape === 'list') code.line(`const ${name}: ${type} = []`)
  else if (field.shape === 'map') code.line(`const ${name}: ${type} = {}`)
  else if (field.presence === 'nullable') code.line(`let ${name}: ${type} | null = null`)
  else if (field.presence === 'implicit') {
    const initial = defaultOf(field.type)
    const isInferred = field.type.kind === 'scalar' && field.type.narrowed === undefined
    code.line(
      `let ${name}${isInferred && field.type.kind === 'scalar' && field.type.js !== 'bytes' ? '' : `: ${type}`} = ${initial}`,
    )
  } else code.line(`let ${name}: ${type} | undefined`)
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

function printLoop(
  code: Code,
  { body }: MessageModel,
  locals: readonly Local[],
  scope: Scope,
): void {
  const union = body.shape === 'union' ? body : undefined
  const hasLast = union !== undefined && needsLast(union)
  if (hasLast) code.line('let last = 0')
  code.block('while (reader.pos < reader.len)', () => {
    code.line('const tag = reader.tag()')
    if (locals.length === 0) {
      code.line(`${scope.use('skipField')}(reader, tag, depth)`)
      return
    }
    code.block('switch (tag)', () => {
      for (const local of locals) printCases(code, local, union, scope)
      code.line('default:')
      code.indented(() => {
        code.line(`${scope.use('skipField')}(reader, tag, depth)`)
        if (hasLast) code.line('continue')
      })
    })
    if (hasLast) code.line('last = tag')
  })
}

function printCases(code: Code, local: Local, union: UnionBody | undefined, scope: Scope): void {
  const { field, name } = local
  const { type, number, shape } = field
  const comment = ` // ${number}`
  if (shape === 'map') {
    printMapCase(code, local, scope, comment)
    return
  }
  const isList = shape === 'list'
  const store = (value: string) =>
    isList ? `${scope.use('append')}(${name}, ${value})` : `${name} = ${value}`
  if (isList && wireTypeOf(type) !== 2) printPackedCase(code, local, scope, comment)
  if (type.kind === 'message') {
    code.block(`case ${tagOf(number, type)}:`, () => {
      code.line(comment.trim())
      code.line(`const outer = ${scope.use('enterMessage')}(reader, depth)`)
      if (isList) code.line(store(`${scope.nameOf(type.message)}.decode(reader, depth + 1)`))
      else printMessage(code, local, union, scope)
      code.line(`${scope.use('leaveMessage')}(reader, outer)`)
      code.line('break')
    })
    return
  }
  code.line(
    `case ${tagOf(number, type)}:${comment}${isList && wireTypeOf(type) !== 2 ? ', one at a time' : ''}`,
  )
  code.indented(() => {
    code.line(store(readValue(type, scope)))
    code.line('break')
  })
}

/** One expression that reads a value after its tag. */
function readValue(type: ValueType, scope: Scope): string {
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
    default:
      return ''
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
function printPackedCase(code: Code, { field, name }: Local, scope: Scope, comment: string): void {
  const { type } = field
  if (type.kind === 'scalar' && readHelper(type) === undefined && type.narrowed === undefined) {
    code.line(`case ${lengthTagOf(field.number)}:${comment}`)
    code.indented(() => {
      code.line(`${scope.use('checkCount')}(reader.${type.scalar}s(${name}))`)
      code.line('break')
    })
    return
  }
  code.block(`case ${lengthTagOf(field.number)}:`, () => {
    code.line(comment.trim())
    code.line(`const outer = ${scope.use('enterLength')}(reader)`)
    const item = `${scope.use('append')}(${name}, ${readValue(type, scope)})`
    const head = 'while (reader.pos < reader.len)'
    if (code.fits(`${head} ${item}`)) code.line(`${head} ${item}`)
    else code.block(head, () => code.line(item))
    code.line(`${scope.use('leaveMessage')}(reader, outer)`)
    code.line('break')
  })
}

function printMapCase(code: Code, { field, name }: Local, scope: Scope, comment: string): void {
  const isText = field.mapKey === 'string'
  const { type } = field
  const fallback = absentMapValue(type, scope)
  code.block(`case ${lengthTagOf(field.number)}:`, () => {
    code.line(comment.trim())
    code.line(`const outer = ${scope.use('enterLength')}(reader)`)
    code.line(isText ? "let key = ''" : 'let key = 0')
    code.line(`let value: ${valueType(type, scope)} | undefined`)
    code.block('while (reader.pos < reader.len)', () => {
      code.line('const inner = reader.tag()')
      code.block('switch (inner)', () => {
        code.line(isText ? 'case 10:' : 'case 8:')
        code.indented(() => {
          code.line(`key = ${scope.use(isText ? 'readString' : 'readSafeInt64')}(reader)`)
          code.line('break')
        })
        printMapValueCase(code, type, scope)
        code.line('default:')
        code.indented(() => code.line(`${scope.use('skipField')}(reader, inner, depth)`))
      })
    })
    code.line(`${scope.use('leaveMessage')}(reader, outer)`)
    if (isText) code.line(`${scope.use('setEntry')}(${name}, key, value ?? ${fallback})`)
    else code.line(`${name}[key] = value ?? ${fallback}`)
    code.line('break')
  })
}

function printMapValueCase(code: Code, type: ValueType, scope: Scope): void {
  if (type.kind === 'message') {
    code.block(`case ${tagOf(2, type)}:`, () => {
      code.line(`const end = ${scope.use('enterMessage')}(reader, depth)`)
      const names = [scope.nameOf(type.message), 'value'] as const
      printPieces(code, 'value === undefined', 'value', names, scope)
      code.line(`${scope.use('leaveMessage')}(reader, end)`)
      code.line('break')
    })
    return
  }
  code.line(`case ${tagOf(2, type)}:`)
  code.indented(() => {
    code.line(`value = ${readValue(type, scope)}`)
    code.line('break')
  })
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

function printResult(
  code: Code,
  message: MessageModel,
  locals: readonly Local[],
  scope: Scope,
): void {
  const { body } = message
  if (body.shape === 'union') {
    code.line(
      `if (message === undefined) throw ${scope.use('missing')}(${quote(message.fullName)}, 'value')`,
    )
    code.line('return message')
    return
  }
  for (const { field, name } of locals) {
    if (field.presence !== 'required') continue
    const args = [quote(message.fullName), field.key === '' ? "'value'" : quote(field.key)]
    code.ifCall(`${name} === undefined`, `throw ${scope.use('missing')}`, args)
  }
  if (body.shape === 'wrapper') {
    code.line(
      `return ${body.field.member === 'constant' ? body.field.literal : (locals[0]?.name ?? '')}`,
    )
    return
  }
  const nameOf = (key: string) => locals.find(({ field }) => field.key === key)?.name ?? ''
  if (body.shape === 'tuple') {
    const items = body.members.map((one) =>
      one.member === 'constant' ? one.literal : nameOf(one.key),
    )
    code.list('return ', brackets, items)
    return
  }
  const entries = body.members.flatMap((one) => {
    if (one.member === 'constant') return [`${propertyKey(one.key)}: ${one.literal}`]
    if (one.presence === 'optional') return []
    const name = nameOf(one.key)
    return [name === one.key ? name : `${propertyKey(one.key)}: ${name}`]
  })
  const optional = locals.filter(({ field }) => field.presence === 'optional')
  if (optional.length === 0) {
    code.list('return ', braces, entries)
    return
  }
  code.list(`const message: ${messageType(message, scope)} = `, braces, entries)
  for (const { field, name } of optional) {
    const target = propertyAccess('message', field.key)
    code.line(`if (${name} !== undefined) ${target} = ${name}`)
  }
  code.line('return message')
}
