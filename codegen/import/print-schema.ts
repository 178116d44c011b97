/** Writes a .proto file as the source of a schema file. */

import path from 'node:path'
import protobuf, { type Enum, type Method, type Service, type Type } from 'protobufjs'
import { camelCase, forbiddenKeys, pascalCase, propertyKey, quote, usedGlobals } from '../names.js'
import { fieldSource, wellKnownSource } from './field-source.js'
import type { ProtoFile } from './read-proto.js'

/** `chat/user.proto` → `user.schema.ts`. */
export function schemaName(file: ProtoFile): string {
  return `${path.basename(file.path, '.proto')}.schema.ts`
}

/** The constant for a message or an enum: nested ones have their owners' names in front. */
export function constantName(target: Type | Enum): string {
  const owner = target.parent
  const prefix = owner instanceof protobuf.Type ? constantName(owner) : ''
  const name = prefix + pascalCase(target.name)
  return usedGlobals.has(name) || name === 'Type' ? `${name}Message` : name
}

/** The property for a field. */
export function keyOf(name: string): string {
  const key = camelCase(name)
  return forbiddenKeys.has(key) || key === '' ? `${key}_` : key
}

export function printSchema(file: ProtoFile, files: readonly ProtoFile[]): string {
  return new SchemaPrinter(file, files).print()
}

class SchemaPrinter {
  readonly #file: ProtoFile
  readonly #files: readonly ProtoFile[]
  readonly #lines: string[] = []
  /** Names of other files, by file. */
  readonly #imports = new Map<string, Set<string>>()
  readonly #printed = new Set<Type>()

  constructor(file: ProtoFile, files: readonly ProtoFile[]) {
    this.#file = file
    this.#files = files
  }

