/**
 * Frames on their way to the transport, encoded in place.
 *
 * All frames of a tick stand one after the other in one buffer: a frame reserves its header, the message codec appends
 * behind it, and the header is patched. What one flush takes leaves in one write.
 *
 * Not here: fragments of large messages (fragment-queue.ts) and any decision about when to flush.
 */

import { MessageWriter } from '../codec/message-writer.js'
import { headerBytes, writeHeader } from '../wire/frame.js'

/** Where the outbox gets its buffers. A released buffer may be handed out again and overwritten. */
export interface ChunkPool {
  acquire(): Uint8Array
  release(chunk: Uint8Array): void
  /** Memory of exactly this size for a message, not shared with anything; what it holds at first is undefined. */
  allocate(bytes: number): Uint8Array
}

/** Takes bytes away; says whether it is done with them, so that their buffer may be reused at once. */
export type WriteBytes = (bytes: Uint8Array) => boolean

/** Free bytes a chunk must have left for another frame to begin in it. */
const minRoom = 512

const nothing = new Uint8Array(0)

export class Outbox {
  /** Appends to the frame under way. Its buffer changes between frames. */
  readonly writer = new MessageWriter()
  /** Grows with every flush; a frame written in an epoch that is over has been handed to the transport. */
  epoch = 0
  #pool: ChunkPool
  #full: Uint8Array[] = []
  #fullBytes = 0

  constructor(pool: ChunkPool) {
    this.#pool = pool
    this.writer.buf = nothing
  }

  /** Bytes waiting for a flush. */
  get bytes(): number {
    return this.#fullBytes + this.writer.pos
  }

  /** Begins a frame and returns its place, for `endFrame` or `dropFrame`. */
  beginFrame(): number {
    const { writer } = this
    if (writer.buf.length - writer.pos < minRoom) this.#nextChunk()
    const at = writer.pos
    writer.pos = at + headerBytes
    return at
  }

  /** Completes the frame that began at `at`; its body is what was written since. */
  endFrame(at: number, kindAndFlags: number, id: number): void {
    const { writer } = this
    writeHeader(writer.buf, at, writer.pos - at - headerBytes, kindAndFlags, id)
  }

  /** Forgets the frame that began at `at`, whatever was written since. */
  dropFrame(at: number): void {
    this.writer.pos = at
    this.writer.states = null // forks of an encoder that threw half-way
  }

  /**
   * Takes the bytes from `from` to the writer's position out of the frame that began at `at`, and forgets the frame.
   * The bytes stay valid: their buffer is not used again.
   */
  cutFrame(at: number, from: number): Uint8Array {
    const { writer } = this
    const bytes = writer.buf.subarray(from, writer.pos)
    if (at > 0) this.#setAside(writer.buf.subarray(0, at))
    this.#setBuffer(nothing)
    return bytes
  }

  /** Hands everything to `write`, in order. */
  flush(write: WriteBytes): void {
    this.epoch++
    if (this.#full.length > 0) {
      for (const bytes of this.#full) write(bytes)
      this.#full = []
      this.#fullBytes = 0
    }
    const { writer } = this
    if (writer.pos === 0) return
    const chunk = writer.buf
    const reusable = write(chunk.subarray(0, writer.pos))
    if (reusable) this.#pool.release(chunk)
    this.#setBuffer(nothing)
  }

  #nextChunk(): void {
    const { writer } = this
    if (writer.pos > 0) this.#setAside(writer.buf.subarray(0, writer.pos))
    this.#setBuffer(this.#pool.acquire())
  }

  #setAside(bytes: Uint8Array): void {
    this.#full.push(bytes)
    this.#fullBytes += bytes.length
  }

  #setBuffer(buffer: Uint8Array): void {
    const { writer } = this
    writer.buf = buffer
    writer.view = null
    writer.pos = 0
  }
}
