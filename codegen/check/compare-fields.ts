/** Compares the fields of two versions of a message. */

import { isCompatible } from '../lock/wire-type.js'
import type { Changes, Travels } from './changes.js'
import { namedIn } from './changes.js'
import { compareRules, refusesDefault } from './compare-rules.js'
import type { ChangeKind } from './kinds.js'
import type { FieldState } from './state.js'

export interface FieldContext {
  readonly changes: Changes
  readonly travels: Travels
  readonly path: string
  /** Notes that two types now stand for each other; false when they are neither messages nor enums. */
  readonly pair: (before: string, after: string) => boolean
}

type Report = (kind: ChangeKind, message: string) => void

export function compareField(before: FieldState, after: FieldState, context: FieldContext): void {
  const subject = { path: context.path, place: after.place }
  const report: Report = (kind, message) =>
    context.changes.add(kind, subject, message, context.travels)
  if (before.protoName === after.protoName && before.key !== after.key) {
    // A lock file knows protobuf's spelling only.
    if (before.presence !== undefined) report('field-respelled', `it was spelled ${before.key}`)
  }
  const isSameType = compareTypes(before, after, context, report)
  if (before.deprecated !== after.deprecated) {
    if (after.deprecated) report('field-deprecated', 'it is now deprecated')
    else report('field-undeprecated', 'it is no longer deprecated')
  }
  if (before.presence === undefined) return
  comparePresence(before, after, report)
  if (!isSameType) return
  compareJs(before, after, report)
  for (const { how, message } of compareRules(before.rules, after.rules))
    report(`field-rule-${how}`, message)
  for (const { how, message } of compareRules(before.listRules, after.listRules))
    report(`list-rule-${how}`, message)
}

/** @returns whether rules and JavaScript types can still be compared */
function compareTypes(
  before: FieldState,
  after: FieldState,
  context: FieldContext,
  report: Report,
): boolean {
  const [old, now] = [before, after].map(({ type }) => type.replace(/^optional /, ''))
  if (old === undefined || now === undefined || old === now) return true
  const message = `its type was ${old} and is now ${now}`
  const kind = containerChange(old, now)
  if (kind !== undefined) {
    report(kind, message)
    return false
  }
  const [from, to] = [namedIn(old), namedIn(now)]
  if (context.pair(from, to)) {
    report('field-type-renamed', message)
    return true
  }
  report(scalarChange(from, to), message)
  return false
}

function containerChange(old: string, now: string): ChangeKind | undefined {
  const [oldKey, nowKey] = [old, now].map((type) => /^map<(\w+),/.exec(type)?.[1])
  if (oldKey !== nowKey) {
    if (oldKey === undefined) return 'field-became-map'
    return nowKey === undefined ? 'field-no-longer-map' : 'map-key-changed'
  }
  const [wasList, isList] = [old, now].map((type) => type.startsWith('repeated '))
  if (wasList === isList) return undefined
  return isList === true ? 'field-became-list' : 'field-no-longer-list'
}

/** What fits into what, among types that share an encoding. */
const wider: Readonly<Record<string, readonly string[]>> = {
  bool: ['int32', 'uint32', 'int64', 'uint64'],
  int32: ['int64'],
  uint32: ['int64', 'uint64'],
  sint32: ['sint64'],
}

function scalarChange(from: string, to: string): ChangeKind {
  if (from === 'string' && to === 'bytes') return 'field-text-to-bytes'
  if (from === 'bytes' && to === 'string') return 'field-bytes-to-text'
  if (!isCompatible(from, to)) return 'field-type-changed'
  if (wider[from]?.includes(to) === true) return 'field-widened'
  return wider[to]?.includes(from) === true ? 'field-narrowed' : 'field-sign-changed'
}

const javaScriptTypes = new Set(['string', 'boolean', 'number', 'bigint', 'bytes'])

function compareJs({ js: old }: FieldState, { js: now }: FieldState, report: Report): void {
  if (old === now || old === undefined || now === undefined) return
  const isPlain = javaScriptTypes.has(old) && javaScriptTypes.has(now)
  const kind = isPlain ? 'field-js-type-changed' : 'field-literal-changed'
  report(kind, `in TypeScript it was ${old} and is now ${now}`)
}

function comparePresence(before: FieldState, after: FieldState, report: Report): void {
  const [old, now] = [before.presence, after.presence]
  if (old === now || old === undefined || now === undefined) return
  if (now === 'required') report('field-made-required', 'it may no longer be absent')
  else if (old === 'required') report('field-made-optional', `it may now be ${absence(now)}`)
  else if (old === 'implicit') {
    const message = `it may now be ${absence(now)}, which older programs take for its default`
    report('field-absence-told-apart', message)
  } else if (now === 'implicit') {
    const kind = refusesDefault(after)
      ? 'field-absence-forgotten-default-refused'
      : 'field-absence-forgotten'
    report(kind, 'it may no longer be absent; where older programs leave it out it has its default')
  } else {
    report('field-absence-respelled', `it was ${absence(old)} and is now ${absence(now)}`)
  }
}

function absence(presence: FieldState['presence']): string {
  return presence === 'nullable' ? 'null' : 'absent'
}
