/** What the frames of the connection itself do once calls can be made. PROTOCOL.md has the rules. */

import { readGoaway, refusal } from '../wire/call-bodies.js'
import { readCredentials } from '../wire/credentials.js'
import { readerOver } from '../wire/fields.js'
import { frameKinds, ignorableKinds, kindName } from '../wire/frame.js'
import { ProtocolError } from '../wire/protocol-error.js'
import type { Calls } from './calls.js'
import type { ControlWriter } from './control-writer.js'
import type { SessionEvents } from './events.js'
import type { Goodbye } from './goodbye.js'
import type { Receiver } from './receiver.js'
import type { Sender } from './sender.js'

/** What these frames act upon; the session owns all of it. */
export interface ControlContext {
  readonly calls: Calls
  readonly sender: Sender
  readonly receiver: Receiver
  readonly control: ControlWriter
  readonly goodbye: Goodbye
  readonly events: SessionEvents
  /** When the bytes came that are being read, in milliseconds. */
  readonly now: number
  /** Whether the peer has said in its HELLO who it is, and so may say it again. */
  readonly peerHasCredentials: boolean
  /** The peer has said goodbye. */
  enterDraining(): void
  /** Tells the owner when nothing is left to do. */
  checkDrained(): void
  /** A frame that costs this side work and the peer nothing. */
  nuisance(): void
}

/** PING, PONG, GOAWAY, AUTH; anything else here is out of place. */
export function receiveControl(
  context: ControlContext,
  kind: number,
  id: number,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  if (id !== 0) throw new ProtocolError(`${kindName(kind)} has a call id`)
  if (kind === frameKinds.GOAWAY) {
    receiveGoaway(context, chunk, start, end)
    return
  }
  if (kind === frameKinds.AUTH) {
    receiveAuth(context, chunk, start, end)
    return
  }
  if (kind !== frameKinds.PING && kind !== frameKinds.PONG) {
    throw new ProtocolError(`${kindName(kind)} came after the handshake`)
  }
  const echo = chunk.subarray(start, end)
  if (echo.length !== 8) throw new ProtocolError(`${kindName(kind)} has no 8 bytes`)
  if (kind === frameKinds.PING) {
    if (!context.receiver.takeQuestion()) context.nuisance()
    context.control.pong(echo)
  } else if (context.sender.window.confirm(echo, context.now)) return
  else if (context.goodbye.passBarrier(echo)) context.checkDrained()
  else context.events.onPong()
}

/** A kind that this version does not know, or a flag that its kind does not have. */
export function receiveUnknown(context: ControlContext, kind: number, frameFlags: number): void {
  if (ignorableKinds.some((known) => known === kind)) context.nuisance()
  else {
    throw new ProtocolError(
      `${kindName(kind)} with flags ${frameFlags} is not part of the protocol`,
    )
  }
}

function receiveAuth(context: ControlContext, chunk: Uint8Array, start: number, end: number): void {
  if (!context.peerHasCredentials) throw new ProtocolError('AUTH without credentials in HELLO')
  context.nuisance()
  context.events.onCredentials(readCredentials(readerOver(chunk, start, end)))
}

function receiveGoaway(
  context: ControlContext,
  chunk: Uint8Array,
  start: number,
  end: number,
): void {
  const { calls, sender } = context
  const goaway = readGoaway(readerOver(chunk, start, end))
  context.goodbye.hear(goaway)
  context.enterDraining()
  for (const call of calls.outgoing) {
    if (call.id <= goaway.lastId) continue
    // One that this side has given up has been told already.
    if (!call.discarding) {
      call.onStatus(refusal('UNAVAILABLE', goaway.message || 'the peer is shutting down'))
    }
    sender.abandon(call)
    calls.closeLocal(call)
    calls.closeRemote(call)
  }
  context.events.onGoaway(goaway)
  context.checkDrained()
}
