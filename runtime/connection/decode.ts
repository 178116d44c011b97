/** The one place where messages of a connection are decoded. */

import type { MessageCodec } from '../codec/message-codec.js'
import { MessageReader } from '../codec/message-reader.js'
import { setOwned } from '../codec/ownership.js'

/** Shared by all connections: decoding is synchronous and runs no code of the program's. */
const reader = new MessageReader(new Uint8Array(0))

/** Decodes the message from `start` to `end`. Throws what the codec throws for malformed bytes. */
export function decodeMessage<T>(
  codec: MessageCodec<T>,
  bytes: Uint8Array,
  start: number,
  end: number,
): T {
  // Memory that holds this message and not a byte more was put together for it and belongs to it. The buffer comes last,
  // because asking for it is slow, and of a chunk with many messages each would.
  setOwned(end - start === bytes.length && bytes.length === bytes.buffer.byteLength)
  if (reader.buf !== bytes) {
    reader.buf = bytes
    reader.view = null
  }
  reader.pos = start
  reader.len = end
  return codec.decode(reader, 0)
}
