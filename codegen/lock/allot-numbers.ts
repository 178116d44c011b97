/** Gives every field, enum value and method its number or its place in the lock, and keeps what was given before. */

import type { DiagnosticCode, Diagnostics, Place } from '../diagnostics.js'
import {
  type EnumModel,
  type FieldModel,
  type FileModel,
  fieldsOf,
  type MessageModel,
  type ServiceModel,
} from '../model/model.js'
import { screamingCase } from '../names.js'
import { FormerNames } from './former-names.js'
import {
  type Lock,
  type LockedEnum,
  type LockedField,
  type LockedMessage,
  type LockedService,
  own,
} from './lock-file.js'
import { isCompatible, wireType } from './wire-type.js'

type Entries<T> = Record<string, T>

/**
 * Numbers the models in place and returns the lock that says so.
 *
 * Entries of messages that this run did not see stay as they are: a run may be given only some of the files.
 */
export function allotNumbers(
  files: readonly FileModel[],
  lock: Lock,
  diagnostics: Diagnostics,
): Lock {
  const messages: Entries<LockedMessage> = { ...lock.messages }
  const enums: Entries<LockedEnum> = { ...lock.enums }
  const services: Entries<LockedService> = { ...lock.services }
  const formerEnums = new FormerNames(
    enums,
    files.flatMap((file) => file.enums),
    diagnostics,
  )
  const formerMessages = new FormerNames(
    messages,
    files.flatMap((file) => file.messages),
    diagnostics,
  )
  for (const file of files) {
    for (const model of file.enums)
      enums[model.fullName] = allotEnum(model, formerEnums.take(model), diagnostics)
  }
  for (const file of files) {
    for (const message of file.messages) {
      messages[message.fullName] = new FieldNumbers(
        message,
        formerMessages.take(message),
        diagnostics,
      ).allot()
    }
    for (const service of file.services) {
      services[service.fullName] = lockService(
        service,
        own(services, service.fullName),
        diagnostics,
      )
    }
  }
  return { lockVersion: 1, enums, messages, services }
}

const lastNumber = 536870911

class FieldNumbers {
  readonly #message: MessageModel
  readonly #diagnostics: Diagnostics
  readonly #before: Readonly<Entries<LockedField>>
  readonly #reserved: Entries<LockedField>
  readonly #fields: Entries<LockedField> = {}
  /** Every number ever given, and to whom. */
  readonly #owners = new Map<number, string>()

  constructor(message: MessageModel, entry: LockedMessage | undefined, diagnostics: Diagnostics) {
    this.#message = message
    this.#diagnostics = diagnostics
    this.#before = entry?.fields ?? {}
    this.#reserved = { ...entry?.reserved }
    for (const [name, { n }] of Object.entries({ ...this.#reserved, ...this.#before }))
      this.#owners.set(n, name)
  }

  allot(): LockedMessage {
    const fields = fieldsOf(this.#message)
    const names = new Set(fields.map((field) => field.protoName))
    for (const field of fields) this.#keep(field, names)
    for (const field of fields) this.#pin(field)
    for (const field of fields) if (field.number === 0) this.#give(field, this.#next())
    for (const [name, entry] of Object.entries(this.#before)) {
      const isTaken = Object.values(this.#fields).some((field) => field.n === entry.n)
      if (!names.has(name) && !isTaken) this.#reserved[name] = entry
    }
    return { fields: this.#fields, reserved: this.#reserved }
  }

  #report(code: DiagnosticCode, field: FieldModel, message: string, remedy: string): void {
    this.#diagnostics.add({ code, path: field.path, message, remedy, place: field.place })
  }

  #give(field: FieldModel, n: number): void {
    field.number = n
    this.#owners.set(n, field.protoName)
    this.#fields[field.protoName] = { n, type: wireType(field) }
  }

  /** A field that has a number keeps it, by its present name or its former one. */
  #keep(field: FieldModel, names: ReadonlySet<string>): void {
    const known = own(this.#before, field.protoName) ?? this.#renamed(field, names)
    if (known === undefined) return
    this.#checkPin(field, known)
    this.#checkType(field, known)
    this.#give(field, known.n)
  }

  #renamed(field: FieldModel, names: ReadonlySet<string>): LockedField | undefined {
    if (field.was === undefined) return undefined
    const former = Object.keys({ ...this.#reserved, ...this.#before }).find(
      (name) =>
        name === field.was ||
        name.replaceAll('_', '') === field.was?.replaceAll('_', '').toLowerCase(),
    )
    const entry =
      former === undefined ? undefined : (own(this.#before, former) ?? own(this.#reserved, former))
    if (former === undefined || entry === undefined || names.has(former)) {
      this.#report(
        'GEN_WAS_UNKNOWN',
        field,
        `was: '${field.was}' is a name that ${this.#message.fullName} ${former !== undefined && names.has(former) ? 'still has' : 'never had'}`,
        'Write the name that this property had before, or remove was.',
      )
      return undefined
    }
    delete this.#reserved[former]
    return entry
  }

  #checkPin(field: FieldModel, known: LockedField): void {
    if (field.pinned === undefined || field.pinned === known.n) return
    this.#report(
      'GEN_NUMBER_CHANGED',
      field,
      `field says ${field.pinned}, but ${this.#message.fullName}.${field.protoName} has the number ${known.n} in the lock file`,
      `Write field: ${known.n}, or leave field out; a property with another name starts afresh.`,
    )
  }

  #checkType(field: FieldModel, known: LockedField): void {
    const now = wireType(field)
    if (isCompatible(known.type, now)) return
    this.#report(
      'GEN_TYPE_CHANGED',
      field,
      `its type was ${known.type} and is now ${now}, so older programs would misread field number ${known.n}`,
      `Add a property with another name instead. If no program uses it yet, delete its line from the lock file.`,
    )
  }

  #pin(field: FieldModel): void {
    if (field.number !== 0) return
    const former = own(this.#reserved, field.protoName)
    if (former !== undefined && field.pinned === former.n) {
      delete this.#reserved[field.protoName]
      this.#checkType(field, former)
      this.#give(field, former.n)
    } else if (former !== undefined) {
      this.#report(
        'GEN_NAME_RESERVED',
        field,
        `${this.#message.fullName} had a property of this name before, with the number ${former.n} and the type ${former.type}`,
        `If it means the same again, write field: ${former.n} among its options; else choose another name.`,
      )
      field.number = lastNumber
    } else if (field.pinned !== undefined) this.#claimPin(field, field.pinned)
  }

  #claimPin(field: FieldModel, pinned: number): void {
    const owner = this.#owners.get(pinned)
    if (owner === undefined) {
      this.#give(field, pinned)
      return
    }
    const isGone = Object.hasOwn(this.#reserved, owner)
    this.#report(
      'GEN_NUMBER_TAKEN',
      field,
      `the number ${pinned} ${isGone ? 'belonged' : 'belongs'} to ${this.#message.fullName}.${owner}`,
      'Choose another number, or leave field out and the lock file will choose one.',
    )
    field.number = lastNumber
  }

