/**
 * How much of large messages may be on its way at once. What the kernel has taken no frame can overtake, and its buffers
 * hold megabytes that Node cannot bound; so this side asks by PING how far the peer has read, and waits for the PONG.
 *
 * Nothing here can wait for ever on an honest peer: PONG comes at once, whatever the peer's program takes or leaves
 * (PROTOCOL.md P-63).
 */

import { fragmentBytesPerPing } from '../wire/frame.js'

/** Enough for a network whose answers come within `nearMs`, at more than a gigabit. */
const nearBytes = 256 * 1024
const nearMs = 2

/** As much as a peer's credit lets come by default. */
const farBytes = 16 * 1024 * 1024

/** What these PINGs begin with: "fr". Those of keepalive and drain begin otherwise. */
const tag = 0x6672

export class FragmentWindow {
  /** How much it is: never less than `fragmentBytesPerPing`, or no PING would be due when it is full. */
  bytes = nearBytes
  /** Set while this side does not read, or has to send all it has: no PONG would come. */
  isIgnored = false
  #sent = 0
  #confirmed = 0
  /** What was sent when the last PING was. */
  #asked = 0
  /** Of the PING whose answer is timed; 0 is none. */
  #timed = 0
  #timedAt = 0
  #confirmedBefore = 0
  #quickestMs = Number.POSITIVE_INFINITY

  get isOpen(): boolean {
    return this.#sent - this.#confirmed < this.bytes || this.isIgnored
  }

  /** Counts a fragment; returns the body of a PING that has to follow it. `now` in milliseconds. */
  wrote(bytes: number, now: number): Uint8Array | undefined {
    this.#sent += bytes
    if (this.#sent - this.#asked < fragmentBytesPerPing) return undefined
    this.#asked = this.#sent
    if (this.#timed === 0) {
      this.#timed = this.#sent
      this.#timedAt = now
      this.#confirmedBefore = this.#confirmed
    }
    return writeCount(this.#sent)
  }

  /** Looks at the body of a PONG; returns whether it answers such a PING. */
  confirm(echo: Uint8Array, now: number): boolean {
    const count = readCount(echo)
    // What was not asked, and what was answered before, proves nothing.
    if (count === undefined || count > this.#asked || count <= this.#confirmed) return false
    this.#confirmed = count
    if (this.#timed !== 0 && count >= this.#timed) this.#widen(now)
    return true
  }

  /**
   * On a long way the answers take so long that the window bounds the rate. It grows to twice what arrives in the time of
   * the quickest answer: where a queue makes answers late, that is less than the window, and it stays.
   */
  #widen(now: number): void {
    const tookMs = now - this.#timedAt
    const arrived = this.#confirmed - this.#confirmedBefore
    this.#timed = 0
    this.#quickestMs = Math.min(this.#quickestMs, tookMs)
    if (this.#quickestMs <= nearMs) return
    const wanted = (2 * arrived * this.#quickestMs) / tookMs
    if (wanted > this.bytes) this.bytes = Math.min(wanted, farBytes)
  }
}

function writeCount(count: number): Uint8Array {
  const body = new DataView(new ArrayBuffer(8))
  body.setUint16(0, tag)
  body.setUint16(2, Math.floor(count / 2 ** 32))
  body.setUint32(4, count % 2 ** 32)
  return new Uint8Array(body.buffer)
}

function readCount(body: Uint8Array): number | undefined {
  const view = new DataView(body.buffer, body.byteOffset, 8)
  if (view.getUint16(0) !== tag) return undefined
  return view.getUint16(2) * 2 ** 32 + view.getUint32(4)
}
