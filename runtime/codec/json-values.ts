/** google.protobuf.Value and Struct: JSON inside a message. */

import type { Reader } from 'protobufjs/minimal.js'
import { append, setEntry } from './collections.js'
import { MalformedMessage } from './malformed.js'
import { readKey } from './map-keys.js'
import type { MessageWriter } from './message-writer.js'
import { enterMessage, leaveMessage, skipField } from './nesting.js'
import { writeBool, writeDouble, writeUint32 } from './numbers.js'
import { readString, writeString } from './strings.js'

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

export interface JsonObject {
  [key: string]: JsonValue
}

/** Writes a Value. Assumes one that passed `checkJson`. */
export function writeJson(writer: MessageWriter, tag: number, value: unknown): void {
  const start = writer.begin(tag)
  if (value === null) writeUint32(writer, 8, 0)
  else if (typeof value === 'number') writeDouble(writer, 17, value)
  else if (typeof value === 'string') writeString(writer, 26, value)
  else if (typeof value === 'boolean') writeBool(writer, 32, value)
  else if (Array.isArray(value)) {
    const list = writer.begin(50)
    for (const item of value) writeJson(writer, 10, item)
    writer.end(list)
  } else if (typeof value === 'object') writeJsonObject(writer, 42, value)
  writer.end(start)
}

/** Writes a Struct. */
export function writeJsonObject(writer: MessageWriter, tag: number, value: object): void {
  const start = writer.begin(tag)
  for (const [key, item] of Object.entries(value)) {
    const entry = writer.begin(10)
    writeString(writer, 10, key)
    writeJson(writer, 18, item)
    writer.end(entry)
  }
  writer.end(start)
}

/** Reads a Value with its length. */
export function readJson(reader: Reader, depth: number): JsonValue {
  const outer = enterMessage(reader, depth)
  let value: JsonValue | undefined
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    switch (tag) {
      case 8: // 1 null_value
        reader.uint32()
        value = null
        break
      case 17: // 2 number_value
        value = readFinite(reader)
        break
      case 26: // 3 string_value
        value = readString(reader)
        break
      case 32: // 4 bool_value
        value = reader.bool()
        break
      case 42: // 5 struct_value
        value = readJsonObject(reader, depth + 1)
        break
      case 50: // 6 list_value
        value = readList(reader, depth + 1)
        break
      default:
        skipField(reader, tag, depth + 1)
    }
  }
  leaveMessage(reader, outer)
  if (value === undefined) throw new MalformedMessage('a JSON value arrived without a kind')
  return value
}

/** NaN and the infinities are doubles, but not JSON. */
function readFinite(reader: Reader): number {
  const value = reader.double()
  if (!Number.isFinite(value)) throw new MalformedMessage('a JSON value is not a finite number')
  return value
}

/** Reads a Struct with its length. */
export function readJsonObject(reader: Reader, depth: number): JsonObject {
  const outer = enterMessage(reader, depth)
  const object: JsonObject = {}
  let count = 0
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    if (tag === 10) readEntry(reader, depth + 1, object)
    else skipField(reader, tag, depth + 1)
    count++
  }
  leaveMessage(reader, outer)
  if (count > 1_000_000) throw new MalformedMessage('a JSON object has more than 1000000 entries')
  return object
}

function readEntry(reader: Reader, depth: number, object: JsonObject): void {
  const outer = enterMessage(reader, depth)
  let key = ''
  let value: JsonValue | undefined
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    if (tag === 10) key = readKey(reader)
    else if (tag === 18) value = readJson(reader, depth + 1)
    else skipField(reader, tag, depth + 1)
  }
  leaveMessage(reader, outer)
  if (value === undefined) throw new MalformedMessage('a JSON object has an entry without a value')
  setEntry(object, key, value)
}

function readList(reader: Reader, depth: number): JsonValue[] {
  const outer = enterMessage(reader, depth)
  const list: JsonValue[] = []
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    if (tag === 10) append(list, readJson(reader, depth + 1))
    else skipField(reader, tag, depth + 1)
  }
  leaveMessage(reader, outer)
  return list
}
