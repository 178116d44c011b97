/**
 * One conversation with a peer: bytes and commands in, events and bytes out.
 *
 * Pure: no socket, timer, promise, clock or chance. The owner feeds `receive`, calls `flush` after `onOutput`, and
 * tells the time. Both sides of a connection use this class; what differs is who greets first and whose ids are odd.
 *
 * `receive` throws ProtocolError when the peer breaks a rule; the owner then calls `fail` and closes. Nothing else
 * that a peer can send makes a method throw.
 */

import type { MessageCodec } from '../codec/message-codec.js'
import type { Limits } from '../limits.js'
import { statusNumbers } from '../status.js'
import { type Cancel, type Head, readGoaway, type Status } from '../wire/call-bodies.js'
import type { Credentials } from '../wire/credentials.js'
import { readerOver } from '../wire/fields.js'
import { allowedFlags, frameKinds, kindName } from '../wire/frame.js'
import { FrameReader, type FrameSink } from '../wire/frame-reader.js'
import { checkGreeting, type Greeting, unknownPeer } from '../wire/greeting.js'
import type { OfferedMethod } from '../wire/offered-methods.js'
import { ProtocolError } from '../wire/protocol-error.js'
import { isLocalClosed, isRemoteClosed } from './call-state.js'
import { Calls } from './calls.js'
import { ControlWriter } from './control-writer.js'
import type { SessionEvents } from './events.js'
import type { HasRoom } from './fragment-queue.js'
import { Goodbye } from './goodbye.js'
import { Handshake } from './handshake.js'
import { type InboundContext, receiveCallFrame, refuseTooLarge } from './inbound.js'
import { type ControlContext, receiveControl, receiveUnknown } from './inbound-control.js'
import { NuisanceBucket } from './nuisance.js'
import type { OpenHeader } from './open-header.js'
import { Outbox, type WriteBytes } from './outbox.js'
import { OutputNotice } from './output-notice.js'
import { Receiver, type ReceiverEvents } from './receiver.js'
import { Sender } from './sender.js'
import type { SessionCall } from './session-call.js'
import type { SessionOptions } from './session-options.js'
import { nextSessionState, type SessionEvent, type SessionState } from './session-state.js'
import { sweepStalled } from './stalled-streams.js'

export class Session implements FrameSink, ReceiverEvents, InboundContext, ControlContext {
  state: SessionState = 'preface'
  peer: Greeting = unknownPeer
  peerHasCredentials = false
  readonly calls: Calls
  readonly sender: Sender
  readonly receiver: Receiver
  readonly limits: Limits
  readonly events: SessionEvents
  readonly role: SessionOptions['role']
  readonly #options: SessionOptions
  readonly #outbox: Outbox
  readonly control: ControlWriter
  readonly goodbye: Goodbye
  readonly #frames = new FrameReader(this)
  readonly #nuisances: NuisanceBucket
  #handshake: Handshake | undefined
  now = 0
  readonly #notice: OutputNotice

