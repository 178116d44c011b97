/**
 * The generator's picture of the schemas: what is a message, what is a field, what travels how.
 *
 * Built from TypeBox by `build-*.ts`, numbered by the lock file, printed by `emit/` and `proto/`. Nothing here knows
 * TypeBox or TypeScript syntax.
 */

import type { Place } from '../diagnostics.js'

export type Scalar =
  | 'string'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'float'
  | 'int32'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'sfixed32'
  | 'int64'
  | 'uint64'
  | 'sint64'
  | 'fixed64'
  | 'sfixed64'

/** What one value is. Lists and maps are a property of the field around it. */
export type ValueType =
  | {
      readonly kind: 'scalar'
      readonly scalar: Scalar
      /** How JavaScript holds it; 64-bit integers exist as bigint and as number. */
      readonly js: 'string' | 'boolean' | 'number' | 'bigint' | 'bytes'
      /** The TypeScript type where it is narrower than `js`: a literal, a template. */
      readonly narrowed: string | undefined
    }
  | { readonly kind: 'enum'; readonly enum: EnumModel }
  | { readonly kind: 'message'; readonly message: MessageModel }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'json' }
  | { readonly kind: 'jsonObject' }

export interface Rule {
  readonly keyword:
    | 'minLength'
    | 'maxLength'
    | 'minBytes'
    | 'maxBytes'
    | 'pattern'
    | 'format'
    | 'minimum'
    | 'maximum'
    | 'exclusiveMinimum'
    | 'exclusiveMaximum'
    | 'multipleOf'
    | 'const'
    | 'minItems'
    | 'maxItems'
    | 'uniqueItems'
    | 'minProperties'
    | 'maxProperties'
    | 'keyPattern'
  /** The limit as TypeScript source: `2000`, `0n`, `/^a/u`, `'email'`. */
  readonly limit: string
  /** What must hold, after the field's path: `must have at most 2000 characters`. */
  readonly text: string
  /** Whether every decoded value keeps it anyway, so that a receiver need not look. */
  readonly guaranteed: boolean
}

/**
 * How a field behaves when it is not on the wire.
 *
 * - `implicit`: it has its default value, and the default is not sent.
 * - `optional`: the key is absent.
 * - `nullable`: it is null.
 * - `required`: decoding fails; the value is always sent.
 */
export type Presence = 'implicit' | 'optional' | 'nullable' | 'required'

export interface FieldModel {
  readonly member: 'field'
  /** The property's name, or the position in a tuple. */
  readonly key: string
  readonly protoName: string
  readonly presence: Presence
  readonly shape: 'single' | 'list' | 'map'
  readonly mapKey: 'string' | 'int64'
  readonly type: ValueType
  /** Rules of the value, or of each item. */
  readonly rules: readonly Rule[]
  /** Rules of the list or map itself. */
  readonly listRules: readonly Rule[]
  readonly doc: string | undefined
  readonly deprecated: string | undefined
  readonly path: string
  readonly place: Place | undefined
  /** The number that the author pinned with `field`. */
  readonly pinned: number | undefined
  /** The name it had before, from `was`. */
  readonly was: string | undefined
  /** Set by the lock file. */
  number: number
}

/** A property with one possible value: restored on arrival, never sent. */
export interface ConstantModel {
  readonly member: 'constant'
  readonly key: string
  /** As TypeScript source. */
  readonly literal: string
  readonly doc: string | undefined
  readonly deprecated: string | undefined
}

/** One way a union's value can be. */
export interface VariantModel extends FieldModel {
  /** The discriminator's value as TypeScript source, or how JavaScript tells the variant from its sisters. */
  readonly match: VariantMatch
}

export type VariantMatch =
  | { readonly by: 'literal'; readonly literal: string }
  | { readonly by: 'typeof'; readonly type: 'string' | 'number' | 'boolean' | 'bigint' }
  | { readonly by: 'instanceof'; readonly type: 'Uint8Array' | 'Date' }
  | { readonly by: 'array' }
  | { readonly by: 'object' }

