/** What a session tells its owner. All of it happens inside a call of the owner's, never on its own. */

import type { Goaway, Head, Status } from '../wire/call-bodies.js'
import type { Credentials } from '../wire/credentials.js'
import type { Greeting } from '../wire/greeting.js'
import type { SessionCall } from './session-call.js'

export interface SessionEvents {
  /**
   * The peer's greeting is complete. The accepting side now calls `admit` or `fail`, at once or later. This is the only
   * place that sees the greeting's credentials: nothing keeps them.
   */
  onGreeting(greeting: Greeting): void
  /** The peer says again who it is, before what it said in its greeting expires. */
  onCredentials(credentials: Credentials): void
  /**
   * The peer opens a call, and its message is not looked at yet: the call's record, or the status that refuses it.
   * `method` is a number this side offered; `timeoutMs` is the time the peer still gives, 0 for no limit.
   */
  onOpen(method: number, timeoutMs: number, head: Head | undefined): SessionCall | Status
  /** How calls of a method go on; undefined for a number that was not offered. */
  streams(
    method: number,
  ): { readonly in: boolean; readonly out: boolean; readonly oneway?: boolean } | undefined
  /** There is something to flush. Called once until the flush. */
  onOutput(): void
  /** So much has gathered since that a part of it is worth a write of its own: `flushPart`, or leave it to the flush. */
  onPart(): void
  /** A slot or credit came free: a call that could not be opened may be now. */
  onCapacity(): void
  /** The peer says goodbye; nothing can be opened any more. */
  onGoaway(goaway: Goaway): void
  /** This side has opened the last call it can on this connection; it is time to `drain`. */
  onUsedUp(): void
  /** The peer's streams wait for credit of the connection; `sweepStalled` is due now, and again while it says so. */
  onStarved(): void
  onPong(): void
  /** Draining, and the last call is over. */
  onDrained(): void
}
