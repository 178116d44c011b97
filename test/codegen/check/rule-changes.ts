/** Changes of rules: which values are refused, and which are not any more. */

import Type, { type TArrayOptions, type TStringOptions } from 'typebox'
import { uint64 } from '../../../schemas/index.js'
import { ask, type Case, optional, text } from './field-changes.js'

const bounded = (options: TStringOptions) => ask({ a: Type.String(options) })
const list = (options: TArrayOptions) => ask({ a: Type.Array(text, options) })
const size = (options: object) => ask({ a: optional, b: optional }, options)

export const ruleCases: readonly Case[] = [
  {
    kind: 'field-rule-added',
    before: bounded({}),
    after: bounded({ maxLength: 2 }),
    old: [{ a: 'xxx' }],
    now: [{ a: 'x' }],
  },
  {
    kind: 'field-rule-removed',
    before: bounded({ maxLength: 2 }),
    after: bounded({}),
    old: [{ a: 'x' }],
    now: [{ a: 'xxx' }],
  },
  {
    kind: 'field-rule-tightened',
    before: bounded({ maxLength: 3 }),
    after: bounded({ maxLength: 2 }),
    old: [{ a: 'xxx' }],
    now: [{ a: 'x' }],
  },
  {
    kind: 'field-rule-tightened',
    before: ask({ a: uint64({ maximum: 9007199254740993n }) }),
    after: ask({ a: uint64({ maximum: 9007199254740992n }) }),
    old: [{ a: 9007199254740993n }],
    now: [{ a: 5n }],
  },
  {
    kind: 'field-rule-loosened',
    before: bounded({ maxLength: 2 }),
    after: bounded({ maxLength: 3 }),
    old: [{ a: 'x' }],
    now: [{ a: 'xxx' }],
  },
  {
    kind: 'field-rule-changed',
    before: bounded({ pattern: '^a', maxLength: 9 }),
    after: bounded({ pattern: '^b', maxLength: 9 }),
    old: [{ a: 'a' }],
    now: [{ a: 'b' }],
  },
  {
    kind: 'list-rule-added',
    before: list({}),
    after: list({ maxItems: 1 }),
    old: [{ a: ['x', 'y'] }],
    now: [{ a: ['x'] }],
  },
  {
    kind: 'list-rule-removed',
    before: list({ uniqueItems: true }),
    after: list({}),
    old: [{ a: ['x'] }],
    now: [{ a: ['x', 'x'] }],
  },
  {
    kind: 'list-rule-tightened',
    before: list({ minItems: 1 }),
    after: list({ minItems: 2 }),
    old: [{ a: ['x'] }],
    now: [{ a: ['x', 'y'] }],
  },
  {
    kind: 'list-rule-loosened',
    before: list({ minItems: 2 }),
    after: list({ minItems: 1 }),
    old: [{ a: ['x', 'y'] }],
    now: [{ a: ['x'] }],
  },
  {
    kind: 'message-rule-added',
    before: size({}),
    after: size({ minProperties: 1 }),
    old: [{}],
    now: [{ a: 'x' }],
  },
  {
    kind: 'message-rule-removed',
    before: size({ minProperties: 1 }),
    after: size({}),
    old: [{ a: 'x' }],
    now: [{}],
  },
  {
    kind: 'message-rule-tightened',
    before: size({ minProperties: 1 }),
    after: size({ minProperties: 2 }),
    old: [{ a: 'x' }],
    now: [{ a: 'x', b: 'y' }],
  },
  {
    kind: 'message-rule-loosened',
    before: size({ minProperties: 2 }),
    after: size({ minProperties: 1 }),
    old: [{ a: 'x', b: 'y' }],
    now: [{ a: 'x' }],
  },
  {
    kind: 'message-closed',
    before: size({}),
    after: size({ additionalProperties: false }),
    old: [{ a: 'x', c: 5 }],
    now: [{}],
  },
  {
    kind: 'message-opened',
    before: size({ additionalProperties: false }),
    after: size({}),
    old: [{}],
    now: [{ a: 'x', c: 5 }],
  },
]
