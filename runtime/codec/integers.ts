/**
 * 64-bit integers, as bigint and as numbers within ±(2^53 − 1).
 *
 * protobufjs knows neither: its readers return Long objects and its writers take a bigint for 0. Halves go through
 * memory that numbers and bigints share, since every field of this kind passes here.
 */

import type { Reader } from 'protobufjs/minimal.js'
import { MalformedMessage } from './malformed.js'
import type { MessageWriter } from './message-writer.js'
import { putFixed32 } from './numbers.js'
import { maxVarint64Bytes, putVarint32, putVarint64 } from './varints.js'

const halves = new Int32Array(2)
const signed = new BigInt64Array(halves.buffer)
const unsigned = new BigUint64Array(halves.buffer)

const two32 = 4294967296

/**
 * Reads a varint of up to ten bytes into `halves`; bits beyond the 64th are dropped, as protobuf says. One `if` in the other
 * instead of a loop, which takes twice the time; where the message ends is asked last.
 */
function readVarint(reader: Reader): void {
  const { buf, pos } = reader
  const a = buf[pos] ?? 0
  let end = pos + 1
  let low = a & 127
  let high = 0
  if (a > 127) {
    const b = buf[end++] ?? 128
    low |= (b & 127) << 7
    if (b > 127) {
      const c = buf[end++] ?? 128
      low |= (c & 127) << 14
      if (c > 127) {
        const d = buf[end++] ?? 128
        low |= (d & 127) << 21
        if (d > 127) {
          const e = buf[end++] ?? 128
          low |= e << 28
          high = (e & 127) >>> 4
          if (e > 127) {
            let byte = e
            for (let shift = 3; shift < 38 && byte > 127; shift += 7) {
              byte = buf[end++] ?? 128
              high |= (byte & 127) << shift
            }
            if (byte > 127) throw tooLong(reader, end)
          }
        }
      }
    }
  }
  if (end > reader.len) throw cutShort()
  reader.pos = end
  halves[0] = low
  halves[1] = high
}

function tooLong(reader: Reader, end: number): MalformedMessage {
  return end > reader.len ? cutShort() : new MalformedMessage('an integer is longer than ten bytes')
}

function cutShort(): MalformedMessage {
  return new MalformedMessage('the message is cut short')
}

function readFixed(reader: Reader): void {
  halves[0] = reader.fixed32()
  halves[1] = reader.fixed32()
}

function unzigzag(): void {
  const low = halves[0] ?? 0
  const high = halves[1] ?? 0
  const sign = -(low & 1)
  halves[0] = ((low >>> 1) | (high << 31)) ^ sign
  halves[1] = (high >>> 1) ^ sign
}

function toSigned(): bigint {
  return signed[0] ?? 0n
}

function toUnsigned(): bigint {
  return unsigned[0] ?? 0n
}

function toSafeSigned(): number {
  const value = (halves[1] ?? 0) * two32 + ((halves[0] ?? 0) >>> 0)
  if (!Number.isSafeInteger(value)) throw outsideSafeRange()
  return value
}

function toSafeUnsigned(): number {
  const value = ((halves[1] ?? 0) >>> 0) * two32 + ((halves[0] ?? 0) >>> 0)
  if (!Number.isSafeInteger(value)) throw outsideSafeRange()
  return value
}

function outsideSafeRange(): MalformedMessage {
  return new MalformedMessage('an integer is outside ±(2^53 - 1), the range of a number')
}

export function readInt64(reader: Reader): bigint {
  readVarint(reader)
  return toSigned()
}

export function readUint64(reader: Reader): bigint {
  readVarint(reader)
  return toUnsigned()
}

export function readSint64(reader: Reader): bigint {
  readVarint(reader)
  unzigzag()
  return toSigned()
}

export function readFixed64(reader: Reader): bigint {
  readFixed(reader)
  return toUnsigned()
}

export function readSfixed64(reader: Reader): bigint {
  readFixed(reader)
  return toSigned()
}

/** An int64 of a schema's `Integer`: throws outside the range in which numbers are exact. */
export function readSafeInt64(reader: Reader): number {
  const byte = reader.buf[reader.pos] ?? 128
  if (byte < 128 && reader.pos < reader.len) {
    reader.pos++
    return byte
  }
  readVarint(reader)
  return toSafeSigned()
}

/** A uint64 of a schema's `Integer`: throws outside the range in which numbers are exact. */
export function readSafeUint64(reader: Reader): number {
  const byte = reader.buf[reader.pos] ?? 128
  if (byte < 128 && reader.pos < reader.len) {
    reader.pos++
    return byte
  }
  readVarint(reader)
  return toSafeUnsigned()
}

/** Puts an int64 or a uint64 as a varint, for which there must be room: both have the same bytes. */
export function putBigint64(value: bigint, buffer: Uint8Array, at: number): number {
  signed[0] = value // keeps the lower 64 bits
  return putVarint64(halves[0] ?? 0, halves[1] ?? 0, buffer, at)
}

export function putSint64(value: bigint, buffer: Uint8Array, at: number): number {
  return putBigint64(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)), buffer, at)
}

/** Puts a fixed64 or an sfixed64: both have the same bytes. */
export function putFixed64(value: bigint, buffer: Uint8Array, at: number): number {
  signed[0] = value
  return putFixed32(halves[1] ?? 0, buffer, putFixed32(halves[0] ?? 0, buffer, at))
}

/** Puts an int64 or a uint64 that is a safe integer. */
export function putSafe64(value: number, buffer: Uint8Array, at: number): number {
  const lower = value >>> 0
  if (lower === value) return putVarint32(lower, buffer, at)
  return putVarint64(lower | 0, ((value - lower) / two32) | 0, buffer, at)
}

export function writeBigint64(writer: MessageWriter, tag: number, value: bigint): void {
  const at = writer.field(tag, maxVarint64Bytes)
  writer.pos = putBigint64(value, writer.buf, at)
}

export function writeSint64(writer: MessageWriter, tag: number, value: bigint): void {
  const at = writer.field(tag, maxVarint64Bytes)
  writer.pos = putSint64(value, writer.buf, at)
}

export function writeFixed64(writer: MessageWriter, tag: number, value: bigint): void {
  const at = writer.field(tag, maxVarint64Bytes)
  writer.pos = putFixed64(value, writer.buf, at)
}

export function writeSafe64(writer: MessageWriter, tag: number, value: number): void {
  const at = writer.field(tag, maxVarint64Bytes)
  writer.pos = putSafe64(value, writer.buf, at)
}
