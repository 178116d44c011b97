/** Writes protobuf's bytes by hand: slow, obvious, and able to write them wrongly on purpose. */

import { concat, hex } from '../support/bytes.js'
import { utf8 } from '../support/frames.js'

export { concat, hex, utf8 }

/** A number of up to 64 bits, negative ones as two's complement, in at least so many bytes. */
export function varint(value: number | bigint, bytes = 1): Uint8Array {
  const out: number[] = []
  let left = BigInt.asUintN(64, BigInt(value))
  while (left > 127n || out.length + 1 < bytes) {
    out.push(Number(left & 127n) | 128)
    left >>= 7n
  }
  out.push(Number(left))
  return Uint8Array.from(out)
}

export function zigzag(value: bigint): Uint8Array {
  return varint(value >= 0n ? value * 2n : -value * 2n - 1n)
}

export const wireType = { varint: 0, fixed64: 1, length: 2, start: 3, end: 4, fixed32: 5 } as const

export function tag(field: number, type: number): Uint8Array {
  return varint(field * 8 + type)
}

export function field(number: number, type: number, value: Uint8Array): Uint8Array {
  return concat(tag(number, type), value)
}

/** A field of bytes: a string, a message, a packed list. */
export function sized(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(...parts)
  return concat(tag(number, wireType.length), varint(body.length), body)
}

export function group(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return concat(tag(number, wireType.start), ...parts, tag(number, wireType.end))
}

export function fixed32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

export function fixed64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true)
  return bytes
}

export function float(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return bytes
}

export function double(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value, true)
  return bytes
}
