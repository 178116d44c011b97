/**
 * Walks into nested messages and past unknown fields.
 *
 * A reader's `len` is the end of the innermost message being read: everything inside is checked against it, so a
 * field cannot run past its message.
 */

import type { Reader } from 'protobufjs/minimal.js'
import { MalformedMessage } from './malformed.js'
import { mergeMessage } from './merging.js'
import type { MessageCodec } from './message-codec.js'
import { MessageReader } from './message-reader.js'
import type { MessageWriter } from './message-writer.js'

/** Levels of messages inside a message, the limit of Google's own decoders; it keeps hostile input off the stack. */
export const maxDepth = 100

/**
 * Reads a nested message's length and narrows the reader to it.
 *
 * @param depth of the message that contains it
 * @returns the outer end, for `leaveMessage`
 */
export function enterMessage(reader: Reader, depth: number): number {
  if (depth >= maxDepth) throw new MalformedMessage(`nested deeper than ${maxDepth} messages`)
  return enterLength(reader)
}

/** The same for what cannot nest further and so does not count: a packed list, a map's entry. */
export function enterLength(reader: Reader): number {
  const length = reader.size()
  const outer = reader.len
  const end = reader.pos + length
  if (end > outer) throw new MalformedMessage('a field is longer than the message around it')
  reader.len = end
  return outer
}

/** Widens the reader again; the nested message must have been read to its end. */
export function leaveMessage(reader: Reader, outer: number): void {
  if (reader.pos !== reader.len) throw new MalformedMessage('a nested message has a wrong length')
  reader.len = outer
}

/**
 * Reads a nested message with its length; the tag has been read.
 *
 * @param depth of the message that contains it
 * @param before what earlier pieces of the same message have made: all pieces together are the message
 */
export function readMessage<T>(
  reader: Reader,
  codec: MessageCodec<T>,
  depth: number,
  before?: T | null,
): T {
  const outer = enterMessage(reader, depth)
  const message =
    before === undefined || before === null
      ? codec.decode(reader, depth + 1)
      : mergeMessage(codec, before, reader, depth + 1)
  leaveMessage(reader, outer)
  return message
}

/** Writes a nested message with its tag and its length. */
export function writeMessage<T>(
  writer: MessageWriter,
  tag: number,
  codec: MessageCodec<T>,
  message: T,
): void {
  const start = writer.begin(tag)
  codec.encode(message, writer)
  writer.end(start)
}

/** Writes a list of them. */
export function writeMessages<T>(
  writer: MessageWriter,
  tag: number,
  codec: MessageCodec<T>,
  list: readonly T[],
): void {
  for (let i = 0; i < list.length; i++) {
    const start = writer.begin(tag)
    codec.encode(list[i] as T, writer) // because the index is below the length
    writer.end(start)
  }
}

/** The message of no bytes at all, which is what an absent map value stands for. */
export function decodeEmpty<T>(codec: MessageCodec<T>, depth: number): T {
  return codec.decode(new MessageReader(new Uint8Array(0)), depth)
}

/** Skips the value of a field that this side's schema does not know; the tag has been read. */
export function skipField(reader: Reader, tag: number, depth: number): void {
  if (tag >>> 3 === 0) throw new MalformedMessage('a field has the number 0')
  switch (tag & 7) {
    case 0:
      skipVarint(reader)
      break
    case 1:
      skipBytes(reader, 8)
      break
    case 2:
      skipBytes(reader, reader.size())
      break
    case 3:
      skipGroup(reader, tag, depth)
      break
    case 5:
      skipBytes(reader, 4)
      break
    default:
      throw new MalformedMessage(`a field has the wire type ${tag & 7}, which is out of place here`)
  }
}

function skipBytes(reader: Reader, count: number): void {
  if (count > reader.len - reader.pos) throw new MalformedMessage('the message is cut short')
  reader.pos += count
}

function skipVarint(reader: Reader): void {
  for (let i = 0; i < 10; i++) {
    if (reader.pos >= reader.len) throw new MalformedMessage('the message is cut short')
    if ((reader.buf[reader.pos++] ?? 0) < 128) return
  }
  throw new MalformedMessage('an integer is longer than ten bytes')
}

/** Groups are protobuf's oldest nesting; no schema here has one, but a peer's newer schema may send anything. */
function skipGroup(reader: Reader, start: number, depth: number): void {
  if (depth >= maxDepth) throw new MalformedMessage(`nested deeper than ${maxDepth} messages`)
  for (;;) {
    const tag = reader.tag()
    if ((tag & 7) === 4) {
      if (tag >>> 3 !== start >>> 3) throw new MalformedMessage('a group ends with another number')
      return
    }
    skipField(reader, tag, depth + 1)
  }
}
