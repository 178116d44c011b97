/**
 * The later fragments of large messages. Small frames pass them by; among themselves, messages of about the same size leave
 * one after the other, in the order they came, and the sizes take turns by fragments: 64 KiB do not wait for megabytes.
 *
 * One after the other, because taking turns would help none of them: all would be complete only at the end, and until then
 * the peer would hold all of them half.
 */

import { flags, frameKinds, headerBytes, maxFragmentBytes } from '../wire/frame.js'
import { FragmentWindow } from './fragment-window.js'
import type { LargeMessage } from './large-message.js'
import type { Outbox } from './outbox.js'
import type { SessionCall } from './session-call.js'

interface Fragmented {
  readonly call: SessionCall
  readonly message: LargeMessage
}

/** Says whether the transport takes more without queueing it. */
export type HasRoom = () => boolean

const data = frameKinds.DATA << 4
const ping = frameKinds.PING << 4

/** What a chunk of the outbox has room for, a PING included. */
const fragmentsPerChunk = 4

export class FragmentQueue {
  /** By size: see `classOf`. */
  readonly #classes: Fragmented[][] = []
  /** The class whose turn it is. */
  #turn = 0
  /** Bytes that wait. */
  bytes = 0
  readonly window = new FragmentWindow()

  get isEmpty(): boolean {
    return this.bytes === 0
  }

  /** Whether a flush writes something, if the transport has room. */
  get canWrite(): boolean {
    return this.bytes > 0 && this.window.isOpen
  }

  /** Queues a message whose first fragment is sent. */
  add(call: SessionCall, message: LargeMessage): void {
    const number = classOf(message.left)
    while (this.#classes.length <= number) this.#classes.push([])
    this.#classes[number]?.push({ call, message })
    this.bytes += message.left
  }

  /** Forgets what is left of a call's message. */
  drop(call: SessionCall): void {
    for (const messages of this.#classes) {
      const at = messages.findIndex((fragmented) => fragmented.call === call)
      const fragmented = messages[at]
      if (fragmented === undefined) continue
      this.bytes -= fragmented.message.left
      messages.splice(at, 1)
    }
  }

  /**
   * Writes as many fragments to the outbox as the window and one of its chunks take; they are copied there, for a few
   * microseconds, so that they leave in one write. `now`, in milliseconds, times the answers of the peer. `onOver` comes for
   * each call whose message is complete, or lost: see `LargeMessage.writeTo`.
   */
  write(outbox: Outbox, now: number, onOver: (call: SessionCall, isLost: boolean) => void): void {
    for (let count = 0; count < fragmentsPerChunk && this.window.isOpen; count++) {
      const messages = this.#nextClass()
      const first = messages?.[0]
      if (messages === undefined || first === undefined) return
      const { call, message } = first
      const bytes = Math.min(maxFragmentBytes, message.left)
      const at = outbox.beginFrame(headerBytes + bytes)
      if (!message.writeTo(outbox.writer, bytes)) {
        outbox.dropFrame(at)
        this.bytes -= message.left
        messages.shift()
        onOver(call, true)
        continue
      }
      this.bytes -= bytes
      const more = message.left > 0
      outbox.endFrame(at, data | (more ? flags.MORE : 0), call.id)
      const question = this.window.wrote(bytes, now)
      if (question !== undefined) outbox.writeFrame(ping, 0, question)
      if (more) continue
      messages.shift()
      onOver(call, false)
    }
  }

  #nextClass(): Fragmented[] | undefined {
    const { length } = this.#classes
    for (let tried = 0; tried < length; tried++) {
      const messages = this.#classes[this.#turn]
      this.#turn = (this.#turn + 1) % length
      if (messages !== undefined && messages.length > 0) return messages
    }
    return undefined
  }
}

/** Each class goes up to four times the size of the one before. */
function classOf(bytes: number): number {
  return (31 - Math.clz32((bytes / maxFragmentBytes) | 1)) >> 1
}
