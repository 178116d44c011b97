/** Changes of unions, enums and constants, and what changes without a byte changing. */

import Type from 'typebox'
import type { Lock } from '../../../codegen/lock/lock-file.js'
import { ask, type Case, text } from './field-changes.js'

const forgetEnums = (lock: Lock): Lock => ({ ...lock, enums: {} })

const shape = (discriminator: string, ...variants: readonly [string, string][]) =>
  ask({
    shape: Type.Union(
      variants.map(([literal, id]) =>
        Type.Object({ [discriminator]: Type.Literal(literal), size: text }, { $id: id }),
      ),
      { $id: 'Shape' },
    ),
  })
const circle: [string, string] = ['circle', 'Circle']
const square: [string, string] = ['square', 'Square']
const oval: [string, string] = ['oval', 'Oval']

const state = (...values: readonly string[]) => ask({ state: Type.Enum([...values]) })
const level = (...values: readonly number[]) => ask({ level: Type.Enum([...values]) })

const values = (lock: Lock, rename: (key: string) => string): Lock => {
  const entry = lock.enums['shop.v1.AskState']
  if (entry === undefined) return lock
  const named = Object.entries(entry.values).map(([key, n]) => [rename(key), n] as const)
  const renamed = { values: Object.fromEntries(named), reserved: {} }
  return { ...lock, enums: { ...lock.enums, 'shop.v1.AskState': renamed } }
}

/** Cases that take an edited lock file, since the generator itself would never do so. */
const editedCases: readonly Case[] = [
  {
    kind: 'enum-value-renamed',
    before: state('open', 'shut'),
    after: state('open', 'closed'),
    edit: (lock) => values(lock, (key) => (key === 'shut' ? 'closed' : key)),
    now: [{ state: 'open' }],
  },
  {
    kind: 'enum-reservation-dropped',
    before: state('open', 'shut'),
    after: state('open'),
    edit: (lock) => {
      const open = { values: { open: 1 }, reserved: {} }
      return { ...lock, enums: { ...lock.enums, 'shop.v1.AskState': open } }
    },
  },
  {
    kind: 'variant-renamed',
    before: shape('type', circle, square),
    after: shape('type', circle, ['cube', 'Square']),
    edit: (lock) => {
      const entry = lock.messages['shop.v1.Shape']
      if (entry === undefined) return lock
      const { square: former, ...fields } = entry.fields
      const renamed = { ...entry, fields: { ...fields, ...(former && { cube: former }) } }
      return { ...lock, messages: { ...lock.messages, 'shop.v1.Shape': renamed } }
    },
    old: [{ shape: { type: 'circle', size: 'x' } }],
  },
]

export const choiceCases: readonly Case[] = [
  ...editedCases,
  {
    kind: 'variant-added',
    before: shape('type', circle, square),
    after: shape('type', circle, square, oval),
    old: [{ shape: { type: 'circle', size: 'x' } }],
    now: [{ shape: { type: 'oval', size: 'x' } }],
  },
  {
    kind: 'variant-removed',
    before: shape('type', circle, square, oval),
    after: shape('type', circle, square),
    old: [{ shape: { type: 'oval', size: 'x' } }],
    now: [{ shape: { type: 'circle', size: 'x' } }],
  },
  {
    kind: 'discriminator-renamed',
    before: shape('type', circle, square),
    after: shape('kind', circle, square),
    old: [{ shape: { type: 'circle', size: 'x' } }],
    now: [{ shape: { kind: 'circle', size: 'x' } }],
  },
  {
    kind: 'variant-renumbered',
    before: shape('type', circle, square),
    after: shape('type', square, circle),
    edit: (lock) => {
      const { 'shop.v1.Shape': _, ...messages } = lock.messages
      return { ...lock, messages }
    },
    old: [{ shape: { type: 'circle', size: 'x' } }],
    now: [{ shape: { type: 'circle', size: 'x' } }],
  },
  {
    kind: 'enum-value-added',
    before: state('open', 'shut'),
    after: state('open', 'shut', 'ajar'),
    old: [{ state: 'shut' }],
    now: [{ state: 'ajar' }],
  },
  {
    kind: 'enum-value-removed',
    before: state('open', 'shut', 'ajar'),
    after: state('open', 'shut'),
    old: [{ state: 'ajar' }],
    now: [{ state: 'shut' }],
  },
  {
    kind: 'enum-value-renumbered',
    before: state('open', 'shut'),
    after: state('shut', 'open'),
    edit: forgetEnums,
    old: [{ state: 'open' }],
    now: [{ state: 'open' }],
  },
  {
    kind: 'enum-became-numeric',
    before: state('open', 'shut'),
    after: ask({ state: Type.Enum([1, 2]) }),
  },
  {
    kind: 'enum-became-text',
    before: ask({ state: Type.Enum([1, 2]) }),
    after: state('open', 'shut'),
    edit: forgetEnums,
  },
  {
    kind: 'enum-value-added',
    before: level(0, 5),
    after: level(0, 5, 7),
    old: [{ level: 5 }],
    now: [{ level: 7 }],
  },
  {
    kind: 'constant-added',
    before: ask({}),
    after: ask({ type: Type.Literal('a') }),
    old: [{}],
    now: [{ type: 'a' }],
  },
  { kind: 'constant-removed', before: ask({ type: Type.Literal('a') }), after: ask({}) },
  {
    kind: 'constant-changed',
    before: ask({ type: Type.Literal('a') }),
    after: ask({ type: Type.Literal('b') }),
  },
]

