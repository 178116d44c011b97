/**
 * Moves a session's frames to its transport: small ones once per turn of the event loop, or in a few parts where a turn has
 * much to say; fragments of large messages in slices, one per turn, so that no other call, connection or event of the
 * process waits for megabytes.
 */

import type { Limits } from '../limits.js'
import { isLocalClosed } from '../session/call-state.js'
import type { Session } from '../session/session.js'
import type { Transport } from '../transport/transport.js'
import type { FlushedCall } from './call-host.js'
import type { Clock } from './clock.js'
import type { Watchdog } from './watchdog.js'

/** Bytes written in one turn after which fragments wait for the next. */
const sliceBytes = 128 * 1024

export class OutputPump {
  readonly #session: Session
  readonly #watchdog: Watchdog
  readonly #limits: Limits
  readonly #clock: Clock
  #transport: Transport | undefined = undefined
  #stopped = false
  #flushScheduled = false
  #turnScheduled = false
  /** What of the turn's slice is left. */
  #left = sliceBytes
  /** Calls that are over when their request has left. */
  #unflushed: FlushedCall[] = []
  #paused = false

  constructor(session: Session, watchdog: Watchdog, limits: Limits, clock: Clock) {
    this.#session = session
    this.#watchdog = watchdog
    this.#limits = limits
    this.#clock = clock
  }

  attach(transport: Transport): void {
    this.#transport = transport
  }

  /** The session has something to flush. */
  schedule(): void {
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    // After all promise callbacks of this turn: their frames leave in the same write.
    process.nextTick(this.#flush)
  }

  /** Much has gathered in this turn: the peer can begin with it, unless it has other bytes or fragments to begin with. */
  writePart(): void {
    const transport = this.#transport
    if (transport === undefined || this.#stopped || this.#session.sender.hasFragments) return
    if (!transport.hasRoom || transport.waitingBytes > 0) return
    this.#session.flushPart(this.#write)
  }

  /** Calls back when the transport has all of a call's request, or when the connection is lost before. */
  awaitFlush(call: FlushedCall): void {
    this.#unflushed.push(call)
  }

  /** The transport has written everything it had. */
  onDrain(): void {
    this.#left = sliceBytes
    this.#flush()
  }

  /** Sends what is left and closes our direction; the peer's last bytes are still read, so that ours arrive. */
  end(): void {
    this.#session.sender.window.isIgnored = true
    this.#session.flush(this.#write, () => true)
    this.#transport?.resume()
    this.#transport?.end()
  }

  /** The connection is gone. */
  stop(reason: Error): void {
    this.#stopped = true
    for (const call of this.#unflushed.splice(0)) call.onLost(this.#session.wasSent(call), reason)
  }

  #flush = (): void => {
    this.#flushScheduled = false
    const transport = this.#transport
    if (transport === undefined || this.#stopped) return
    const { sender } = this.#session
    // What the transport has taken nothing can overtake, and nobody can say any more that it was not sent.
    if (transport.hasRoom) {
      this.#session.flush(this.#write, this.#hasRoom, sender.hasFragments ? this.#clock.now() : 0)
      if (this.#unflushed.length > 0) this.#settleFlushed()
    }
    this.#throttleReading(transport)
    const goesOn = sender.hasFragments && transport.hasRoom
    if (goesOn || sender.awaitsTurn) this.#awaitTurn()
    if (transport.waitingBytes > 0) this.#watchdog.output(true)
  }

  /** Behind the input that has come and the other events of the process. */
  #awaitTurn(): void {
    if (this.#turnScheduled) return
    this.#turnScheduled = true
    setImmediate(this.#onTurn)
  }

  #onTurn = (): void => {
    this.#turnScheduled = false
    this.#left = sliceBytes
    if (this.#stopped) return
    this.#session.sender.nextTurn()
    this.#flush()
  }

  #write = (bytes: Uint8Array): boolean => {
    this.#left -= bytes.length
    return this.#transport?.write(bytes) ?? true
  }

  #hasRoom = (): boolean => this.#left > 0 && this.#transport?.hasRoom === true

  #settleFlushed(): void {
    const waiting: FlushedCall[] = []
    for (const call of this.#unflushed) {
      // What is in fragments is complete when its direction is closed.
      if (this.#session.wasSent(call) && isLocalClosed(call.state)) call.onFlushed()
      else waiting.push(call)
    }
    this.#unflushed = waiting
  }

  /**
   * A peer that does not read what it asked for gets no more questions in. Only the accepting side does this: if both
   * did, each could wait for the other to read.
   */
  #throttleReading(transport: Transport): void {
    if (this.#session.role === 'connecting') return
    const { queuedBytes } = this.#session.sender
    const { maxSendQueueBytes } = this.#limits
    if (!this.#paused && queuedBytes > maxSendQueueBytes) {
      this.#paused = true
      // Nor do its answers to how far it has read: waiting for them would be for ever.
      this.#session.sender.window.isIgnored = true
      transport.pause()
    } else if (this.#paused && queuedBytes <= maxSendQueueBytes / 2) {
      this.#paused = false
      this.#session.sender.window.isIgnored = false
      transport.resume()
    }
  }
}
