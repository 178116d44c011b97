/**
 * Puts messages into frames of the outbox: encodes in place, compresses where both sides agreed to that, and cuts what is
 * too large for a frame. Whether a message may be sent is not asked here: sender.ts has the credit.
 *
 * Each method throws what the codec throws, or MessageTooLargeError; then nothing was written. Otherwise it returns what the
 * message costs: its bytes before compression.
 */

import type { MessageCodec } from '../codec/message-codec.js'
import type { Head } from '../wire/call-bodies.js'
import { type Compressed, type Compression, writeCompressed } from '../wire/compression.js'
import { flags, frameKinds, headerBytes, maxBodyBytes, maxFragmentBytes } from '../wire/frame.js'
import type { LargeMessage } from './large-message.js'
import { MessageTooLargeError } from './message-too-large.js'
import { type OpenHeader, writeHeadBefore, writeOpenHeader } from './open-header.js'
import type { Outbox } from './outbox.js'
import type { SessionCall } from './session-call.js'

const open = (frameKinds.OPEN << 4) | flags.LAST
const data = frameKinds.DATA << 4

/** Of the total that stands before a fragmented message. */
const maxVarintBytes = 5

export class MessageFrames {
  /** The largest message the peer accepts. */
  maxBytes = 0
  /** Shortens messages; undefined where that was not agreed upon. */
  compression: Compression | undefined = undefined
  readonly #outbox: Outbox
  #rest: LargeMessage | undefined = undefined

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  /** What of the last message did not fit in its frame, once. */
  takeRest(): LargeMessage | undefined {
    const rest = this.#rest
    this.#rest = undefined
    return rest
  }

  /** OPEN with the call's only request. `id` becomes the call's. */
  open<T>(
    call: SessionCall,
    id: number,
    header: OpenHeader,
    codec: MessageCodec<T> | undefined,
    request: T,
  ): number {
    const outbox = this.#outbox
    let at = outbox.beginFrame()
    let kind = open | writeOpenHeader(outbox.writer, header)
    let from = outbox.writer.pos
    const bytes = this.#encode(call, at, codec, request)
    call.id = id
    const short = this.#shorten(call, from, bytes)
    if (short !== undefined) {
      // OPEN says in its Head that its message is compressed, so the frame begins anew.
      outbox.dropFrame(at)
      at = outbox.beginFrame()
      const head = { metadata: [], attempt: 0, ...header.head, compressed: true }
      kind = open | writeOpenHeader(outbox.writer, { ...header, head })
      from = outbox.writer.pos
      writeCompressed(outbox.writer, short, bytes)
    }
    this.#complete(id, at, from, kind)
    return bytes
  }

  /** DATA with a message, and the metadata that stand before the first response. */
  data<T>(
    call: SessionCall,
    codec: MessageCodec<T> | undefined,
    message: T,
    last: boolean,
    head: Head | undefined,
  ): number {
    const outbox = this.#outbox
    const at = outbox.beginFrame()
    let kind: number = last ? data | flags.LAST : data
    if (head !== undefined) {
      kind |= flags.HEAD
      writeHeadBefore(outbox.writer, head)
    }
    const from = outbox.writer.pos
    const bytes = this.#encode(call, at, codec, message)
    const short = this.#shorten(call, from, bytes)
    if (short !== undefined) {
      outbox.writer.pos = from
      writeCompressed(outbox.writer, short, bytes)
      kind |= flags.COMPRESSED
    }
    this.#complete(call.id, at, from, kind)
    return bytes
  }

  /** Appends a message to the frame that began at `at`, or forgets the frame; returns how many bytes it has. */
  #encode<T>(
    call: SessionCall,
    at: number,
    codec: MessageCodec<T> | undefined,
    message: T,
  ): number {
    const { writer } = this.#outbox
    const from = writer.pos
    // What is to be compressed has to be in one piece.
    writer.borrows = this.compression === undefined || !call.compressible
    this.#outbox.isEncoding = true
    try {
      if (codec === undefined)
        writer.raw(message as Uint8Array) // because without a codec it is encoded bytes
      else codec.encode(message, writer)
      // Its own getter has ended the call before anything of it was sent.
      if (call.discarding && call.id === 0) throw new Error('the call has ended')
    } catch (error) {
      this.#outbox.dropFrame(at)
      throw error
    } finally {
      this.#outbox.isEncoding = false
    }
    const bytes = writer.pos - from + writer.lentBytes
    if (bytes > this.maxBytes) {
      this.#outbox.dropFrame(at)
      throw new MessageTooLargeError(bytes, this.maxBytes)
    }
    return bytes
  }

  /** The message from `from` on in its compressed form, where that is agreed upon and shorter. */
  #shorten(call: SessionCall, from: number, bytes: number): Compressed | undefined {
    if (this.compression === undefined || !call.compressible) return undefined
    return this.compression.compress(this.#outbox.writer.buf.subarray(from, from + bytes))
  }

  /** Ends the frame that began at `at` and has a message from `from` on, or makes it that of the first fragment. */
  #complete(id: number, at: number, from: number, kind: number): void {
    const outbox = this.#outbox
    const { writer } = outbox
    const bytes = writer.pos - from + writer.lentBytes
    if (bytes <= maxFragmentBytes && writer.pos - at - headerBytes <= maxBodyBytes) {
      outbox.endFrame(at, kind, id)
      return
    }
    const prefix = new Uint8Array(writer.buf.subarray(at + headerBytes, from)) // slice() of a Buffer is a view
    // A Head before the message leaves less room for its first fragment.
    const room = maxBodyBytes - prefix.length - maxVarintBytes
    const firstBytes = Math.min(maxFragmentBytes, room, bytes - 1)
    const message = outbox.cutFrame(at, from)
    const first = outbox.beginFrame(headerBytes + prefix.length + maxVarintBytes + firstBytes)
    outbox.writer.raw(prefix).uint32(bytes)
    message.writeTo(outbox.writer, firstBytes)
    outbox.endFrame(first, kind | flags.MORE, id)
    this.#rest = message
  }
}