const startsWith = (start: string) => Type.TemplateLiteral([Type.Literal(start), Type.String()])

/** What is deprecated, renamed or gone without a byte changing. */
export const quietCases: readonly Case[] = [
  {
    kind: 'field-deprecated',
    before: ask({ a: text }),
    after: ask({ a: Type.String({ deprecated: true }) }),
  },
  {
    kind: 'field-undeprecated',
    before: ask({ a: Type.String({ deprecated: true }) }),
    after: ask({ a: text }),
  },
  { kind: 'message-deprecated', before: ask({}), after: ask({}, { deprecated: true }) },
  { kind: 'message-undeprecated', before: ask({}, { deprecated: true }), after: ask({}) },
  {
    kind: 'message-renamed',
    before: ask({ a: Type.Object({}, { $id: 'Inner' }) }),
    after: ask({ a: Type.Object({}, { $id: 'Other', was: 'Inner' }) }),
  },
  {
    kind: 'message-removed',
    before: ask({ a: Type.Optional(Type.Object({}, { $id: 'Inner' })) }),
    after: ask({}),
  },
  {
    kind: 'message-added',
    before: ask({}),
    after: ask({ a: Type.Optional(Type.Object({}, { $id: 'Inner' })) }),
  },
  {
    kind: 'message-shape-changed',
    before: ask({ a: Type.Object({ item0: text }, { $id: 'Inner' }) }),
    after: ask({ a: Type.Tuple([text], { $id: 'Inner' }) }),
  },
  {
    kind: 'message-became-union',
    before: ask({ a: Type.Object({ text }, { $id: 'Inner' }) }),
    after: ask({ a: Type.Union([text, Type.Number()], { $id: 'Inner' }) }),
  },
  {
    kind: 'message-no-longer-union',
    before: ask({ a: Type.Union([text, Type.Number()], { $id: 'Inner' }) }),
    after: ask({ a: Type.Object({ text }, { $id: 'Inner' }) }),
  },
  {
    kind: 'enum-added',
    before: ask({}),
    after: ask({ state: Type.Optional(Type.Enum(['a', 'b'])) }),
  },
  {
    kind: 'enum-removed',
    before: ask({ state: Type.Optional(Type.Enum(['a', 'b'])) }),
    after: ask({}),
  },
  {
    kind: 'enum-renamed',
    before: ask({ state: Type.Enum(['a', 'b'], { $id: 'Old' }) }),
    after: ask({ state: Type.Enum(['a', 'b'], { $id: 'New' }) }),
  },
  {
    kind: 'enum-deprecated',
    before: state('a', 'b'),
    after: ask({ state: Type.Enum(['a', 'b'], { deprecated: true }) }),
  },
  {
    kind: 'enum-undeprecated',
    before: ask({ state: Type.Enum(['a', 'b'], { deprecated: true }) }),
    after: state('a', 'b'),
  },
  {
    kind: 'field-literal-changed',
    before: ask({ a: startsWith('a') }),
    after: ask({ a: startsWith('b') }),
  },
]
