/**
 * Looks into TypeBox schemas without depending on its classes: a kind is a string under `~kind`, whichever copy of
 * TypeBox made it.
 */

/** A schema, as data. */
export type Schema = Readonly<Record<string, unknown>>

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `String`, `Object`, …; undefined for a copy that lost its kind and for plain JSON Schema. */
export function kindOf(schema: Schema): string | undefined {
  if ('~codec' in schema) return 'Codec'
  if ('~unsafe' in schema) return 'Unsafe'
  const kind = schema['~kind']
  return typeof kind === 'string' ? kind : undefined
}

export function isOptional(schema: Schema): boolean {
  return '~optional' in schema
}

export function propertiesOf(schema: Schema): Readonly<Record<string, unknown>> {
  return isSchema(schema.properties) ? schema.properties : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/**
 * What stays the same when a schema is wrapped in a modifier: `Optional(Message)` is a new object with the same
 * properties, and still the message of that name.
 */
export function identityOf(schema: Schema): object {
  for (const key of ['properties', '$defs', 'anyOf', 'enum']) {
    const inner = schema[key]
    if (typeof inner === 'object' && inner !== null) return inner
  }
  const items = schema.items
  return Array.isArray(items) ? items : schema
}

/** A text that two schemas share only if they mean the same; documentation does not count. */
export function canonicalText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof RegExp) return String(value)
  if (typeof value === 'function') return 'function'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`
  const hidden = ['~kind', '~optional', '~unsafe', '~codec'].filter((key) => key in value)
  const entries = Object.entries(value)
    .filter(([key]) => !documentation.has(key) && !key.startsWith('~'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalText(inner)}`)
  const kinds = hidden.map((key) => `${key}=${String(Reflect.get(value, key))}`)
  return `{${[...kinds, ...entries].join()}}`
}

const documentation = new Set(['$id', 'title', 'description', 'examples', 'default', 'deprecated'])
