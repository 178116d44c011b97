/** Changes of messages: two versions of Ask, the kind of change, and values that show what it does. */

import Type, { type TObject, type TProperties } from 'typebox'
import type { ChangeKind } from '../../../codegen/check/kinds.js'
import type { Lock } from '../../../codegen/lock/lock-file.js'
import { bytes, int32, int64, sint32, timestamp, uint32 } from '../../../schemas/index.js'

export interface Case {
  readonly kind: ChangeKind
  readonly before: TObject
  readonly after: TObject
  /** Values of the old version, and of the new one, that bring the effects about, if anything does. */
  readonly old?: readonly unknown[]
  readonly now?: readonly unknown[]
  /** What somebody did to the lock file in between. */
  readonly edit?: (lock: Lock) => Lock
}

export const ask = (properties: TProperties, options: object = {}): TObject =>
  Type.Object(properties, { $id: 'Ask', ...options })

/** The lock without what it says of Ask. */
const forget = (lock: Lock): Lock => {
  const { 'shop.v1.Ask': _, ...messages } = lock.messages
  return { ...lock, messages }
}

const dropReserved = (lock: Lock): Lock => {
  const entry = lock.messages['shop.v1.Ask']
  if (entry === undefined) return lock
  return { ...lock, messages: { ...lock.messages, 'shop.v1.Ask': { ...entry, reserved: {} } } }
}

export const text = Type.String()
export const optional = Type.Optional(text)
const nullable = Type.Union([text, Type.Null()])
const when = new Date(5)

export const presenceCases: readonly Case[] = [
  { kind: 'field-added', before: ask({}), after: ask({ a: text }), old: [{}], now: [{ a: 'x' }] },
  {
    kind: 'field-added-required',
    before: ask({}),
    after: ask({ at: timestamp() }),
    old: [{}],
    now: [{ at: when }],
  },
  {
    kind: 'field-added-default-refused',
    before: ask({}),
    after: ask({ a: Type.String({ minLength: 1 }) }),
    old: [{}],
    now: [{ a: 'x' }],
  },
  {
    kind: 'field-removed',
    before: ask({ a: optional }),
    after: ask({}),
    old: [{ a: 'x' }, {}],
    now: [{}],
  },
  {
    kind: 'field-removed',
    before: ask({ a: nullable }),
    after: ask({}),
    old: [{ a: 'x' }, { a: null }],
    now: [{}],
  },
  ...(
    [
      [text, 'x'],
      [Type.Integer(), 5],
      [int64(), 5n],
      [Type.Boolean(), true],
      [bytes(), Uint8Array.of(5)],
      [Type.Enum([0, 1]), 1],
      [Type.Array(text), ['x']],
      [Type.Record(text, text), { x: 'y' }],
    ] as const
  ).map(
    ([a, value]): Case => ({
      kind: 'field-removed-default-read',
      before: ask({ a }),
      after: ask({}),
      old: [{ a: value }],
      now: [{}],
    }),
  ),
  {
    kind: 'field-removed-required',
    before: ask({ at: timestamp() }),
    after: ask({}),
    old: [{ at: when }],
    now: [{}],
  },
  {
    kind: 'field-made-required',
    before: ask({ at: Type.Optional(timestamp()) }),
    after: ask({ at: timestamp() }),
    old: [{}, { at: when }],
    now: [{ at: when }],
  },
  {
    kind: 'field-made-optional',
    before: ask({ at: timestamp() }),
    after: ask({ at: Type.Optional(timestamp()) }),
    old: [{ at: when }],
    now: [{}, { at: when }],
  },
  {
    kind: 'field-absence-told-apart',
    before: ask({ a: text }),
    after: ask({ a: optional }),
    old: [{ a: 'x' }, { a: '' }],
    now: [{ a: 'x' }, { a: '' }, {}],
  },
  {
    kind: 'field-absence-told-apart',
    before: ask({ a: Type.String({ minLength: 1 }) }),
    after: ask({ a: Type.Optional(Type.String({ minLength: 1 })) }),
    old: [{ a: 'x' }],
    now: [{ a: 'x' }, {}],
  },
  {
    kind: 'field-absence-forgotten',
    before: ask({ a: optional }),
    after: ask({ a: text }),
    old: [{ a: 'x' }, {}],
    now: [{ a: 'x' }],
  },
  {
    kind: 'field-absence-forgotten-default-refused',
    before: ask({ a: Type.Optional(Type.String({ minLength: 1 })) }),
    after: ask({ a: Type.String({ minLength: 1 }) }),
    old: [{ a: 'x' }, {}],
    now: [{ a: 'x' }],
  },
  {
    kind: 'field-absence-respelled',
    before: ask({ a: nullable }),
    after: ask({ a: optional }),
    old: [{ a: 'x' }],
    now: [{}, { a: 'x' }],
  },
]

