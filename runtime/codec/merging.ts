/**
 * Merges messages that arrive in pieces.
 *
 * Where a schema has one message, the bytes may have several: protobuf lets a sender append to what is encoded already.
 * The pieces mean what one message of all their fields, one after the other, would mean
 * (https://protobuf.dev/programming-guides/encoding/#last-one-wins). Encoders of whole messages never do this, so that
 * it may be slow, but a peer must not be able to make it expensive.
 */

import type { Reader } from 'protobufjs/minimal.js'
import { MalformedMessage } from './malformed.js'
import type { MessageCodec } from './message-codec.js'
import { MessageReader } from './message-reader.js'
import { MessageWriter } from './message-writer.js'

/** How many times the bytes received may be copied for merging, and how many bytes even of a short message. */
const copies = 4
const spareBytes = 1024

interface Budget {
  bytes: number
}

/** What is left to copy, by the memory that the messages are read from; pieces within pieces share one. */
const budgets = new WeakMap<Uint8Array, Budget>()

/**
 * Reads another piece of a message, to the end of the reader.
 *
 * @param before what the pieces so far have made
 * @param depth as for the codec's `decode`
 */
export function mergeMessage<T>(
  codec: MessageCodec<T>,
  before: T,
  reader: Reader,
  depth: number,
): T {
  const piece = reader.buf.subarray(reader.pos, reader.len)
  const writer = new MessageWriter()
  codec.encode(before, writer)
  const bytes = writer.raw(piece).finish()
  budgets.set(bytes, charge(reader.buf, bytes.length))
  reader.pos = reader.len
  return codec.decode(new MessageReader(bytes), depth)
}

function charge(source: Uint8Array, bytes: number): Budget {
  const budget = budgets.get(source) ?? { bytes: source.length * copies + spareBytes }
  budgets.set(source, budget)
  budget.bytes -= bytes
  if (budget.bytes < 0) throw new MalformedMessage('a message arrives in too many pieces')
  return budget
}
