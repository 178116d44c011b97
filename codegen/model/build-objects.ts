/** Objects and tuples: their members and what each is called. */

import { forbiddenKeys, isIdentifier, jsonName, pascalCase, snakeCase } from '../names.js'
import {
  type Builder,
  bareField,
  constantOf,
  deprecationOf,
  openProperties,
  type Value,
} from './builder.js'
import type { ConstantModel, FieldModel, MessageBody, MessageModel } from './model.js'
import { noRules, sizeRules } from './rules.js'
import { isOptional, isSchema, listOf, propertiesOf, type Schema, textOf } from './schema.js'
import { child, placeOf, type Site } from './site.js'

export function buildObject(
  builder: Builder,
  kind: 'Object' | 'Tuple',
  schema: Schema,
  message: MessageModel,
  site: Site,
): MessageBody {
  if (kind === 'Tuple') {
    builder.reportRules(site, noRules(schema, 'tuple').problems)
    return { shape: 'tuple', members: buildItems(builder, schema, message, site) }
  }
  if (isSchema(schema.additionalProperties) || isSchema(schema.patternProperties)) {
    builder.report('GEN_UNSUPPORTED_TYPE', site, openProperties.message, openProperties.remedy)
  }
  const { rules, problems } = sizeRules(schema)
  builder.reportRules(site, problems)
  const members = Object.entries(propertiesOf(schema)).flatMap(([key, property]) => {
    const node = builder.context.sources.property(site.node, key)
    const member = buildMember(
      builder,
      key,
      property,
      child(site, key, message.name + pascalCase(key), node),
      site,
    )
    return member === undefined ? [] : [member]
  })
  checkJsonNames(builder, members, site)
  return { shape: 'object', members, closed: schema.additionalProperties === false, rules }
}

function buildMember(
  builder: Builder,
  key: string,
  schema: unknown,
  site: Site,
  parent: Site,
): FieldModel | ConstantModel | undefined {
  const protoName = protoNameOf(key)
  if (forbiddenKeys.has(key) || !isIdentifier(protoName)) {
    builder.report(
      'GEN_BAD_NAME',
      site,
      forbiddenKeys.has(key)
        ? `a property called ${key} would change the object itself`
        : `the property '${key}' has no letter to start a protobuf name with, or is too long`,
      'Give the property another name.',
    )
    return undefined
  }
  if (!isSchema(schema)) {
    builder.value(schema, site)
    return undefined
  }
  const doc = textOf(schema.description) ?? builder.context.sources.propertyDoc(parent.node, key)
  const deprecated = deprecationOf(schema)
  const optional = isOptional(schema)
  const literal = constantOf(schema)
  if (literal !== undefined && !optional)
    return { member: 'constant', key, literal, doc, deprecated }
  const value = builder.value(schema, site)
  if (value === undefined) return undefined
  const field = buildField(builder, value, optional, site)
  if (field === undefined) return undefined
  const { pinned, was } = readNumbering(builder, schema, site)
  return { ...field, key, protoName, doc, deprecated, pinned, was }
}

/** A property's field, before it has a name. */
function buildField(
  builder: Builder,
  value: Value,
  optional: boolean,
  site: Site,
): FieldModel | undefined {
  const place = placeOf(builder.context.sources, site)
  const field = bareField(value, site, place)
  if (optional && (value.isNullable || value.constant === 'null')) {
    builder.report(
      'GEN_THREE_STATES',
      site,
      'this property can be absent, null or a value, and protobuf has only two states for it',
      'Drop either Type.Optional or Type.Null.',
    )
    return undefined
  }
  if (!optional && !value.isNullable) return field
  const presence = optional ? 'optional' : 'nullable'
  if (value.shape === 'single') return { ...field, presence }
  // Lists and maps cannot be absent in protobuf, so a message that can be goes around them.
  const ending = value.shape === 'list' ? 'List' : 'Map'
  const type = builder.wrap(
    { ...value, isNullable: false },
    { ...site, hint: site.hint + ending },
    'items',
  )
  return { ...field, presence, shape: 'single', type, rules: [], listRules: [] }
}

const maxFieldNumber = 536870911

function readNumbering(
  builder: Builder,
  schema: Schema,
  site: Site,
): { readonly pinned: number | undefined; readonly was: string | undefined } {
  const pinned = schema.field
  const was = textOf(schema.was)
  if (pinned === undefined) return { pinned: undefined, was }
  const isReserved = typeof pinned === 'number' && pinned >= 19000 && pinned <= 19999
  if (
    typeof pinned === 'number' &&
    Number.isInteger(pinned) &&
    pinned >= 1 &&
    pinned <= maxFieldNumber &&
    !isReserved
  ) {
    return { pinned, was }
  }
  builder.report(
    'GEN_BAD_NUMBER',
    site,
    `field must be a whole number from 1 to ${maxFieldNumber}, except 19000 to 19999, which protobuf keeps for itself; it is ${String(pinned)}`,
    'Leave field out and the lock file will choose a number.',
  )
  return { pinned: undefined, was }
}

function buildItems(
  builder: Builder,
  schema: Schema,
  message: MessageModel,
  site: Site,
): readonly (FieldModel | ConstantModel)[] {
  return listOf(schema.items).flatMap((item, index): (FieldModel | ConstantModel)[] => {
    const node = builder.context.sources.member(site.node, 'Tuple', index)
    const inner = child(site, `[${index}]`, `${message.name}Item${index}`, node)
    if (isSchema(item) && isOptional(item)) {
      builder.report(
        'GEN_UNSUPPORTED_TYPE',
        inner,
        'an optional item of a tuple is not supported because positions are what tells items apart',
        'Use Type.Union([…, Type.Null()]) for the item, or an object.',
      )
      return []
    }
    const key = String(index)
    const literal = constantOf(item)
    if (literal !== undefined) {
      return [{ member: 'constant', key, literal, doc: undefined, deprecated: undefined }]
    }
    const value = builder.value(item, inner)
    if (value === undefined) return []
    const field = buildField(builder, value, false, inner)
    // A tuple's order is its meaning: position and number go together.
    return field === undefined
      ? []
      : [{ ...field, key, protoName: `item_${index}`, pinned: index + 1 }]
  })
}

function protoNameOf(key: string): string {
  const name = snakeCase(key)
  return /^[0-9]/.test(name) ? `_${name}` : name
}

function checkJsonNames(
  builder: Builder,
  members: readonly (FieldModel | ConstantModel)[],
  site: Site,
): void {
  const seen = new Map<string, string>()
  for (const member of members) {
    if (member.member !== 'field') continue
    const name = jsonName(member.protoName)
    const twin = seen.get(name)
    seen.set(name, member.key)
    if (twin === undefined) continue
    const node = builder.context.sources.property(site.node, member.key)
    builder.report(
      'GEN_NAME_TAKEN',
      child(site, member.key, '', node),
      `the properties ${twin} and ${member.key} have the same name in protobuf's JSON, ${name}`,
      'Rename one of them.',
    )
  }
}
