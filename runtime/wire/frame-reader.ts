/**
 * Cuts a byte stream into frames, in place: a frame that lies whole in a chunk is handed out where it lies.
 *
 * Lifetime: the bytes given to `onFrame` are valid during that call only. What is kept past it must be copied.
 * Memory: at most one frame is held, and never more than twice what of it has arrived.
 */

import { headerBytes, maxBodyBytes, readUint32 } from './frame.js'
import { ProtocolError } from './protocol-error.js'

export interface FrameSink {
  /** The body is `chunk` from `start` to `end`. Throwing stops the reader for good. */
  onFrame(kindAndFlags: number, id: number, chunk: Uint8Array, start: number, end: number): void
}

const none = new Uint8Array(0)

export class FrameReader {
  /** The frame under way, header included; `#have` bytes of it have arrived. */
  #partial = none
  #have = 0
  #sink: FrameSink

  constructor(sink: FrameSink) {
    this.#sink = sink
  }

  /** Whether a frame has begun and not ended: a peer may be starving us. */
  get midFrame(): boolean {
    return this.#have > 0
  }

  /** Reads a chunk from `from` on. Throws ProtocolError for a header that announces too long a body. */
  push(chunk: Uint8Array, from: number): void {
    let pos = from
    if (this.#have > 0) pos = this.#resume(chunk, pos)
    const length = chunk.length
    while (length - pos >= headerBytes) {
      const start = pos + headerBytes
      const end = start + this.#bodyBytes(chunk, pos)
      if (end > length) break
      this.#sink.onFrame(chunk[pos + 2] ?? 0, readUint32(chunk, pos + 3), chunk, start, end)
      pos = end
    }
    if (pos < length) this.#keep(chunk, pos, length)
  }

  /** Completes the frame under way as far as the chunk goes; returns where the next frame begins. */
  #resume(chunk: Uint8Array, from: number): number {
    let pos = from
    while (pos < chunk.length) {
      const need = this.#have < headerBytes ? headerBytes : this.#frameBytes()
      const take = Math.min(need - this.#have, chunk.length - pos)
      this.#keep(chunk, pos, pos + take)
      pos += take
      if (this.#have < headerBytes) continue
      const whole = this.#frameBytes()
      if (this.#have < whole) continue
      const frame = this.#partial
      this.#partial = none
      this.#have = 0
      this.#sink.onFrame(frame[2] ?? 0, readUint32(frame, 3), frame, headerBytes, whole)
      return pos
    }
    return pos
  }

  #frameBytes(): number {
    return headerBytes + this.#bodyBytes(this.#partial, 0)
  }

  #bodyBytes(buffer: Uint8Array, at: number): number {
    const bytes = ((buffer[at] ?? 0) << 8) | (buffer[at + 1] ?? 0)
    if (bytes > maxBodyBytes) {
      throw new ProtocolError(
        `a frame announces a body of ${bytes} bytes, more than ${maxBodyBytes}`,
      )
    }
    return bytes
  }

  /** Copies bytes behind the partial frame. Grows by doubling, so that single bytes do not cost a copy each. */
  #keep(chunk: Uint8Array, from: number, to: number): void {
    const have = this.#have + (to - from)
    if (have > this.#partial.length) {
      const grown = new Uint8Array(Math.max(have, Math.min(2 * have, headerBytes + maxBodyBytes)))
      grown.set(this.#partial.subarray(0, this.#have))
      this.#partial = grown
    }
    this.#partial.set(chunk.subarray(from, to), this.#have)
    this.#have = have
  }
}
