/** Unions: which member is which, on the wire and in JavaScript. */

import { isIdentifier, pascalCase, snakeCase } from '../names.js'
import type { Sources } from '../typescript.js'
import { type Builder, bareField, literalSource, type Value } from './builder.js'
import type { MessageBody, MessageModel, VariantMatch, VariantModel } from './model.js'
import { isSchema, kindOf, listOf, propertiesOf, type Schema } from './schema.js'
import { child, placeOf, type Site } from './site.js'

export interface UnionMember {
  readonly schema: Schema
  readonly site: Site
}

/**
 * A union's members, nested unions laid open and null set apart.
 *
 * A union of null and one other union stays what that other is, name included.
 */
export function splitUnion(
  schema: Schema,
  site: Site,
  sources: Sources,
): { readonly members: readonly UnionMember[]; readonly isNullable: boolean } {
  const direct = listOf(schema.anyOf).flatMap((one, index): UnionMember[] => {
    if (!isSchema(one)) return []
    const node = sources.member(site.node, 'Union', index)
    return [{ schema: one, site: { ...child(site, '', site.hint, node), path: site.path } }]
  })
  const others = direct.filter((member) => kindOf(member.schema) !== 'Null')
  let isNullable = others.length < direct.length
  if (others.length < 2) return { members: others, isNullable }
  const members = others.flatMap((member) => {
    if (kindOf(member.schema) !== 'Union') return [member]
    const nested = splitUnion(member.schema, member.site, sources)
    isNullable ||= nested.isNullable
    return nested.members
  })
  return { members: groupObjects(members, others, site), isNullable }
}

/** Objects beside members of other types are a union of their own, so that the types stay apart. */
function groupObjects(
  members: readonly UnionMember[],
  direct: readonly UnionMember[],
  site: Site,
): readonly UnionMember[] {
  const objects = members.filter((member) => memberProperties(member) !== undefined)
  const [first] = objects
  if (first === undefined || objects.length < 2 || objects.length === members.length) return members
  const anyOf = objects.map((member) => member.schema)
  // The author may have written that union already, and given it a name.
  const written = direct.find(({ schema }) => {
    const inner = listOf(schema.anyOf)
    return inner.length === anyOf.length && inner.every((one, index) => one === anyOf[index])
  })
  const group = written ?? { schema: { '~kind': 'Union', anyOf }, site }
  return members.flatMap((member) => {
    if (member === first) return [group]
    return objects.includes(member) ? [] : [member]
  })
}

export function buildUnion(
  builder: Builder,
  members: readonly UnionMember[],
  message: MessageModel,
  site: Site,
): MessageBody | undefined {
  const discriminator = findDiscriminator(members)
  const variants =
    discriminator === undefined
      ? buildByType(builder, members, message, site)
      : buildByLiteral(builder, members, message, discriminator)
  return variants === undefined ? undefined : { shape: 'union', discriminator, variants }
}

/** The properties of a member that is an object, looked up where it is a reference. */
function memberProperties({
  schema,
  site,
}: UnionMember): Readonly<Record<string, unknown>> | undefined {
  const target = targetOf(schema, site)
  return target !== undefined && kindOf(target) === 'Object' ? propertiesOf(target) : undefined
}

function targetOf(schema: Schema, site: Site): Schema | undefined {
  const definitions = kindOf(schema) === 'Cyclic' ? schema.$defs : site.definitions.schemas
  if (kindOf(schema) !== 'Ref' && kindOf(schema) !== 'Cyclic') return schema
  const target = isSchema(definitions) ? definitions[String(schema.$ref)] : undefined
  return isSchema(target) ? target : undefined
}

/** The property in which all members have one literal, each its own. */
function findDiscriminator(members: readonly UnionMember[]): string | undefined {
  const objects = members.map(memberProperties)
  const [first] = objects
  if (first === undefined || objects.some((one) => one === undefined)) return undefined
  const candidates = Object.keys(first).filter((key) => {
    const literals = objects.map((one) => {
      const property = one?.[key]
      const isLiteral =
        isSchema(property) && kindOf(property) === 'Literal' && !('~optional' in property)
      return isLiteral ? property.const : undefined
    })
    return literals.every((one) => one !== undefined) && new Set(literals).size === literals.length
  })
  // Of several, the first as written: any of them would do, and the order is the author's.
  return candidates[0]
}

function buildByLiteral(
  builder: Builder,
  members: readonly UnionMember[],
  message: MessageModel,
  discriminator: string,
): readonly VariantModel[] | undefined {
  const names = new Set<string>()
  const variants = members.map((member): VariantModel | undefined => {
    const property = memberProperties(member)?.[discriminator]
    const literal = isSchema(property) ? property.const : undefined
    const hint = message.name + (pascalCase(String(literal)) || 'Value')
    const value = builder.value(member.schema, { ...member.site, hint })
    if (value === undefined) return undefined
    const match = { by: 'literal', literal: literalSource(literal) } as const
    return variant(builder, value, String(literal), match, member.site, names)
  })
  return complete(variants)
}

function complete(
  variants: readonly (VariantModel | undefined)[],
): readonly VariantModel[] | undefined {
  const built = variants.filter((one) => one !== undefined)
  return built.length === variants.length ? built : undefined
}

