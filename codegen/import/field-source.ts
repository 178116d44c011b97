/** Writes a .proto field as a property of a schema. */

import protobuf, { type Enum, type Field, type Type } from 'protobufjs'
import { ConfigError } from '../config.js'

/** How a field's message or enum is written in the schema. */
export type Refer = (target: Type | Enum) => string

/** What `trunkline/schema` and TypeBox have for each scalar. */
const scalars: Readonly<Record<string, string>> = {
  string: 'Type.String()',
  bool: 'Type.Boolean()',
  bytes: 'bytes()',
  double: 'double()',
  float: 'float()',
  int32: 'int32()',
  uint32: 'uint32()',
  sint32: 'sint32()',
  fixed32: 'fixed32()',
  sfixed32: 'sfixed32()',
  int64: 'int64()',
  uint64: 'uint64()',
  sint64: 'sint64()',
  fixed64: 'fixed64()',
  sfixed64: 'sfixed64()',
}

const wellKnown: Readonly<Record<string, string>> = {
  '.google.protobuf.Timestamp': 'timestamp()',
  '.google.protobuf.Duration': 'duration()',
  '.google.protobuf.Value': 'Type.Unknown()',
  '.google.protobuf.Struct': 'Type.Record(Type.String(), Type.Unknown())',
  '.google.protobuf.Empty': 'Type.Object({})',
  '.google.protobuf.Any': 'Type.Object({ typeUrl: Type.String(), value: bytes() })',
  '.google.protobuf.FieldMask': 'Type.Object({ paths: Type.Array(Type.String()) })',
  '.google.protobuf.ListValue': 'Type.Object({ values: Type.Array(Type.Unknown()) })',
  '.google.protobuf.NullValue': 'Type.Enum([0])',
  ...Object.fromEntries(
    Object.entries({
      Double: 'double',
      Float: 'float',
      Int64: 'int64',
      UInt64: 'uint64',
      Int32: 'int32',
      UInt32: 'uint32',
      Bool: 'bool',
      String: 'string',
      Bytes: 'bytes',
    }).map(([name, scalar]) => [
      `.google.protobuf.${name}Value`,
      `Type.Object({ value: ${scalars[scalar]} })`,
    ]),
  ),
}

export function wellKnownSource(fullName: string): string | undefined {
  return wellKnown[fullName]
}

/** Keys that are varints of non-negative or two's complement numbers: all encode as int64 does. */
const integerKeys = new Set(['int32', 'int64', 'uint32', 'uint64'])

export function fieldSource(field: Field, refer: Refer): string {
  const value = valueSource(field, refer)
  if (field instanceof protobuf.MapField) return mapSource(field, value)
  if (field.repeated) return `Type.Array(${value})`
  const isMessage = field.resolvedType instanceof protobuf.Type
  return isMessage || field.partOf !== null ? `Type.Optional(${value})` : value
}

function valueSource(field: Field, refer: Refer): string {
  const { resolvedType } = field
  if (resolvedType === null)
    return scalars[field.type] ?? fail(field.fullName, `the type ${field.type}`)
  return wellKnownSource(resolvedType.fullName) ?? refer(resolvedType)
}

function mapSource(field: protobuf.MapField, value: string): string {
  if (field.keyType === 'string') return `Type.Record(Type.String(), ${value})`
  if (integerKeys.has(field.keyType)) return `Type.Record(Type.Integer(), ${value})`
  return fail(field.fullName, `a map whose keys are ${field.keyType}`)
}

function fail(fullName: string, what: string): never {
  throw new ConfigError(
    `${fullName.replace(/^\./, '')}: ${what} has no counterpart in a schema; change the .proto file, or leave the field out`,
  )
}
