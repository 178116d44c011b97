/** The `import` command: turns .proto files into schema files and a lock file with the same numbers. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import pc from 'picocolors'
import type { Type } from 'protobufjs'
import { ConfigError } from './config.js'
import { Diagnostics } from './diagnostics.js'
import { type Generated, generateFiles, lockFileName } from './generate.js'
import { constantName, keyOf, printSchema, schemaName } from './import/print-schema.js'
import { type ProtoFile, readProtos } from './import/read-proto.js'
import {
  emptyLock,
  type Lock,
  type LockedField,
  type LockedMessage,
  parseLock,
  printLock,
} from './lock/lock-file.js'
import { wireType } from './lock/wire-type.js'
import { fieldsOf, type MessageModel } from './model/model.js'
import { joinFullName } from './names.js'
import { findClash, readText, writeAtomically } from './outputs.js'
import { printDiagnostics } from './print-diagnostics.js'

export interface RunImportOptions {
  readonly root: string | undefined
  /** The .proto files. */
  readonly files: readonly string[]
  /** Folders in which their imports are looked for. */
  readonly includes: readonly string[]
  /** The folder for the schema files, from the root. */
  readonly out: string
  readonly force: boolean
  readonly print?: (line: string) => void
}

/** @returns the exit code: 0 done, 1 the schemas need a correction by hand, 2 what cannot be imported */
export async function runImport(options: RunImportOptions): Promise<0 | 1 | 2> {
  const print = options.print ?? console.log
  const root = path.resolve(options.root ?? '.')
  try {
    const protos = readProtos(
      options.files.map((file) => path.resolve(root, file)),
      options.includes.map((folder) => path.resolve(root, folder)),
    )
    const clash = findClash(protos, schemaName)
    if (clash !== undefined) {
      const files = clash.map((file) => file.path).join(' and ')
      throw new ConfigError(
        `${files} would both be written to ${schemaName(clash[0])}: import them into two folders`,
      )
    }
    const folder = path.resolve(root, options.out)
    const outputs = protos.map((file) => ({
      path: path.join(folder, schemaName(file)),
      text: printSchema(file, protos),
      summary: '',
    }))
    const taken = outputs.find((one) => existsSync(one.path))
    if (taken !== undefined && !options.force) {
      const name = path.relative(root, taken.path)
      throw new ConfigError(`${name} is there already; --force replaces it`)
    }
    for (const output of outputs) {
      writeAtomically(output)
      print(`${pc.green('wrote')} ${path.relative(root, output.path)}`)
    }
    const schemas = outputs.map((one) => one.path)
    const generated = await generateFiles({ root, schemas, lock: undefined })
    if (generated.diagnostics.length > 0) {
      print(printDiagnostics(generated.diagnostics, generated.sourceOf, root))
      return 1
    }
    writeLock(root, generated, protos)
    print(`${pc.green('wrote')} ${lockFileName}`)
    print(`Run ${pc.bold('npx trunkline generate')} next.`)
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(error.message)
    return 2
  }
}

/** The lock of the project, with what the .proto files say added. */
function writeLock(
  root: string,
  { models, numbers }: Generated,
  protos: readonly ProtoFile[],
): void {
  const file = path.join(root, lockFileName)
  const text = readText(file)
  const before = text === undefined ? emptyLock : parseLock(text, file, new Diagnostics())
  if (before === undefined) throw new ConfigError(`${lockFileName} cannot be read`)
  const messages: Record<string, LockedMessage> = { ...before.messages }
  const types = new Map(
    protos.flatMap((proto) =>
      proto.messages.map(
        (type) => [joinFullName(proto.package, constantName(type)), type] as const,
      ),
    ),
  )
  for (const message of models.flatMap((model) => model.messages)) {
    const type = types.get(message.fullName)
    // Messages made for well-known types have their numbers by order, as in protobuf's own files.
    messages[message.fullName] =
      type === undefined
        ? (numbers.messages[message.fullName] ?? { fields: {}, reserved: {} })
        : lockedMessage(message, type)
  }
  const lock: Lock = {
    lockVersion: 1,
    enums: { ...before.enums, ...numbers.enums },
    messages,
    services: { ...before.services, ...numbers.services },
  }
  writeAtomically({ path: file, text: printLock(lock) })
}

function lockedMessage(message: MessageModel, type: Type): LockedMessage {
  const ids = new Map(type.fieldsArray.map((field) => [keyOf(field.name), field.id]))
  const fields: Record<string, LockedField> = {}
  for (const field of fieldsOf(message)) {
    const n = ids.get(field.key)
    if (n !== undefined) fields[field.protoName] = { n, type: wireType(field) }
  }
  return { fields, reserved: reservedOf(type) }
}

/** Ranges as wide as this are kept number by number; wider ones would swamp the lock file. */
const widestRange = 256

/** In .proto files names and numbers are reserved apart; the lock file pairs them as they come. */
function reservedOf(type: Type): Record<string, LockedField> {
  const entries = type.reserved as readonly (string | readonly number[])[] | undefined // because a parsed range is two numbers
  const names = (entries ?? []).filter((one) => typeof one === 'string')
  const numbers = (entries ?? [])
    .filter((one) => typeof one !== 'string')
    .filter(([start = 0, end = 0]) => end - start < widestRange)
    .flatMap(([start = 0, end = 0]) =>
      Array.from({ length: end - start + 1 }, (_, index) => start + index),
    )
  const pairs = numbers.map(
    (n, index) => [names[index] ?? `reserved_${n}`, { n, type: 'unknown' }] as const,
  )
  return Object.fromEntries(pairs)
}
