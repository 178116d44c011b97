/** The TypeScript type of a template literal, read back from the pattern that TypeBox makes of it. */

import { quote } from '../names.js'

const open = (type: string) => `$\{${type}}`

/** TypeBox's patterns for the open parts of a template, and their types. */
const openParts: readonly (readonly [pattern: string, type: string])[] = [
  ['-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?', open('number')],
  ['-?(?:0|[1-9][0-9]*)', open('number')],
  ['.*', open('string')],
]

/** More combinations than this would make an unreadable type. */
const maxAlternatives = 24

/** Undefined when the pattern is not one of those, in which case `string` is what remains. */
export function templateType(pattern: string): string | undefined {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return undefined
  const parts = expand(pattern.slice(1, -1))
  if (parts === undefined || parts.length > maxAlternatives) return undefined
  return parts
    .map((part) => (part.includes(open('').slice(0, 2)) ? `\`${part}\`` : quote(part)))
    .join(' | ')
}

function expand(pattern: string): readonly string[] | undefined {
  let results: readonly string[] = ['']
  let rest = pattern
  while (rest !== '') {
    const part = nextPart(rest)
    if (part === undefined) return undefined
    const { alternatives, length } = part
    results = results.flatMap((head) => alternatives.map((tail) => head + tail))
    if (results.length > maxAlternatives) return undefined
    rest = rest.slice(length)
  }
  return results
}

function nextPart(
  rest: string,
): { readonly alternatives: readonly string[]; readonly length: number } | undefined {
  for (const [pattern, type] of openParts) {
    if (rest.startsWith(pattern)) return { alternatives: [type], length: pattern.length }
  }
  if (rest.startsWith('(')) {
    const end = rest.indexOf(')')
    const inner = rest.slice(1, end)
    if (end < 0 || /[(\\[*+?{`$]/.test(inner)) return undefined
    return { alternatives: inner.split('|'), length: end + 1 }
  }
  const [text = ''] = /^[A-Za-z0-9 _:;,@#%&=!~'"<>/-]+/.exec(rest) ?? []
  return text === '' ? undefined : { alternatives: [text], length: text.length }
}
