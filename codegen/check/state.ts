/**
 * What two versions of a project are compared by: names, numbers, types, presence, rules and options, without the
 * schemas they come from. A lock file alone yields a state too, with less in it.
 */

import type { Place } from '../diagnostics.js'
import type { Lock, LockedField } from '../lock/lock-file.js'
import { wireType } from '../lock/wire-type.js'
import {
  type ConstantModel,
  type ErrorModel,
  type FieldModel,
  type FileModel,
  fieldsOf,
  type MessageModel,
  type MethodKind,
  type MethodModel,
  type Presence,
  type Rule,
} from '../model/model.js'

export interface FieldState {
  /** In the schema: the property, the position, or what tells a union's variant. */
  readonly key: string
  readonly protoName: string
  readonly number: number
  readonly type: string
  /** Undefined where only the lock file is known. */
  readonly presence: Presence | undefined
  /** How JavaScript holds it: `bigint`, or a narrower type such as `'a' | 'b'`. */
  readonly js: string | undefined
  readonly rules: readonly Rule[]
  readonly listRules: readonly Rule[]
  readonly deprecated: boolean
  readonly place: Place | undefined
}

export interface MessageState {
  readonly name: string
  /** The name it had before, from `was`. */
  readonly was: string | undefined
  readonly shape: MessageModel['body']['shape'] | undefined
  readonly discriminator: string | undefined
  readonly fields: readonly FieldState[]
  /** Properties with one value, which are never sent. */
  readonly constants: Readonly<Record<string, string>>
  readonly closed: boolean
  readonly rules: readonly Rule[]
  readonly reserved: Readonly<Record<string, LockedField>>
  /** Whether programs can name it. */
  readonly isPublic: boolean
  readonly deprecated: boolean
  readonly place: Place | undefined
}

export interface EnumState {
  readonly name: string
  readonly was: string | undefined
  readonly isNumeric: boolean
  readonly values: Readonly<Record<string, number>>
  readonly reserved: Readonly<Record<string, number>>
  readonly deprecated: boolean
  readonly place: Place | undefined
}

export interface ErrorState {
  readonly code: string
  readonly data: string
}

export interface MethodState {
  readonly name: string
  readonly kind: string
  readonly request: string
  readonly response: string
  /** What follows is unknown where only the lock file is. */
  readonly options:
    | {
        readonly timeoutMs: number | undefined
        readonly idempotent: boolean
        readonly errors: Readonly<Record<string, ErrorState>>
        readonly deprecated: boolean
      }
    | undefined
  readonly place: Place | undefined
}

export interface ServiceState {
  readonly name: string
  readonly methods: Readonly<Record<string, MethodState>>
  readonly deprecated: boolean
  readonly place: Place | undefined
}

export interface State {
  /** Whether it comes from schemas; a lock file knows neither presence nor rules, errors and options. */
  readonly isComplete: boolean
  readonly messages: ReadonlyMap<string, MessageState>
  readonly enums: ReadonlyMap<string, EnumState>
  readonly services: ReadonlyMap<string, ServiceState>
}

export function stateOfModels(files: readonly FileModel[], lock: Lock): State {
  const messages = files
    .flatMap((file) => file.messages)
    .map((one) => messageState(one, lock.messages[one.fullName]?.reserved ?? {}))
  const enums = files
    .flatMap((file) => file.enums)
    .map(
      (model): EnumState => ({
        name: model.fullName,
        was: formerName(model),
        isNumeric: model.isNumeric,
        values: Object.fromEntries(model.values.map(({ key, number }) => [key, number])),
        reserved: lock.enums[model.fullName]?.reserved ?? {},
        deprecated: isDeprecated(model),
        place: model.place,
      }),
    )
  const services = files
    .flatMap((file) => file.services)
    .map(
      (service): ServiceState => ({
        name: service.fullName,
        methods: Object.fromEntries(service.methods.map((one) => [one.name, methodState(one)])),
        deprecated: isDeprecated(service),
        place: service.place,
      }),
    )
  return {
    isComplete: true,
    messages: byName(messages),
    enums: byName(enums),
    services: byName(services),
  }
}

function byName<T extends { readonly name: string }>(states: readonly T[]): ReadonlyMap<string, T> {
  return new Map(states.map((one) => [one.name, one]))
}

interface Documented {
  readonly doc: string | undefined
  readonly deprecated: string | undefined
}

function isDeprecated({ doc, deprecated }: Documented): boolean {
  return deprecated !== undefined || /@deprecated/.test(doc ?? '')
}

