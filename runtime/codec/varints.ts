/**
 * Writes varints where there is room for them; each returns where the varint ends.
 *
 * No loops, because most have a handful of bytes. A byte array keeps the lower eight bits of what is stored in it, so that
 * nothing needs to be masked.
 */

/** The most bytes that 32 and 64 bits take. */
export const maxVarint32Bytes = 5
export const maxVarint64Bytes = 10

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

/** Both halves are unsigned. */
export function putVarint64(low: number, high: number, buffer: Uint8Array, at: number): number {
  if (high === 0) return putVarint32(low, buffer, at)
  buffer[at] = low | 128
  buffer[at + 1] = (low >>> 7) | 128
  buffer[at + 2] = (low >>> 14) | 128
  buffer[at + 3] = (low >>> 21) | 128
  const fifth = (low >>> 28) | ((high & 7) << 4)
  if (high < 8) {
    buffer[at + 4] = fifth
    return at + 5
  }
  buffer[at + 4] = fifth | 128
  const rest = high >>> 3
  if (rest < 0x1000_0000) return putVarint32(rest, buffer, at + 5)
  buffer[at + 5] = rest | 128
  buffer[at + 6] = (rest >>> 7) | 128
  buffer[at + 7] = (rest >>> 14) | 128
  buffer[at + 8] = (rest >>> 21) | 128
  buffer[at + 9] = rest >>> 28
  return at + 10
}
