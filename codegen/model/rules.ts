/** Turns JSON Schema's keywords into rules, and refuses those that would silently not be enforced. */

import { quote } from '../names.js'
import { keywordProblem, type Ruled } from './keywords.js'
import type { Rule } from './model.js'
import { isDangerousPattern, sharesTooMuch } from './patterns.js'
import type { Schema } from './schema.js'

/** What a rule reader says when a keyword cannot be used. */
export interface RuleProblem {
  readonly code: 'GEN_UNSUPPORTED_RULE' | 'GEN_BAD_RULE' | 'GEN_UNSAFE_PATTERN'
  readonly message: string
  readonly remedy: string
}

export interface Rules {
  readonly rules: readonly Rule[]
  readonly problems: readonly RuleProblem[]
}

/** Keywords that constrain values in JSON Schema and that generated checks do not implement. */
const unsupportedKeywords: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'not',
  'oneOf',
  'contains',
  'minContains',
  'maxContains',
  'prefixItems',
  'unevaluatedItems',
  'unevaluatedProperties',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'propertyNames',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
])

/** The formats that receivers check, with what they ask for. */
export const formats: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-01-31',
  'date-time': 'a date and time such as 2026-01-31T12:00:00Z',
  email: 'an e-mail address',
  hostname: 'a host name',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  time: 'a time such as 12:00:00Z',
  uri: 'a URI',
  url: 'a URL',
  uuid: 'a UUID',
}

class RuleReader {
  readonly rules: Rule[] = []
  readonly problems: RuleProblem[] = []
  readonly #schema: Schema

  constructor(schema: Schema, kind: Ruled) {
    this.#schema = schema
    for (const keyword of Object.keys(schema)) {
      if (schema[keyword] === undefined) continue
      const problem = unsupportedKeywords.has(keyword)
        ? {
            message: `the rule ${keyword} is not supported, and a rule that nobody checks would mislead`,
            remedy: 'Remove the rule and check it in the handler.',
          }
        : keywordProblem(keyword, kind)
      if (problem !== undefined) this.problems.push({ code: 'GEN_UNSUPPORTED_RULE', ...problem })
    }
  }

  add(keyword: Rule['keyword'], limit: string, text: string, guaranteed = false): void {
    this.rules.push({ keyword, limit, text, guaranteed })
  }

  bad(keyword: string, expected: string): void {
    this.problems.push({
      code: 'GEN_BAD_RULE',
      message: `${keyword} must be ${expected}, and is ${describe(this.#schema[keyword])}`,
      remedy: `Give ${keyword} ${expected}.`,
    })
  }

  /** Bounds that leave no room between them. */
  checkRoom(least: string, most: string): void {
    const [low, high] = [this.#schema[least], this.#schema[most]]
    const isNumeric = (value: unknown) => typeof value === 'number' || typeof value === 'bigint'
    if (!isNumeric(low) || !isNumeric(high) || Number(low) <= Number(high)) return
    this.problems.push({
      code: 'GEN_BAD_RULE',
      message: `no value has ${least} ${String(low)} and ${most} ${String(high)} at once`,
      remedy: 'Exchange the two numbers, or widen the range.',
    })
  }

  /** A keyword that counts something; the rule is called `name`, where schemas use the keyword for different things. */
  count(
    keyword: string,
    text: (limit: string, n: number) => string,
    name = keyword as Rule['keyword'], // because most are called what the keyword is
  ): void {
    const limit = this.#schema[keyword]
    if (limit === undefined) return
    if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 0) {
      this.bad(keyword, 'a whole number of at least 0')
      return
    }
    if (keyword.startsWith('min') && limit === 0) return
    this.add(name, String(limit), text(String(limit), limit))
  }
}

function describe(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  return typeof value === 'string' ? quote(value) : String(value)
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

export function stringRules(schema: Schema): Rules {
  const reader = new RuleReader(schema, 'string')
  reader.checkRoom('minLength', 'maxLength')
  reader.count('minLength', (_, n) => `must have at least ${plural(n, 'character', 'characters')}`)
  reader.count('maxLength', (_, n) => `must have at most ${plural(n, 'character', 'characters')}`)
  readPattern(reader, schema)
  const { format } = schema
  if (typeof format === 'string' && Object.hasOwn(formats, format)) {
    reader.add('format', quote(format), `must be ${formats[format]}`)
  } else if (format !== undefined) {
    reader.problems.push({
      code: 'GEN_UNSUPPORTED_RULE',
      message: `the format ${describe(format)} is not known, and a rule that nobody checks would mislead`,
      remedy: `Use one of ${Object.keys(formats).join(', ')}, or a pattern.`,
    })
  }
  return reader
}

/** The most characters that a pattern may be tried on. */
const maxPatternLength = 4096

function readPattern(reader: RuleReader, schema: Schema): void {
  const { pattern } = schema
  if (pattern === undefined) return
  if (typeof pattern !== 'string' && !(pattern instanceof RegExp)) {
    reader.bad('pattern', 'a regular expression')
    return
  }
  let regex: RegExp
  try {
    regex = compilePattern(pattern)
  } catch {
    reader.bad('pattern', 'a valid regular expression')
    return
  }
  if (regex.global || regex.sticky) {
    reader.bad(
      'pattern',
      'a regular expression without the flags g and y, which remember the last match',
    )
    return
  }
  if (isDangerousPattern(regex.source)) {
    reader.problems.push({
      code: 'GEN_UNSAFE_PATTERN',
      message: `the pattern ${String(regex)} repeats a repetition, so a hostile string can keep it busy for hours`,
      remedy:
        'Write it without a quantifier inside a quantified group, for example [a-z]+ instead of ([a-z]+)+.',
    })
    return
  }
  const longest = schema.maxLength
  const isTemplate = schema['~kind'] === 'TemplateLiteral'
  if (!isTemplate && sharesTooMuch(regex)) {
    reader.problems.push({
      code: 'GEN_UNSAFE_PATTERN',
      message: `the pattern ${String(regex)} has more than two repetitions in a row that match the same, so a hostile string can keep it busy for minutes`,
      remedy:
        'Let what one matches end where the next begins, for example [^.]+\\.[^.]+ instead of .+\\..+, and begin with ^.',
    })
    return
  }
  if (!isTemplate && (typeof longest !== 'number' || longest > maxPatternLength)) {
    reader.problems.push({
      code: 'GEN_UNSAFE_PATTERN',
      message: `a pattern needs a maxLength of at most ${maxPatternLength}, so that its cost has a bound`,
      remedy: 'Add maxLength beside pattern, for example maxLength: 200.',
    })
    return
  }
  reader.add('pattern', String(regex), `must match ${String(regex)}`)
}

/** As TypeBox reads a pattern: Unicode mode if it parses in it. */
function compilePattern(pattern: string | RegExp): RegExp {
  if (pattern instanceof RegExp) return pattern
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return new RegExp(pattern)
  }
}

