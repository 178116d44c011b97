/** Which regular expressions a schema may have: those that no text keeps busy. */

import { describe, expect, it } from 'vitest'
import { isDangerousPattern, sharesTooMuch } from '../../codegen/model/patterns.js'

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
    '^(\\w+\\s?){1,20}$',
    '^([a-z]+){2}$',
  ])('that repeats a repetition otherwise is refused: %s', (pattern) => {
    expect(isDangerousPattern(pattern)).toBe(true)
  })

  it.each([
    '^[a-z0-9-]+$',
    '^[a-z]+(-[a-z]+)*$',
    '^[a-z]+(-[a-z]+)*(\\.[a-z]+)*$',
    '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?$',
    '^(\\d+|\\d+px|\\d+%|\\d+em)$',
    '^(?:[A-Z]{2})?\\d{1,10}$',
    '^(foo|bar)$',
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    '^\\+?\\d+( \\d+)*$',
    '^(\\d{1,3}\\.){3}\\d{1,3}$',
    '^#(?:[0-9a-f]{3}|[0-9a-f]{6})$',
    '^[^/]+/[^/]+/[^/]+/[^/]+$',
    '^\\p{L}[\\p{L}\\p{N} _-]*$',
    '\\d+\\.\\d+',
  ])('whose repetitions do not share a text is allowed, and quick: %s', (pattern) => {
    expect([isDangerousPattern(pattern), sharesTooMuch(new RegExp(pattern, 'u'))]).toEqual([
      false,
      false,
    ])
    const regex = new RegExp(pattern, 'u')
    const start = performance.now()
    for (const text of [...nearly, `${'1'.repeat(4095)}!`, `${'1 '.repeat(2047)}!`]) {
      expect(regex.test(text) && pattern.startsWith('^')).toBe(false)
    }
    expect(performance.now() - start).toBeLessThan(4_000)
  })

  it.each([
    '^[a-z]*[a-z0-9]*[a-z0-9-]*$',
    '^.*a.*b.*c$',
    '^\\w+\\d+\\w+$',
    '\\w+\\s*\\w+x',
    '^(\\w*)(x?)(\\w*)(\\w*)$',
    '^(?:ab)*[ab]*(?:ba)*$',
    '^(\\w+)\\w+\\1+$',
    '^[a-z]+([a-z]+)?([a-z]+)?$',
  ])('with three repetitions that share a text is refused: %s', (pattern) => {
    expect(sharesTooMuch(new RegExp(pattern, 'u'))).toBe(true)
  })
})
