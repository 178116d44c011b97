/** What each frame of a call does, in the direction from the peer to this side. PROTOCOL.md §5 has the rules. */

import type { Limits } from '../limits.js'
import { outcomeNumbers, statusNumbers } from '../status.js'
import {
  type Cancel,
  readCancel,
  readHead,
  readStatus,
  refusal,
  retryNever,
  type Status,
} from '../wire/call-bodies.js'
import { readerOver } from '../wire/fields.js'
import { flags, frameKinds, maxHeadBytes, readUint32 } from '../wire/frame.js'
import { type Greeting, maxCredit } from '../wire/greeting.js'
import { ProtocolError } from '../wire/protocol-error.js'
import { readVarint, varintEnd } from '../wire/varint.js'
import { isLocalClosed, isRemoteClosed } from './call-state.js'
import type { Calls } from './calls.js'
import type { SessionEvents } from './events.js'
import { startStreams } from './flow.js'
import type { Goodbye } from './goodbye.js'
import type { Receiver } from './receiver.js'
import { RefusedCall } from './refused-call.js'
import type { Sender } from './sender.js'
import { SessionCall } from './session-call.js'

/** What the frames of calls act upon; the session owns all of it. */
export interface InboundContext {
  readonly calls: Calls
  readonly sender: Sender
  readonly receiver: Receiver
  readonly limits: Limits
  readonly events: SessionEvents
  /** The peer's greeting; frames of calls come after it. */
  readonly peer: Greeting
  /** Knows up to which id the peer's calls are still served. */
  readonly goodbye: Goodbye
  /** Ends a call that the peer opened. */
  answer(call: SessionCall, status: Status): void
  /** Gives up a call of this side. */
  cancel(call: SessionCall, cancel: Cancel): void
  /** The peer sends no more of this call. */
  closeRemote(call: SessionCall): void
  /** A frame that costs this side work and the peer nothing. */
  nuisance(): void
}

/** Acts on a frame of a call; returns false for one of the connection's. */
export function receiveCallFrame(
  context: InboundContext,
  kind: number,
  frameFlags: number,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): boolean {
  switch (kind) {
    case frameKinds.OPEN:
      receiveOpen(context, frameFlags, id, chunk, start, end)
      return true
    case frameKinds.DATA:
      receiveData(context, frameFlags, id, chunk, start, end)
      return true
    case frameKinds.END:
      receiveEnd(context, id, chunk, start, end)
      return true
    case frameKinds.CANCEL:
      receiveCancel(context, id, chunk, start, end)
      return true
    case frameKinds.CREDIT:
      receiveCredit(context, id, chunk, start, end)
      return true
    default:
      return false
  }
}

function receiveOpen(
  context: InboundContext,
  frameFlags: number,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  const { calls, events, limits } = context
  calls.claimRemoteId(id)
  const method = readVarint(chunk, start, end)
  let pos = varintEnd(chunk, start, end)
  let timeoutMs = context.peer.defaultTimeoutMs
  if ((frameFlags & flags.TIMEOUT) !== 0) {
    timeoutMs = readVarint(chunk, pos, end)
    pos = varintEnd(chunk, pos, end)
  }
  const headEnd = (frameFlags & flags.HEAD) === 0 ? pos : endOfHead(chunk, pos, end)
  const head = headEnd === pos ? undefined : readHeadAt(chunk, pos, headEnd)
  const isCompressed = head?.compressed === true
  if (isCompressed) checkAgreed(context, id)
  const hasMessage = (frameFlags & flags.LAST) !== 0
  if (!hasMessage && ((frameFlags & flags.MORE) !== 0 || headEnd !== end)) {
    throw new ProtocolError(`OPEN ${id} carries a message and says that others follow`)
  }
  if (calls.incoming.size >= limits.maxCallsPerConnection) {
    throw new ProtocolError(`OPEN ${id}: more than ${limits.maxCallsPerConnection} calls at once`)
  }

  const streams = events.streams(method)
  if (streams === undefined) throw new ProtocolError(`OPEN ${id}: method ${method} was not offered`)
  if (streams.in === hasMessage) {
    throw new ProtocolError(
      `OPEN ${id}: method ${method} ${streams.in ? 'takes a stream' : 'takes one message'}`,
    )
  }
  const accepted = admit(context, id, method, timeoutMs, head)
  const call = accepted instanceof SessionCall ? accepted : new RefusedCall()
  call.id = id
  if (streams.in || streams.out) startStreams(call, streams, context.peer, limits)
  calls.incoming.add(call)
  if (streams.oneway === true) {
    call.oneway = true
    calls.closeLocal(call)
  }
  if (!(accepted instanceof SessionCall)) context.answer(call, accepted)
  if (hasMessage) context.receiver.begin(call, chunk, headEnd, end, frameFlags, isCompressed)
  else if (!call.discarding) call.onOpened()
}

