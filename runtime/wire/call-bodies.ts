/** The protobuf bodies of single calls and of the connection's end: Head, Status, Cancel, Goaway. */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import type { PeerTiming } from '../call-report.js'
import type { MetadataEntry } from '../metadata.js'
import type { Violation } from '../rpc-error.js'
import { outcomeNumbers, type StatusCode, statusNumbers } from '../status.js'
import {
  delimited,
  encodeWith,
  readFields,
  readNested,
  readText,
  varint,
  writeNumber,
  writeText,
} from './fields.js'
import { maxBodyBytes } from './frame.js'
import { ProtocolError } from './protocol-error.js'

/** What may stand before a call's first message in each direction. */
export interface Head {
  readonly metadata: readonly MetadataEntry[]
  /** Which attempt of the call this is; 0 and 1 are the first. */
  readonly attempt: number
  /** OPEN only: the message in this frame is compressed. */
  readonly compressed: boolean
}

/** How a call ended; absent is success. */
export interface Status {
  readonly code: number
  readonly message: string
  /** As in `outcomeNumbers`. */
  readonly outcome: number
  /** A declared error: its name and its encoded data. */
  readonly reason: string
  readonly data: Uint8Array
  readonly violations: readonly Violation[]
  /** Do not try again sooner; 0 says nothing, `retryNever` not at all. */
  readonly retryAfterMs: number
  readonly trailers: readonly MetadataEntry[]
  /** Where the time went, of a call that had too little. */
  readonly timing?: PeerTiming | undefined
}

export interface Goaway {
  /** The highest call id of the receiver's that is served; higher ones never were and never will be. */
  readonly lastId: number
  /** 0 for a goodbye without a fault. */
  readonly code: number
  readonly message: string
}

export interface Cancel {
  /** Why: CANCELLED, DEADLINE_EXCEEDED, …; 0 counts as CANCELLED. */
  readonly code: number
  readonly reason: string
}

/** In a Status, no number of milliseconds but a plea for no further attempt. */
export const retryNever = 0xffff_ffff

const maxEntries = 64
const maxViolations = 16
const maxTextCharacters = 1024
const none = new Uint8Array(0)

export const successStatus: Status = {
  code: 0,
  message: '',
  outcome: 2,
  reason: '',
  data: none,
  violations: [],
  retryAfterMs: 0,
  trailers: [],
}

/** A status for a call whose handler was not started and will not be. */
export function refusal(code: StatusCode, message: string): Status {
  return { ...successStatus, code: statusNumbers[code], message, outcome: outcomeNumbers.refused }
}

function writeEntries(writer: Writer, field: number, entries: readonly MetadataEntry[]): void {
  for (const { key, value } of entries) {
    writer.uint32((field << 3) | delimited).fork()
    writeText(writer, 1, key)
    if (value.length > 0) writer.uint32((2 << 3) | delimited).bytes(value)
    writer.ldelim()
  }
}

function readEntry(reader: Reader): MetadataEntry {
  let key = ''
  let value = none
  readFields('metadata', reader, (tag) => {
    if (tag === ((1 << 3) | delimited)) key = readText(reader, maxTextCharacters)
    else if (tag === ((2 << 3) | delimited)) value = copyBytes(reader)
    else return false
    return true
  })
  return { key, value }
}

function readEntryInto(entries: MetadataEntry[], reader: Reader): void {
  if (entries.length === maxEntries) {
    throw new ProtocolError(`metadata has more than ${maxEntries} entries`)
  }
  entries.push(readNested(reader, readEntry))
}

export function writeHead(head: Head, writer: Writer): void {
  writeEntries(writer, 1, head.metadata)
  writeNumber(writer, 2, head.attempt)
  if (head.compressed) writer.uint32(4 << 3).bool(true)
}

export function readHead(reader: Reader): Head {
  const metadata: MetadataEntry[] = []
  let attempt = 0
  let compressed = false
  readFields('Head', reader, (tag) => {
    if (tag === ((1 << 3) | delimited)) readEntryInto(metadata, reader)
    else if (tag === ((2 << 3) | varint)) attempt = reader.uint32()
    else if (tag === ((4 << 3) | varint)) compressed = reader.bool()
    else return false
    return true
  })
  return { metadata, attempt, compressed }
}

export function writeStatus(status: Status, writer: Writer): void {
  writeNumber(writer, 1, status.code)
  writeText(writer, 2, status.message.slice(0, maxTextCharacters))
  writeNumber(writer, 3, status.outcome)
  writeText(writer, 4, status.reason)
  if (status.data.length > 0) writer.uint32((5 << 3) | delimited).bytes(status.data)
  for (const { path, rule } of status.violations.slice(0, maxViolations)) {
    writer.uint32((6 << 3) | delimited).fork()
    writeText(writer, 1, path.slice(0, maxTextCharacters))
    writeText(writer, 2, rule.slice(0, maxTextCharacters))
    writer.ldelim()
  }
  writeNumber(writer, 7, status.retryAfterMs)
  writeEntries(writer, 8, status.trailers)
  if (status.timing !== undefined) {
    writer.uint32((9 << 3) | delimited).fork()
    writeNumber(writer, 1, status.timing.servedMs)
    writeNumber(writer, 2, status.timing.eventLoopMs)
    writer.ldelim()
  }
}

