/**
 * Writes varints where there is room for them; each returns where the varint ends.
 *
 * No loops, because most have a handful of bytes. A byte array keeps the lower eight bits of what is stored in it, so that
 * nothing needs to be masked.
 */

/** The most bytes that 32 and 64 bits take. */
export const maxVarint32Bytes = 5
export const maxVarint64Bytes = 10

/** How many bytes a varint takes. */
export function varint32Bytes(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  return value < 0x1000_0000 ? 4 : 5
}

/** @param value unsigned */
export function putVarint32(value: number, buffer: Uint8Array, at: number): number {
  if (value < 0x80) {
    buffer[at] = value
    return at + 1
  }
  buffer[at] = value | 128
  if (value < 0x4000) {
    buffer[at + 1] = value >>> 7
    return at + 2
  }
  buffer[at + 1] = (value >>> 7) | 128
  if (value < 0x20_0000) {
    buffer[at + 2] = value >>> 14
    return at + 3
  }
  buffer[at + 2] = (value >>> 14) | 128
  if (value < 0x1000_0000) {
    buffer[at + 3] = value >>> 21
    return at + 4
  }
  buffer[at + 3] = (value >>> 21) | 128
  buffer[at + 4] = value >>> 28
  return at + 5
}

/** A field's tag: those of the first fifteen fields have one byte. */
export function putTag(tag: number, buffer: Uint8Array, at: number): number {
  if (tag > 127) return putVarint32(tag, buffer, at)
  buffer[at] = tag
  return at + 1
}

/** Both halves may be signed or not: only their bits count. */
export function putVarint64(low: number, high: number, buffer: Uint8Array, at: number): number {
  if (high === 0) return putVarint32(low >>> 0, buffer, at)
  buffer[at] = low | 128
  buffer[at + 1] = (low >>> 7) | 128
  buffer[at + 2] = (low >>> 14) | 128
  buffer[at + 3] = (low >>> 21) | 128
  const fifth = (low >>> 28) | ((high & 7) << 4)
  const rest = high >>> 3
  if (rest === 0) {
    buffer[at + 4] = fifth
    return at + 5
  }
  buffer[at + 4] = fifth | 128
  return putVarint32(rest, buffer, at + 5)
}
