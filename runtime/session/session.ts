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
import {
  type Cancel,
  type Head,
  readGoaway,
  type Status,
  writeCancel,
  writeGoaway,
} from '../wire/call-bodies.js'
import { encodeWith, readerOver } from '../wire/fields.js'
import {
  allowedFlags,
  flags,
  frameKinds,
  ignorableKinds,
  kindName,
  maxFragmentBytes,
} from '../wire/frame.js'
import { FrameReader, type FrameSink } from '../wire/frame-reader.js'
import { creditOf, type Greeting, writeGreeting } from '../wire/greeting.js'
import { preface } from '../wire/preface.js'
import { ProtocolError } from '../wire/protocol-error.js'
import { isLocalClosed, isRemoteClosed } from './call-state.js'
import { Calls } from './calls.js'
import type { SessionEvents } from './events.js'
import type { HasRoom } from './fragment-queue.js'
import { Handshake } from './handshake.js'
import {
  type InboundContext,
  receiveCancel,
  receiveCredit,
  receiveData,
  receiveEnd,
  receiveOpen,
  refusal,
} from './inbound.js'
import { NuisanceBucket } from './nuisance.js'
import { type ChunkPool, Outbox, type WriteBytes } from './outbox.js'
import { Receiver, type ReceiverEvents } from './receiver.js'
import { flowOf, type OpenHeader, Sender } from './sender.js'
import type { SessionCall } from './session-call.js'
import { nextSessionState, type SessionEvent, type SessionState } from './session-state.js'

export interface SessionOptions {
  readonly role: 'connecting' | 'accepting'
  readonly limits: Limits
  /** What this side says of itself. */
  readonly greeting: Greeting
  readonly pool: ChunkPool
}

/** As the last id of a GOAWAY: "all calls of yours that are on their way are still served". */
const everyId = 0xffffffff

/** The PING whose PONG proves that every OPEN sent before the goodbye has arrived. */
const drainPing = Uint8Array.of(0x64, 0x72, 0x61, 0x69, 0x6e, 0, 0, 0)

const unknownPeer: Greeting = {
  version: 0,
  agent: '',
  maxMessageBytes: 0,
  streamCreditBytes: 0,
  connectionCreditBytes: 0,
  maxCalls: 0,
  defaultTimeoutMs: 0,
  features: [],
  methods: [],
}

export class Session implements FrameSink, ReceiverEvents, InboundContext {
  state: SessionState = 'preface'
  peer: Greeting = unknownPeer
  lastServedId = everyId
  readonly calls: Calls
  readonly sender: Sender
  readonly receiver: Receiver
  readonly limits: Limits
  readonly events: SessionEvents
  readonly #options: SessionOptions
  readonly #outbox: Outbox
  readonly #frames = new FrameReader(this)
  readonly #nuisances: NuisanceBucket
  #handshake: Handshake | undefined
  #now = 0
  #outputAnnounced = false
  #drainStarted = false