/**
 * The body of an END: the status, or as much of it as one frame holds. What goes first is what the caller can best do
 * without: trailing metadata, then the list of violations, then a declared error's data together with its name.
 */
export function fitStatus(status: Status): Uint8Array {
  const withoutTrailers = { ...status, trailers: [] }
  const withoutViolations = withoutExtras(status)
  const bare = { ...withoutViolations, reason: '', data: none }
  for (const candidate of [status, withoutTrailers, withoutViolations]) {
    const body = encodeWith(writeStatus, candidate)
    if (body.length <= maxBodyBytes) return body
  }
  return encodeWith(writeStatus, bare)
}

/** Whether `fitStatus` leaves out a declared error's data, and so which error it is. */
export function losesData(status: Status): boolean {
  // Whatever else there is has far fewer than half of a frame's bytes.
  if (status.data.length < maxBodyBytes / 2) return false
  return encodeWith(writeStatus, withoutExtras(status)).length > maxBodyBytes
}

function withoutExtras(status: Status): Status {
  return { ...status, trailers: [], violations: [] }
}

export function readStatus(reader: Reader): Status {
  let code = 0
  let message = ''
  let outcome = 0
  let reason = ''
  let data = none
  const violations: Violation[] = []
  let retryAfterMs = 0
  const trailers: MetadataEntry[] = []
  let timing: PeerTiming | undefined
  readFields('Status', reader, (tag) => {
    switch (tag) {
      case (1 << 3) | varint:
        code = reader.uint32()
        return true
      case (2 << 3) | delimited:
        message = readText(reader, maxTextCharacters)
        return true
      case (3 << 3) | varint:
        outcome = reader.uint32()
        return true
      case (4 << 3) | delimited:
        reason = readText(reader, maxTextCharacters)
        return true
      case (5 << 3) | delimited:
        data = copyBytes(reader)
        return true
      case (6 << 3) | delimited:
        if (violations.length === maxViolations)
          throw new ProtocolError('Status lists too many violations')
        violations.push(readNested(reader, readViolation))
        return true
      case (7 << 3) | varint:
        retryAfterMs = reader.uint32()
        return true
      case (8 << 3) | delimited:
        readEntryInto(trailers, reader)
        return true
      case (9 << 3) | delimited:
        timing = readNested(reader, readTiming)
        return true
      default:
        return false
    }
  })
  return { code, message, outcome, reason, data, violations, retryAfterMs, trailers, timing }
}

function readTiming(reader: Reader): PeerTiming {
  let servedMs = 0
  let eventLoopMs = 0
  readFields('Timing', reader, (tag) => {
    if (tag === ((1 << 3) | varint)) servedMs = reader.uint32()
    else if (tag === ((2 << 3) | varint)) eventLoopMs = reader.uint32()
    else return false
    return true
  })
  return { servedMs, eventLoopMs }
}

function readViolation(reader: Reader): Violation {
  let path = ''
  let rule = ''
  readFields('Violation', reader, (tag) => {
    if (tag === ((1 << 3) | delimited)) path = readText(reader, maxTextCharacters)
    else if (tag === ((2 << 3) | delimited)) rule = readText(reader, maxTextCharacters)
    else return false
    return true
  })
  return { path, rule }
}

export function writeCancel(cancel: Cancel, writer: Writer): void {
  writeNumber(writer, 1, cancel.code)
  writeText(writer, 2, cancel.reason.slice(0, maxTextCharacters))
}

export function readCancel(reader: Reader): Cancel {
  let code = 0
  let reason = ''
  readFields('CANCEL', reader, (tag) => {
    if (tag === ((1 << 3) | varint)) code = reader.uint32()
    else if (tag === ((2 << 3) | delimited)) reason = readText(reader, maxTextCharacters)
    else return false
    return true
  })
  return { code, reason }
}

export function writeGoaway(goaway: Goaway, writer: Writer): void {
  writeNumber(writer, 1, goaway.lastId)
  writeNumber(writer, 2, goaway.code)
  writeText(writer, 3, goaway.message.slice(0, maxTextCharacters))
}

export function readGoaway(reader: Reader): Goaway {
  let lastId = 0
  let code = 0
  let message = ''
  readFields('GOAWAY', reader, (tag) => {
    if (tag === ((1 << 3) | varint)) lastId = reader.uint32()
    else if (tag === ((2 << 3) | varint)) code = reader.uint32()
    else if (tag === ((3 << 3) | delimited)) message = readText(reader, maxTextCharacters)
    else return false
    return true
  })
  return { lastId, code, message }
}

/** Copies, because a view would keep the whole chunk from the socket alive. */
function copyBytes(reader: Reader): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(reader.bytes())
}
