/**
 * protobufjs' Writer with what the functions that write fields need beyond it: room that is asked for once for a whole field,
 * messages inside messages without a stack, and bytes that stay where they are.
 */

import { BufferWriter } from 'protobufjs/minimal.js'
import { maxVarint32Bytes, putTag, putVarint32, varint32Bytes } from './varints.js'

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

  /** Makes room for a field and writes its tag, without moving on: returns where its value goes, `bytes` at most. */
  field(tag: number, bytes: number): number {
    const room = bytes + maxVarint32Bytes
    if (this.buf.length - this.pos < room) grow(this, room)
    return putTag(tag, this.buf, this.pos)
  }

  override uint32(value: number): this {
    this.pos = this.field(value >>> 0, 0)
    return this
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

  /** Begins a field that has its length before it, and returns its start, for `end`. There is room for `bytes`. */
  begin(tag: number, bytes = 0): number {
    const start = this.field(tag, bytes + 1) + 1
    this.pos = start
    return start
  }

  /** Writes the length of the field that began at `start`: most have one byte for it, and others are moved. */
  end(start: number): void {
    const length = this.pos - start
    if (length < oneByte && this.lentBytes === 0) this.buf[start - 1] = length
    else this.#endLong(start)
  }

  #endLong(start: number): void {
    const inside = this.#lentSince(start)
    let length = this.pos - start
    for (const { bytes } of inside) length += bytes.length
    const extra = varint32Bytes(length) - 1
    if (extra > 0) {
      if (this.buf.length - this.pos < extra) grow(this, extra)
      this.buf.copyWithin(start + extra, start, this.pos)
      this.pos += extra
    }
    putVarint32(length, this.buf, start - 1)
    for (const one of inside) one.at += extra
  }

  /** What is lent to the field that began at `start`: to most of a message with large bytes, nothing. */
  #lentSince(start: number): readonly Lent[] {
    const last = this.lentBytes === 0 ? undefined : this.#lent.at(-1)
    return last === undefined || last.at < start ? none : this.#lent.filter(({ at }) => at >= start)
  }

  /** The way of protobufjs, for code that is not generated: it knows nothing of what is lent. */
  override ldelim(): this {
    const start = this.states?.pop()
    if (start === undefined) super.ldelim()
    else this.end(start + 1)
    return this
  }
}

function grow(writer: MessageWriter, bytes: number): void {
  const { buf, pos } = writer
  const larger = Buffer.allocUnsafe(Math.max(buf.length * 2, pos + bytes))
  larger.set(buf.subarray(0, pos))
  writer.buf = larger
  writer.view = null
}
