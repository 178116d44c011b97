/** google.protobuf.Timestamp as Date, and google.protobuf.Duration as milliseconds. */

import type { Reader } from 'protobufjs/minimal.js'
import { putSafe64, readSafeInt64 } from './integers.js'
import { MalformedMessage } from './malformed.js'
import type { MessageWriter } from './message-writer.js'
import { enterLength, leaveMessage, skipField } from './nesting.js'
import { maxVarint64Bytes } from './varints.js'

/** Years 1 to 9999, the range that protobuf gives a timestamp. */
const minTimestampMs = -62_135_596_800_000
const maxTimestampMs = 253_402_300_799_999
/** About 10,000 years, the range that protobuf gives a duration. */
const maxDurationMs = 315_576_000_000_000

let seconds = 0
let nanos = 0

function readParts(reader: Reader, depth: number): void {
  const outer = enterLength(reader)
  seconds = 0
  nanos = 0
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    switch (tag) {
      case 8: // 1 seconds
        seconds = readSafeInt64(reader)
        break
      case 16: // 2 nanos
        nanos = reader.int32()
        break
      default:
        skipField(reader, tag, depth + 1)
    }
  }
  leaveMessage(reader, outer)
}

/** Two tags and two varints; the length of that has one byte. */
const maxPartsBytes = 2 + 2 * maxVarint64Bytes

function writeParts(writer: MessageWriter, tag: number): void {
  const start = writer.field(tag, 1 + maxPartsBytes) + 1
  const { buf } = writer
  let at = start
  if (seconds !== 0) {
    buf[at] = 8
    at = putSafe64(seconds, buf, at + 1)
  }
  if (nanos !== 0) {
    buf[at] = 16
    at = putSafe64(nanos, buf, at + 1)
  }
  buf[start - 1] = at - start
  writer.pos = at
}

/** Digits below a millisecond are dropped: a Date has none. */
export function readTimestamp(reader: Reader, depth: number): Date {
  readParts(reader, depth)
  if (nanos < 0 || nanos > 999_999_999) throw new MalformedMessage('a timestamp has wrong nanos')
  const ms = seconds * 1000 + Math.floor(nanos / 1_000_000)
  if (!isTimestampMs(ms)) throw new MalformedMessage('a timestamp is outside the years 1 to 9999')
  return new Date(ms)
}

export function writeTimestamp(writer: MessageWriter, tag: number, date: Date): void {
  const ms = date.getTime()
  seconds = Math.floor(ms / 1000)
  nanos = (ms - seconds * 1000) * 1_000_000
  writeParts(writer, tag)
}

export function isTimestampMs(ms: number): boolean {
  return ms >= minTimestampMs && ms <= maxTimestampMs
}

export function readDuration(reader: Reader, depth: number): number {
  readParts(reader, depth)
  if (Math.abs(nanos) > 999_999_999 || (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0)) {
    throw new MalformedMessage('a duration has wrong nanos')
  }
  const ms = seconds * 1000 + nanos / 1_000_000
  if (!isDurationMs(ms)) throw new MalformedMessage('a duration is longer than 10,000 years')
  return ms
}

/** Exact for whole milliseconds; below that, to the nanosecond where the number itself is that exact. */
export function writeDuration(writer: MessageWriter, tag: number, ms: number): void {
  seconds = Math.trunc(ms / 1000)
  nanos = Math.round((ms - seconds * 1000) * 1_000_000)
  if (Math.abs(nanos) === 1_000_000_000) {
    seconds += Math.sign(nanos)
    nanos = 0
  }
  writeParts(writer, tag)
}

export function isDurationMs(ms: number): boolean {
  return Math.abs(ms) <= maxDurationMs
}
