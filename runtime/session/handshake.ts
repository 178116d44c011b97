/** Collects the peer's preface and the frames of its greeting. */

import { readerOver } from '../wire/fields.js'
import { flags, kindName } from '../wire/frame.js'
import { type Greeting, readGreeting } from '../wire/greeting.js'
import { matchPreface, preface } from '../wire/preface.js'
import { ProtocolError } from '../wire/protocol-error.js'

export class Handshake {
  #matched = 0
  #parts: Uint8Array[] = []
  #bytes = 0
  readonly #kind: number
  readonly #maxBytes: number
  readonly #maxMethods: number

  /** `kind` is the frame the peer greets with. */
  constructor(kind: number, maxBytes: number, maxMethods: number) {
    this.#kind = kind
    this.#maxBytes = maxBytes
    this.#maxMethods = maxMethods
  }

  /** Whether the preface is complete. */
  get hasPreface(): boolean {
    return this.#matched === preface.length
  }

  /** Matches preface bytes; returns how many bytes of the chunk belong to it. */
  takePreface(chunk: Uint8Array): number {
    const before = this.#matched
    this.#matched = matchPreface(before, chunk)
    return this.#matched - before
  }

  /** Takes a frame; returns the greeting once it is complete. */
  takeFrame(
    kindAndFlags: number,
    id: number,
    chunk: Uint8Array,
    start: number,
    end: number,
  ): Greeting | undefined {
    const kind = kindAndFlags >>> 4
    const name = kindName(this.#kind)
    if (kind !== this.#kind) throw new ProtocolError(`${kindName(kind)} came before ${name}`)
    const more = (kindAndFlags & flags.MORE) !== 0
    if (id !== 0 || (kindAndFlags & 0xf & ~flags.MORE) !== 0) {
      throw new ProtocolError(`${name} has a call id or a flag it must not have`)
    }
    if (more && end === start) throw new ProtocolError(`${name} has an empty part`)
    this.#bytes += end - start
    if (this.#bytes > this.#maxBytes) {
      throw new ProtocolError(`${name} is longer than ${this.#maxBytes} bytes`)
    }
    // A copy, because slice() of a Buffer is a view that keeps its chunk alive, and the chunk may be used again.
    this.#parts.push(new Uint8Array(chunk.subarray(start, end)))
    if (more) return undefined
    const body = new Uint8Array(this.#bytes)
    let at = 0
    for (const part of this.#parts) {
      body.set(part, at)
      at += part.length
    }
    this.#parts = []
    return readGreeting(name, readerOver(body, 0, body.length), this.#maxMethods)
  }
}