export interface MessageModel {
  /** Name of the interface and its codec in TypeScript. */
  readonly name: string
  /** Full protobuf name. */
  readonly fullName: string
  /** The schema file that owns it. */
  readonly file: string
  /** Whether the author or the API gave it its name; the rest is local to the generated file. */
  readonly isPublic: boolean
  readonly doc: string | undefined
  readonly deprecated: string | undefined
  readonly path: string
  readonly place: Place | undefined
  /** The name it had before, from `was`. */
  readonly was: string | undefined
  /** Set while building, once the members are known. */
  body: MessageBody
}

export type MessageBody =
  /** Members by name. */
  | {
      readonly shape: 'object'
      readonly members: readonly (FieldModel | ConstantModel)[]
      readonly closed: boolean
      readonly rules: readonly Rule[]
    }
  /** Members by position. */
  | { readonly shape: 'tuple'; readonly members: readonly (FieldModel | ConstantModel)[] }
  /** A single value in protobuf's clothes. */
  | { readonly shape: 'wrapper'; readonly field: FieldModel | ConstantModel }
  | {
      readonly shape: 'union'
      readonly discriminator: string | undefined
      readonly variants: readonly VariantModel[]
    }

export interface EnumValueModel {
  /** As TypeScript source. */
  readonly literal: string
  readonly key: string
  /** Set with the number, since it may need it to be unique. */
  protoName: string
  /** The number itself where the schema has numbers; else set by the lock file. */
  number: number
}

export interface EnumModel {
  readonly name: string
  readonly fullName: string
  readonly file: string
  readonly isPublic: boolean
  readonly doc: string | undefined
  readonly deprecated: string | undefined
  readonly path: string
  readonly place: Place | undefined
  readonly was: string | undefined
  readonly isNumeric: boolean
  readonly values: readonly EnumValueModel[]
}

export type MethodKind = 'unary' | 'serverStream' | 'clientStream' | 'bidiStream' | 'oneway'

export interface MethodModel {
  readonly name: string
  readonly fullName: string
  readonly kind: MethodKind
  readonly request: MessageModel
  readonly response: MessageModel
  readonly timeoutMs: number | undefined
  readonly idempotent: boolean
  /** Undefined leaves it to the channel. */
  readonly retry: RetryModel | false | undefined
  readonly hedge: HedgeModel | undefined
  readonly errors: readonly ErrorModel[]
  readonly doc: string | undefined
  readonly deprecated: string | undefined
  readonly path: string
  readonly place: Place | undefined
}

/** How a failed call is tried again; what is left out is up to the channel. */
export interface RetryModel {
  readonly attempts?: number
  readonly delayMs?: number
  readonly maxDelayMs?: number
  readonly codes?: readonly string[]
}

/** How a call without an answer gets another attempt. */
export interface HedgeModel {
  readonly afterMs: number
  readonly attempts: number
}

export interface ErrorModel {
  readonly reason: string
  readonly code: string
  readonly data: MessageModel
  readonly doc: string | undefined
}

export interface ServiceModel {
  readonly name: string
  readonly fullName: string
  readonly file: string
  readonly doc: string | undefined
  readonly deprecated: string | undefined
  readonly methods: readonly MethodModel[]
  /** Of all methods, each once, in order of appearance. */
  readonly errors: readonly ErrorModel[]
  readonly place: Place | undefined
}

/** What one schema file yields, in the order it is printed. */
export interface FileModel {
  /** The schema file's absolute path. */
  readonly file: string
  readonly package: string
  readonly messages: readonly MessageModel[]
  readonly enums: readonly EnumModel[]
  readonly services: readonly ServiceModel[]
}

/** The fields of any message, constants left out. */
export function fieldsOf(message: MessageModel): readonly FieldModel[] {
  const { body } = message
  if (body.shape === 'union') return body.variants
  const members = body.shape === 'wrapper' ? [body.field] : body.members
  return members.filter((member) => member.member === 'field')
}

/** The other schema files whose messages and enums a file's own refer to. */
export function filesUsedBy({ file, messages, services }: FileModel): ReadonlySet<string> {
  const used = new Set<string>()
  for (const message of messages) {
    for (const { type } of fieldsOf(message)) {
      if (type.kind === 'message') used.add(type.message.file)
      else if (type.kind === 'enum') used.add(type.enum.file)
    }
  }
  for (const { methods, errors } of services) {
    for (const { request, response } of methods) used.add(request.file).add(response.file)
    for (const { data } of errors) used.add(data.file)
  }
  used.delete(file)
  return used
}
