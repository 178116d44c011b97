/** Tells keywords that are misspelt, or stand at a type that does not know them, from those that are somebody's own. */

import { nearest } from '../../schemas/misuse.js'

/** A keyword that cannot be meant as written, and what to write instead. */
export interface KeywordProblem {
  readonly message: string
  readonly remedy: string
}

/** The keywords that set a limit, for each kind of type that knows them. */
const keywordsOf = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  bytes: ['minLength', 'maxLength'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  list: ['minItems', 'maxItems', 'uniqueItems'],
  record: ['minProperties', 'maxProperties'],
  /** TypeBox says in it how long a tuple is. */
  tuple: ['minItems'],
  other: [],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Ruled = keyof typeof keywordsOf

/** `format` is not among them: others give it to numbers, as a hint for documentation. */
const limits = new Set<string>(Object.values(keywordsOf).flat())
limits.delete('format')

const descriptions = ['description', 'deprecated']

/** What TypeBox writes, what JSON Schema knows beside rules, and this project's own: never a slip of the pen. */
const words = new Set(
  '$id $ref $defs $comment type properties required items additionalItems additionalProperties patternProperties anyOf allOf enum const title examples default readOnly writeOnly was code field proto ts'.split(
    ' ',
  ),
)

/** What is wrong with a keyword at such a type; undefined for what nobody can mean as a rule. */
export function keywordProblem(keyword: string, kind: Ruled): KeywordProblem | undefined {
  const own: readonly string[] = keywordsOf[kind]
  if (own.includes(keyword) || descriptions.includes(keyword) || words.has(keyword))
    return undefined
  if (limits.has(keyword)) {
    return {
      message: `the rule ${keyword} is not for this type, and a rule that nobody checks would mislead`,
      remedy: own.length === 0 ? 'Remove it.' : `Remove it, or use ${own.join(', ')}.`,
    }
  }
  const meant = nearest(keyword, [...own, ...descriptions]) ?? abbreviated(keyword, own)
  if (meant === undefined) return undefined
  return {
    message: `there is no keyword ${keyword}, and a rule that nobody checks would mislead: did you mean ${meant}?`,
    remedy: `Write ${meant}; an annotation of your own needs a name that is less like it.`,
  }
}

function abbreviated(keyword: string, own: readonly string[]): string | undefined {
  return keyword.length < 3 ? undefined : own.find((one) => one.startsWith(keyword))
}
