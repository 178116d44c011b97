/** What the builders of objects, unions, enums and values share, apart from each other. */

import type { DiagnosticCode, Diagnostics, Place } from '../diagnostics.js'
import { quote } from '../names.js'
import type { Sources } from '../typescript.js'
import { scalar } from './build-scalars.js'
import type { EnumModel, FieldModel, Rule, ValueType } from './model.js'
import type { Registry } from './registry.js'
import type { RuleProblem } from './rules.js'
import { isSchema, kindOf, type Schema, textOf } from './schema.js'
import { placeOf, type Site } from './site.js'

/** What a schema comes to, wherever it stands. */
export interface Value {
  readonly shape: 'single' | 'list' | 'map'
  readonly mapKey: 'string' | 'int64'
  readonly type: ValueType
  readonly rules: readonly Rule[]
  readonly listRules: readonly Rule[]
  readonly isNullable: boolean
  /** `null` for a type that has no other value and so nothing to send; where it is required it is not a field. */
  readonly constant: string | undefined
}

/** A name and everything else that a message or an enum has apart from its contents. */
export interface Named {
  readonly name: string
  readonly fullName: string
  readonly file: string
  readonly isPublic: boolean
  /** Whether its author named it; else it is called after where it stands, and exists once for each such place. */
  readonly isOwnName: boolean
  readonly doc: string | undefined
  readonly deprecated: string | undefined
  readonly path: string
  readonly place: Place | undefined
  readonly was: string | undefined
}

export function single(type: ValueType, rules: readonly Rule[] = []): Value {
  return {
    shape: 'single',
    mapKey: 'string',
    type,
    rules,
    listRules: [],
    isNullable: false,
    constant: undefined,
  }
}

export interface BuildContext {
  readonly sources: Sources
  readonly diagnostics: Diagnostics
  readonly registry: Registry
  /** Package of each schema file. */
  readonly packages: ReadonlyMap<string, string>
  /** Takes down the files that own a schema in use and are not being built. */
  readonly strays: Set<string>
}

export function reportAt(
  context: BuildContext,
  code: DiagnosticCode,
  site: Site,
  message: string,
  remedy: string,
): void {
  const place = placeOf(context.sources, site)
  context.diagnostics.add({ code, path: site.path, message, remedy, place })
}

/** Why an object cannot have properties that its schema does not list but types. */
export const openProperties = {
  message:
    'additional properties with a schema are not supported because a message has a fixed set of fields',
  remedy: 'Put the open part into a property of type Type.Record(Type.String(), …).',
}

/** What a builder offers to those that build its parts. */
export interface Builder {
  readonly context: BuildContext
  value(schema: unknown, site: Site): Value | undefined
  /** Puts a message around a value that cannot stand where it is. */
  wrap(value: Value, site: Site, protoName: string): ValueType
  addEnum(schema: Schema, site: Site, make: (named: Named) => EnumModel): EnumModel | undefined
  report(code: DiagnosticCode, site: Site, message: string, remedy: string): void
  reportRules(site: Site, problems: readonly RuleProblem[]): void
}

/** A value that is there or null, as a field; everything else about the field is the caller's. */
export function bareField(value: Value, site: Site, place: Place | undefined): FieldModel {
  return {
    member: 'field',
    key: '',
    protoName: 'value',
    presence: presenceOf(value),
    shape: value.shape,
    mapKey: value.mapKey,
    type: value.type,
    rules: value.rules,
    listRules: value.listRules,
    doc: undefined,
    deprecated: undefined,
    path: site.path,
    place,
    pinned: undefined,
    was: undefined,
    number: 0,
  }
}

function presenceOf(value: Value): FieldModel['presence'] {
  if (value.isNullable) return 'nullable'
  if (value.shape !== 'single') return 'implicit'
  const { type } = value
  // A narrower type may not have the scalar's default among its values.
  if (type.kind === 'scalar') return type.narrowed === undefined ? 'implicit' : 'required'
  if (type.kind === 'enum')
    return type.enum.values.some((one) => one.number === 0 && type.enum.isNumeric)
      ? 'implicit'
      : 'required'
  return 'required'
}

export function literalSource(literal: unknown): string {
  if (typeof literal === 'bigint') return `${literal}n`
  if (typeof literal === 'string') return quote(literal)
  return String(literal)
}

export function literalType(literal: unknown, source: string): ValueType | undefined {
  if (typeof literal === 'boolean') return scalar('bool', 'boolean', source)
  if (typeof literal === 'bigint') return scalar('int64', 'bigint', source)
  if (typeof literal === 'number' && !Number.isInteger(literal))
    return scalar('double', 'number', source)
  return undefined
}

export function deprecationOf(schema: Schema): string | undefined {
  if (schema.deprecated === true) return ''
  return textOf(schema.deprecated)
}

/**
 * The only value of a schema, as TypeScript source, if it has just one.
 *
 * Such a value is not sent where it is required: both sides know it.
 */
export function constantOf(schema: unknown): string | undefined {
  if (!isSchema(schema) || '~refine' in schema || '~codec' in schema) return undefined
  if (kindOf(schema) === 'Null') return 'null'
  return kindOf(schema) === 'Literal' ? literalSource(schema.const) : undefined
}
