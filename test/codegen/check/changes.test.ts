import Type, { type TProperties, type TSchema } from 'typebox'
import { afterAll, describe, expect, it } from 'vitest'
import { compareStates } from '../../../codegen/check/compare.js'
import {
  type ChangeKind,
  changeKinds,
  type Effect,
  kindOfChange,
} from '../../../codegen/check/kinds.js'
import { stateOfLock } from '../../../codegen/check/state.js'
import type { Rule } from '../../../codegen/model/model.js'
import { type AnyRpc, bytes, int64, rpc, service, timestamp } from '../../../schemas/index.js'
import { choiceCases, quietCases } from './choice-changes.js'
import { type Case, numberCases, presenceCases, typeCases } from './field-changes.js'
import { ruleCases } from './rule-changes.js'
import { serviceCases } from './service-changes.js'
import { changesBetween, codecOf, readAll, removeVersions, versionOf } from './versions.js'

const effects: readonly Effect[] = [
  'oldToNew',
  'newToOld',
  'checkOldToNew',
  'checkNewToOld',
  'clients',
  'servers',
  'json',
  'source',
]

const shop = (ask: Case['before']) => ({
  Shop: service('shop.v1.Shop', { ask: rpc(ask, ask) }),
})

/** Both versions of a case, the second numbered after the first; reservations come from a field that is gone. */
function versions({ kind, before, after, edit = (lock) => lock }: Case) {
  const former = needsFormer.has(kind) ? versionOf(shop(withFormer(before))) : undefined
  const old = versionOf(shop(before), former?.lock)
  return { old, now: versionOf(shop(after), edit(old.lock)) }
}

const needsFormer = new Set<ChangeKind>([
  'field-restored',
  'field-number-reused',
  'field-reservation-dropped',
])

function withFormer(before: Case['before']): Case['before'] {
  const a = Type.String()
  return Type.Object({ a, ...before.properties }, { $id: 'Ask' })
}

const messageCases = [
  presenceCases,
  numberCases,
  typeCases,
  ruleCases,
  choiceCases,
  quietCases,
].flat()

afterAll(removeVersions)

