/**
 * The later fragments of large messages, sent one per message in turn, so that a small message never waits for a
 * large one: at most for one fragment of each.
 */

import { flags, frameKinds, headerBytes, maxFragmentBytes, writeHeader } from '../wire/frame.js'
import type { WriteBytes } from './outbox.js'
import type { SessionCall } from './session-call.js'

interface Fragmented {
  readonly call: SessionCall
  readonly bytes: Uint8Array
  offset: number
}

/** Says whether the transport takes more without queueing it. */
export type HasRoom = () => boolean

const data = frameKinds.DATA << 4

export class FragmentQueue {
  #queue: Fragmented[] = []
  /** Bytes that wait. */
  bytes = 0

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  /** Queues `bytes` from `offset` on; the fragments before it are sent. */
  add(call: SessionCall, bytes: Uint8Array, offset: number): void {
    this.#queue.push({ call, bytes, offset })
    this.bytes += bytes.length - offset
  }

  /** Forgets what is left of a call's message. */
  drop(call: SessionCall): void {
    const at = this.#queue.findIndex((message) => message.call === call)
    const message = this.#queue[at]
    if (message === undefined) return
    this.bytes -= message.bytes.length - message.offset
    this.#queue.splice(at, 1)
  }

  /** Writes fragments while there is room; returns the calls whose message is complete. */
  flush(write: WriteBytes, hasRoom: HasRoom): SessionCall[] {
    const complete: SessionCall[] = []
    while (hasRoom()) {
      const message = this.#queue.shift()
      if (message === undefined) break
      const { call, bytes, offset } = message
      const end = Math.min(offset + maxFragmentBytes, bytes.length)
      const more = end < bytes.length
      const header = new Uint8Array(headerBytes)
      writeHeader(header, 0, end - offset, data | (more ? flags.MORE : 0), call.id)
      write(header)
      write(bytes.subarray(offset, end))
      this.bytes -= end - offset
      message.offset = end
      if (more) this.#queue.push(message)
      else complete.push(call)
    }
    return complete
  }
}
