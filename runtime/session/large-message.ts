/**
 * What is left to send of a message that is too large for a frame: pieces in order, encoded ones and, between them, the
 * program's own memory, which is read only now (docs/decisions/0043).
 */

import type { Writer } from 'protobufjs/minimal.js'

export class LargeMessage {
  /** Bytes that are not written yet. */
  left = 0
  readonly #pieces: readonly Uint8Array[]
  readonly #lengths: readonly number[]
  /** The piece that comes next, and how much of it is written. */
  #next = 0
  #offset = 0

  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = pieces
    this.#lengths = pieces.map(({ length }) => length)
    for (const { length } of pieces) this.left += length
  }

  /**
   * Appends the next `count` bytes, of which there must be so many. Returns false, and the message is lost, when the
   * program has taken away memory that it had lent: transferred it to another thread, or shrunk it.
   */
  writeTo(writer: Writer, count: number): boolean {
    let wanted = count
    while (wanted > 0) {
      const piece = this.#pieces[this.#next]
      const length = this.#lengths[this.#next]
      if (piece === undefined || length === undefined || piece.length < length) return false
      const end = Math.min(length, this.#offset + wanted)
      writer.raw(piece.subarray(this.#offset, end))
      wanted -= end - this.#offset
      this.#offset = end
      if (end < length) break
      this.#next++
      this.#offset = 0
    }
    this.left -= count
    return true
  }
}
