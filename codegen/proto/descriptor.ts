/** Describes messages and services as protobuf's own tools do among themselves: a FileDescriptorSet. */

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
} from '../model/model.js'
import { jsonName, pascalCase, screamingCase } from '../names.js'
import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from './descriptor-types.js'
import { importsOf, isDeprecated, oneofName, protoPath } from './print-proto.js'
import { wellKnownDescriptors } from './well-known.js'

/** Files after those that they depend on, as the tools want them. */
export function describeFiles(files: readonly FileModel[], lock: Lock): readonly FileDescriptor[] {
  const own = files.map((file) => describeFile(file, files, lock))
  const all = new Map([...wellKnownDescriptors, ...own].map((file) => [file.name, file]))
  const sorted = new Set<FileDescriptor>()
  const visit = (file: FileDescriptor, from: readonly FileDescriptor[]) => {
    if (sorted.has(file) || from.includes(file)) return
    for (const name of file.dependency) {
      const needed = all.get(name)
      if (needed !== undefined) visit(needed, [...from, file])
    }
    sorted.add(file)
  }
  for (const file of own) visit(file, [])
  return [...sorted]
}

function describeFile(file: FileModel, files: readonly FileModel[], lock: Lock): FileDescriptor {
  return {
    name: protoPath(file),
    package: file.package,
    syntax: 'proto3',
    dependency: [...importsOf(file, files)].sort(),
    messageType: file.messages.map((message) => describeMessage(message, lock)),
    enumType: file.enums.map((model) => describeEnum(model, lock)),
    service: file.services.map(describeService),
  }
}

const deprecated = { deprecated: true }

function describeMessage(message: MessageModel, lock: Lock): MessageDescriptor {
  const fields = fieldsOf(message)
  const isUnion = message.body.shape === 'union'
  const explicit = fields.filter((field) => wireType(field).startsWith('optional '))
  // Real oneofs come before those that only say that a field may be absent.
  const oneofs = isUnion ? [oneofName(fields)] : explicit.map((one) => `_${one.protoName}`)
  const reserved = Object.entries(lock.messages[message.fullName]?.reserved ?? {})
  return {
    name: message.name,
    field: fields.map((field) => {
      const base = describeField(field, message)
      if (isUnion) return { ...base, oneofIndex: 0 }
      const index = explicit.indexOf(field)
      return index < 0 ? base : { ...base, oneofIndex: index, proto3Optional: true }
    }),
    nestedType: fields
      .filter((field) => field.shape === 'map')
      .map((field) => ({
        name: entryName(field),
        field: [
          scalarField('key', 1, field.mapKey === 'string' ? 'string' : 'int64'),
          {
            ...describeField({ ...field, shape: 'single', presence: 'implicit' }, message),
            name: 'value',
            number: 2,
            jsonName: 'value',
          },
        ],
        options: { mapEntry: true },
      })),
    oneofDecl: oneofs.map((name) => ({ name })),
    reservedRange: reserved.map(([, { n }]) => ({ start: n, end: n + 1 })),
    reservedName: reserved.map(([name]) => name),
    ...(isDeprecated(message) ? { options: deprecated } : {}),
  }
}

/** `user_names` → `UserNamesEntry`, the name that protobuf's compilers give a map's message. */
function entryName(field: FieldModel): string {
  return `${pascalCase(field.protoName)}Entry`
}

function scalarField(name: string, number: number, type: string): FieldDescriptor {
  return {
    name,
    number,
    label: 'LABEL_OPTIONAL',
    type: `TYPE_${type.toUpperCase()}`,
    jsonName: name,
  }
}

function describeField(field: FieldModel, message: MessageModel): FieldDescriptor {
  const options = isDeprecated(field) ? { options: deprecated } : {}
  const base = {
    name: field.protoName,
    number: field.number,
    label: field.shape === 'single' ? 'LABEL_OPTIONAL' : 'LABEL_REPEATED',
    jsonName: jsonName(field.protoName),
    ...options,
  }
  if (field.shape === 'map') {
    const typeName = `.${message.fullName}.${entryName(field)}`
    return { ...base, type: 'TYPE_MESSAGE', typeName }
  }
  const name = valueTypeName(field.type)
  if (field.type.kind === 'scalar') return { ...base, type: `TYPE_${name.toUpperCase()}` }
  const type = field.type.kind === 'enum' ? 'TYPE_ENUM' : 'TYPE_MESSAGE'
  return { ...base, type, typeName: `.${name}` }
}

function describeEnum(model: EnumModel, lock: Lock): object {
  const reserved = Object.values(lock.enums[model.fullName]?.reserved ?? {})
  const zero = model.values.find((value) => value.number === 0)
  const unspecified = `${screamingCase(model.name)}_UNSPECIFIED`
  const rest = model.values.filter((value) => value !== zero)
  return {
    name: model.name,
    value: [
      { name: zero?.protoName ?? unspecified, number: 0 },
      ...rest.map(({ protoName, number }) => ({ name: protoName, number })),
    ],
    // Unlike those of messages, an enum's ranges include their end.
    reservedRange: reserved.map((number) => ({ start: number, end: number })),
    ...(isDeprecated(model) ? { options: deprecated } : {}),
  }
}

function describeService(service: ServiceModel): object {
  return {
    name: service.name,
    method: service.methods.map(describeMethod),
    ...(isDeprecated(service) ? { options: deprecated } : {}),
  }
}

function describeMethod(method: MethodModel): object {
  const takesStream = method.kind === 'clientStream' || method.kind === 'bidiStream'
  const givesStream = method.kind === 'serverStream' || method.kind === 'bidiStream'
  const options = {
    ...(isDeprecated(method) ? deprecated : {}),
    ...(method.idempotent ? { idempotencyLevel: 'IDEMPOTENT' } : {}),
  }
  return {
    name: method.name,
    inputType: `.${method.request.fullName}`,
    outputType: `.${method.response.fullName}`,
    ...(takesStream ? { clientStreaming: true } : {}),
    ...(givesStream ? { serverStreaming: true } : {}),
    ...(Object.keys(options).length > 0 ? { options } : {}),
  }
}
