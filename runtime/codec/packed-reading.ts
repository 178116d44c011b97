/** Lists of numbers that arrive in one piece: each function reads one, with its length, and appends its items. */

import type { Reader } from 'protobufjs/minimal.js'
import { append, maxItems, tooManyItems } from './collections.js'
import type { EnumCodec } from './enum-codec.js'
import {
  readFixed64,
  readInt64,
  readSafeInt64,
  readSafeUint64,
  readSfixed64,
  readSint64,
  readUint64,
} from './integers.js'
import { enterLength, leaveMessage } from './nesting.js'

/** From here on a view pays for being made. */
const minViewed = 8

/** Also notices a last item that runs past the list, which the loops read as they read others. */
function leavePacked(reader: Reader, outer: number, count: number): void {
  if (count > maxItems) throw tooManyItems()
  leaveMessage(reader, outer)
}

export function readUint32s(reader: Reader, list: number[]): void {
  const outer = enterLength(reader)
  const { buf, len } = reader
  let at = reader.pos
  let count = list.length
  while (at < len && count <= maxItems) {
    let value = buf[at++] ?? 0
    if (value > 127) {
      const second = buf[at++] ?? 0
      value = (value & 127) | (second << 7)
      if (second > 127) {
        const third = buf[at++] ?? 0
        value = (value & 0x3fff) | (third << 14)
        if (third > 127) {
          reader.pos = at - 3
          value = reader.uint32()
          at = reader.pos
        }
      }
    }
    list[count++] = value
  }
  reader.pos = at
  leavePacked(reader, outer, count)
}

export function readInt32s(reader: Reader, list: number[]): void {
  readSigned(reader, list, false)
}

export function readSint32s(reader: Reader, list: number[]): void {
  readSigned(reader, list, true)
}

function readSigned(reader: Reader, list: number[], zigzag: boolean): void {
  const outer = enterLength(reader)
  const { buf, len } = reader
  let at = reader.pos
  let count = list.length
  while (at < len && count <= maxItems) {
    let value = buf[at++] ?? 0
    if (value > 127) {
      const second = buf[at++] ?? 0
      value = (value & 127) | (second << 7)
      if (second > 127) {
        const third = buf[at++] ?? 0
        value = (value & 0x3fff) | (third << 14)
        if (third > 127) {
          reader.pos = at - 3
          value = reader.int32()
          at = reader.pos
        }
      }
    }
    list[count++] = zigzag ? (value >>> 1) ^ -(value & 1) : value
  }
  reader.pos = at
  leavePacked(reader, outer, count)
}

export function readSafeInt64s(reader: Reader, list: number[]): void {
  const outer = enterLength(reader)
  let count = list.length
  while (reader.pos < reader.len && count <= maxItems) list[count++] = readSafeInt64(reader)
  leavePacked(reader, outer, count)
}

export function readSafeUint64s(reader: Reader, list: number[]): void {
  const outer = enterLength(reader)
  let count = list.length
  while (reader.pos < reader.len && count <= maxItems) list[count++] = readSafeUint64(reader)
  leavePacked(reader, outer, count)
}

export function readInt64s(reader: Reader, list: bigint[]): void {
  readPacked(reader, list, readInt64)
}

export function readUint64s(reader: Reader, list: bigint[]): void {
  readPacked(reader, list, readUint64)
}

export function readSint64s(reader: Reader, list: bigint[]): void {
  readPacked(reader, list, readSint64)
}

export function readFixed64s(reader: Reader, list: bigint[]): void {
  readPacked(reader, list, readFixed64)
}

export function readSfixed64s(reader: Reader, list: bigint[]): void {
  readPacked(reader, list, readSfixed64)
}

export function readFixed32s(reader: Reader, list: number[]): void {
  readPacked(reader, list, (items) => items.fixed32())
}

export function readSfixed32s(reader: Reader, list: number[]): void {
  readPacked(reader, list, (items) => items.sfixed32())
}

export function readFloats(reader: Reader, list: number[]): void {
  readPacked(reader, list, (items) => items.float())
}

export function readBools(reader: Reader, list: boolean[]): void {
  readPacked(reader, list, (items) => items.bool())
}

export function readEnums<T>(reader: Reader, codec: EnumCodec<T>, list: T[]): void {
  readPacked(reader, list, (items) => codec.fromNumber(items.int32()))
}

function readPacked<T>(reader: Reader, list: T[], read: (items: Reader) => T): void {
  const outer = enterLength(reader)
  while (reader.pos < reader.len) append(list, read(reader))
  leaveMessage(reader, outer)
}

export function readDoubles(reader: Reader, list: number[]): void {
  const outer = enterLength(reader)
  const { buf, len } = reader
  const before = list.length
  const count = (len - reader.pos) >>> 3
  if (before + count > maxItems) throw tooManyItems()
  if (count >= minViewed) reader.view ??= new DataView(buf.buffer, buf.byteOffset, buf.length)
  const { view } = reader
  if (view === null) while (reader.pos < len) append(list, reader.double())
  else {
    const start = reader.pos
    for (let i = 0; i < count; i++) list[before + i] = view.getFloat64(start + i * 8, true)
    reader.pos += count * 8
  }
  leaveMessage(reader, outer)
}
