/** Fields of 32 bits, of doubles and of booleans: tag and value in one go. */

import type { MessageWriter } from './message-writer.js'
import { maxVarint32Bytes, maxVarint64Bytes, putVarint32, putVarint64 } from './varints.js'

export function writeBool(writer: MessageWriter, tag: number, value: boolean): void {
  const at = writer.field(tag, 1)
  writer.buf[at] = value ? 1 : 0
  writer.pos = at + 1
}

export function writeUint32(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, maxVarint32Bytes)
  writer.pos = putVarint32(value >>> 0, writer.buf, at)
}

export function writeSint32(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, maxVarint32Bytes)
  writer.pos = putVarint32(((value << 1) ^ (value >> 31)) >>> 0, writer.buf, at)
}

/** A negative number goes as 64 bits, whose upper half is all ones. */
export function writeInt32(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, maxVarint64Bytes)
  writer.pos = putVarint64(value, value >> 31, writer.buf, at)
}

/** Writes a fixed32 or an sfixed32: both have the same bytes. */
export function writeFixed32(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, 4)
  writer.pos = putFixed32(value, writer.buf, at)
}

export function putFixed32(value: number, buffer: Uint8Array, at: number): number {
  buffer[at] = value
  buffer[at + 1] = value >>> 8
  buffer[at + 2] = value >>> 16
  buffer[at + 3] = value >>> 24
  return at + 4
}

const doubles = new Float64Array(1)
const floats = new Float32Array(doubles.buffer)
const words = new Int32Array(doubles.buffer)

export function writeDouble(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, 8)
  writer.pos = putDouble(value, writer.buf, at)
}

export function putDouble(value: number, buffer: Uint8Array, at: number): number {
  doubles[0] = value
  return putFixed32(words[1] ?? 0, buffer, putFixed32(words[0] ?? 0, buffer, at))
}

export function writeFloat(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, 4)
  writer.pos = putFloat(value, writer.buf, at)
}

export function putFloat(value: number, buffer: Uint8Array, at: number): number {
  floats[0] = value
  return putFixed32(words[0] ?? 0, buffer, at)
}
