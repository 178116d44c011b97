/**
 * trunkline.lock.json: the numbers that were ever given out.
 *
 * Committed with the schemas. One line per entry, ordered by number, so that two branches that both add a field meet
 * in a conflict on that line; one that slips through is found by its duplicate number.
 */

import type { Diagnostics } from '../diagnostics.js'

export interface LockedField {
  readonly n: number
  /** In protobuf's words: `string`, `repeated int32`, `map<string, chat.v1.User>`. */
  readonly type: string
}

export interface LockedMessage {
  readonly fields: Readonly<Record<string, LockedField>>
  /** Fields that are gone; neither their names nor their numbers come back by accident. */
  readonly reserved: Readonly<Record<string, LockedField>>
}

export interface LockedEnum {
  readonly values: Readonly<Record<string, number>>
  readonly reserved: Readonly<Record<string, number>>
}

export interface LockedMethod {
  readonly kind: string
  readonly request: string
  readonly response: string
}

export interface LockedService {
  readonly methods: Readonly<Record<string, LockedMethod>>
  readonly reserved: Readonly<Record<string, LockedMethod>>
}

export interface Lock {
  readonly lockVersion: 1
  readonly enums: Readonly<Record<string, LockedEnum>>
  readonly messages: Readonly<Record<string, LockedMessage>>
  readonly services: Readonly<Record<string, LockedService>>
}

/** An entry by name; names such as `constructor` and `toString` find nothing that every object has. */
export function own<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined
}

export const emptyLock: Lock = { lockVersion: 1, enums: {}, messages: {}, services: {} }