describe('trunkline check', () => {
  it.each(messageCases.map((one) => [one.kind, one] as const))(
    'recognises %s in a message',
    (kind, one) => {
      const { old, now } = versions(one)
      const changes = changesBetween(old, now)
      expect(changes.map((change) => change.kind)).toContain(kind)
      expect(changesBetween(now, now)).toEqual([])
    },
  )

  const proved = messageCases.filter((one) => one.old !== undefined || one.now !== undefined)
  it.each(proved.map((one) => [one.kind, one] as const))(
    'is right about what %s does, as old and new generated code show',
    async (_, one) => {
      const { old, now } = versions(one)
      const [oldCodec, newCodec] = [await codecOf(old), await codecOf(now)]
      const forward = readAll(one.old ?? [], oldCodec, newCodec)
      const mayBeAbsent = Object.keys(one.before.properties).filter(
        (key) => one.after.required?.includes(key) !== true,
      )
      const backward = readAll(one.now ?? [], newCodec, oldCodec, mayBeAbsent)
      const found = changesBetween(old, now).flatMap(({ kind }) => kindOfChange(kind).effects)
      const claimed = (effect: Effect) => found.includes(effect)
      if (one.old !== undefined)
        expect(forward).toEqual({
          decoding: claimed('oldToNew'),
          checking: claimed('checkOldToNew'),
        })
      if (one.now !== undefined)
        expect(backward).toEqual({
          decoding: claimed('newToOld'),
          checking: claimed('checkNewToOld'),
        })
    },
  )

  it.each(serviceCases.map((one) => [one.kind, one] as const))(
    'recognises %s in a service',
    (kind, { before, after }) => {
      const old = versionOf(before)
      const now = versionOf(after, old.lock)
      expect(changesBetween(old, now).map((change) => change.kind)).toContain(kind)
      expect(changesBetween(now, now)).toEqual([])
    },
  )

  it('has a case for every kind of change', () => {
    const tested = new Set<string>([...messageCases, ...serviceCases].map((one) => one.kind))
    // These are tried below.
    const elsewhere = ['enum-number-reused', 'list-rule-changed', 'message-rule-changed']
    expect(
      Object.keys(changeKinds)
        .filter((kind) => !tested.has(kind))
        .sort(),
    ).toEqual(elsewhere.sort())
    expect(tested.size).toBeGreaterThanOrEqual(60)
  })

  it('recognises a number that an enum value had before', () => {
    const level = (one: number) =>
      versionOf(shop(Type.Object({ level: Type.Enum([one, 1]) }, { $id: 'Ask' })))
    const old = level(1)
    const [name = ''] = old.state.enums.keys()
    const entry = { values: { '1': 1 }, reserved: { former: 2 } }
    const before = stateOfLock({ ...old.lock, enums: { [name]: entry } })
    const changes = compareStates(before, level(2).state)
    expect(changes.map((change) => change.kind)).toContain('enum-number-reused')
  })

  it('recognises a changed rule of a list, and of a message, that is neither tighter nor looser', () => {
    // No rule of today is one for either: their rules are all bounds.
    const state = (limit: string) => {
      const { state: made } = versionOf(
        shop(Type.Object({ a: Type.Array(Type.String()) }, { $id: 'Ask' })),
      )
      const rule: Rule = {
        keyword: 'pattern',
        limit,
        text: `must be like ${limit}`,
        guaranteed: false,
      }
      const messages = [...made.messages].map(([name, message]) => {
        const fields = message.fields.map((field) => ({ ...field, listRules: [rule] }))
        return [name, { ...message, fields, rules: [rule] }] as const
      })
      return { ...made, messages: new Map(messages) }
    }
    const changes = compareStates(state('/a/u'), state('/b/u'))
    expect(changes.map(({ kind, message, breaks }) => ({ kind, message, breaks }))).toEqual([
      {
        kind: 'message-rule-changed',
        message: 'it must be like /a/u, and now must be like /b/u',
        breaks: ['old clients', 'old servers'],
      },
      {
        kind: 'list-rule-changed',
        message: 'it must be like /a/u, and now must be like /b/u',
        breaks: ['old clients', 'old servers'],
      },
    ])
    expect(compareStates(state('/a/u'), state('/a/u'))).toEqual([])
  })

  it('says who is harmed by where a message travels', () => {
    const Ask = (properties: TProperties) => Type.Object(properties, { $id: 'Ask' })
    const Empty = Type.Object({}, { $id: 'Empty' })
    const [less, more] = [Ask({}), Ask({ at: timestamp() })]
    const breaks = (before: AnyRpc, after: AnyRpc) => {
      const old = versionOf({ Shop: service('shop.v1.Shop', { ask: before }) })
      const now = versionOf({ Shop: service('shop.v1.Shop', { ask: after }) }, old.lock)
      return changesBetween(old, now).map((change) => change.breaks)
    }
    expect(breaks(rpc(less, Empty), rpc(more, Empty))).toEqual([['old clients', 'source']])
    expect(breaks(rpc(Empty, less), rpc(Empty, more))).toEqual([['old servers', 'source']])
    expect(breaks(rpc(more, Empty), rpc(less, Empty))).toEqual([['old servers', 'JSON', 'source']])
    expect(breaks(rpc(Empty, more), rpc(Empty, less))).toEqual([['old clients', 'JSON', 'source']])
  })

  it('says what old programs read of a field that is gone', () => {
    const gone = (a: TSchema) => {
      const old = versionOf(shop(Type.Object({ a }, { $id: 'Ask' })))
      return changesBetween(old, versionOf(shop(Type.Object({}, { $id: 'Ask' })), old.lock))[0]
    }
    const read = [
      [Type.String(), "''"],
      [Type.Integer(), '0'],
      [Type.Number(), '0'],
      [Type.Enum([0, 1]), '0'],
      [int64(), '0n'],
      [Type.Boolean(), 'false'],
      [bytes(), 'no bytes'],
      [Type.Array(Type.String()), 'an empty list'],
      [Type.Record(Type.String(), Type.String()), 'an empty map'],
    ] as const
    for (const [schema, value] of read)
      expect(gone(schema)).toMatchObject({
        kind: 'field-removed-default-read',
        severity: 'wire',
        message: `it is gone, and older programs read ${value} instead, as if it had been sent`,
      })
    for (const schema of [
      Type.Optional(Type.String()),
      Type.Union([Type.String(), Type.Null()]),
      Type.Optional(Type.Array(Type.String())),
    ])
      expect(gone(schema)).toMatchObject({ kind: 'field-removed', severity: 'json' })
  })

  it('asks whether a field that is gone was renamed, where a new one has its type', () => {
    const advice = (before: TProperties, after: TProperties) => {
      const old = versionOf(shop(Type.Object(before, { $id: 'Ask' })))
      const now = versionOf(shop(Type.Object(after, { $id: 'Ask' })), old.lock)
      return changesBetween(old, now).find(({ kind }) => kind.startsWith('field-removed'))?.instead
    }
    const keep = 'Keep it, deprecated, and go on sending it until no old program reads it.'
    const [text, whole] = [Type.String(), Type.Integer()]
    expect(advice({ size: whole }, { length: whole })).toBe(
      `Renamed? Write was: 'size' on the new field length. Otherwise: ${keep}`,
    )
    expect(advice({ size: whole }, { length: text })).toBe(keep)
    expect(advice({ size: whole, length: whole }, { length: whole })).toBe(keep)
    expect(advice({ at: timestamp() }, { when: timestamp() })).toContain("Write was: 'at'")
    expect(
      advice({ at: Type.Optional(timestamp()) }, { when: Type.Optional(timestamp()) }),
    ).toContain("Write was: 'at' on the new field when. Otherwise: Keep it, deprecated")
  })

  it('does not count rules of responses, which receivers do not check', () => {
    const Empty = Type.Object({}, { $id: 'Empty' })
    const answer = (maxLength: number) =>
      rpc(Empty, Type.Object({ a: Type.String({ maxLength }) }, { $id: 'Ask' }))
    const old = versionOf({ Shop: service('shop.v1.Shop', { ask: answer(3) }) })
    const now = versionOf({ Shop: service('shop.v1.Shop', { ask: answer(2) }) }, old.lock)
    expect(changesBetween(old, now)).toMatchObject([
      { kind: 'field-rule-tightened', severity: 'safe', breaks: [] },
    ])
  })

  it('says what to do about every change that harms somebody', () => {
    for (const kind of Object.keys(changeKinds)) {
      const { effects: own, instead } = kindOfChange(kind as ChangeKind) // because these are its keys
      for (const effect of own) expect(effects).toContain(effect)
      if (own.length === 0) expect(instead).toBe('')
      else expect(instead).toMatch(/^[A-Z].*\.$/)
    }
  })
})
