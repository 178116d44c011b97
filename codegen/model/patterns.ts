/** Recognises regular expressions whose cost can explode. */

import { countSharing } from './pattern-paths.js'

/** For 4,096 characters, two that share a text cost some ten million steps, and three as many thousand times as much. */
const maxSharing = 2

/** Whether so many repetitions stand in a row, all of which match the same, that a text can keep them busy. */
export function sharesTooMuch(regex: RegExp): boolean {
  return countSharing(regex, isSeparated) > maxSharing
}

/** An open group: where it begins, whether something in it repeats, and whether it offers alternatives. */
interface Group {
  readonly from: number
  repeats: boolean
  alternates: boolean
}

/**
 * Whether a group that contains an unbounded repetition is itself repeated: the shape behind exponential backtracking, for which
 * twenty rounds are enough. Strict on purpose, since a false alarm costs its author a minute and a miss costs an outage;
 * only parts behind a separator, as in a slug or a dotted name, are let through.
 */
export function isDangerousPattern(source: string): boolean {
  const open: Group[] = [{ from: 0, repeats: false, alternates: false }]
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    const group = open.at(-1)
    if (group === undefined) return true
    if (character === '\\') at++
    else if (character === '[') at = endOfClass(source, at)
    else if (character === '(') open.push({ from: at + 1, repeats: false, alternates: false })
    else if (character === '|') group.alternates = true
    else if (character === ')') {
      open.pop()
      const isRepeated = isUnbounded(source, at + 1)
      const isRisky =
        (group.repeats && goesRound(source, at + 1)) || (group.alternates && isRepeated)
      if (isRisky && !isSeparated(source.slice(group.from, at))) return true
      const parent = open.at(-1)
      if (parent !== undefined && (group.repeats || isRepeated)) parent.repeats = true
    } else if (isUnbounded(source, at)) group.repeats = true
  }
  return false
}

/** `-[a-z]+`: each round begins with what the rest of it cannot match, so that there is one way through any text. */
function isSeparated(body: string): boolean {
  const shape =
    /^(?:\?:)?(?:\\([^\w])|([^\\^$.*+?()[\]{}|]))(?:\[([^\]\\^]+)\]|(\\[dw]))(?:[+*]|\{\d+,?\d*\})$/u
  const [, escaped, plain, members, shorthand] = shape.exec(body) ?? []
  const separator = escaped ?? plain
  if (separator === undefined) return false
  return !new RegExp(shorthand ?? `[${members}]`, 'iu').test(separator)
}

function endOfClass(source: string, start: number): number {
  let at = start + 1
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1
  return at
}

/** Whether a `*`, a `+` or an open or large `{n,m}` stands here. */
function isUnbounded(source: string, at: number): boolean {
  if (source[at] === '*' || source[at] === '+') return true
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at)) ?? []
  if (least === undefined) return false
  if (comma === ',' && most === '') return true
  return Number(most === '' || most === undefined ? least : most) > 20
}

/** Whether a quantifier stands here that lets more than one round be. */
function goesRound(source: string, at: number): boolean {
  if (isUnbounded(source, at)) return true
  const [, least = '0', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at)) ?? []
  return Number(comma === ',' ? most : least) > 1
}
