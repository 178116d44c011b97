/**
 * Frames on their way to the transport, encoded in place.
 *
 * All frames of a turn stand one after the other in one buffer: a frame reserves its header, the message codec appends
 * behind it, and the header is patched. What one flush takes leaves in one write.
 *
 * Not here: fragments of large messages (fragment-queue.ts) and any decision about when to flush.
 */

import { MessageWriter } from '../codec/message-writer.js'
import { headerBytes, writeHeader } from '../wire/frame.js'
import { LargeMessage } from './large-message.js'

/** Where the outbox gets its buffers. A released buffer may be handed out again and overwritten. */
export interface ChunkPool {
  acquire(): Uint8Array
  release(chunk: Uint8Array): void
  /** Memory of exactly this size for a message, not shared with anything; what it holds at first is undefined. */
  allocate(bytes: number): Uint8Array
}

/** Takes bytes away; says whether it is done with them, so that their buffer may be reused at once. */
export type WriteBytes = (bytes: Uint8Array) => boolean

/** A chunk, and how much of it is to be sent. */
interface Filled {
  readonly chunk: Uint8Array
  readonly bytes: number
}

/** Free bytes a chunk must have left for another frame to begin in it. */
const minRoom = 512

const nothing = new Uint8Array(0)

export class Outbox {
  /** Appends to the frame under way. Its buffer changes between frames. */
  readonly writer = new MessageWriter()
  /** Grows with every flush; a frame written in an epoch that is over has been handed to the transport. */
  epoch = 0
  #pool: ChunkPool
  /** Whether a message is being encoded, which may run a program's getters: a frame that began now would be inside its frame. */
  isEncoding = false
  #full: Filled[] = []
  #fullBytes = 0

  constructor(pool: ChunkPool) {
    this.#pool = pool
    this.writer.buf = nothing
  }

  /** Bytes waiting for a flush. */
  get bytes(): number {
    return this.#fullBytes + this.writer.pos
  }

  /** Begins a frame and returns its place, for `endFrame` or `dropFrame`. `room` is what it is known to need. Throws within an encoding. */
  beginFrame(room = minRoom): number {
    if (this.isEncoding) throw new Error('a getter of a message uses the connection that sends it')
    const { writer } = this
    if (writer.buf.length - writer.pos < room) this.#nextChunk()
    const at = writer.pos
    writer.pos = at + headerBytes
    return at
  }

  /** Completes the frame that began at `at`; its body is what was written since. */
  endFrame(at: number, kindAndFlags: number, id: number): void {
    const { writer } = this
    writeHeader(writer.buf, at, writer.pos - at - headerBytes, kindAndFlags, id)
  }

  /** Writes a frame with a body that is at hand. */
  writeFrame(kindAndFlags: number, id: number, body: Uint8Array): void {
    const at = this.beginFrame(headerBytes + body.length)
    this.writer.raw(body)
    this.endFrame(at, kindAndFlags, id)
  }

  /** Forgets the frame that began at `at`, whatever was written since. */
  dropFrame(at: number): void {
    this.writer.pos = at
    this.writer.takeLent()
    this.writer.states = null // forks of an encoder that threw half-way
  }

  /**
   * Takes the message from `from` to the writer's position out of the frame that began at `at`, and forgets the frame.
   * Its pieces stay valid: what was encoded into this buffer is copied, or the buffer is not used again.
   */
  cutFrame(at: number, from: number): LargeMessage {
    const { writer } = this
    const { buf, pos } = writer
    if (writer.lentBytes > 0) {
      const pieces: Uint8Array[] = []
      let begin = from
      for (const { at: end, bytes } of writer.takeLent()) {
        pieces.push(new Uint8Array(buf.subarray(begin, end)), bytes)
        begin = end
      }
      pieces.push(new Uint8Array(buf.subarray(begin, pos)))
      writer.pos = at
      return new LargeMessage(pieces)
    }
    if (at > 0) this.#setAside(buf.subarray(0, at), at)
    this.#setBuffer(nothing)
    return new LargeMessage([buf.subarray(from, pos)])
  }

  /** Hands everything to `write`, in order. */
  flush(write: WriteBytes): void {
    this.epoch++
    if (this.#full.length > 0) {
      for (const { chunk, bytes } of this.#full) this.#write(write, chunk, bytes)
      this.#full = []
      this.#fullBytes = 0
    }
    const { writer } = this
    if (writer.pos === 0) return
    this.#write(write, writer.buf, writer.pos)
    this.#setBuffer(nothing)
  }

  #write(write: WriteBytes, chunk: Uint8Array, bytes: number): void {
    if (write(chunk.subarray(0, bytes))) this.#pool.release(chunk)
  }

  #nextChunk(): void {
    const { writer } = this
    if (writer.pos > 0) this.#setAside(writer.buf, writer.pos)
    this.#setBuffer(this.#pool.acquire())
  }

  #setAside(chunk: Uint8Array, bytes: number): void {
    this.#full.push({ chunk, bytes })
    this.#fullBytes += bytes
  }

  #setBuffer(buffer: Uint8Array): void {
    const { writer } = this
    writer.buf = buffer
    writer.view = null
    writer.pos = 0
  }
}