/** The call's record, or why it is turned away. */
function admit(
  context: InboundContext,
  id: number,
  method: number,
  timeoutMs: number,
  head: ReturnType<typeof readHead> | undefined,
): SessionCall | Status {
  const { calls, limits } = context
  if (id > context.goodbye.lastServedId)
    return refusal('UNAVAILABLE', 'the server is shutting down')
  // Counted apart, so that one handler that overstays does not turn away a peer that uses all its slots.
  if (calls.overtime >= limits.maxCallsPerConnection) {
    return refusal(
      'RESOURCE_EXHAUSTED',
      `${calls.overtime} handlers of this connection still run although their calls are over`,
    )
  }
  if (context.sender.waitingBytes > limits.maxSendQueueBytes) {
    return refusal('RESOURCE_EXHAUSTED', 'answers wait for credit that this peer does not give')
  }
  return context.events.onOpen(method, timeoutMs, head)
}

/** A message larger than this side accepts: its call ends, the rest of it is dropped. */
export function refuseTooLarge(context: InboundContext, call: SessionCall, bytes: number): void {
  const accepted = context.limits.maxMessageBytes
  const text = `the message has ${bytes} bytes; this side accepts ${accepted} (maxMessageBytes)`
  // It will be as large the next time.
  const status = { ...refusal('RESOURCE_EXHAUSTED', text), retryAfterMs: retryNever }
  if (context.calls.isLocal(call.id)) {
    context.cancel(call, { code: statusNumbers.RESOURCE_EXHAUSTED, reason: text })
    call.onStatus({ ...status, outcome: outcomeNumbers.executed })
    return
  }
  const { refused, unknown } = outcomeNumbers
  context.answer(call, { ...status, outcome: call.handlerRunning ? unknown : refused })
  call.discarding = true
  call.onRefused(text)
}

function receiveData(
  context: InboundContext,
  frameFlags: number,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  const call = context.calls.get(id)
  if (call === undefined || isRemoteClosed(call.state)) {
    throw new ProtocolError(`DATA for call ${id}, which is not open`)
  }
  if (call.flow?.assembly !== undefined) {
    if ((frameFlags & ~flags.MORE) !== 0) {
      throw new ProtocolError(`call ${id}: a message begins in the middle of another`)
    }
    context.receiver.continue(call, chunk, start, end, frameFlags !== 0)
    return
  }
  if (call.hasReceived && call.flow?.streamsIn !== true) {
    throw new ProtocolError(`call ${id}: a second message in a direction that carries one`)
  }
  const isCompressed = (frameFlags & flags.COMPRESSED) !== 0
  if (isCompressed) checkAgreed(context, id)
  let from = start
  if ((frameFlags & flags.HEAD) !== 0) {
    if (!context.calls.isLocal(id)) throw new ProtocolError(`call ${id}: a Head among the requests`)
    if (call.hasReceived) throw new ProtocolError(`call ${id}: a Head after the first response`)
    from = endOfHead(chunk, start, end)
    const head = readHeadAt(chunk, start, from)
    if (!call.discarding) call.onHead(head)
  }
  call.hasReceived = true
  context.receiver.begin(call, chunk, from, end, frameFlags, isCompressed)
}

function checkAgreed(context: InboundContext, id: number): void {
  if (context.receiver.compression !== undefined) return
  throw new ProtocolError(`call ${id}: a compressed message, which was not agreed upon`)
}