  /**
   * One more than any number ever given, because holes may be known to older programs; where a pin has taken the last number, the
   * least that nobody has had.
   */
  #next(): number {
    const highest = Math.max(0, ...this.#owners.keys())
    if (highest < lastNumber) return usable(highest + 1)
    let free = 1
    while (this.#owners.has(free)) free = usable(free + 1)
    return free
  }
}

/** Past the numbers that protobuf keeps for itself. */
function usable(number: number): number {
  return number >= 19000 && number <= 19999 ? 20000 : number
}

function allotEnum(
  model: EnumModel,
  entry: LockedEnum | undefined,
  diagnostics: Diagnostics,
): LockedEnum {
  const before = entry?.values ?? {}
  const reserved: Entries<number> = { ...entry?.reserved }
  const values: Entries<number> = {}
  let next = Math.max(0, ...Object.values(before), ...Object.values(reserved)) + 1
  for (const value of model.values) {
    if (!model.isNumeric) {
      const known = own(before, value.key) ?? own(reserved, value.key)
      value.number = known ?? next++
      // A value that comes back means what it meant: its name is all there is to it.
      delete reserved[value.key]
    } else checkNumericValue(model, value.number, value.key, reserved, diagnostics)
    values[value.key] = value.number
  }
  for (const [key, number] of Object.entries(before)) {
    if (own(values, key) === undefined) reserved[key] = number
  }
  nameValues(model)
  return { values, reserved }
}

/** A number that stood for a value which is gone comes back only as itself. */
function checkNumericValue(
  model: EnumModel,
  number: number,
  key: string,
  reserved: Entries<number>,
  diagnostics: Diagnostics,
): void {
  const former = Object.keys(reserved).find((name) => reserved[name] === number)
  if (former === undefined) return
  if (former === key) delete reserved[former]
  else {
    const place: Place | undefined = model.place
    diagnostics.add({
      code: 'GEN_NUMBER_TAKEN',
      path: model.path,
      message: `the number ${number} belonged to ${model.fullName}.${former}`,
      remedy: 'Give the value another number.',
      place,
    })
  }
}

/** Protobuf wants enum values in capitals, after their enum's name, each once. */
function nameValues(model: EnumModel): void {
  const prefix = screamingCase(model.name)
  const taken = new Set([`${prefix}_UNSPECIFIED`])
  for (const value of model.values) {
    const sign = value.number < 0 ? 'MINUS_' : ''
    const plain = model.isNumeric
      ? `${sign}${Math.abs(value.number)}`
      : screamingCase(value.key).replace(/^_+|_+$/g, '')
    const wanted = `${prefix}_${plain === '' ? 'VALUE' : plain}`
    const name = taken.has(wanted) || plain === '' ? `${wanted}_${value.number}` : wanted
    taken.add(name)
    value.protoName = name
  }
}

function lockService(
  service: ServiceModel,
  entry: LockedService | undefined,
  diagnostics: Diagnostics,
): LockedService {
  const methods: LockedService['methods'] & Entries<LockedService['methods'][string]> = {}
  const reserved = { ...entry?.reserved }
  for (const method of service.methods) {
    const now = {
      kind: method.kind,
      request: method.request.fullName,
      response: method.response.fullName,
    }
    const before = own(entry?.methods ?? {}, method.name) ?? own(reserved, method.name)
    if (before !== undefined && before.kind !== now.kind) {
      diagnostics.add({
        code: 'GEN_METHOD_CHANGED',
        path: method.path,
        message: `this method was ${kindNames[before.kind] ?? before.kind} and is now ${kindNames[now.kind]}, which older programs cannot call`,
        remedy:
          'Add a method with another name. If no program uses it yet, delete its line from the lock file.',
        place: method.place,
      })
    }
    delete reserved[method.name]
    methods[method.name] = now
  }
  for (const [name, method] of Object.entries(entry?.methods ?? {})) {
    if (own(methods, name) === undefined) reserved[name] = method
  }
  return { methods, reserved }
}

const kindNames: Readonly<Record<string, string>> = {
  unary: 'a plain call',
  serverStream: 'a stream from the server',
  clientStream: 'a stream from the client',
  bidiStream: 'a stream in both directions',
  oneway: 'a message without an answer',
}
