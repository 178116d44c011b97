/** Compares rules: which values are newly refused, and which newly accepted. */

import type { Rule } from '../model/model.js'
import type { FieldState } from './state.js'

export interface RuleChange {
  readonly how: 'added' | 'removed' | 'tightened' | 'loosened' | 'changed'
  readonly message: string
}

const lowerBounds = new Set<string>([
  'minLength',
  'minBytes',
  'minimum',
  'exclusiveMinimum',
  'minItems',
  'minProperties',
])
const upperBounds = new Set<string>([
  'maxLength',
  'maxBytes',
  'maximum',
  'exclusiveMaximum',
  'maxItems',
  'maxProperties',
])

export function compareRules(
  before: readonly Rule[],
  after: readonly Rule[],
): readonly RuleChange[] {
  const changes: RuleChange[] = []
  const relevant = (rules: readonly Rule[]) => rules.filter((rule) => !rule.guaranteed)
  for (const rule of relevant(after)) {
    const old = before.find((one) => one.keyword === rule.keyword)
    if (old === undefined) changes.push({ how: 'added', message: `it now ${rule.text}` })
    else if (old.limit !== rule.limit) changes.push(compareRule(old, rule))
  }
  for (const old of relevant(before)) {
    if (after.some((one) => one.keyword === old.keyword)) continue
    changes.push({ how: 'removed', message: `it no longer ${old.text}` })
  }
  return changes
}

function compareRule(old: Rule, now: Rule): RuleChange {
  const message = `it ${old.text}, and now ${now.text}`
  const [from, to] = [numberOf(old.limit), numberOf(now.limit)]
  const isBound = lowerBounds.has(now.keyword) || upperBounds.has(now.keyword)
  if (!isBound || from === undefined || to === undefined) return { how: 'changed', message }
  const isTighter = lowerBounds.has(now.keyword) ? to > from : to < from
  return { how: isTighter ? 'tightened' : 'loosened', message }
}

function numberOf(limit: string): number | bigint | undefined {
  if (/^-?\d+n$/.test(limit)) return BigInt(limit.slice(0, -1))
  const number = Number(limit)
  return Number.isNaN(number) ? undefined : number
}

/** Whether the value that stands for an absent one breaks the field's own rules. */
export function refusesDefault(field: FieldState): boolean {
  const isContainer = /^(repeated |map<)/.test(field.type)
  const rules = isContainer ? field.listRules : field.rules
  return rules.some((rule) => breaksRule(rule))
}

/** The default has no length, no items and the value zero. */
function breaksRule({ keyword, limit }: Rule): boolean {
  const bound = numberOf(limit) ?? 0
  switch (keyword) {
    case 'minLength':
    case 'minBytes':
    case 'minItems':
    case 'minProperties':
    case 'minimum':
      return bound > 0
    case 'maximum':
      return bound < 0
    case 'exclusiveMinimum':
      return bound >= 0
    case 'exclusiveMaximum':
      return bound <= 0
    case 'format':
      return true
    case 'pattern':
      return !matchesEmpty(limit)
    case 'const':
      return !["''", '0', '0n', 'false'].includes(limit)
    default:
      return false
  }
}

function matchesEmpty(literal: string): boolean {
  const end = literal.lastIndexOf('/')
  return new RegExp(literal.slice(1, end), literal.slice(end + 1)).test('')
}
