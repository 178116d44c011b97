/** The unsigned varints of OPEN and of fragmented messages: at most five bytes, 32 bits, shortest form. */

import { ProtocolError } from './protocol-error.js'

const maxBytes = 5

/** Where the varint at `start` ends. Throws ProtocolError where it runs past `end` or is too long. */
export function varintEnd(buffer: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end && at - start < maxBytes; at++) {
    const byte = buffer[at] ?? 0
    if (byte >= 0x80) continue
    if (byte === 0 && at > start) throw new ProtocolError('a varint is not in its shortest form')
    if (at - start === maxBytes - 1 && byte > 0x0f)
      throw new ProtocolError('a varint exceeds 32 bits')
    return at + 1
  }
  throw new ProtocolError('a varint is cut off or longer than 5 bytes')
}

/** The value of the varint at `start`; see varintEnd for what it throws. */
export function readVarint(buffer: Uint8Array, start: number, end: number): number {
  const first = buffer[start] ?? 0
  if (first < 0x80 && start < end) return first
  const stop = varintEnd(buffer, start, end)
  let value = 0
  for (let at = stop - 1; at >= start; at--) value = value * 128 + ((buffer[at] ?? 0) & 0x7f)
  return value
}
