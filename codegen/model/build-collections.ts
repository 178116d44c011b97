/** Lists and records, and what has to be put between them and what they hold. */

import { type Builder, openProperties, single, type Value } from './builder.js'
import type { Rule, ValueType } from './model.js'
import { listRules, sizeRules } from './rules.js'
import { isSchema, type Schema } from './schema.js'
import { child, type Site } from './site.js'

/** How TypeBox writes the keys of `Record(String, …)` and `Record(Integer, …)`. */
const stringKey = '^.*$'
const integerKey = '^-?(?:0|[1-9][0-9]*)$'

export function buildList(builder: Builder, schema: Schema, site: Site): Value | undefined {
  const { rules, problems } = listRules(schema)
  builder.reportRules(site, problems)
  const node = builder.context.sources.element(site.node, 'Array')
  const inner = child(site, '[]', site.hint, node)
  const item = builder.value(schema.items, inner)
  if (item === undefined || !checkItem(builder, item, inner)) return undefined
  const { type, rules: itemRules } = asItem(builder, item, inner, 'Item')
  return { ...single(type, itemRules), shape: 'list', listRules: rules }
}

export function buildMap(builder: Builder, schema: Schema, site: Site): Value | undefined {
  const entries = isSchema(schema.patternProperties) ? Object.entries(schema.patternProperties) : []
  const [pattern, item] = entries[0] ?? []
  if (
    pattern === undefined ||
    entries.length !== 1 ||
    (pattern !== stringKey && pattern !== integerKey)
  ) {
    builder.report(
      'GEN_UNSUPPORTED_TYPE',
      site,
      "a record's keys are strings or integers; this one restricts them with a pattern",
      'Use Type.Record(Type.String(), …) and check the keys in the handler, or Type.Object for known keys.',
    )
    return undefined
  }
  if (
    schema.additionalProperties !== undefined &&
    typeof schema.additionalProperties !== 'boolean'
  ) {
    builder.report('GEN_UNSUPPORTED_TYPE', site, openProperties.message, openProperties.remedy)
  }
  const { rules, problems } = sizeRules(schema)
  builder.reportRules(site, problems)
  const node = builder.context.sources.element(site.node, 'Record')
  const inner = child(site, '[]', site.hint, node)
  const value = builder.value(item, inner)
  if (value === undefined || !checkItem(builder, value, inner)) return undefined
  const isPlainJson = value.type.kind === 'json' && value.shape === 'single'
  if (isPlainJson && pattern === stringKey) return single({ kind: 'jsonObject' }, rules)
  const { type, rules: itemRules } = asItem(builder, value, inner, 'Value')
  const mapKey = pattern === stringKey ? 'string' : 'int64'
  return { ...single(type, itemRules), shape: 'map', mapKey, listRules: rules }
}

function checkItem(builder: Builder, item: Value, site: Site): boolean {
  if (item.constant === undefined) return true
  builder.report(
    'GEN_UNSUPPORTED_TYPE',
    site,
    'a list or record of nothing but null says only how many there are',
    'Send the count as Type.Integer({ minimum: 0 }).',
  )
  return false
}

/** Items of lists and values of maps cannot be absent, null, lists or maps themselves: a message goes in between. */
function asItem(
  builder: Builder,
  value: Value,
  site: Site,
  suffix: string,
): { type: ValueType; rules: readonly Rule[] } {
  if (value.shape === 'single' && !value.isNullable) return { type: value.type, rules: value.rules }
  const ending = value.shape === 'list' ? 'List' : value.shape === 'map' ? 'Map' : suffix
  return { type: builder.wrap(value, { ...site, hint: site.hint + ending }, 'items'), rules: [] }
}
