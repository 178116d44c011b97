/** google.protobuf.Timestamp as Date, and google.protobuf.Duration as milliseconds. */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import { readSafeInt64, writeSafe64 } from './integers.js'
import { MalformedMessage } from './malformed.js'
import { enterLength, leaveMessage, skipField } from './nesting.js'

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

function writeParts(writer: Writer): void {
  writer.fork()
  if (seconds !== 0) writeSafe64(writer.uint32(8), seconds)
  if (nanos !== 0) writer.uint32(16).int32(nanos)
  writer.ldelim()
}

/** Digits below a millisecond are dropped: a Date has none. */
export function readTimestamp(reader: Reader, depth: number): Date {
  readParts(reader, depth)
  if (nanos < 0 || nanos > 999_999_999) throw new MalformedMessage('a timestamp has wrong nanos')
  const ms = seconds * 1000 + Math.floor(nanos / 1_000_000)
  if (!isTimestampMs(ms)) throw new MalformedMessage('a timestamp is outside the years 1 to 9999')
  return new Date(ms)
}

export function writeTimestamp(writer: Writer, date: Date): void {
  const ms = date.getTime()
  seconds = Math.floor(ms / 1000)
  nanos = (ms - seconds * 1000) * 1_000_000
  writeParts(writer)
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
export function writeDuration(writer: Writer, ms: number): void {
  seconds = Math.trunc(ms / 1000)
  nanos = Math.round((ms - seconds * 1000) * 1_000_000)
  if (Math.abs(nanos) === 1_000_000_000) {
    seconds += Math.sign(nanos)
    nanos = 0
  }
  writeParts(writer)
}

export function isDurationMs(ms: number): boolean {
  return Math.abs(ms) <= maxDurationMs
}
