/**
 * Sends messages when they may be sent: charges credit, keeps what has none, and lets large messages and streams wait for their
 * turn. How a message becomes frames is in message-frames.ts.
 *
 * Credit is charged whole when the first frame of a message is written, and a message may start while the credit
 * is above zero, however large it is: an overdraft by one. Waiting for room for the whole message, or for credit in
 * the middle of one, can deadlock (docs/decisions/0004).
 */

import type { MessageCodec } from '../codec/message-codec.js'
import { fitStatus, type Head, type Status } from '../wire/call-bodies.js'
import { encodeWith } from '../wire/fields.js'
import { frameKinds, messageOverheadBytes } from '../wire/frame.js'
import { creditOf, type Greeting } from '../wire/greeting.js'
import { Crowd } from './crowd.js'
import { flowOf } from './flow.js'
import { FragmentQueue, type HasRoom } from './fragment-queue.js'
import type { FragmentWindow } from './fragment-window.js'
import { MessageFrames } from './message-frames.js'
import { MessageTooLargeError } from './message-too-large.js'
import { type OpenHeader, writeOpenHeader } from './open-header.js'
import type { Outbox, WriteBytes } from './outbox.js'
import { RareSet } from './rare-set.js'
import type { SessionCall, WaitingMessage } from './session-call.js'

const open = frameKinds.OPEN << 4

export class Sender {
  /** What this side may still send on the connection; may be negative by one message. */
  credit = 0
  /**
   * Credit that streams leave to single messages, so that a small answer does not wait for them. Less than half: that
   * much comes back as soon as the peer has taken everything.
   */
  #reserve = 0
  /** Bytes of messages that wait for credit. */
  waitingBytes = 0
  /** What the peer accepts, and how messages are shortened, is set there. */
  readonly frames: MessageFrames
  readonly #outbox: Outbox
  readonly #onEnded: (call: SessionCall) => void
  readonly #fragments = new FragmentQueue()
  /** Calls with messages that wait for the connection's credit, in the order they ran out. */
  readonly #starved = new RareSet<SessionCall>()
  readonly #crowd: Crowd

  /** `onEnded`: the last of a direction that could not be written at once is written now. */
  constructor(outbox: Outbox, onEnded: (call: SessionCall) => void) {
    this.#outbox = outbox
    this.frames = new MessageFrames(outbox)
    this.#crowd = new Crowd(outbox, this.#fragments)
    this.#onEnded = onEnded
  }

  /** The peer has said what it accepts. */
  start(peer: Greeting): void {
    this.credit = creditOf(peer.connectionCreditBytes)
    if (Number.isFinite(this.credit)) this.#reserve = Math.floor(this.credit / 4)
    this.frames.maxBytes = peer.maxMessageBytes
  }

  /** Bytes that wait for the transport. */
  get queuedBytes(): number {
    return this.#outbox.bytes + this.#fragments.bytes
  }

  /**
   * Writes an OPEN with the call's only request. `id` becomes the call's when the message could be encoded;
   * otherwise throws what the codec threw, or MessageTooLargeError, and nothing was written. Returns whether all of the
   * message is written; if not, `onEnded` comes when it is.
   */
  openWith<T>(
    call: SessionCall,
    id: number,
    header: OpenHeader,
    codec: MessageCodec<T> | undefined,
    request: T,
  ): boolean {
    this.#charge(call, this.frames.open(call, id, header, codec, request))
    call.epoch = this.#outbox.epoch
    return this.#closeAfter(call)
  }

  /** Writes an OPEN without a message; requests follow by `message`. */
  openStream(call: SessionCall, id: number, header: OpenHeader): void {
    const outbox = this.#outbox
    const at = outbox.beginFrame()
    const kind = open | writeOpenHeader(outbox.writer, header)
    call.id = id
    outbox.endFrame(at, kind, id)
    call.epoch = outbox.epoch
  }

  /**
   * Sends a message of an open direction, or keeps it until credit and order allow. Throws what the codec threw, or
   * MessageTooLargeError; then nothing was sent or kept. After the last message, returns whether all is written; if not,
   * `onEnded` comes when it is.
   */
  message<T>(
    call: SessionCall,
    codec: MessageCodec<T> | undefined,
    message: T,
    last: boolean,
    head?: Head,
  ): boolean {
    if (this.canSend(call)) this.#charge(call, this.frames.data(call, codec, message, last, head))
    else this.#keep(call, codec, message, last, head)
    return last && this.#closeAfter(call)
  }

