/** How control bodies are read: protobuf messages of known small shapes, from a peer that may be hostile. */

import { Reader, type Writer } from 'protobufjs/minimal.js'
import { MessageWriter } from '../codec/message-writer.js'
import { ProtocolError } from './protocol-error.js'

/** Wire types, protobuf encoding guide. */
export const varint = 0
export const fixed64 = 1
export const delimited = 2

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads the field with this tag, and says whether it knows it. */
export type FieldReader = (tag: number, reader: Reader) => boolean

/**
 * Reads a message from `reader.pos` to `reader.len` and calls `field` for each tag; unknown fields are skipped, as
 * later versions add some. Throws ProtocolError, with the body's name, for anything that is not protobuf. The reader itself
 * refuses to read past `reader.len`, whatever stands behind it.
 */
export function readFields(name: string, reader: Reader, field: FieldReader): void {
  try {
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (!field(tag, reader)) reader.skipType(tag & 7, 0, tag >>> 3)
    }
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    throw new ProtocolError(`the body of ${name} is malformed: ${(error as Error).message}`) // because protobufjs throws Errors
  }
}

/** Reads a nested message with `read`, which sees only its bytes. */
export function readNested<T>(reader: Reader, read: (reader: Reader) => T): T {
  const bytes = reader.size()
  const end = reader.pos + bytes
  const outer = reader.len
  if (end > outer) throw new ProtocolError('a field runs past the end of its frame')
  reader.len = end
  const value = read(reader)
  reader.len = outer
  return value
}

/** Reads a string and keeps at most `maxCharacters` of it. */
export function readText(reader: Reader, maxCharacters: number): string {
  // In one go: a string that grows by characters is kept as a chain of them, and names are kept as long as a connection.
  const text = utf8.decode(reader.bytes())
  return text.length > maxCharacters ? text.slice(0, maxCharacters) : text
}

export function readerOver(buffer: Uint8Array, start: number, end: number): Reader {
  const reader = new Reader(buffer)
  reader.pos = start
  reader.len = end
  return reader
}

/** Encodes a body of its own. */
export function encodeWith<T>(
  write: (value: T, writer: MessageWriter) => void,
  value: T,
): Uint8Array {
  const writer = new MessageWriter()
  write(value, writer)
  return writer.finish()
}

/** Writes `field` unless it has the default of an absent field. */
export function writeNumber(writer: Writer, field: number, value: number): void {
  if (value !== 0) writer.uint32(field << 3).uint32(value)
}

/** Half a surrogate pair, as cutting a text can leave, becomes U+FFFD: the receiver insists on valid UTF-8. */
export function writeText(writer: Writer, field: number, value: string): void {
  if (value !== '') writer.uint32((field << 3) | delimited).string(value.toWellFormed())
}