  constructor(options: SessionOptions, events: SessionEvents) {
    const { role, limits } = options
    this.#options = options
    this.limits = limits
    this.events = events
    this.calls = new Calls(role)
    this.#outbox = new Outbox(options.pool)
    this.sender = new Sender(this.#outbox)
    this.receiver = new Receiver(this.#outbox, limits, this)
    this.#nuisances = new NuisanceBucket(limits.nuisanceBurst, limits.nuisancePerSecond)
    const greets = role === 'connecting' ? frameKinds.WELCOME : frameKinds.HELLO
    this.#handshake = new Handshake(greets, limits.maxHandshakeBytes, limits.maxMethods)
  }

  // ---- commands of the connection ----

  /** The connecting side's first words. */
  start(): void {
    this.#writeGreeting(frameKinds.HELLO)
  }

  /** The accepting side lets the peer in. */
  admit(): void {
    this.#move('admitted')
    this.#writeGreeting(frameKinds.WELCOME)
  }

  /** Asks for a PONG. */
  ping(): void {
    this.#writeControl(frameKinds.PING, new Uint8Array(8))
  }

  /**
   * Says goodbye in two steps: first "open no more", and when everything sent before the peer read that has arrived,
   * which calls are served. Until then OPENs are accepted, so no call that the peer sent in good faith is turned away.
   */
  drain(): void {
    if (this.#drainStarted || this.state === 'closed') return
    this.#drainStarted = true
    if (this.state !== 'open' && this.state !== 'draining') return
    this.#move('drainStarted')
    this.#writeGoaway(everyId, 0, '')
    this.#writeControl(frameKinds.PING, drainPing)
    this.#checkDrained()
  }

  /** The last word before the connection is closed because of a fault. */
  fail(code: keyof typeof statusNumbers, message: string): void {
    if (this.state === 'closed') return
    const greeted = this.state !== 'preface'
    this.#move('failed')
    // Whoever does not speak the protocol gets no answer.
    if (greeted) this.#writeGoaway(this.calls.lastRemoteId, statusNumbers[code], message)
  }

  /** The connection is gone: every call ends now. */
  lose(error: Error): void {
    this.state = 'closed'
    const { epoch } = this.#outbox
    for (const call of this.calls.outgoing.clear()) call.onLost(call.epoch < epoch, error)
    for (const call of this.calls.incoming.clear()) call.onLost(true, error)
  }

  // ---- commands of calls ----

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
    this.sender.openWith(call, this.calls.nextLocalId, header, codec, request)
    this.calls.addOutgoing(call)
    this.calls.closeLocal(call)
    this.#announceOutput()
  }

  /** Opens a call whose requests follow. */
  openStream(call: SessionCall, header: OpenHeader): void {
    this.sender.openStream(call, this.calls.nextLocalId, header)
    this.calls.addOutgoing(call)
    this.#announceOutput()
  }

  /** Tells the session which directions of an outgoing call stream; before `open`. */
  declareStreams(call: SessionCall, out: boolean, into: boolean): void {
    const flow = flowOf(call)
    flow.streamsOut = out
    flow.streamsIn = into
    flow.sendCredit = creditOf(this.peer.streamCreditBytes)
    flow.receiveCredit = this.limits.streamCreditBytes
  }

  /** Sends a message of this side's direction. Throws what the codec throws; then nothing has happened. */
  send<T>(call: SessionCall, codec: MessageCodec<T>, message: T, last: boolean, head?: Head): void {
    if (isLocalClosed(call.state)) return
    this.sender.message(call, codec, message, last, head)
    if (last) this.#closeLocal(call)
    this.#announceOutput()
  }

  /** Ends this side's direction without a further message: the requests, or a stream of responses with success. */
  end(call: SessionCall, status?: Status): void {
    if (isLocalClosed(call.state)) return
    this.sender.end(call, status)
    this.#closeLocal(call)
    this.#announceOutput()
  }

  /** Ends a call of the peer's with a status. */
  answer(call: SessionCall, status: Status): void {
    if (isLocalClosed(call.state)) return
    this.sender.endWithStatus(call, status)
    this.#closeLocal(call)
    this.#announceOutput()
  }

  /** Gives up a call of this side: its slot stays taken until the peer has ended it. */
  cancel(call: SessionCall, cancel: Cancel): void {
    if (isRemoteClosed(call.state) || this.state === 'closed') return
    call.discarding = true
    this.#writeCancel(call, cancel)
    this.calls.closeLocal(call)
  }

  /** Whether any of a call has been handed to the transport: if not, no handler has seen it. */
  wasSent(call: SessionCall): boolean {
    return call.epoch < this.#outbox.epoch
  }

  /** The application has taken a message of a stream, or nobody ever will. */
  taken(call: SessionCall, bytes: number): void {
    if (this.state === 'closed') return
    this.receiver.taken(call, bytes, !isRemoteClosed(call.state))
    if (this.#outbox.bytes > 0) this.#announceOutput()
  }

  // ---- input ----

  /** Reads bytes from the peer. `now` in milliseconds. */
  receive(chunk: Uint8Array, now: number): void {
    this.#now = now
    let from = 0
    if (this.state === 'preface') {
      const handshake = this.#handshake as Handshake // because it is there until the greeting is complete
      from = handshake.takePreface(chunk)
      if (!handshake.hasPreface) return
      this.#move('prefaceReceived')
    }
    this.#frames.push(chunk, from)
    if (this.#outbox.bytes > 0) this.#announceOutput()
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
      this.#receiveUnknown(kind, frameFlags)
      return
    }
    switch (kind) {
      case frameKinds.OPEN:
        receiveOpen(this, frameFlags, id, chunk, start, end)
        break
      case frameKinds.DATA:
        receiveData(this, frameFlags, id, chunk, start, end)
        break
      case frameKinds.END:
        receiveEnd(this, id, chunk, start, end)
        break
      case frameKinds.CANCEL:
        receiveCancel(this, id, chunk, start, end)
        break
      case frameKinds.CREDIT:
        receiveCredit(this, id, chunk, start, end)
        break
      default:
        this.#receiveControl(kind, id, chunk, start, end)
    }
  }

  closeRemote(call: SessionCall): void {
    const local = this.calls.isLocal(call.id)
    this.calls.closeRemote(call)
    if (!local) {
      this.#checkDrained()
      return
    }
    // The responder is done, so whatever this side still wanted to send is not wanted.
    if (call.flow?.fragmenting || !isLocalClosed(call.state)) {
      this.#writeCancel(call, { code: 0, reason: '' })
      this.calls.closeLocal(call)
    }
    this.events.onCapacity()
    this.#checkDrained()
  }

  refuseTooLarge(call: SessionCall, bytes: number): void {
    const text = `the message has ${bytes} bytes; this side accepts ${this.limits.maxMessageBytes} (maxMessageBytes)`
    if (!this.calls.isLocal(call.id)) {
      this.answer(call, refusal('RESOURCE_EXHAUSTED', text))
      call.discarding = true
      return
    }
    this.cancel(call, { code: statusNumbers.RESOURCE_EXHAUSTED, reason: text })
    call.onStatus({ ...refusal('RESOURCE_EXHAUSTED', text), outcome: 2 })
  }

  nuisance(): void {
    if (!this.#nuisances.take(this.#now)) {
      throw new ProtocolError(
        'too many frames that serve no purpose: PING, tiny CREDIT, or late ones',
      )
    }
  }

  /** A handler has settled. */
  settle(call: SessionCall): void {
    this.calls.settle(call)
    this.#checkDrained()
  }

  // ---- output ----

  /** Hands frames to the transport. */
  flush(write: WriteBytes, hasRoom: HasRoom): void {
    this.#outputAnnounced = false
    this.sender.flush(write, hasRoom)
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
    if (kindAndFlags >>> 4 === frameKinds.GOAWAY && this.#options.role === 'connecting') {
      this.events.onGoaway(readGoaway(readerOver(chunk, start, end)))
      return
    }
    if (this.state === 'deciding') {
      throw new ProtocolError(
        `${kindName(kindAndFlags >>> 4)} came before this side answered HELLO`,
      )
    }
    const greeting = this.#handshake?.takeFrame(kindAndFlags, id, chunk, start, end)
    if (greeting === undefined) return
    if (greeting.version === 0) throw new ProtocolError('the greeting names no version')
    this.#handshake = undefined
    this.peer = greeting
    this.sender.credit = creditOf(greeting.connectionCreditBytes)
    this.sender.maxMessageBytes = greeting.maxMessageBytes
    this.#move('greetingReceived')
    if (this.#options.role === 'connecting') this.#move('admitted')
    this.events.onGreeting(greeting)
  }

  #receiveControl(kind: number, id: number, chunk: Uint8Array, start: number, end: number): void {
    if (id !== 0) throw new ProtocolError(`${kindName(kind)} has a call id`)
    switch (kind) {
      case frameKinds.PING:
        if (end - start !== 8) throw new ProtocolError('PING has no 8 bytes')
        this.nuisance()
        this.#writeControl(frameKinds.PONG, chunk.slice(start, end))
        return
      case frameKinds.PONG:
        this.#receivePong(chunk.subarray(start, end))
        return
      case frameKinds.GOAWAY:
        this.#receiveGoaway(chunk, start, end)
        return
      default:
        throw new ProtocolError(`${kindName(kind)} came after the handshake`)
    }
  }

  #receivePong(echo: Uint8Array): void {
    if (echo.length !== 8) throw new ProtocolError('PONG has no 8 bytes')
    if (this.#drainStarted && echo.every((byte, i) => byte === drainPing[i])) {
      if (this.lastServedId !== everyId) return
      this.lastServedId = this.calls.lastRemoteId
      this.#writeGoaway(this.lastServedId, 0, '')
      this.#checkDrained()
      return
    }
    this.events.onPong()
  }

  #receiveGoaway(chunk: Uint8Array, start: number, end: number): void {
    const goaway = readGoaway(readerOver(chunk, start, end))
    this.#move('goawayReceived')
    for (const call of this.calls.outgoing) {
      if (call.id <= goaway.lastId) continue
      call.onStatus(refusal('UNAVAILABLE', goaway.message || 'the peer is shutting down'))
      this.sender.abandon(call)
      this.calls.closeLocal(call)
      this.calls.closeRemote(call)
    }
    this.events.onGoaway(goaway)
    this.#checkDrained()
  }

  #receiveUnknown(kind: number, frameFlags: number): void {
    if (ignorableKinds.some((known) => known === kind)) this.nuisance()
    else
      throw new ProtocolError(
        `${kindName(kind)} with flags ${frameFlags} is not part of the protocol`,
      )
  }

