/** Two versions of a schema: their states, and their generated code run against each other. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Change } from '../../../codegen/check/changes.js'
import { compareStates } from '../../../codegen/check/compare.js'
import { type State, stateOfModels } from '../../../codegen/check/state.js'
import { Diagnostics } from '../../../codegen/diagnostics.js'
import { printFile } from '../../../codegen/emit/files.js'
import { allotNumbers } from '../../../codegen/lock/allot-numbers.js'
import { emptyLock, type Lock } from '../../../codegen/lock/lock-file.js'
import { buildFiles } from '../../../codegen/model/build-files.js'
import type { FileModel } from '../../../codegen/model/model.js'
import { Sources } from '../../../codegen/typescript.js'
import type { MessageCodec } from '../../../runtime/codec/message-codec.js'
import { decode, encode, violations } from '../../support/codec-bytes.js'

export interface Version {
  readonly state: State
  readonly lock: Lock
  readonly models: readonly FileModel[]
}

/** @param before the lock of the version before; what the generator would refuse is let through */
export function versionOf(exports: Readonly<Record<string, unknown>>, before = emptyLock): Version {
  const diagnostics = new Diagnostics()
  const modules = [{ file: '/shop.schema.ts', isSchemaFile: true, exports }]
  const models = buildFiles(modules, new Sources(), diagnostics)
  if (diagnostics.count > 0) throw new Error(diagnostics.all.map((one) => one.message).join('\n'))
  const lock = allotNumbers(models, before, diagnostics)
  return { state: stateOfModels(models, lock), lock, models }
}

export function changesBetween(before: Version, after: Version): readonly Change[] {
  return compareStates(before.state, after.state)
}

const folder = mkdtempSync(path.join(tmpdir(), 'trunkline-versions-'))
let printed = 0

export function removeVersions(): void {
  rmSync(folder, { recursive: true, force: true })
}

/** The codec of the message Ask, as generated. */
export async function codecOf({ models }: Version): Promise<MessageCodec<unknown>> {
  const [model] = models
  if (model === undefined) throw new Error('nothing was built')
  mkdirSync(folder, { recursive: true })
  const output = path.join(folder, `version${printed++}.ts`)
  writeFileSync(output, printFile(model, { runtime: 'trunkline/gen', output, outputs: new Map() }))
  const generated = (await import(output)) as { Ask: MessageCodec<unknown> } // because every version has one
  return generated.Ask
}

export interface Reading {
  /** Whether a value was refused or misread by the decoder, or read where the sender has none. */
  decoding: boolean
  /** Whether a value was decoded and then refused by the rules. */
  checking: boolean
}

/**
 * What the receiver's code makes of values that the sender's code has written.
 *
 * @param mayBeAbsent properties that the sender may leave out
 */
export function readAll(
  values: readonly unknown[],
  sender: MessageCodec<unknown>,
  receiver: MessageCodec<unknown>,
  mayBeAbsent: readonly string[] = [],
): Reading {
  const reading: Reading = { decoding: false, checking: false }
  for (const value of values) {
    const own = violations(sender, value)
    if (own.length > 0) throw new Error(`the sample is not valid: ${own.join()}`)
    let read: unknown
    try {
      read = decode(receiver, encode(sender, value))
    } catch {
      reading.decoding = true
      continue
    }
    const isInvented = mayBeAbsent.some((key) => !hasOwn(value, key) && isDefault(key, read))
    if (!isSame(value, read) || isInvented) reading.decoding = true
    else if (violations(receiver, read).length > 0) reading.checking = true
  }
  return reading
}

function hasOwn(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

/** Whether a property that nobody sent has a value for the reader all the same. One under a new name has what was sent. */
function isDefault(key: string, read: unknown): boolean {
  if (typeof read !== 'object' || read === null) return false
  const value: unknown = Reflect.get(read, key)
  if (value instanceof Uint8Array) return value.length === 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === '' || value === 0 || value === 0n || value === false
}

/** Whether properties that both sides know have the same values; new, lost and renamed ones do not count. */
function isSame(sent: unknown, read: unknown, isInner = false): boolean {
  if (sent instanceof Uint8Array || read instanceof Uint8Array)
    return Buffer.compare(Buffer.from(sent as Uint8Array), Buffer.from(read as Uint8Array)) === 0 // because a mismatch throws, or differs
  if (Array.isArray(sent) || Array.isArray(read)) {
    if (!Array.isArray(sent) || !Array.isArray(read) || sent.length !== read.length) return false
    return sent.every((item, index) => isSame(item, read[index], true))
  }
  if (typeof sent === 'object' && sent !== null && typeof read === 'object' && read !== null) {
    const keys = Object.keys(sent).filter((key) => key in read)
    // A map of which no key is left; renaming all properties is tried in Ask itself only.
    if (isInner && keys.length === 0 && Object.keys(sent).length > 0) return false
    return keys.every((key) => isSame(Reflect.get(sent, key), Reflect.get(read, key), true))
  }
  // A number may become a bigint of the same value: that is a matter of source code.
  if (typeof sent === 'bigint' || typeof read === 'bigint') return String(sent) === String(read)
  return Object.is(sent, read)
}
