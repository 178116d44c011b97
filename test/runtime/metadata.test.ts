/** Metadata as programs write it down. */

import { describe, expect, it } from 'vitest'
import { Metadata } from '../../runtime/metadata.js'

describe('metadata', () => {
  it.each([
    ['an object', { a: '1', 'b-bin': Uint8Array.of(2) }],
    [
      'a Map',
      new Map<string, string | Uint8Array>([
        ['a', '1'],
        ['b-bin', Uint8Array.of(2)],
      ]),
    ],
    [
      'pairs',
      [
        ['a', '1'],
        ['b-bin', Uint8Array.of(2)],
      ] as const,
    ],
    ['other metadata', new Metadata({ a: '1', 'b-bin': Uint8Array.of(2) })],
  ])('can be made of %s', (_, init) => {
    expect([...new Metadata(init)]).toEqual([
      ['a', '1'],
      ['b-bin', Uint8Array.of(2)],
    ])
  })

  it('can be made of Headers', () => {
    expect(new Metadata(new Headers({ 'Request-Id': 'r1' })).get('request-id')).toBe('r1')
  })

  it('is not made of a text', () => {
    expect(() => new Metadata('a=1' as never)).toThrow('metadata must be an object, or pairs')
  })
})
