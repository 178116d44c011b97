/**
 * The later fragments of large messages, sent one per message in turn, so that a small message never waits for a
 * large one: at most for one fragment of each, and for what is on its way (fragment-window.ts).
 */

import { flags, frameKinds, headerBytes, maxFragmentBytes, writeHeader } from '../wire/frame.js'
import { FragmentWindow } from './fragment-window.js'
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
const ping = frameKinds.PING << 4

export class FragmentQueue {
  #queue: Fragmented[] = []
  /** Bytes that wait. */
  bytes = 0
  readonly window = new FragmentWindow()

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  /** Whether a flush writes something, if the transport has room. */
  get canWrite(): boolean {
    return this.#queue.length > 0 && this.window.isOpen
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

  /**
   * Writes fragments while there is room; returns the calls whose message is complete. `now`, in milliseconds, times the
   * answers of the peer.
   */
  flush(write: WriteBytes, hasRoom: HasRoom, now: number): SessionCall[] {
    const complete: SessionCall[] = []
    while (this.window.isOpen && hasRoom()) {
      const message = this.#queue.shift()
      if (message === undefined) break
      const { call, bytes, offset } = message
      const end = Math.min(offset + maxFragmentBytes, bytes.length)
      const more = end < bytes.length
      const kind = data | (more ? flags.MORE : 0)
      writeFrame(write, kind, call.id, bytes.subarray(offset, end))
      const question = this.window.wrote(end - offset, now)
      if (question !== undefined) writeFrame(write, ping, 0, question)
      this.bytes -= end - offset
      message.offset = end
      if (more) this.#queue.push(message)
      else complete.push(call)
    }
    return complete
  }
}

function writeFrame(write: WriteBytes, kind: number, id: number, body: Uint8Array): void {
  const header = new Uint8Array(headerBytes)
  writeHeader(header, 0, body.length, kind, id)
  write(header)
  write(body)
}