function formerName(model: {
  readonly name: string
  readonly fullName: string
  readonly was: string | undefined
}): string | undefined {
  const { name, fullName, was } = model
  if (was === undefined || was.includes('.')) return was
  return fullName.slice(0, fullName.length - name.length) + was
}

function messageState(message: MessageModel, reserved: MessageState['reserved']): MessageState {
  const { body } = message
  const members: readonly (FieldModel | ConstantModel)[] =
    body.shape === 'union' ? [] : body.shape === 'wrapper' ? [body.field] : body.members
  const constants = members.filter((one) => one.member === 'constant')
  return {
    name: message.fullName,
    was: formerName(message),
    shape: body.shape,
    discriminator: body.shape === 'union' ? body.discriminator : undefined,
    fields: fieldsOf(message).map(fieldState),
    constants: Object.fromEntries(constants.map(({ key, literal }) => [key, literal])),
    closed: body.shape === 'object' && body.closed,
    rules: body.shape === 'object' ? body.rules : [],
    reserved,
    isPublic: message.isPublic,
    deprecated: isDeprecated(message),
    place: message.place,
  }
}

function fieldState(field: FieldModel): FieldState {
  const { type } = field
  return {
    key: 'match' in field ? matchOf(field) : field.key,
    protoName: field.protoName,
    number: field.number,
    type: wireType(field),
    presence: field.presence,
    js: type.kind === 'scalar' ? (type.narrowed ?? type.js) : undefined,
    rules: field.rules,
    listRules: field.listRules,
    deprecated: isDeprecated(field),
    place: field.place,
  }
}

/** A variant's name in the schema is the literal that tells it, where there is one. */
function matchOf(field: FieldModel): string {
  const match: unknown = Reflect.get(field, 'match')
  if (typeof match !== 'object' || match === null || !('literal' in match)) return field.protoName
  return String(match.literal)
}

function methodState(method: MethodModel): MethodState {
  const errors = method.errors.map(
    ({ reason, code, data }: ErrorModel) => [reason, { code, data: data.fullName }] as const,
  )
  return {
    name: method.fullName,
    kind: method.kind,
    request: method.request.fullName,
    response: method.response.fullName,
    options: {
      timeoutMs: method.timeoutMs,
      idempotent: method.idempotent,
      errors: Object.fromEntries(errors),
      deprecated: isDeprecated(method),
    },
    place: method.place,
  }
}

/** @param after the state it is compared with: what the lock file does not say is taken to be as there */
export function stateOfLock(lock: Lock): State {
  const messages = Object.entries(lock.messages).map(
    ([name, { fields, reserved }]): MessageState => ({
      name,
      was: undefined,
      shape: undefined,
      discriminator: undefined,
      fields: Object.entries(fields).map(([protoName, field]) => lockedField(protoName, field)),
      constants: {},
      closed: false,
      rules: [],
      reserved,
      isPublic: true,
      deprecated: false,
      place: undefined,
    }),
  )
  const enums = Object.entries(lock.enums).map(
    ([name, { values, reserved }]): EnumState => ({
      name,
      was: undefined,
      isNumeric: Object.entries(values).every(([key, number]) => key === String(number)),
      values,
      reserved,
      deprecated: false,
      place: undefined,
    }),
  )
  const services = Object.entries(lock.services).map(([name, { methods }]): ServiceState => {
    const states = Object.entries(methods).map(([method, rest]): readonly [string, MethodState] => [
      method,
      { name: `${name}/${method}`, ...rest, options: undefined, place: undefined },
    ])
    return { name, methods: Object.fromEntries(states), deprecated: false, place: undefined }
  })
  return {
    isComplete: false,
    messages: byName(messages),
    enums: byName(enums),
    services: byName(services),
  }
}

function lockedField(protoName: string, { n, type }: LockedField): FieldState {
  return {
    key: protoName,
    protoName,
    number: n,
    type,
    presence: undefined,
    js: undefined,
    rules: [],
    listRules: [],
    deprecated: false,
    place: undefined,
  }
}

/** Whether a method's request or response is a stream, in the generator's words for kinds. */
export function streams(kind: string): readonly [request: boolean, response: boolean] {
  const known: Readonly<Partial<Record<string, readonly [boolean, boolean]>>> = {
    serverStream: [false, true],
    clientStream: [true, false],
    bidiStream: [true, true],
  } satisfies Partial<Record<MethodKind, readonly [boolean, boolean]>>
  return known[kind] ?? [false, false]
}