  #closeLocal(call: SessionCall): void {
    const local = this.calls.isLocal(call.id)
    this.calls.closeLocal(call)
    if (local) return
    // The call is answered: what its requester still sends is not wanted.
    if (!isRemoteClosed(call.state)) call.discarding = true
    this.#checkDrained()
  }

  #checkDrained(): void {
    if (this.state !== 'draining' || !this.calls.isEmpty) return
    if (this.#drainStarted && this.lastServedId === everyId) return
    this.events.onDrained()
  }

  #writeGreeting(kind: number): void {
    const at = this.#outbox.beginFrame()
    this.#outbox.writer.pos = at
    this.#outbox.writer.raw(preface)
    const body = encodeWith(writeGreeting, this.#options.greeting)
    for (let from = 0; from === 0 || from < body.length; from += maxFragmentBytes) {
      const part = body.subarray(from, from + maxFragmentBytes)
      const more = from + part.length < body.length
      const frame = this.#outbox.beginFrame()
      this.#outbox.writer.raw(part)
      this.#outbox.endFrame(frame, (kind << 4) | (more ? flags.MORE : 0), 0)
    }
    this.#announceOutput()
  }

  #writeCancel(call: SessionCall, cancel: Cancel): void {
    this.sender.abandon(call)
    const at = this.#outbox.beginFrame()
    writeCancel(cancel, this.#outbox.writer)
    this.#outbox.endFrame(at, frameKinds.CANCEL << 4, call.id)
    this.#announceOutput()
  }

  #writeControl(kind: number, body: Uint8Array): void {
    const at = this.#outbox.beginFrame()
    this.#outbox.writer.raw(body)
    this.#outbox.endFrame(at, kind << 4, 0)
    this.#announceOutput()
  }

  #writeGoaway(lastId: number, code: number, message: string): void {
    this.#writeControl(frameKinds.GOAWAY, encodeWith(writeGoaway, { lastId, code, message }))
  }

  #announceOutput(): void {
    if (this.#outputAnnounced) return
    this.#outputAnnounced = true
    this.events.onOutput()
  }

  #move(event: SessionEvent): void {
    const next = nextSessionState(this.state, event)
    if (next === undefined) throw new ProtocolError(`${event} in state ${this.state}`)
    this.state = next
  }
}
