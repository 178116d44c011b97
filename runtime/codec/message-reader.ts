/**
 * protobufjs' Reader with a shorter way for tags, lengths and numbers of one byte, which most are. Their functions become
 * small enough to be inlined wherever they are called.
 */

import { Reader } from 'protobufjs/minimal.js'

export class MessageReader extends Reader {
  override tag(): number {
    const { pos } = this
    const byte = this.buf[pos] ?? 128
    if (byte > 127 || pos >= this.len) return super.tag()
    this.pos = pos + 1
    return byte
  }

  override size(): number {
    const { pos } = this
    const byte = this.buf[pos] ?? 128
    if (byte > 127 || pos >= this.len) return super.size()
    this.pos = pos + 1
    return byte
  }

  override uint32(): number {
    const { pos } = this
    const byte = this.buf[pos] ?? 128
    if (byte > 127 || pos >= this.len) return super.uint32()
    this.pos = pos + 1
    return byte
  }
}
