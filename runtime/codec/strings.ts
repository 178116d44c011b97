/** Text and bytes. The one place that decides how UTF-8 is read, since this is the hottest path of all. */

import type { Reader } from 'protobufjs/minimal.js'
import { MalformedMessage } from './malformed.js'
import { mayAlias } from './ownership.js'
import { maxHandRead, readLong, readShort } from './utf8.js'

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
  const view = reader.buf.subarray(start, end)
  // Constructing from a view copies, and is faster than allocating zeros to copy over.
  return mayAlias(length, reader.buf.length) ? view : new Uint8Array(view)
}
