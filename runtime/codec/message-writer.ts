/**
 * protobufjs' Writer with shorter ways for what nearly every message does: small numbers, text, messages inside
 * messages. The bytes are the same, which a test checks; what has no short way goes protobufjs' own.
 */

import { BufferWriter } from 'protobufjs/minimal.js'
import { maxHandWritten, writeLong, writeShort } from './utf8.js'
import { maxVarint32Bytes, maxVarint64Bytes, putVarint32, putVarint64 } from './varints.js'

/** Below it a length takes one byte. */
const oneByte = 128

/** Bytes fields of this size and more are lent, where the writer allows it. */
export const minLentBytes = 32 * 1024

/** The program's own memory, which belongs where `at` says between what is written. */
export interface Lent {
  at: number
  readonly bytes: Uint8Array
}

const none: readonly Lent[] = []

/** Of three bytes for each of its units, text of up to this many has a length of at most two bytes. */
const maxMiddling = 5000

export class MessageWriter extends BufferWriter {
  /** Whether large bytes fields may stay where they are; then whoever takes the message takes `lent` into account. */
  borrows = false
  lentBytes = 0
  #lent: Lent[] = []

  /** What is lent to the message under way, in order; the next message has none of it. */
  takeLent(): readonly Lent[] {
    if (this.lentBytes === 0) return none
    const lent = this.#lent
    this.#lent = []
    this.lentBytes = 0
    return lent
  }

  override bytes(value: Uint8Array): this {
    if (!this.borrows || value.length < minLentBytes) {
      super.bytes(value)
      return this
    }
    this.uint32(value.length)
    this.#lent.push({ at: this.pos, bytes: value })
    this.lentBytes += value.length
    return this
  }

  override uint32(value: number): this {
    const { buf, pos } = this
    if ((value & -oneByte) === 0 && pos < buf.length) {
      buf[pos] = value
      this.pos = pos + 1
    } else if (buf.length - pos >= maxVarint32Bytes) this.pos = putVarint32(value >>> 0, buf, pos)
    else super.uint32(value)
    return this
  }

  override uint32s(list: number[]): this {
    if (!this.#hasRoom(list.length, maxVarint32Bytes)) {
      super.uint32s(list)
      return this
    }
    this.fork()
    const { buf } = this
    let at = this.pos
    for (let i = 0; i < list.length; i++) at = putVarint32((list[i] ?? 0) >>> 0, buf, at)
    this.pos = at
    return this.ldelim()
  }

  override sint32s(list: number[]): this {
    if (!this.#hasRoom(list.length, maxVarint32Bytes)) {
      super.sint32s(list)
      return this
    }
    this.fork()
    const { buf } = this
    let at = this.pos
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? 0
      at = putVarint32(((value << 1) ^ (value >> 31)) >>> 0, buf, at)
    }
    this.pos = at
    return this.ldelim()
  }

  override int32s(list: number[]): this {
    if (!this.#hasRoom(list.length, maxVarint64Bytes)) {
      super.int32s(list)
      return this
    }
    this.fork()
    const { buf } = this
    let at = this.pos
    // A negative number goes as 64 bits, whose upper half is all ones.
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? 0
      at = putVarint64(value >>> 0, (value >> 31) >>> 0, buf, at)
    }
    this.pos = at
    return this.ldelim()
  }

  /** Whether a list and its length fit, however long its items become. */
  #hasRoom(items: number, bytesEach: number): boolean {
    return this.buf.length - this.pos >= items * bytesEach + maxVarint32Bytes
  }

  override string(value: string): this {
    const { buf, pos } = this
    const { length } = value
    if (length <= maxHandWritten && buf.length - pos > length * 3) {
      const end = writeShort(value, buf, pos + 1)
      buf[pos] = end - pos - 1
      this.pos = end
    } else if (length <= maxMiddling && buf.length - pos > length * 3 + 1) this.#middling(value)
    else super.string(value)
    return this
  }

  /** Writes the text behind as many bytes for its length as it takes in ASCII, and moves it where that was too few. */
  #middling(value: string): void {
    const { buf, pos } = this
    const isLong = value.length >= oneByte
    const start = isLong ? pos + 2 : pos + 1
    let end = writeLong(value, buf, start)
    const length = end - start
    if (length < oneByte) buf[pos] = length
    else {
      if (!isLong) {
        buf.copyWithin(start + 1, start, end)
        end++
      }
      buf[pos] = length | 128
      buf[pos + 1] = length >>> 7
    }
    this.pos = end
  }

  override ldelim(): this {
    const { states } = this
    const start = states?.pop()
    if (start !== undefined && this.#hasLentSince(start)) this.#endAround(start)
    else if (states === null || start === undefined) super.ldelim()
    else {
      const length = this.pos - start - 1
      if (length < oneByte) this.buf[start] = length
      else {
        states.push(start)
        super.ldelim()
      }
    }
    return this
  }

  /** Whether bytes are lent to the nested message that began behind `start`: most in a message with large bytes have none. */
  #hasLentSince(start: number): boolean {
    if (this.lentBytes === 0) return false
    const last = this.#lent.at(-1)
    return last !== undefined && last.at > start
  }

  /** Writes the length of a nested message that began behind `start`, and to which bytes are lent. */
  #endAround(start: number): void {
    const inside = this.#lent.filter(({ at }) => at > start)
    let length = this.pos - start - 1
    for (const { bytes } of inside) length += bytes.length
    const written = this.pos
    this.uint32(length)
    const prefix = new Uint8Array(this.buf.subarray(written, this.pos)) // slice() of a Buffer is a view
    this.buf.copyWithin(start + prefix.length, start + 1, written)
    this.buf.set(prefix, start)
    this.pos = written + prefix.length - 1
    for (const one of inside) one.at += prefix.length - 1
  }
}