  /** Whether nothing of a direction that ends is left to write; otherwise remembers to say so when it is. */
  #closeAfter(call: SessionCall): boolean {
    const { flow } = call
    if (flow === undefined || (!flow.fragmenting && flow.waiting.length === 0)) return true
    flow.closing = true
    return false
  }

  /** Whether a message of this call would leave now instead of waiting. */
  canSend(call: SessionCall): boolean {
    if (this.credit <= 0) return false
    const { flow } = call
    if (flow === undefined) return true
    if (flow.fragmenting || flow.waiting.length > 0) return false
    return !flow.streamsOut || flow.sendCredit > 0
  }

  /** As `canSend`; when not, the call's `onWritable` comes as soon as it can. */
  wantsToSend(call: SessionCall): boolean {
    if (this.canSend(call) && this.credit > this.#reserve && !this.#crowd.isFull) return true
    // The other reasons, stream credit and fragments under way, end in `onWritable` by themselves.
    if (this.credit <= this.#reserve) this.#starved.add(call)
    else if (this.#crowd.isFull) this.#crowd.add(call)
    return false
  }

  /** Whether streams wait that a later turn would let go on: `nextTurn` is due then. */
  get awaitsTurn(): boolean {
    return this.#crowd.awaitsTurn
  }

  /** Other events of the process have had their turn: streams that waited for that go on. */
  nextTurn(): void {
    for (const call of this.#crowd.nextTurn()) if (this.wantsToSend(call)) call.onWritable()
  }

  /** Ends a direction without a message, after what waits; a responder may add a status. Returns as `message` does. */
  end(call: SessionCall, status?: Status): boolean {
    const { flow } = call
    if (flow === undefined || (!flow.fragmenting && flow.waiting.length === 0)) {
      this.#writeEnd(call, status)
      return true
    }
    flow.endAfterWaiting = true
    flow.endStatus = status
    flow.closing = true
    return false
  }

  /** Ends a call with a status; messages that wait, and the rest of a started one, are given up. */
  endWithStatus(call: SessionCall, status: Status): void {
    this.abandon(call)
    this.#writeEnd(call, status)
  }

  /** Gives up what of a call's messages was not sent. The caller tells the peer. */
  abandon(call: SessionCall): void {
    const { flow } = call
    if (flow === undefined) return
    if (flow.fragmenting) this.#fragments.drop(call)
    flow.fragmenting = false
    for (const { bytes } of flow.waiting) this.waitingBytes -= bytes.length
    flow.waiting = []
    flow.endAfterWaiting = false
    flow.closing = false
    this.#starved.delete(call)
    this.#crowd.delete(call)
  }

  /** Adds credit of the connection and sends what waited for it. */
  addConnectionCredit(increment: number): void {
    this.credit += increment
    for (const call of [...this.#starved]) {
      if (this.credit <= 0) return
      this.#starved.delete(call)
      this.#resume(call)
    }
  }

  /** Adds credit of a stream and sends what waited for it. */
  addStreamCredit(call: SessionCall, increment: number): void {
    const { flow } = call
    if (flow === undefined) return
    flow.sendCredit += increment
    this.#resume(call)
  }

  /** Hands frames to the transport: all small ones, and fragments while it and the peer keep up. `now` in milliseconds. */
  flush(write: WriteBytes, hasRoom: HasRoom, now: number): void {
    this.#outbox.flush(write)
    while (this.#fragments.canWrite && hasRoom()) {
      this.#fragments.write(this.#outbox, now, this.#onFragmented)
      this.#outbox.flush(write)
    }
  }

  /** A large message has left; what its call writes now stands behind the fragments it waited for. */
  #onFragmented = (call: SessionCall, isLost: boolean): void => {
    if (call.flow !== undefined) call.flow.fragmenting = false
    if (isLost) {
      call.onMessageLost()
      return
    }
    call.onMessageLeft()
    this.#resume(call)
  }

  /** Whether a flush writes fragments, if the transport has room: then it has to know the time. */
  get hasFragments(): boolean {
    return this.#fragments.canWrite
  }

  /** What of fragments may be on its way. */
  get window(): FragmentWindow {
    return this.#fragments.window
  }

  #writeEnd(call: SessionCall, status: Status | undefined): void {
    const at = this.#outbox.beginFrame()
    if (status !== undefined) this.#outbox.writer.raw(fitStatus(status))
    this.#outbox.endFrame(at, frameKinds.END << 4, call.id)
  }

  /** Takes a message of so many bytes off the credit, and queues what of it did not fit in its frame. */
  #charge(call: SessionCall, bytes: number): void {
    this.credit -= messageOverheadBytes + bytes
    this.#crowd.wrote(bytes)
    const { flow } = call
    if (flow?.streamsOut) flow.sendCredit -= messageOverheadBytes + bytes
    const rest = this.frames.takeRest()
    if (rest === undefined) return
    flowOf(call).fragmenting = true
    this.#fragments.add(call, rest)
  }

  #keep<T>(
    call: SessionCall,
    codec: MessageCodec<T> | undefined,
    message: T,
    last: boolean,
    head: Head | undefined,
  ): void {
    const bytes =
      codec === undefined
        ? (message as Uint8Array) // because without a codec it is encoded bytes
        : encodeWith((value: T, writer) => codec.encode(value, writer), message)
    const { maxBytes } = this.frames
    if (bytes.length > maxBytes) throw new MessageTooLargeError(bytes.length, maxBytes)
    flowOf(call).waiting.push({ bytes, last, head })
    this.waitingBytes += bytes.length
    if (this.credit <= 0) this.#starved.add(call)
  }

  /** Sends what of a call can be sent now, and tells it when it can take more. */
  #resume(call: SessionCall): void {
    const { flow } = call
    if (flow === undefined || flow.fragmenting) return
    while (flow.waiting.length > 0) {
      if (this.credit <= 0) {
        this.#starved.add(call)
        return
      }
      if (flow.streamsOut && flow.sendCredit <= 0) return
      const { bytes, last, head } = flow.waiting.shift() as WaitingMessage // because the loop checked the length
      this.waitingBytes -= bytes.length
      this.#charge(call, this.frames.data(call, undefined, bytes, last, head))
      if (flow.fragmenting) return
    }
    if (flow.endAfterWaiting) {
      flow.endAfterWaiting = false
      this.#writeEnd(call, flow.endStatus)
    }
    if (flow.closing) {
      flow.closing = false
      this.#onEnded(call)
      return
    }
    if (this.wantsToSend(call)) call.onWritable()
  }
}