function variant(
  builder: Builder,
  value: Value,
  key: string,
  match: VariantMatch,
  site: Site,
  names: Set<string>,
): VariantModel {
  const wanted = snakeCase(key)
  const clean =
    isIdentifier(wanted) && /[a-z]/.test(wanted)
      ? wanted
      : `value_${wanted.replace(/[^a-z0-9]/g, '_')}`
  let protoName = clean
  for (let n = 2; names.has(protoName); n++) protoName = `${clean}_${n}`
  names.add(protoName)
  const place = placeOf(builder.context.sources, site)
  return { ...bareField(value, site, place), presence: 'optional', key, protoName, match }
}

function buildByType(
  builder: Builder,
  members: readonly UnionMember[],
  message: MessageModel,
  site: Site,
): readonly VariantModel[] | undefined {
  const names = new Set<string>()
  const taken = new Map<string, VariantModel>()
  if (members.filter((member) => memberProperties(member) !== undefined).length > 1) {
    reportAmbiguous(builder, site, { by: 'object' })
    return undefined
  }
  const variants = members.map((member): VariantModel | undefined => {
    const bare = builder.value(member.schema, {
      ...member.site,
      hint: message.name + hintOf(member.schema),
    })
    if (bare === undefined) return undefined
    const match = matchOf(bare)
    const name = match === undefined ? 'json' : protoNameOf(bare, match)
    const type = match === undefined ? undefined : matchKey(match)
    if (match === undefined || type === undefined || taken.has(type)) {
      reportAmbiguous(builder, site, match)
      return undefined
    }
    const ending = bare.shape === 'list' ? 'List' : 'Map'
    const value: Value =
      bare.shape === 'single'
        ? bare
        : {
            ...bare,
            shape: 'single',
            type: builder.wrap(bare, { ...member.site, hint: message.name + ending }, 'items'),
          }
    const built = variant(builder, { ...value, listRules: [] }, name, match, member.site, names)
    taken.set(type, built)
    return value === bare ? built : { ...built, rules: [] }
  })
  return complete(variants)
}

/** What a message inside a member is called after; a list or a map is not one, but what it holds may be. */
function hintOf(schema: Schema): string {
  const kind = kindOf(schema) ?? ''
  if (kind === 'Array') return 'Item'
  if (kind === 'Record') return 'Entry'
  const [value] = kind === 'Enum' ? listOf(schema.enum) : [schema.const]
  return typeof value === 'number' ? `Number${kind}` : kind
}

function reportAmbiguous(builder: Builder, site: Site, match: VariantMatch | undefined): void {
  if (match === undefined) {
    builder.report(
      'GEN_AMBIGUOUS_UNION',
      site,
      'Type.Unknown takes in every other member of this union',
      'Use Type.Unknown() alone, or only the members that are known.',
    )
    return
  }
  builder.report(
    'GEN_AMBIGUOUS_UNION',
    site,
    `two members of this union are ${describe(match)}, and nothing tells a receiver which one a value is`,
    remedyFor(match),
  )
}

function remedyFor({ by }: VariantMatch): string {
  const literal = "a literal property that differs, for example kind: Type.Literal('circle')"
  if (by === 'object') return `Give them ${literal}.`
  return by === 'typeof' || by === 'instanceof'
    ? `Keep the wider of the two, or make them objects with ${literal}.`
    : `Make them objects with ${literal}.`
}

function matchKey(match: VariantMatch): string {
  return 'type' in match ? match.type : match.by
}

function describe(match: VariantMatch): string {
  if (match.by === 'typeof') return `${match.type}s`
  if (match.by === 'instanceof') return match.type === 'Date' ? 'dates' : 'byte arrays'
  return match.by === 'array' ? 'lists or tuples' : 'objects'
}

function protoNameOf(value: Value, match: VariantMatch): string {
  if (value.type.kind === 'message' && value.shape === 'single') {
    return match.by === 'array' ? 'tuple' : 'object'
  }
  if (match.by === 'object') return 'map'
  if (match.by === 'array') return 'list'
  if (match.by === 'instanceof') return match.type === 'Date' ? 'timestamp' : 'bytes'
  return 'type' in match ? match.type : 'value'
}

/** How JavaScript recognises a value; undefined when it cannot. */
function matchOf(value: Value): VariantMatch | undefined {
  if (value.shape === 'list') return { by: 'array' }
  if (value.shape === 'map') return { by: 'object' }
  const { type } = value
  switch (type.kind) {
    case 'scalar':
      if (type.js === 'bytes') return { by: 'instanceof', type: 'Uint8Array' }
      return { by: 'typeof', type: type.js }
    case 'enum':
      return { by: 'typeof', type: type.enum.isNumeric ? 'number' : 'string' }
    case 'timestamp':
      return { by: 'instanceof', type: 'Date' }
    case 'duration':
      return { by: 'typeof', type: 'number' }
    case 'jsonObject':
      return { by: 'object' }
    case 'message':
      return type.message.body.shape === 'tuple' ? { by: 'array' } : { by: 'object' }
    default:
      return undefined
  }
}