export function bytesRules(schema: Schema): Rules {
  const reader = new RuleReader(schema, 'bytes')
  reader.checkRoom('minLength', 'maxLength')
  reader.count(
    'minLength',
    (_, n) => `must have at least ${plural(n, 'byte', 'bytes')}`,
    'minBytes',
  )
  reader.count('maxLength', (_, n) => `must have at most ${plural(n, 'byte', 'bytes')}`, 'maxBytes')
  return reader
}

type Bound = number | bigint

/** The range that a wire type guarantees; rules inside it are checked, rules at its edge are not. */
export interface NaturalRange {
  readonly minimum: Bound | undefined
  readonly maximum: Bound | undefined
}

export function numericRules(schema: Schema, isBigint: boolean, natural: NaturalRange): Rules {
  const reader = new RuleReader(schema, 'number')
  reader.checkRoom('minimum', 'maximum')
  const texts = {
    minimum: 'at least',
    maximum: 'at most',
    exclusiveMinimum: 'more than',
    exclusiveMaximum: 'less than',
  } as const
  for (const keyword of ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'] as const) {
    const limit = readBound(reader, schema, keyword, isBigint)
    if (limit === undefined) continue
    const isLow = keyword === 'minimum' || keyword === 'exclusiveMinimum'
    const edge = isLow ? natural.minimum : natural.maximum
    const inclusive = keyword === 'minimum' || keyword === 'maximum'
    const reach = inclusive ? limit : step(limit, isLow ? 1 : -1)
    const guaranteed = edge !== undefined && (isLow ? reach <= edge : reach >= edge)
    reader.add(keyword, literal(limit), `must be ${texts[keyword]} ${limit}`, guaranteed)
  }
  const divisor = readBound(reader, schema, 'multipleOf', isBigint)
  if (divisor !== undefined) {
    if (divisor > 0) reader.add('multipleOf', literal(divisor), `must be a multiple of ${divisor}`)
    else reader.bad('multipleOf', 'more than 0')
  }
  return reader
}

function step(limit: Bound, by: 1 | -1): Bound {
  return typeof limit === 'bigint' ? limit + BigInt(by) : limit + by
}

function literal(limit: Bound): string {
  return typeof limit === 'bigint' ? `${limit}n` : String(limit).replace('e+', 'e')
}

function readBound(
  reader: RuleReader,
  schema: Schema,
  keyword: string,
  isBigint: boolean,
): Bound | undefined {
  const limit = schema[keyword]
  if (limit === undefined) return undefined
  if (isBigint && typeof limit === 'bigint') return limit
  if (isBigint && typeof limit === 'number' && Number.isSafeInteger(limit)) return BigInt(limit)
  if (!isBigint && typeof limit === 'number' && Number.isFinite(limit)) return limit
  if (!isBigint && typeof limit === 'bigint' && Number.isSafeInteger(Number(limit)))
    return Number(limit)
  reader.bad(keyword, isBigint ? 'a bigint' : 'a finite number')
  return undefined
}

export function listRules(schema: Schema): Rules {
  const reader = new RuleReader(schema, 'list')
  reader.checkRoom('minItems', 'maxItems')
  reader.count('minItems', (_, n) => `must have at least ${plural(n, 'item', 'items')}`)
  reader.count('maxItems', (_, n) => `must have at most ${plural(n, 'item', 'items')}`)
  const unique = schema.uniqueItems
  if (unique === true) reader.add('uniqueItems', 'true', 'must not have equal items')
  else if (unique !== undefined && unique !== false) reader.bad('uniqueItems', 'true or false')
  return reader
}

export function sizeRules(schema: Schema): Rules {
  const reader = new RuleReader(schema, 'record')
  reader.checkRoom('minProperties', 'maxProperties')
  reader.count('minProperties', (_, n) => `must have at least ${plural(n, 'entry', 'entries')}`)
  reader.count('maxProperties', (_, n) => `must have at most ${plural(n, 'entry', 'entries')}`)
  return reader
}

/** For types without rules of their own, which may still carry keywords nobody would check. */
export function noRules(schema: Schema, kind: 'tuple' | 'other' = 'other'): Rules {
  return new RuleReader(schema, kind)
}
