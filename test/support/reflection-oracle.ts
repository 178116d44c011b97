/**
 * protobufjs' reflection as a second encoder and decoder: it learns the messages from the emitted .proto alone.
 *
 * The conversion between our values and its objects is written here a second time, field by field from the model, in
 * the slow and obvious way.
 */

import protobuf from 'protobufjs'
import {
  type FieldModel,
  fieldsOf,
  type MessageModel,
  type ValueType,
} from '../../codegen/model/model.js'

type Plain = Record<string, unknown>

export class Oracle {
  readonly #root: protobuf.Root

  constructor(protos: Iterable<string>) {
    this.#root = new protobuf.Root()
    for (const name of ['timestamp', 'duration', 'struct']) {
      const file = protobuf.common.get(`google/protobuf/${name}.proto`)
      if (file?.nested !== undefined) this.#root.addJSON(file.nested)
    }
    for (const text of protos) protobuf.parse(text, this.#root, { keepCase: true })
    this.#root.resolveAll()
  }

  encode(message: MessageModel, value: unknown): Uint8Array {
    const type = this.#root.lookupType(message.fullName)
    return type.encode(type.fromObject(toPlain(message, value))).finish()
  }

  /** What it reads, in its own terms: only good for comparing with another reading. */
  decode(message: MessageModel, bytes: Uint8Array): unknown {
    const type = this.#root.lookupType(message.fullName)
    return type.toObject(type.decode(bytes), { longs: String, bytes: String })
  }
}

function toPlain(message: MessageModel, value: unknown): Plain {
  const { body } = message
  const plain: Plain = {}
  if (body.shape === 'union') {
    const variant = body.variants.find((one) => matches(one, body.discriminator, value))
    if (variant === undefined) throw new Error(`no variant of ${message.fullName}`)
    plain[variant.protoName] = single(variant.type, value)
    return plain
  }
  for (const field of fieldsOf(message)) {
    const inner = body.shape === 'wrapper' ? value : (value as Plain)[field.key] // because a message is an object or a tuple
    if (inner === undefined || (inner === null && field.presence === 'nullable')) continue
    plain[field.protoName] = fieldValue(field, inner)
  }
  return plain
}

function matches(
  variant: FieldModel & {
    readonly match: { readonly by: string; readonly literal?: string; readonly type?: string }
  },
  discriminator: string | undefined,
  value: unknown,
): boolean {
  const { match } = variant
  if (discriminator !== undefined)
    return `'${String((value as Plain)[discriminator])}'` === match.literal
  if (match.by === 'typeof') return typeof value === match.type
  if (value instanceof Uint8Array) return match.type === 'Uint8Array'
  if (value instanceof Date) return match.type === 'Date'
  if (Array.isArray(value)) return match.by === 'array'
  return match.by === 'object' && typeof value === 'object'
}

function fieldValue(field: FieldModel, value: unknown): unknown {
  if (field.shape === 'list') return (value as unknown[]).map((item) => single(field.type, item))
  if (field.shape === 'single') return single(field.type, value)
  const entries = Object.entries(value as Plain).map(([key, item]) => [
    key,
    single(field.type, item),
  ])
  return Object.fromEntries(entries)
}

function single(type: ValueType, value: unknown): unknown {
  switch (type.kind) {
    case 'scalar':
      return typeof value === 'bigint' || /64$/.test(type.scalar) ? String(value) : value
    case 'enum':
      return type.enum.values.find((one) => one.key === String(value))?.number
    case 'message':
      return toPlain(type.message, value)
    case 'timestamp': {
      const ms = (value as Date).getTime()
      const seconds = Math.floor(ms / 1000)
      return { seconds: String(seconds), nanos: (ms - seconds * 1000) * 1e6 }
    }
    case 'duration': {
      const ms = value as number
      const seconds = Math.trunc(ms / 1000)
      return { seconds: String(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) }
    }
    case 'json':
      return jsonValue(value)
    case 'jsonObject':
      return jsonObject(value as Plain)
  }
}

function jsonValue(value: unknown): Plain {
  if (value === null) return { nullValue: 0 }
  if (typeof value === 'number') return { numberValue: value }
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (Array.isArray(value)) return { listValue: { values: value.map(jsonValue) } }
  return { structValue: jsonObject(value as Plain) }
}

function jsonObject(value: Plain): Plain {
  return {
    fields: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonValue(item)])),
  }
}
