/** Compares two versions of an enum: its values by name and by number. */

import { own } from '../lock/lock-file.js'
import type { Changes, Travels } from './changes.js'
import type { ChangeKind } from './kinds.js'
import type { EnumState } from './state.js'

type Report = (kind: ChangeKind, message: string, value?: string) => void

export function compareEnum(
  before: EnumState,
  after: EnumState,
  changes: Changes,
  travels: Travels,
): void {
  const report: Report = (kind, message, value) => {
    const path = value === undefined ? after.name : `${after.name}.${value}`
    changes.add(kind, { path, place: after.place }, message, travels)
  }
  if (!before.deprecated && after.deprecated) report('enum-deprecated', 'it is now deprecated')
  if (before.deprecated && !after.deprecated)
    report('enum-undeprecated', 'it is no longer deprecated')
  if (!before.isNumeric && after.isNumeric)
    report('enum-became-numeric', 'its values were strings and are now numbers')
  if (before.isNumeric && !after.isNumeric)
    report('enum-became-text', 'its values were numbers and are now strings')
  for (const [key, number] of Object.entries(before.values))
    compareOldValue(key, number, before, after, report)
  for (const [key, number] of Object.entries(after.values))
    compareNewValue(key, number, before, report)
  for (const [key, number] of Object.entries(before.reserved)) {
    if (holds(after.values, number) || holds(after.reserved, number)) continue
    report('enum-reservation-dropped', `its former number ${number} is no longer reserved`, key)
  }
}

function compareOldValue(
  key: string,
  number: number,
  before: EnumState,
  after: EnumState,
  report: Report,
): void {
  const now = own(after.values, key)
  if (now === number) return
  if (now !== undefined) {
    report('enum-value-renumbered', `its number was ${number} and is now ${now}`, key)
    return
  }
  const heir = Object.keys(after.values).find((one) => after.values[one] === number)
  if (heir !== undefined) {
    if (own(before.values, heir) === undefined)
      report('enum-value-renamed', `the value ${number} was called ${key}`, heir)
    return
  }
  report('enum-value-removed', 'the value is gone', key)
  if (!holds(after.reserved, number))
    report('enum-reservation-dropped', `its number ${number} is not reserved`, key)
}

function compareNewValue(key: string, number: number, before: EnumState, report: Report): void {
  if (own(before.values, key) !== undefined || holds(before.values, number)) return
  const former = Object.keys(before.reserved).find((one) => before.reserved[one] === number)
  if (former !== undefined && former !== key)
    report('enum-number-reused', `its number ${number} was that of ${former}`, key)
  else report('enum-value-added', 'the value is new', key)
}

function holds(values: Readonly<Record<string, number>>, number: number): boolean {
  return Object.values(values).includes(number)
}
