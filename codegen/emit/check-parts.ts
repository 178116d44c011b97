/** The expressions that checks are made of: one for each type, one for each rule. */

import { fieldsOf, type MessageModel, type Rule, type ValueType } from '../model/model.js'
import type { Scope } from './scope.js'

/** Whether a decoded value can still break a rule, its parts included. */
export function isConstrained(root: MessageModel): boolean {
  const reached = new Set([root])
  for (const message of reached) {
    if (message.body.shape === 'object' && message.body.rules.length > 0) return true
    for (const field of fieldsOf(message)) {
      if ([...field.rules, ...field.listRules].some((rule) => !rule.guaranteed)) return true
      // NaN and the infinities are doubles, but not numbers to a schema.
      if (field.type.kind === 'scalar' && /^(double|float)$/.test(field.type.scalar)) return true
      if (field.type.kind === 'message') reached.add(field.type.message)
    }
  }
  return false
}

/** A call that checks a value's type, as its function and its arguments, and the rules that it leaves to be checked. */
export interface TypeCheck {
  readonly head: string
  readonly args: readonly string[]
  readonly usesDepth: boolean
  readonly rules: readonly Rule[]
}

export function typeCheckOf(
  type: ValueType,
  rules: readonly Rule[],
  value: string,
  path: string,
  scope: Scope,
): TypeCheck {
  const plain = plainCheckOf(type, rules)
  if (plain !== undefined) {
    const args = [value, 'issues', path]
    return { head: scope.use(plain.name), args, usesDepth: false, rules: plain.rules }
  }
  if (type.kind === 'enum') {
    const args = [value, `${scope.nameOf(type.enum)}.values`, 'issues', path]
    return { head: scope.use('checkOneOf'), args, usesDepth: false, rules }
  }
  const head = scope.use(type.kind === 'json' ? 'checkJson' : 'checkJsonObject')
  return { head, args: [value, 'issues', path, 'depth + 1'], usesDepth: true, rules }
}

/** The function that checks a value and takes nothing else, and the rules that it leaves; undefined where there is none. */
function plainCheckOf(
  type: ValueType,
  rules: readonly Rule[],
): { readonly name: string; readonly rules: readonly Rule[] } | undefined {
  switch (type.kind) {
    case 'timestamp':
      return { name: 'checkTimestamp', rules }
    case 'duration':
      return { name: 'checkDuration', rules }
    case 'message':
      return { name: 'checkObject', rules }
    case 'scalar': {
      const guaranteed = rules.filter((rule) => rule.guaranteed)
      const name = rangeChecks[guaranteed.map((rule) => rule.keyword + rule.limit).join()]
      if (name === undefined) return { name: scalarChecks[checkKey(type)], rules }
      return { name, rules: rules.filter((rule) => !rule.guaranteed) }
    }
    default:
      return undefined
  }
}

/** The name of the function for an item of a list, if it finds all there is to find. */
export function itemCheckOf(type: ValueType, rules: readonly Rule[]): string | undefined {
  if (type.kind === 'message') return undefined
  const check = plainCheckOf(type, rules)
  return check === undefined || check.rules.length > 0 ? undefined : check.name
}

/** Checks of items that whole lists have functions for, of the same name and an `s`. */
export const listChecks: ReadonlySet<string> = new Set([
  'checkInt32',
  'checkInteger',
  'checkNumber',
  'checkString',
  'checkUint32',
])

const scalarChecks = {
  string: 'checkString',
  boolean: 'checkBoolean',
  bytes: 'checkBytes',
  bigint: 'checkBigint',
  real: 'checkNumber',
  integer: 'checkInteger',
} as const

/** Checks for the whole range of a type, by the rules that say the same. */
const rangeChecks: Readonly<Record<string, string>> = {
  'minimum-2147483648,maximum2147483647': 'checkInt32',
  'minimum0,maximum4294967295': 'checkUint32',
  'minimum-9223372036854775808n,maximum9223372036854775807n': 'checkInt64',
  'minimum-9223372036854775808n,exclusiveMaximum9223372036854775808n': 'checkInt64',
  'minimum0n,maximum18446744073709551615n': 'checkUint64',
  'minimum0n,exclusiveMaximum18446744073709551616n': 'checkUint64',
  'maximum3.4028234663852886e38,minimum-3.4028234663852886e38': 'checkFloat',
}

function checkKey(type: ValueType & { kind: 'scalar' }): keyof typeof scalarChecks {
  if (type.js !== 'number') return type.js
  return type.scalar === 'double' || type.scalar === 'float' ? 'real' : 'integer'
}

/** The condition under which a value breaks a rule. */
export function violationOf(rule: Rule, value: string, scope: Scope): string {
  const use = (name: string) => scope.use(name)
  switch (rule.keyword) {
    case 'minLength':
      return `${use('isShorter')}(${value}, ${rule.limit})`
    case 'maxLength':
      return `${use('isLonger')}(${value}, ${rule.limit})`
    case 'minBytes':
    case 'minItems':
      return `${value}.length < ${rule.limit}`
    case 'maxBytes':
    case 'maxItems':
      return `${value}.length > ${rule.limit}`
    case 'pattern':
    case 'keyPattern':
      return `!${scope.pattern(rule.limit)}.test(${value})`
    case 'format':
      return `!${use('isFormat')}(${rule.limit}, ${value})`
    case 'minimum':
      return `${value} < ${rule.limit}`
    case 'maximum':
      return `${value} > ${rule.limit}`
    case 'exclusiveMinimum':
      return `${value} <= ${rule.limit}`
    case 'exclusiveMaximum':
      return `${value} >= ${rule.limit}`
    case 'multipleOf':
      return rule.limit.endsWith('n')
        ? `${value} % ${rule.limit} !== 0n`
        : `!${use('isMultipleOf')}(${value}, ${rule.limit})`
    case 'const':
      return `${value} !== ${rule.limit}`
    case 'uniqueItems':
      return `!${use('areUnique')}(${value})`
    case 'minProperties':
      return `Object.keys(${value}).length < ${rule.limit}`
    case 'maxProperties':
      return `Object.keys(${value}).length > ${rule.limit}`
  }
}
