/**
 * How a compressed message is laid out: a varint with its uncompressed length, a byte that names the algorithm, and the
 * compressed bytes. PROTOCOL.md §9.2 has the rules; the algorithms themselves are the connection's business.
 */

import type { Writer } from 'protobufjs/minimal.js'
import { ProtocolError } from './protocol-error.js'
import { readVarint, varintEnd } from './varint.js'

/** Algorithms by the number that travels; their names are the features that a side announces. */
export const algorithms = { gzip: 1, deflate: 2, br: 3, zstd: 4 } as const

export type Algorithm = keyof typeof algorithms

/** A message in its compressed form. */
export interface Compressed {
  readonly algorithm: Algorithm
  readonly bytes: Uint8Array
}

/** What a session needs to send or to accept compressed messages. */
export interface Compression {
  /** Shortens a message; undefined where that is not worth it, or not agreed upon. */
  compress(message: Uint8Array): Compressed | undefined
  /**
   * Restores a message of exactly `length` bytes. Throws ProtocolError when it has another length, is damaged, or was
   * compressed in a way that this side has not announced.
   */
  restore(algorithm: number, bytes: Uint8Array, length: number): Uint8Array
}

/** Where the parts of a compressed message are, from its first bytes. */
export interface CompressedHeader {
  /** The message's own length. */
  readonly length: number
  readonly algorithm: number
  /** Where its compressed bytes begin. */
  readonly start: number
}

/** Writes a compressed message; `length` is what it becomes. */
export function writeCompressed(
  writer: Writer,
  { algorithm, bytes }: Compressed,
  length: number,
): void {
  writer.uint32(length).uint32(algorithms[algorithm]).raw(bytes)
}

/** Reads the header of a compressed message. Throws ProtocolError when it is cut off. */
export function readCompressedHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
): CompressedHeader {
  const length = readVarint(bytes, start, end)
  const at = varintEnd(bytes, start, end)
  const algorithm = bytes[at]
  if (at >= end || algorithm === undefined)
    throw new ProtocolError('a compressed message is cut off')
  return { length, algorithm, start: at + 1 }
}
