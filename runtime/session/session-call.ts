/**
 * One call as a session knows it, opened by this side or by the peer.
 *
 * The session moves the state, the credit and the fragments; what a message means is the subclass's business. One
 * object serves session, deadline wheel and application, because a call that costs three objects costs too much.
 */

import type { Cancel, Head, Status } from '../wire/call-bodies.js'
import type { CompressedHeader } from '../wire/compression.js'
import { type CallState, callOpen } from './call-state.js'
import { TimerEntry } from './timer-wheel.js'

/** A message that waits to be sent: for credit, or behind the fragments of another. */
export interface WaitingMessage {
  readonly bytes: Uint8Array
  readonly last: boolean
  readonly head: Head | undefined
}

/** A message of which some fragments have arrived. */
export interface Assembly {
  readonly total: number
  received: number
  /** Those fragments, until enough have come for `whole`. */
  parts: Uint8Array[]
  /** The message as far as it has come. */
  whole: Uint8Array | undefined
  readonly last: boolean
  /** What a compressed message becomes; undefined for one that is not. */
  readonly compressed: CompressedHeader | undefined
  /** Charged to the credit, the overhead left out. */
  readonly charged: number
}

/** What a call needs only when it streams or when its messages are large. */
export interface CallFlow {
  /** Whether this side's messages are charged to the stream's own credit. */
  streamsOut: boolean
  /** Whether the peer's are. */
  streamsIn: boolean
  /** What this side may still send; may be negative by one message. */
  sendCredit: number
  /** What the peer may still send. */
  receiveCredit: number
  /** Taken by the application and not yet given back to the peer. */
  unreturned: number
  /** What messages cost that are here and that nobody has taken. */
  unread: number
  /** How many sweeps for stalled streams have found it so, one after the other: stalled-streams.ts. */
  idleSweeps: number
  waiting: WaitingMessage[]
  /** Whether END follows when `waiting` is empty, because a clean end must not overtake messages; and its body. */
  endAfterWaiting: boolean
  endStatus: Status | undefined
  /** Whether this side's last message or END is on its way through `waiting` or the fragment queue. */
  closing: boolean
  /** Whether fragments of a message are in the fragment queue. */
  fragmenting: boolean
  assembly: Assembly | undefined
}

/** The bits of a call's marks. */
const marks = { discarding: 1, hasReceived: 2, oneway: 4, uncompressed: 8, handlerRunning: 16 }

export abstract class SessionCall extends TimerEntry {
  id = 0
  state: CallState = callOpen
  /** The outbox's epoch in which the OPEN was written; -1 while nothing of it was. */
  epoch = -1
  flow: CallFlow | undefined = undefined
  /** Five answers of yes or no in one field: a field for each makes a call 32 bytes larger. */
  #marks = 0

  /** Set when nobody wants the rest of the peer's messages: they are dropped and their credit returned. */
  get discarding(): boolean {
    return (this.#marks & marks.discarding) !== 0
  }

  set discarding(is: boolean) {
    this.#mark(marks.discarding, is)
  }

  /** Whether a message of the peer's has begun: a Head comes before the first. */
  get hasReceived(): boolean {
    return (this.#marks & marks.hasReceived) !== 0
  }

  set hasReceived(is: boolean) {
    this.#mark(marks.hasReceived, is)
  }

  /**
   * Whether nobody answers it: it is over when its message has passed. The credit of the message goes back when the
   * handler has settled, and not before: that is what slows a sender of one-way messages down.
   */
  get oneway(): boolean {
    return (this.#marks & marks.oneway) !== 0
  }

  set oneway(is: boolean) {
    this.#mark(marks.oneway, is)
  }

  /** Whether its messages may be compressed, if both sides agreed to that. */
  get compressible(): boolean {
    return (this.#marks & marks.uncompressed) === 0
  }

  set compressible(is: boolean) {
    this.#mark(marks.uncompressed, !is)
  }

  /** Whether a handler works on it. Its slot is taken until the call is over and the handler has settled. */
  get handlerRunning(): boolean {
    return (this.#marks & marks.handlerRunning) !== 0
  }

  set handlerRunning(is: boolean) {
    this.#mark(marks.handlerRunning, is)
  }

  #mark(bit: number, is: boolean): void {
    this.#marks = is ? this.#marks | bit : this.#marks & ~bit
  }

  /** What it is called in a log. */
  get label(): string {
    return `call ${this.id}`
  }

  /** The peer's call is registered, and its requests follow one by one. */
  abstract onOpened(): void
  /** A whole message; the bytes are valid during this call only. `last`: the peer sends no more. */
  abstract onMessage(bytes: Uint8Array, start: number, end: number, last: boolean): void
  /** The peer's metadata, before its first message. */
  abstract onHead(head: Head): void
  /** The responder ended the call; undefined is success without a further message. */
  abstract onStatus(status: Status | undefined): void
  /** The requester sends no more messages. */
  abstract onRequestEnd(): void
  /** The requester gave up. */
  abstract onCancel(cancel: Cancel): void
  /** The session has ended the peer's call itself: a message of it is too large. */
  onRefused(_text: string): void {}
  /** The session has ended a stream that nobody reads; its messages are to be dropped. */
  onStalled(_text: string): void {}
  /** The last fragment of a large message is written: nothing of it is needed any more. */
  onMessageLeft(): void {}
  /** A message is lost half-way: the program has taken away memory that it had lent. The call has to end. */
  onMessageLost(): void {}
  /** The last of this side's direction, which had to wait, is written. */
  onSent(): void {}
  /** A stream that could not send before can now. */
  abstract onWritable(): void
  /** The connection is gone; `sent` says whether anything of the call was handed to the transport. */
  abstract onLost(sent: boolean, error: Error): void
}
