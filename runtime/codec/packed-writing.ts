/** Lists of numbers, which go in one piece: room for all of them is asked for once. An empty list is not written. */

import type { EnumCodec } from './enum-codec.js'
import { putBigint64, putFixed64, putSint64 } from './integers.js'
import type { MessageWriter } from './message-writer.js'
import { putDouble, putFixed32, putFloat } from './numbers.js'
import { maxVarint32Bytes, maxVarint64Bytes, putVarint32 } from './varints.js'

const two32 = 4294967296

/** From here on a view pays for being made. */
const minViewed = 16

export function writeUint32s(writer: MessageWriter, tag: number, list: readonly number[]): void {
  if (list.length === 0) return
  const start = writer.begin(tag, list.length * maxVarint32Bytes)
  writer.pos = put32s(list, false, writer.buf, start)
  writer.end(start)
}

export function writeSint32s(writer: MessageWriter, tag: number, list: readonly number[]): void {
  if (list.length === 0) return
  const start = writer.begin(tag, list.length * maxVarint32Bytes)
  writer.pos = put32s(list, true, writer.buf, start)
  writer.end(start)
}

/** Writes int64 and uint64 that are safe integers, and int32: they all have the same bytes. */
export function writeSafe64s(writer: MessageWriter, tag: number, list: readonly number[]): void {
  if (list.length === 0) return
  const start = writer.begin(tag, list.length * maxVarint64Bytes)
  writer.pos = put64s(list, writer.buf, start)
  writer.end(start)
}

export { writeSafe64s as writeInt32s }

// The two loops have no calls in them. What the compiler inlines depends on what else a message has, and a call that stays
// costs as much as its item.

function put32s(
  list: readonly number[],
  zigzag: boolean,
  buffer: Uint8Array,
  start: number,
): number {
  const { length } = list
  let at = start
  for (let i = 0; i < length; i++) {
    const item = list[i] ?? 0
    const value = (zigzag ? (item << 1) ^ (item >> 31) : item) >>> 0
    if (value < 0x80) {
      buffer[at] = value
      at += 1
      continue
    }
    buffer[at] = value | 128
    if (value < 0x4000) {
      buffer[at + 1] = value >>> 7
      at += 2
      continue
    }
    buffer[at + 1] = (value >>> 7) | 128
    if (value < 0x20_0000) {
      buffer[at + 2] = value >>> 14
      at += 3
      continue
    }
    buffer[at + 2] = (value >>> 14) | 128
    if (value < 0x1000_0000) {
      buffer[at + 3] = value >>> 21
      at += 4
      continue
    }
    buffer[at + 3] = (value >>> 21) | 128
    buffer[at + 4] = value >>> 28
    at += 5
  }
  return at
}

function put64s(list: readonly number[], buffer: Uint8Array, start: number): number {
  const { length } = list
  let at = start
  for (let i = 0; i < length; i++) {
    const item = list[i] ?? 0
    const low = item >>> 0
    let value = low
    if (low !== item) {
      const high = ((item - low) / two32) | 0
      buffer[at] = low | 128
      buffer[at + 1] = (low >>> 7) | 128
      buffer[at + 2] = (low >>> 14) | 128
      buffer[at + 3] = (low >>> 21) | 128
      const fifth = (low >>> 28) | ((high & 7) << 4)
      value = high >>> 3
      if (value === 0) {
        buffer[at + 4] = fifth
        at += 5
        continue
      }
      buffer[at + 4] = fifth | 128
      at += 5
    }
    if (value < 0x80) {
      buffer[at] = value
      at += 1
      continue
    }
    buffer[at] = value | 128
    if (value < 0x4000) {
      buffer[at + 1] = value >>> 7
      at += 2
      continue
    }
    buffer[at + 1] = (value >>> 7) | 128
    if (value < 0x20_0000) {
      buffer[at + 2] = value >>> 14
      at += 3
      continue
    }
    buffer[at + 2] = (value >>> 14) | 128
    if (value < 0x1000_0000) {
      buffer[at + 3] = value >>> 21
      at += 4
      continue
    }
    buffer[at + 3] = (value >>> 21) | 128
    buffer[at + 4] = value >>> 28
    at += 5
  }
  return at
}

export function writeBigint64s(writer: MessageWriter, tag: number, list: readonly bigint[]): void {
  writePacked(writer, tag, list, maxVarint64Bytes, putBigint64)
}

export function writeSint64s(writer: MessageWriter, tag: number, list: readonly bigint[]): void {
  writePacked(writer, tag, list, maxVarint64Bytes, putSint64)
}

export function writeFixed64s(writer: MessageWriter, tag: number, list: readonly bigint[]): void {
  writePacked(writer, tag, list, 8, putFixed64)
}

export function writeFixed32s(writer: MessageWriter, tag: number, list: readonly number[]): void {
  writePacked(writer, tag, list, 4, putFixed32)
}

export function writeFloats(writer: MessageWriter, tag: number, list: readonly number[]): void {
  writePacked(writer, tag, list, 4, putFloat)
}

export function writeBools(writer: MessageWriter, tag: number, list: readonly boolean[]): void {
  writePacked(writer, tag, list, 1, putBool)
}

export function writeEnums<T>(
  writer: MessageWriter,
  tag: number,
  codec: EnumCodec<T>,
  list: readonly T[],
): void {
  const numbers = list.map((item) => codec.toNumber(item))
  writeSafe64s(writer, tag, numbers)
}

function putBool(item: boolean, buffer: Uint8Array, at: number): number {
  buffer[at] = item ? 1 : 0
  return at + 1
}

function writePacked<T>(
  writer: MessageWriter,
  tag: number,
  list: readonly T[],
  maxItemBytes: number,
  put: (item: T, buffer: Uint8Array, at: number) => number,
): void {
  if (list.length === 0) return
  const start = writer.begin(tag, list.length * maxItemBytes)
  const { buf } = writer
  let at = start
  for (const item of list) at = put(item, buf, at)
  writer.pos = at
  writer.end(start)
}

export function writeDoubles(writer: MessageWriter, tag: number, list: readonly number[]): void {
  const { length } = list
  if (length === 0) return
  const bytes = length * 8
  const at = writer.field(tag, maxVarint32Bytes + bytes)
  const { buf } = writer
  const start = putVarint32(bytes, buf, at)
  if (length >= minViewed) writer.view ??= new DataView(buf.buffer, buf.byteOffset, buf.length)
  const { view } = writer
  for (let i = 0; i < length; i++) {
    const item = list[i] ?? 0
    if (view === null) putDouble(item, buf, start + i * 8)
    else view.setFloat64(start + i * 8, item, true)
  }
  writer.pos = start + bytes
}
