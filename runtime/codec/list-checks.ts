/**
 * Checks of lists of the most common items, quickly where nothing is wrong: each has a loop of its own, since a check that
 * is called through a variable is not compiled into the loop.
 */

import {
  checkArray,
  checkInt32,
  checkInteger,
  checkNumber,
  checkString,
  checkUint32,
} from './checks.js'
import type { Issues } from './issues.js'
import { checkItems } from './nested-checks.js'

export function checkStrings(list: unknown, issues: Issues, path: string): void {
  if (!checkArray(list, issues, path)) return
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    if (typeof item === 'string' && item.isWellFormed()) continue
    checkItems(list, checkString, issues, path)
    return
  }
}

export function checkNumbers(list: unknown, issues: Issues, path: string): void {
  if (!checkArray(list, issues, path)) return
  for (let i = 0; i < list.length; i++) {
    if (Number.isFinite(list[i])) continue
    checkItems(list, checkNumber, issues, path)
    return
  }
}

export function checkIntegers(list: unknown, issues: Issues, path: string): void {
  if (!checkArray(list, issues, path)) return
  for (let i = 0; i < list.length; i++) {
    if (Number.isSafeInteger(list[i])) continue
    checkItems(list, checkInteger, issues, path)
    return
  }
}

export function checkInt32s(list: unknown, issues: Issues, path: string): void {
  if (!checkArray(list, issues, path)) return
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    if (typeof item === 'number' && (item | 0) === item) continue
    checkItems(list, checkInt32, issues, path)
    return
  }
}

export function checkUint32s(list: unknown, issues: Issues, path: string): void {
  if (!checkArray(list, issues, path)) return
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    if (typeof item === 'number' && item >>> 0 === item) continue
    checkItems(list, checkUint32, issues, path)
    return
  }
}