  constructor(options: SessionOptions, events: SessionEvents) {
    const { role, limits } = options
    this.#options = options
    this.role = role
    this.limits = limits
    this.events = events
    this.calls = new Calls(role, limits.callIdsPerConnection)
    this.#outbox = new Outbox(options.pool)
    this.#notice = new OutputNotice(this.#outbox, events)
    this.sender = new Sender(this.#outbox, (call) => {
      this.#closeLocal(call)
      call.onSent()
    })
    this.control = new ControlWriter(this.#outbox)
    this.goodbye = new Goodbye(this.calls, this.control)
    this.receiver = new Receiver(this.#outbox, options.pool, limits, this)
    this.#nuisances = new NuisanceBucket(limits.nuisanceBurst, limits.nuisancePerSecond)
    const greets = role === 'connecting' ? frameKinds.WELCOME : frameKinds.HELLO
    this.#handshake = new Handshake(greets, limits.maxHandshakeBytes, limits.maxMethods)
  }

  // ---- commands of the connection ----

  /** The connecting side's first words, and who it says it is. */
  start(credentials?: Credentials): void {
    this.control.greet(frameKinds.HELLO, { ...this.#options.greeting, credentials })
    this.#notice.give()
  }

  /** The accepting side lets the peer in, and tells it of these methods. */
  admit(methods: readonly OfferedMethod[] = this.#options.greeting.methods): void {
    this.#move('admitted')
    this.control.greet(frameKinds.WELCOME, { ...this.#options.greeting, methods })
    this.#notice.give()
  }

  /** The connecting side says again who it is; its HELLO had credentials. */
  renew(credentials: Credentials): void {
    this.control.auth(credentials)
    this.#notice.give()
  }

  /** Asks for a PONG. */
  ping(): void {
    this.control.ping(new Uint8Array(8))
    this.#notice.give()
  }

  /** Says goodbye; `onDrained` comes when all calls are over. */
  drain(): void {
    if (this.goodbye.wasSaid || (this.state !== 'open' && this.state !== 'draining')) return
    this.#move('drainStarted')
    this.goodbye.say(this.#options.greeting.methods.length > 0)
    this.#notice.give()
    this.checkDrained()
  }

  /** The last word before the connection is closed because of a fault. */
  fail(code: keyof typeof statusNumbers, message: string): void {
    if (this.state === 'closed') return
    const before = this.state
    this.#move('failed')
    // Whoever does not speak the protocol gets no answer.
    if (before === 'preface') return
    const greeted = before === 'open' || before === 'draining' || this.role === 'connecting'
    if (!greeted) this.control.preface()
    this.control.goaway(this.calls.lastRemoteId, statusNumbers[code], message)
    this.#notice.give()
  }

  /** The connection is gone: every call ends now. */
  lose(error: Error): void {
    this.state = 'closed'
    for (const call of this.calls.outgoing.clear()) call.onLost(this.wasSent(call), error)
    for (const call of this.calls.incoming.clear()) call.onLost(true, error)
  }

  // ---- commands of calls ----

  /** Whether a message is being encoded, which may run the program's getters: no other frame can begin. */
  get isEncoding(): boolean {
    return this.#outbox.isEncoding
  }

  /** Whether a call can be opened now. */
  get canOpen(): boolean {
    return (
      this.state === 'open' &&
      this.sender.credit > 0 &&
      this.calls.outgoing.size < this.peer.maxCalls &&
      this.calls.hasIds
    )
  }

  /** Opens a call with its only request. Throws what the codec throws; then nothing has happened. */
  open<T>(
    call: SessionCall,
    header: OpenHeader,
    codec: MessageCodec<T> | undefined,
    request: T,
  ): void {
    const complete = this.sender.openWith(call, this.calls.nextLocalId, header, codec, request)
    this.#register(call)
    if (complete) this.#closeLocal(call)
    this.#notice.give()
  }

  /** Opens a call whose requests follow. */
  openStream(call: SessionCall, header: OpenHeader): void {
    this.sender.openStream(call, this.calls.nextLocalId, header)
    this.#register(call)
    this.#notice.give()
  }

  /** Sends a message of this side's direction. Throws what the codec throws; then nothing has happened. */
  send<T>(call: SessionCall, codec: MessageCodec<T>, message: T, last: boolean, head?: Head): void {
    if (this.#isClosing(call)) return
    if (this.sender.message(call, codec, message, last, head)) this.#closeLocal(call)
    this.#notice.give()
  }

  /** Ends this side's direction without a further message: the requests, or a stream of responses with success. */
  end(call: SessionCall, status?: Status): void {
    if (this.#isClosing(call)) return
    if (this.sender.end(call, status)) this.#closeLocal(call)
    this.#notice.give()
  }

  /** Ends a call of the peer's with a status. */
  answer(call: SessionCall, status: Status): void {
    if (isLocalClosed(call.state)) return
    this.sender.endWithStatus(call, status)
    this.#closeLocal(call)
    this.#notice.give()
  }

  /** Gives up a call of this side: its slot stays taken until the peer has ended it, or is free at once where no peer does. */
  cancel(call: SessionCall, cancel: Cancel): void {
    if (isRemoteClosed(call.state) || this.state === 'closed') return
    call.discarding = true
    this.#writeCancel(call, cancel)
    this.calls.closeLocal(call)
    if (call.oneway) this.closeRemote(call)
  }

  /** Whether any of a call has been handed to the transport: if not, no handler has seen it. */
  wasSent(call: SessionCall): boolean {
    return call.epoch !== -1 && call.epoch < this.#outbox.epoch
  }

  /** The application has taken a message of a stream, or nobody ever will. */
  taken(call: SessionCall, bytes: number): void {
    if (this.state === 'closed') return
    this.receiver.taken(call, bytes, !isRemoteClosed(call.state))
    if (this.#outbox.bytes > 0) this.#notice.give()
  }

  // ---- input ----

  /** Reads bytes from the peer. `now` in milliseconds. */
  receive(chunk: Uint8Array, now: number): void {
    if (this.state === 'closed') return // what comes behind a fault is not looked at, and cannot be one again
    this.now = now
    let from = 0
    if (this.state === 'preface') {
      from = this.#handshake?.takePreface(chunk) ?? 0
      if (this.#handshake?.hasPreface === false) return
      this.#move('prefaceReceived')
    }
    this.#frames.push(chunk, from)
    if (this.#notice.isGiven) return // and what there is leaves at once
    if (this.#outbox.bytes > 0 || this.sender.hasFragments) this.#notice.give()
  }

  /** Whether the peer has begun a frame and not finished it. */
  get midFrame(): boolean {
    return this.#frames.midFrame
  }

  onFrame(kindAndFlags: number, id: number, chunk: Uint8Array, start: number, end: number): void {
    const kind = kindAndFlags >>> 4
    const frameFlags = kindAndFlags & 0xf
    if (this.state !== 'open' && this.state !== 'draining') {
      this.#receiveBeforeOpen(kindAndFlags, id, chunk, start, end)
      return
    }
    const allowed = allowedFlags[kind]
    if (allowed === undefined || (frameFlags & ~allowed) !== 0) {
      receiveUnknown(this, kind, frameFlags)
      return
    }
    if (!receiveCallFrame(this, kind, frameFlags, id, chunk, start, end))
      receiveControl(this, kind, id, chunk, start, end)
  }

  closeRemote(call: SessionCall): void {
    const local = this.calls.isLocal(call.id)
    if (call.flow !== undefined && call.flow.unread > 0) this.receiver.leftovers.add(call)
    this.calls.closeRemote(call)
    if (!local) {
      this.checkDrained()
      return
    }
    // The responder is done, so whatever this side still wanted to send is not wanted.
    if (!isLocalClosed(call.state)) this.#writeCancel(call, { code: 0, reason: '' })
    this.calls.closeLocal(call)
    this.events.onCapacity()
    this.checkDrained()
  }

  refuseTooLarge(call: SessionCall, bytes: number): void {
    refuseTooLarge(this, call, bytes)
  }

  onStarved(): void {
    this.events.onStarved()
  }

  /** Ends streams that nobody reads; returns whether it is due again, a quarter of `streamStallMs` later. */
  sweepStalled(): boolean {
    const goesOn = sweepStalled(this)
    if (this.#outbox.bytes > 0) this.#notice.give()
    return goesOn
  }

  enterDraining(): void {
    this.#move('goawayReceived')
  }

  nuisance(): void {
    if (!this.#nuisances.take(this.now)) {
      throw new ProtocolError('too many frames that serve no purpose: PING, small CREDIT, late')
    }
  }

  /** A handler has settled. */
  settle(call: SessionCall): void {
    this.calls.settle(call)
    this.checkDrained()
  }

  // ---- output ----

  /** Hands frames to the transport. `now` in milliseconds; it matters where `sender.hasFragments`. */
  flush(write: WriteBytes, hasRoom: HasRoom, now = 0): void {
    this.#notice.isGiven = false
    this.sender.flush(write, hasRoom, now)
  }

  /** Hands over what there is ahead of the flush, which comes nevertheless. */
  flushPart(write: WriteBytes): void {
    this.#outbox.flush(write)
  }

  // ---- internals ----

  #receiveBeforeOpen(
    kindAndFlags: number,
    id: number,
    chunk: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (this.state === 'closed') return
    const name = kindName(kindAndFlags >>> 4)
    if (this.state === 'deciding')
      throw new ProtocolError(`${name} came before this side answered HELLO`)
    if (name === 'GOAWAY' && this.role === 'connecting') {
      if (id !== 0) throw new ProtocolError('GOAWAY has a call id')
      this.events.onGoaway(readGoaway(readerOver(chunk, start, end)))
      return
    }
    const greeting = this.#handshake?.takeFrame(kindAndFlags, id, chunk, start, end)
    if (greeting === undefined) return
    checkGreeting(greeting)
    if (greeting.credentials !== undefined && this.#options.role === 'connecting')
      throw new ProtocolError('WELCOME has credentials')
    this.#handshake = undefined
    this.peer = { ...greeting, credentials: undefined }
    this.peerHasCredentials = greeting.credentials !== undefined
    this.sender.start(greeting)
    this.#move('greetingReceived')
    if (this.role === 'connecting') this.#move('admitted')
    this.events.onGreeting(greeting)
  }

  #register(call: SessionCall): void {
    this.calls.addOutgoing(call)
    if (!this.calls.hasIds) this.events.onUsedUp()
  }

  /** Whether this side's direction is closed, or will be when what waits is written. */
  #isClosing(call: SessionCall): boolean {
    return isLocalClosed(call.state) || call.flow?.closing === true
  }

  #closeLocal(call: SessionCall): void {
    const local = this.calls.isLocal(call.id)
    this.calls.closeLocal(call)
    if (local && call.oneway) this.closeRemote(call)
    if (local) return
    // The call is answered: what its requester still sends is not wanted.
    if (!isRemoteClosed(call.state)) call.discarding = true
    this.checkDrained()
  }

  /** Tells the owner when this side is draining and nothing is left to do. */
  checkDrained(): void {
    if (this.state === 'draining' && this.calls.isEmpty && this.goodbye.isSettled)
      this.events.onDrained()
  }

  #writeCancel(call: SessionCall, cancel: Cancel): void {
    this.sender.abandon(call)
    this.control.cancel(call.id, cancel)
    this.#notice.give()
  }

  #move(event: SessionEvent): void {
    const next = nextSessionState(this.state, event)
    if (next === undefined) throw new ProtocolError(`${event} in state ${this.state}`)
    this.state = next
  }
}
