/** Prints a schema file's messages and services as a .proto file, for other languages and other tools. */

import path from 'node:path'
import type { Lock } from '../lock/lock-file.js'
import { valueTypeName, wireType } from '../lock/wire-type.js'
import {
  type EnumModel,
  type FieldModel,
  type FileModel,
  fieldsOf,
  type MessageModel,
  type MethodModel,
  type ServiceModel,
  type ValueType,
} from '../model/model.js'
import { screamingCase, snakeCase } from '../names.js'

/** Where a file's .proto belongs: in folders named after its package, as protobuf's tools expect. */
export function protoPath(file: FileModel): string {
  const stem = path.basename(file.file).replace(/(\.schema)?\.[mc]?[tj]sx?$/, '')
  return [...file.package.split('.'), `${snakeCase(stem)}.proto`]
    .filter((part) => part !== '')
    .join('/')
}

/** @param files all files of the run, to find what this one imports */
export function printProto(file: FileModel, files: readonly FileModel[], lock: Lock): string {
  const out: string[] = ['syntax = "proto3";', '']
  if (file.package !== '') out.push(`package ${file.package};`, '')
  const imports = [...importsOf(file, files)].sort()
  for (const one of imports) out.push(`import "${one}";`)
  if (imports.length > 0) out.push('')
  for (const service of file.services) printService(out, service)
  for (const message of file.messages) printMessage(out, message, lock)
  for (const model of file.enums) printEnum(out, model, lock)
  return `${out.join('\n').trimEnd()}\n`
}

const wellKnownFiles: Readonly<Partial<Record<ValueType['kind'], string>>> = {
  timestamp: 'google/protobuf/timestamp.proto',
  duration: 'google/protobuf/duration.proto',
  json: 'google/protobuf/struct.proto',
  jsonObject: 'google/protobuf/struct.proto',
}

/** Paths of the .proto files that a file refers to. */
export function importsOf(file: FileModel, files: readonly FileModel[]): ReadonlySet<string> {
  const found = new Set<string>()
  const addModel = (model: MessageModel | EnumModel) => {
    const owner = files.find((one) => one.file === model.file)
    if (owner !== undefined && owner !== file) found.add(protoPath(owner))
  }
  for (const { type } of file.messages.flatMap(fieldsOf)) {
    const wellKnown = wellKnownFiles[type.kind]
    if (wellKnown !== undefined) found.add(wellKnown)
    if (type.kind === 'message') addModel(type.message)
    if (type.kind === 'enum') addModel(type.enum)
  }
  for (const method of file.services.flatMap((service) => service.methods)) {
    addModel(method.request)
    addModel(method.response)
  }
  return found
}

function comment(out: string[], doc: string | undefined, indent: string): void {
  if (doc === undefined) return
  for (const line of doc.split('\n')) out.push(`${indent}// ${line}`.trimEnd())
}

export function isDeprecated(model: {
  readonly doc: string | undefined
  readonly deprecated: string | undefined
}): boolean {
  return model.deprecated !== undefined || /@deprecated/.test(model.doc ?? '')
}

function printService(out: string[], service: ServiceModel): void {
  comment(out, service.doc, '')
  out.push(`service ${service.name} {`)
  if (isDeprecated(service)) out.push('  option deprecated = true;')
  for (const method of service.methods) printMethod(out, method)
  out.push('}', '')
}

function printMethod(out: string[], method: MethodModel): void {
  comment(out, method.doc, '  ')
  const takes = method.kind === 'clientStream' || method.kind === 'bidiStream' ? 'stream ' : ''
  const gives = method.kind === 'serverStream' || method.kind === 'bidiStream' ? 'stream ' : ''
  const request = `${takes}.${method.request.fullName}`
  const response = `${gives}.${method.response.fullName}`
  const head = `  rpc ${method.name}(${request}) returns (${response})`
  const options = [
    ...(isDeprecated(method) ? ['    option deprecated = true;'] : []),
    ...(method.idempotent ? ['    option idempotency_level = IDEMPOTENT;'] : []),
  ]
  if (options.length === 0) out.push(`${head};`)
  else out.push(`${head} {`, ...options, '  }')
}

function printMessage(out: string[], message: MessageModel, lock: Lock): void {
  comment(out, message.doc, '')
  out.push(`message ${message.name} {`)
  if (isDeprecated(message)) out.push('  option deprecated = true;')
  printReserved(out, lock.messages[message.fullName]?.reserved ?? {})
  const fields = fieldsOf(message)
  if (message.body.shape === 'union') {
    out.push(`  oneof ${oneofName(fields)} {`)
    for (const field of fields) printField(out, field, valueRef(field.type), '    ')
    out.push('  }')
  } else for (const field of fields) printField(out, field, typeRef(field), '  ')
  out.push('}', '')
}

/** A union's oneof needs a name that none of its members has. */
export function oneofName(fields: readonly FieldModel[]): string {
  const names = new Set(fields.map((field) => field.protoName))
  let name = 'value'
  while (names.has(name)) name += '_'
  return name
}

function printReserved(
  out: string[],
  reserved: Readonly<Record<string, { readonly n: number }>>,
): void {
  const entries = Object.entries(reserved).sort(([, a], [, b]) => a.n - b.n)
  if (entries.length === 0) return
  out.push(`  reserved ${entries.map(([, { n }]) => n).join(', ')};`)
  out.push(`  reserved ${entries.map(([name]) => `"${name}"`).join(', ')};`)
}

function printField(out: string[], field: FieldModel, type: string, indent: string): void {
  comment(out, field.doc, indent)
  const options = isDeprecated(field) ? ' [deprecated = true]' : ''
  out.push(`${indent}${type} ${field.protoName} = ${field.number}${options};`)
}

/** A leading dot makes a name absolute, so that no field or nested name can hide it. */
function valueRef(type: ValueType): string {
  const name = valueTypeName(type)
  return type.kind === 'scalar' ? name : `.${name}`
}

function typeRef(field: FieldModel): string {
  return wireType(field).replace(valueTypeName(field.type), valueRef(field.type))
}

function printEnum(out: string[], model: EnumModel, lock: Lock): void {
  comment(out, model.doc, '')
  out.push(`enum ${model.name} {`)
  if (isDeprecated(model)) out.push('  option deprecated = true;')
  const reserved = Object.values(lock.enums[model.fullName]?.reserved ?? {}).sort((a, b) => a - b)
  if (reserved.length > 0) out.push(`  reserved ${reserved.join(', ')};`)
  const prefix = screamingCase(model.name)
  const zero = model.values.find((value) => value.number === 0)
  out.push(`  ${zero?.protoName ?? `${prefix}_UNSPECIFIED`} = 0;`)
  for (const value of model.values) {
    if (value !== zero) out.push(`  ${value.protoName} = ${value.number};`)
  }
  out.push('}', '')
}