function receiveEnd(
  context: InboundContext,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  const { calls, receiver } = context
  const call = calls.get(id)
  if (call === undefined || isRemoteClosed(call.state)) {
    throw new ProtocolError(`END for call ${id}, which is not open`)
  }
  if (calls.isLocal(id)) {
    const status = start === end ? undefined : readStatus(readerOver(chunk, start, end))
    if (call.flow?.assembly !== undefined && (status === undefined || status.code === 0)) {
      throw new ProtocolError(`call ${id}: success inside a message`)
    }
    receiver.abandon(call)
    context.closeRemote(call)
    if (!call.discarding) call.onStatus(status)
    return
  }
  if (start !== end) throw new ProtocolError(`call ${id}: the END of a requester has a body`)
  if (call.flow?.assembly !== undefined) throw new ProtocolError(`call ${id}: END inside a message`)
  context.closeRemote(call)
  if (!call.discarding) call.onRequestEnd()
}

function receiveCancel(
  context: InboundContext,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  const { calls, receiver } = context
  if (calls.isLocal(id)) throw new ProtocolError(`CANCEL for call ${id}, which this side opened`)
  const call = calls.incoming.get(id)
  if (call === undefined) {
    late(context, 'CANCEL', id)
    return
  }
  const cancel = readCancel(readerOver(chunk, start, end))
  if (call.discarding && isRemoteClosed(call.state)) context.nuisance() // the first after an early answer is due
  receiver.abandon(call)
  context.closeRemote(call)
  call.discarding = true
  // To a one-way call nothing is said in return, so this side was closed from the start.
  if (call.oneway || !isLocalClosed(call.state)) call.onCancel(cancel)
}

function receiveCredit(
  context: InboundContext,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  const { calls, sender, peer } = context
  const increment = readUint32(chunk, start)
  if (end - start !== 4 || increment === 0 || increment > maxCredit) {
    throw new ProtocolError(`CREDIT has a malformed increment`)
  }
  if (increment * 2 < (id === 0 ? peer.connectionCreditBytes : peer.streamCreditBytes)) {
    context.nuisance()
  }
  if (id === 0) {
    if (sender.credit !== Number.POSITIVE_INFINITY && sender.credit + increment > maxCredit) {
      throw new ProtocolError('CREDIT exceeds 2^31 - 1')
    }
    sender.addConnectionCredit(increment)
    context.events.onCapacity()
    return
  }
  const call = calls.get(id)
  if (call === undefined) late(context, 'CREDIT', id)
  else if (call.flow?.streamsOut !== true) {
    throw new ProtocolError(`CREDIT for call ${id}, which does not stream in this direction`)
  } else if (!isLocalClosed(call.state)) {
    if (
      call.flow.sendCredit !== Number.POSITIVE_INFINITY &&
      call.flow.sendCredit + increment > maxCredit
    ) {
      throw new ProtocolError('CREDIT exceeds 2^31 - 1')
    }
    sender.addStreamCredit(call, increment)
  }
}

/** CANCEL and CREDIT may cross the end of their call on the way; CANCEL once for every call. */
function late(context: InboundContext, kind: 'CANCEL' | 'CREDIT', id: number): void {
  const { calls } = context
  if (!calls.wasOpened(id)) {
    throw new ProtocolError(`${kind} for call ${id}, which was never opened`)
  }
  if (kind === 'CREDIT' || !calls.forgiveCancel()) context.nuisance()
}

function endOfHead(chunk: Uint8Array, start: number, end: number): number {
  const bytes = readVarint(chunk, start, end)
  const from = varintEnd(chunk, start, end)
  if (bytes > maxHeadBytes) {
    throw new ProtocolError(`a Head of ${bytes} bytes, more than ${maxHeadBytes}`)
  }
  if (from + bytes > end) throw new ProtocolError('a Head runs past the end of its frame')
  return from + bytes
}

function readHeadAt(chunk: Uint8Array, start: number, end: number): ReturnType<typeof readHead> {
  return readHead(readerOver(chunk, varintEnd(chunk, start, end), end))
}
