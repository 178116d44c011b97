/** Enums: Type.Enum, unions of literals, and single literals that may be absent. */

import { type Builder, deprecationOf, literalSource, single, type Value } from './builder.js'
import type { EnumValueModel } from './model.js'
import { noRules } from './rules.js'
import { kindOf, listOf, type Schema } from './schema.js'
import type { Site } from './site.js'

/** Whether a union's members are all strings or all integers with known values. */
export function isEnumLike(schemas: readonly Schema[]): boolean {
  const values = schemas.flatMap((schema) => {
    const kind = kindOf(schema)
    if (kind === 'Enum') return listOf(schema.enum)
    return kind === 'Literal' ? [schema.const] : [undefined]
  })
  return values.every((one) => typeof one === 'string') || values.every(isEnumNumber)
}

function isEnumNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2147483647
}

export function buildEnum(
  builder: Builder,
  schema: Schema,
  values: readonly unknown[],
  site: Site,
): Value | undefined {
  builder.reportRules(site, noRules(schema).problems)
  const unique = [...new Set(values)]
  const isNumeric = unique.every(isEnumNumber)
  if (unique.length === 0 || !(isNumeric || unique.every((one) => typeof one === 'string'))) {
    builder.report(
      'GEN_UNSUPPORTED_TYPE',
      site,
      `an enum's values are all strings, or all integers of 32 bits; these are ${unique.map(literalSource).join(', ') || 'none'}`,
      'Use strings only, or split the values into two properties.',
    )
    return undefined
  }
  const model = builder.addEnum(schema, site, (named) => ({
    ...named,
    deprecated: deprecationOf(schema),
    isNumeric,
    values: unique.map((value): EnumValueModel => {
      const number = typeof value === 'number' ? value : 0
      return { literal: literalSource(value), key: String(value), protoName: '', number }
    }),
  }))
  return model === undefined ? undefined : single({ kind: 'enum', enum: model })
}