export const numberCases: readonly Case[] = [
  {
    kind: 'field-restored',
    before: ask({ b: text }),
    after: ask({ a: Type.String({ field: 1 }), b: text }),
    old: [{ b: 'x' }],
    now: [{ a: 'x', b: 'y' }],
  },
  {
    kind: 'field-renamed',
    before: ask({ a: text }),
    after: ask({ b: Type.String({ was: 'a' }) }),
    old: [{ a: 'x' }],
    now: [{ b: 'x' }],
  },
  {
    kind: 'field-respelled',
    before: ask({ fooBar: text }),
    after: ask({ foo_bar: text }),
    old: [{ fooBar: 'x' }],
    now: [{ foo_bar: 'x' }],
  },
  {
    kind: 'field-renumbered',
    before: ask({ a: text, b: text }),
    after: ask({ b: text, a: text }),
    edit: forget,
    old: [{ a: 'x', b: 'y' }],
    now: [{ a: 'x', b: 'y' }],
  },
  {
    kind: 'field-replaced',
    before: ask({ a: text, c: text }),
    after: ask({ b: timestamp(), c: text }),
    edit: forget,
    old: [{ a: 'x', c: 'y' }],
    now: [{ b: when, c: 'y' }],
  },
  {
    kind: 'field-reservation-dropped',
    before: ask({ b: text }),
    after: ask({ b: text }),
    edit: dropReserved,
  },
  {
    kind: 'field-number-reused',
    before: ask({ b: text }),
    after: ask({ b: text, c: timestamp({ field: 1 }) }),
    edit: dropReserved,
  },
]

export const typeCases: readonly Case[] = [
  {
    kind: 'field-type-changed',
    before: ask({ a: text }),
    after: ask({ a: Type.Number() }),
    old: [{ a: 'x' }],
    now: [{ a: 5 }],
  },
  {
    kind: 'field-type-changed',
    before: ask({ a: int32() }),
    after: ask({ a: sint32() }),
    old: [{ a: 5 }],
    now: [{ a: 5 }],
  },
  {
    kind: 'field-widened',
    before: ask({ a: int32() }),
    after: ask({ a: Type.Integer() }),
    old: [{ a: -5 }, { a: 2 ** 31 - 1 }],
    now: [{ a: 2 ** 40 }],
  },
  {
    kind: 'field-widened',
    before: ask({ a: Type.Boolean() }),
    after: ask({ a: uint32() }),
    now: [{ a: 7 }],
  },
  {
    kind: 'field-narrowed',
    before: ask({ a: Type.Integer() }),
    after: ask({ a: int32() }),
    old: [{ a: 2 ** 40 }],
    now: [{ a: -5 }],
  },
  {
    kind: 'field-sign-changed',
    before: ask({ a: int32() }),
    after: ask({ a: uint32() }),
    old: [{ a: -5 }],
    now: [{ a: 2 ** 32 - 1 }],
  },
  {
    kind: 'field-text-to-bytes',
    before: ask({ a: text }),
    after: ask({ a: bytes() }),
    now: [{ a: Uint8Array.of(0xff) }],
  },
  {
    kind: 'field-bytes-to-text',
    before: ask({ a: bytes() }),
    after: ask({ a: text }),
    old: [{ a: Uint8Array.of(0xff) }],
  },
  {
    kind: 'field-became-list',
    before: ask({ a: text }),
    after: ask({ a: Type.Array(text) }),
    old: [{ a: 'x' }],
    now: [{ a: ['x', 'y'] }],
  },
  {
    kind: 'field-no-longer-list',
    before: ask({ a: Type.Array(text) }),
    after: ask({ a: text }),
    old: [{ a: ['x', 'y'] }],
    now: [{ a: 'x' }],
  },
  {
    kind: 'field-became-map',
    before: ask({ a: Type.Array(text) }),
    after: ask({ a: Type.Record(text, text) }),
    old: [{ a: ['x'] }],
    now: [{ a: { x: 'y' } }],
  },
  {
    kind: 'field-no-longer-map',
    before: ask({ a: Type.Record(text, text) }),
    after: ask({ a: Type.Array(text) }),
    old: [{ a: { x: 'y' } }],
    now: [{ a: ['x'] }],
  },
  {
    kind: 'map-key-changed',
    before: ask({ a: Type.Record(text, text) }),
    after: ask({ a: Type.Record(Type.Integer(), text) }),
    old: [{ a: { 5: 'y' } }],
    now: [{ a: { 5: 'y' } }],
  },
  {
    kind: 'field-js-type-changed',
    before: ask({ a: Type.Integer() }),
    after: ask({ a: int64() }),
    old: [{ a: 5 }],
    now: [{ a: 5n }],
  },
  {
    kind: 'field-type-renamed',
    before: ask({ a: Type.Object({ b: text }, { $id: 'Inner' }) }),
    after: ask({ a: Type.Object({ b: text }, { $id: 'Other' }) }),
    old: [{ a: { b: 'x' } }],
    now: [{ a: { b: 'x' } }],
  },
]
