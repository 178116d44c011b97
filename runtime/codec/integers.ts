/**
 * 64-bit integers, as bigint and as numbers within ±(2^53 − 1).
 *
 * protobufjs knows neither: its readers return Long objects and its writers take a bigint for 0. Halves go through
 * two module variables instead of an object, since every field of this kind passes here.
 */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import { MalformedMessage } from './malformed.js'
import { maxVarint64Bytes, putVarint64 } from './varints.js'

const halves = new Uint32Array(2)
const signed = new BigInt64Array(halves.buffer)
const unsigned = new BigUint64Array(halves.buffer)

const two32 = 4294967296

let low = 0
let high = 0

/** Reads a varint of up to ten bytes into `low` and `high`; bits beyond the 64th are dropped, as protobuf says. */
function readVarint(reader: Reader): void {
  const { buf, len } = reader
  let at = reader.pos
  let first = 0
  let second = 0
  for (let shift = 0; shift < 70; shift += 7) {
    if (at >= len) throw new MalformedMessage('the message is cut short')
    const byte = buf[at++] ?? 0
    const bits = byte & 127
    if (shift < 28) first |= bits << shift
    else if (shift === 28) {
      first |= bits << 28
      second = bits >>> 4
    } else second |= bits << (shift - 32)
    if (byte < 128) {
      reader.pos = at
      low = first >>> 0
      high = second >>> 0
      return
    }
  }
  throw new MalformedMessage('an integer is longer than ten bytes')
}

function readFixed(reader: Reader): void {
  low = reader.fixed32()
  high = reader.fixed32()
}

function unzigzag(): void {
  const sign = -(low & 1)
  low = (((low >>> 1) | (high << 31)) ^ sign) >>> 0
  high = ((high >>> 1) ^ sign) >>> 0
}

function toSigned(): bigint {
  halves[0] = low
  halves[1] = high
  return signed[0] ?? 0n
}

function toUnsigned(): bigint {
  halves[0] = low
  halves[1] = high
  return unsigned[0] ?? 0n
}

function toSafeSigned(): number {
  const value = (high | 0) * two32 + low
  if (!Number.isSafeInteger(value)) throw outsideSafeRange()
  return value
}

function toSafeUnsigned(): number {
  const value = high * two32 + low
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

function split(value: bigint): void {
  signed[0] = value // keeps the lower 64 bits
  low = halves[0] ?? 0
  high = halves[1] ?? 0
}

function writeVarint(writer: Writer, low: number, high: number): void {
  if (high === 0) {
    writer.uint32(low)
    return
  }
  const { buf, pos } = writer
  if (buf.length - pos >= maxVarint64Bytes) writer.pos = putVarint64(low, high, buf, pos)
  else {
    // Near the end of the writer's buffer, which has no public way to ask for room.
    const bytes = new Uint8Array(maxVarint64Bytes)
    writer.raw(bytes.subarray(0, putVarint64(low, high, bytes, 0)))
  }
}

/** Writes an int64 or a uint64: both have the same bytes. */
export function writeBigint64(writer: Writer, value: bigint): void {
  split(value)
  writeVarint(writer, low, high)
}

export function writeSint64(writer: Writer, value: bigint): void {
  split(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)))
  writeVarint(writer, low, high)
}

/** Writes a fixed64 or an sfixed64: both have the same bytes. */
export function writeFixed64(writer: Writer, value: bigint): void {
  split(value)
  writer.fixed32(low).fixed32(high)
}

/** Writes an int64 or a uint64 that is a safe integer. */
export function writeSafe64(writer: Writer, value: number): void {
  if (value >= 0 && value < two32) writer.uint32(value)
  else {
    const lower = value >>> 0
    writeVarint(writer, lower, ((value - lower) / two32) >>> 0)
  }
}
