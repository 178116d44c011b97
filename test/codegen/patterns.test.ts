/** Which regular expressions a schema may have: those that no text keeps busy. */

import { describe, expect, it } from 'vitest'
import { isDangerousPattern } from '../../codegen/model/patterns.js'

/** Texts that nearly match, of the most characters that a pattern is tried on. */
const nearly = ['a', '-', 'a-', 'a.', 'a_', '-1', 'ab'].map((part) => {
  const text = part.repeat(4096 / part.length)
  return `${text.slice(0, -1)}!`
})

describe('a pattern', () => {
  it.each([
    '^[a-z]+(-[a-z]+)*$',
    '^[a-z]+(?:\\.[a-z0-9]+)*$',
    '^[a-z]+(_[a-z]+){1,}$',
    '^\\d+(-\\d+)*$',
    '^[a-z.-]+(-[a-z]+)*$',
  ])('whose parts stand behind a separator is allowed, and quick: %s', (pattern) => {
    expect(isDangerousPattern(pattern)).toBe(false)
    const regex = new RegExp(pattern, 'u')
    const start = performance.now()
    for (const text of nearly) expect(regex.test(text)).toBe(false)
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it.each([
    '([a-z]+)+',
    '(a|a)*',
    '(-?[a-z]+)*',
    '(-[a-z-]+)*',
    '(-[^.]+)*',
    '(x[A-Z]+)*',
    '(_\\w+)*',
    '(\\d\\d+)*',
    '(-[a-z]+|b)*',
    '((-[a-z]+)*)*',
    '(-[a-z]+[a-z]*)*',
  ])('that repeats a repetition otherwise is refused: %s', (pattern) => {
    expect(isDangerousPattern(pattern)).toBe(true)
  })
})
