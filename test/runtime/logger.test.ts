import { describe, expect, it } from 'vitest'
import { printable } from '../../runtime/logger.js'

describe('text of a peer in a log', () => {
  it('is one line, whatever the peer put in it', () => {
    expect(printable('a\r\nERROR fake\tb\u0000\u001b[2J\u007f\u0085')).toBe(
      'a\\x0d\\x0aERROR fake\\x09b\\x00\\x1b[2J\\x7f\\x85',
    )
  })

  it('keeps letters of all scripts', () => expect(printable('Grüße 漢字 😀')).toBe('Grüße 漢字 😀'))

  it('has at most 256 characters', () => {
    expect(printable('x'.repeat(256))).toBe('x'.repeat(256))
    expect(printable('x'.repeat(257))).toBe(`${'x'.repeat(256)}…`)
  })

  it('does not break lines by the separators of Unicode', () => {
    expect(printable('a\u2028b\u2029c')).not.toMatch(/[\u2028\u2029]/)
  })
})
