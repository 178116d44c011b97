/** Encodes and decodes through a codec, as the runtime does. */

import { Issues } from '../../runtime/codec/issues.js'
import type { MessageCodec } from '../../runtime/codec/message-codec.js'
import { MessageReader } from '../../runtime/codec/message-reader.js'
import { MessageWriter } from '../../runtime/codec/message-writer.js'

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function fromHex(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex')
}

export function encode<T>(codec: MessageCodec<T>, value: T): Uint8Array {
  const writer = new MessageWriter()
  codec.encode(value, writer)
  return writer.finish()
}

/** Decodes a message that ends where `len` says, inside a buffer that goes on with bytes that do not belong to it. */
export function decode<T>(codec: MessageCodec<T>, bytes: Uint8Array): T {
  const reader = new MessageReader(Buffer.concat([bytes, Buffer.alloc(8, 0xff)]))
  reader.len = bytes.length
  const value = codec.decode(reader, 0)
  if (reader.pos !== bytes.length) throw new Error(`stopped at ${reader.pos} of ${bytes.length}`)
  return value
}

export function violations<T>(codec: MessageCodec<T>, value: unknown): readonly string[] {
  const issues = new Issues()
  codec.check(value as T, issues, 0) // because a check exists for values that are not what they should be
  return issues.take().map(({ path, rule }) => `${path}: ${rule}`)
}