/** Reads a lock file's text; undefined after reporting what is wrong with it. */
export function parseLock(text: string, file: string, diagnostics: Diagnostics): Lock | undefined {
  const report = (message: string, remedy: string, line = 1) => {
    const content = text.split('\n')[line - 1] ?? ''
    const column = content.search(/\S|$/) + 1
    const place = { file, line, column, length: Math.max(1, content.length - column + 1) }
    diagnostics.add({ code: 'GEN_LOCK_INVALID', path: '', message, remedy, place })
    return undefined
  }
  const conflict = text.split('\n').findIndex((line) => /^\s*(<{7}|={7}|>{7})/.test(line))
  if (conflict >= 0) {
    return report(
      'the lock file has an unresolved merge conflict',
      'Keep the lines of both sides and give the newer field the next free number, then generate again.',
      conflict + 1,
    )
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return report('the lock file is not JSON', 'Restore it from version control.')
  }
  if (!isRecord(data) || data.lockVersion !== 1) {
    return report(
      'the lock file has a version that this generator does not know',
      'Use the version of trunkline that wrote it, or a newer one.',
    )
  }
  const problem = findShapeProblem(data)
  if (problem !== undefined) return report(problem, 'Restore the lock file from version control.')
  const lock = { ...emptyLock, ...data } as Lock // because findShapeProblem has looked at every entry
  const twin = findDuplicate(lock, text)
  if (twin === undefined) return lock
  return report(
    `${twin.owner} gives the number ${twin.number} to both ${twin.first} and ${twin.second}, as after a merge`,
    'Give the newer of the two the next free number; if neither is in use yet, delete one of the lines.',
    twin.line,
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function findShapeProblem(data: Readonly<Record<string, unknown>>): string | undefined {
  const parts = [
    { section: 'messages', keys: ['fields', 'reserved'], isEntry: isLockedField },
    { section: 'enums', keys: ['values', 'reserved'], isEntry: Number.isInteger },
    { section: 'services', keys: ['methods', 'reserved'], isEntry: isLockedMethod },
  ]
  for (const { section, keys, isEntry } of parts) {
    const entries = data[section] ?? {}
    if (!isRecord(entries)) return `the lock file's ${section} are not an object`
    for (const [name, entry] of Object.entries(entries)) {
      for (const key of keys) {
        const list = isRecord(entry) ? entry[key] : undefined
        if (!isRecord(list)) return `the lock file's entry ${name} has no ${key}`
        const bad = Object.keys(list).find((one) => !isEntry(list[one]))
        if (bad !== undefined) return `the lock file's entry ${name}.${bad} is not complete`
      }
    }
  }
  return undefined
}

function isLockedField(value: unknown): boolean {
  return isRecord(value) && Number.isInteger(value.n) && typeof value.type === 'string'
}

function isLockedMethod(value: unknown): boolean {
  if (!isRecord(value)) return false
  return [value.kind, value.request, value.response].every((one) => typeof one === 'string')
}

interface Duplicate {
  readonly owner: string
  readonly number: number
  readonly first: string
  readonly second: string
  readonly line: number
}

function findDuplicate(lock: Lock, text: string): Duplicate | undefined {
  for (const [owner, { fields, reserved }] of Object.entries(lock.messages)) {
    const numbers = Object.entries({ ...reserved, ...fields }).map(
      ([name, { n }]) => [name, n] as const,
    )
    const twin = findTwin(owner, numbers, text)
    if (twin !== undefined) return twin
  }
  for (const [owner, { values, reserved }] of Object.entries(lock.enums)) {
    const twin = findTwin(owner, Object.entries({ ...reserved, ...values }), text)
    if (twin !== undefined) return twin
  }
  return undefined
}

function findTwin(
  owner: string,
  numbers: readonly (readonly [name: string, number: number])[],
  text: string,
): Duplicate | undefined {
  const seen = new Map<number, string>()
  for (const [second, number] of numbers) {
    const first = seen.get(number)
    if (first !== undefined)
      return { owner, number, first, second, line: lineOf(text, owner, second) }
    seen.set(number, second)
  }
  return undefined
}

function lineOf(text: string, owner: string, name: string): number {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.includes(`${JSON.stringify(owner)}:`))
  const offset = lines.slice(start).findIndex((line) => line.includes(`${JSON.stringify(name)}:`))
  return start < 0 || offset < 0 ? 1 : start + offset + 1
}

/** The lock file's text: stable to the byte for equal contents. */
export function printLock(lock: Lock): string {
  const sections = [
    ['enums', printSection(lock.enums, 'values')],
    ['messages', printSection(lock.messages, 'fields')],
    ['services', printSection(lock.services, 'methods')],
  ]
  const body = sections.map(([name, text]) => `  "${name}": ${text}`).join(',\n')
  return `{\n  "lockVersion": 1,\n${body}\n}\n`
}

function printSection(entries: Readonly<Record<string, object>>, list: string): string {
  const names = Object.keys(entries).sort()
  if (names.length === 0) return '{}'
  const lines = names.map((name) => {
    const entry = entries[name] ?? {}
    const current = printEntries(Reflect.get(entry, list))
    const reserved = printEntries(Reflect.get(entry, 'reserved'))
    return `    ${JSON.stringify(name)}: {\n      "${list}": ${current},\n      "reserved": ${reserved}\n    }`
  })
  return `{\n${lines.join(',\n')}\n  }`
}

function printEntries(entries: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(entries)
  if (keys.length === 0) return '{}'
  const lines = keys
    .sort((a, b) => orderOf(entries[a]) - orderOf(entries[b]) || (a < b ? -1 : 1))
    .map((key) => `        ${JSON.stringify(key)}: ${printEntry(entries[key])}`)
  return `{\n${lines.join(',\n')}\n      }`
}

function orderOf(entry: unknown): number {
  if (typeof entry === 'number') return entry
  return isRecord(entry) && typeof entry.n === 'number' ? entry.n : 0
}

function printEntry(entry: unknown): string {
  if (!isRecord(entry)) return JSON.stringify(entry)
  const parts = Object.entries(entry).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`)
  return `{ ${parts.join(', ')} }`
}