  print(): string {
    const { package: name, services } = this.#file
    if (services.length === 0) this.#lines.push(`export const packageName = ${quote(name)}`, '')
    for (const one of this.#file.enums) this.#enum(one)
    for (const message of this.#file.messages) this.#message(message)
    for (const service of services) this.#service(service)
    const body = this.#lines.join('\n').trimEnd()
    return `${this.#head(body)}\n${body}\n`
  }

  #head(body: string): string {
    const words = new Set(body.match(/\b[a-z]\w*(?=\()/g))
    const names = [...vocabulary].filter((name) => words.has(name))
    const lines = [
      `// Imported from ${path.basename(this.#file.path)} by \`trunkline import\`.`,
      '',
    ]
    if (names.length > 0) lines.push(importLine(names, 'trunkline/schema'))
    if (/\bType\./.test(body)) lines.push("import Type from 'typebox'")
    for (const [from, imported] of [...this.#imports].sort())
      lines.push(importLine([...imported].sort(), from))
    return `${lines.join('\n')}\n`
  }

  readonly #refer = (target: Type | Enum): string => {
    const name = constantName(target)
    const owner = this.#files.find((one) => one.path === target.filename)
    if (owner !== undefined && owner !== this.#file) {
      const from = `./${schemaName(owner).replace(/\.ts$/, '.js')}`
      this.#imports.set(from, (this.#imports.get(from) ?? new Set()).add(name))
    }
    return name
  }

  #doc(comment: string | null, isDeprecated: boolean, indent = ''): void {
    const text = [comment?.trim() ?? '', isDeprecated ? '@deprecated' : '']
      .filter((part) => part !== '')
      .join('\n')
      .replaceAll('*/', '*\\/')
    if (text === '') return
    const [only = '', ...others] = text.split('\n')
    if (others.length === 0) this.#lines.push(`${indent}/** ${only} */`)
    else {
      const lines = [only, ...others].map((line) => `${indent} * ${line}`.trimEnd())
      this.#lines.push(`${indent}/**`, ...lines, `${indent} */`)
    }
  }

  #enum(one: Enum): void {
    this.#doc(one.comment, isDeprecated(one))
    const names = new Map<number, string[]>()
    for (const [name, number] of Object.entries(one.values))
      names.set(number, [...(names.get(number) ?? []), name])
    const list = [...names].map(([number, all]) => `  ${number}, // ${all.join(', ')}`)
    this.#lines.push(`export const ${constantName(one)} = Type.Enum([`, ...list, '])', '')
  }

  /** What a message refers to comes first; messages that refer to each other are declared together. */
  #message(message: Type): void {
    if (this.#printed.has(message)) return
    const group = this.#cycleOf(message)
    for (const one of group) this.#printed.add(one)
    for (const one of group)
      for (const target of referred(one))
        if (target.filename === this.#file.path) this.#message(target)
    if (group.length === 0) {
      this.#printed.add(message)
      for (const target of referred(message))
        if (target.filename === this.#file.path) this.#message(target)
      this.#doc(message.comment, isDeprecated(message))
      this.#object(`export const ${constantName(message)} = `, message, this.#refer, '')
      this.#lines.push('')
      return
    }
    this.#cycle(group)
  }

  #cycle(group: readonly Type[]): void {
    const [first] = group
    if (first === undefined) return
    const definitions = `${camelCase(constantName(first))}Definitions`
    const refer = (target: Type | Enum) =>
      group.some((one) => one === target)
        ? `Type.Ref(${quote(constantName(target))})`
        : this.#refer(target)
    this.#lines.push(`const ${definitions} = {`)
    for (const one of group) {
      this.#doc(one.comment, isDeprecated(one), '  ')
      this.#object(`  ${constantName(one)}: `, one, refer, '  ', ',')
    }
    this.#lines.push('}', '')
    for (const one of group) {
      const name = constantName(one)
      this.#lines.push(`export const ${name} = Type.Cyclic(${definitions}, ${quote(name)})`)
    }
    this.#lines.push('')
  }

  /** The messages that a message reaches and that reach it; none if it does not reach itself. */
  #cycleOf(message: Type): readonly Type[] {
    const reached = reach(message)
    return [...reached].filter((one) => reach(one).has(message))
  }

  #object(
    head: string,
    message: Type,
    refer: (target: Type | Enum) => string,
    indent: string,
    tail = '',
  ): void {
    if (message.fieldsArray.length === 0) {
      this.#lines.push(`${head}Type.Object({})${tail}`)
      return
    }
    this.#lines.push(`${head}Type.Object({`)
    for (const field of message.fieldsArray) {
      const oneof = field.partOf
      const isChoice = oneof !== null && !oneof.isProto3Optional
      const note = isChoice
        ? `At most one of ${oneof.fieldsArray.map((one) => keyOf(one.name)).join(', ')} is set.`
        : ''
      const comment = [field.comment ?? '', note].filter((part) => part !== '').join('\n')
      this.#doc(comment, isDeprecated(field), `${indent}  `)
      this.#lines.push(
        `${indent}  ${propertyKey(keyOf(field.name))}: ${fieldSource(field, refer)},`,
      )
    }
    this.#lines.push(`${indent}})${tail}`)
  }

  #service(service: Service): void {
    const name = service.fullName.replace(/^\./, '')
    this.#doc(service.comment, isDeprecated(service))
    this.#lines.push(`export const ${pascalCase(service.name)} = service(${quote(name)}, {`)
    for (const method of service.methodsArray) this.#method(method)
    this.#lines.push('})', '')
  }

  #method(method: Method): void {
    this.#doc(method.comment, isDeprecated(method), '  ')
    const level: unknown = method.options?.idempotency_level
    const options =
      level === 'IDEMPOTENT' || level === 'NO_SIDE_EFFECTS' ? ', { idempotent: true }' : ''
    const part = (target: Type | null, isStream: boolean | undefined) => {
      const source =
        target === null ? '' : (wellKnownSource(target.fullName) ?? this.#refer(target))
      return isStream === true ? `stream(${source})` : source
    }
    const request = part(method.resolvedRequestType, method.requestStream)
    const response = part(method.resolvedResponseType, method.responseStream)
    this.#lines.push(`  ${camelCase(method.name)}: rpc(${request}, ${response}${options}),`)
  }
}

/** On one line where it fits, as the formatter would. */
function importLine(names: readonly string[], from: string): string {
  const flat = `import { ${names.join(', ')} } from ${quote(from)}`
  if (flat.length <= 100) return flat
  return `import {\n${names.map((name) => `  ${name},\n`).join('')}} from ${quote(from)}`
}

function isDeprecated(one: {
  readonly options?: Readonly<Record<string, unknown>> | null
}): boolean {
  return one.options?.deprecated === true
}

function referred(message: Type): readonly Type[] {
  const found = message.fieldsArray.map((field) => field.resolvedType)
  return found.filter((one): one is Type => one instanceof protobuf.Type)
}

function reach(message: Type): ReadonlySet<Type> {
  const found = new Set(referred(message))
  // The set grows while it is walked.
  for (const one of found) for (const target of referred(one)) found.add(target)
  return found
}

const vocabulary: readonly string[] = [
  'bytes',
  'double',
  'duration',
  'fixed32',
  'fixed64',
  'float',
  'int32',
  'int64',
  'rpc',
  'service',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
  'stream',
  'timestamp',
  'uint32',
  'uint64',
]
