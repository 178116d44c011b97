/** Text and bytes. The one place that decides how UTF-8 is read, since this is the hottest path of all. */

import type { Reader } from 'protobufjs/minimal.js'
import { MalformedMessage } from './malformed.js'
import type { MessageWriter } from './message-writer.js'
import { mayAlias } from './ownership.js'
import { maxHandRead, maxHandWritten, readLong, readShort, writeLong, writeShort } from './utf8.js'
import { maxVarint32Bytes, putTag } from './varints.js'

/** Up to here bytes are copied one by one: making a view to copy costs as much. */
const maxHandCopied = 16

/** The most that a field of short text takes, with its tag and its length, which has one byte. */
const maxShortBytes = maxVarint32Bytes + 1 + maxHandWritten * 3

/** Of three bytes for each of its units, text of up to this many has a length of at most two bytes. */
const maxMiddling = 5000

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a string; invalid UTF-8 is an error, as proto3 demands. */
export function readString(reader: Reader): string {
  const length = reader.size()
  const start = reader.pos
  const end = start + length
  if (end > reader.len) throw new MalformedMessage('a string is longer than the message around it')
  reader.pos = end
  if (length === 0) return ''
  if (length <= maxHandRead) {
    const text = readShort(reader.buf, start, length)
    if (text !== undefined) return text
  }
  const text = readLong(reader.buf, start, end)
  // The native decoder puts U+FFFD where bytes are bad. Seeing one, ask the strict decoder whether it was sent.
  if (text.includes('\uFFFD')) verifyUtf8(reader.buf.subarray(start, end))
  return text
}

function verifyUtf8(bytes: Uint8Array): void {
  try {
    strict.decode(bytes)
  } catch {
    throw new MalformedMessage('a string is not valid UTF-8')
  }
}

/** Reads bytes into an array of their own: a view would pin, and change with, the buffer they arrived in. */
export function readBytes(reader: Reader): Uint8Array {
  const length = reader.size()
  const start = reader.pos
  const end = start + length
  if (end > reader.len) throw new MalformedMessage('bytes are longer than the message around them')
  reader.pos = end
  if (length <= maxHandCopied) return copied(reader.buf, start, length)
  const view = reader.buf.subarray(start, end)
  // Constructing from a view copies, and is faster than allocating zeros to copy over.
  return mayAlias(length, reader.buf.length) ? view : new Uint8Array(view)
}

function copied(buffer: Uint8Array, start: number, length: number): Uint8Array {
  const copy = new Uint8Array(length)
  for (let i = 0; i < length; i++) copy[i] = buffer[start + i] ?? 0
  return copy
}

export function writeString(writer: MessageWriter, tag: number, text: string): void {
  const { buf, pos } = writer
  if (text.length > maxHandWritten || buf.length - pos < maxShortBytes) {
    writeLongString(writer, tag, text)
    return
  }
  const start = putTag(tag, buf, pos) + 1
  const end = writeShort(text, buf, start)
  buf[start - 1] = end - start
  writer.pos = end
}

export function writeStrings(writer: MessageWriter, tag: number, list: readonly string[]): void {
  for (let i = 0; i < list.length; i++) writeString(writer, tag, list[i] ?? '')
}

/**
 * Writes text that is long, or near the end of the buffer: behind as many bytes for its length as it takes in ASCII, and
 * moves it where that was too few.
 */
function writeLongString(writer: MessageWriter, tag: number, text: string): void {
  const { length } = text
  if (length > maxMiddling) {
    writer.uint32(tag).string(text)
    return
  }
  const at = writer.field(tag, length * 3 + 2)
  const { buf } = writer
  const start = length < 128 ? at + 1 : at + 2
  let end = writeLong(text, buf, start)
  const bytes = end - start
  if (bytes < 128) buf[at] = bytes
  else {
    if (start === at + 1) {
      buf.copyWithin(start + 1, start, end)
      end++
    }
    buf[at] = bytes | 128
    buf[at + 1] = bytes >>> 7
  }
  writer.pos = end
}

/** Large bytes may stay where they are: see `MessageWriter.bytes`. */
export function writeBytes(writer: MessageWriter, tag: number, bytes: Uint8Array): void {
  writer.uint32(tag).bytes(bytes)
}
