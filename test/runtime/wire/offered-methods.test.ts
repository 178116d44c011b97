import { expect, it } from 'vitest'
import { type OfferedMethod, sharedList } from '../../../runtime/wire/offered-methods.js'

const method = (number: number, changes: Partial<OfferedMethod> = {}): OfferedMethod => ({
  number,
  name: `test.v1.Lists/m${number}`,
  kind: 'unary',
  fingerprint: 7n,
  idempotent: false,
  ...changes,
})

it('peers that offer the same share one list', () => {
  const first = sharedList([method(1), method(2)])
  expect(sharedList([method(1), method(2)])).toBe(first)
})

it.each<[string, OfferedMethod[]]>([
  ['one method more', [method(1), method(2), method(3)]],
  ['one less', [method(1)]],
  ['another number', [method(1), method(3, { name: method(2).name })]],
  ['another name', [method(1), method(2, { name: 'test.v1.Lists/other' })]],
  ['another kind', [method(1), method(2, { kind: 'oneway' })]],
  ['another schema', [method(1), method(2, { fingerprint: 8n })]],
  ['another promise', [method(1), method(2, { idempotent: true })]],
  ['another order', [method(2), method(1)]],
])('a list with %s is its own', (_, list) => {
  sharedList([method(1), method(2)])
  expect(sharedList(list)).toEqual(list)
})

it('remembers a few lists, not all that peers think of', () => {
  const first = sharedList([method(100)])
  for (let i = 0; i < 8; i++) sharedList([method(200 + i)])
  const again = sharedList([method(100)])
  expect(again).not.toBe(first)
  expect(again).toEqual(first)
})
