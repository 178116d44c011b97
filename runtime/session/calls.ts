/** The calls of a session, both ways: their ids, their half-closed states and the slots they take. */

import { ProtocolError } from '../wire/protocol-error.js'
import { callClosed, nextCallState } from './call-state.js'
import { CallTable } from './call-table.js'
import type { SessionCall } from './session-call.js'

const closeLocal = 0
const closeRemote = 1

/** After this id a connection is used up in any case: the next would not fit in 32 bits. */
const maxCallId = 0xfffffffd

export class Calls {
  /** Opened by this side. */
  readonly outgoing = new CallTable<SessionCall>()
  /** Opened by the peer. */
  readonly incoming = new CallTable<SessionCall>()
  /** Handlers that run on although their call is over. */
  overtime = 0
  #nextLocal: number
  readonly #lastLocal: number
  #nextRemote: number
  #lateCancels = 0

  /** The connecting side opens odd ids, the accepting side even ones, and each at most `maxIds` of them. */
  constructor(role: 'connecting' | 'accepting', maxIds: number) {
    this.#nextLocal = role === 'connecting' ? 1 : 2
    this.#lastLocal = Math.min(this.#nextLocal + 2 * (maxIds - 1), maxCallId)
    this.#nextRemote = role === 'connecting' ? 2 : 1
  }

  get isEmpty(): boolean {
    return this.outgoing.size === 0 && this.incoming.size === 0
  }

  /** How many calls this side has opened. */
  get opened(): number {
    return (this.#nextLocal - 1) >> 1
  }

  /** Whether there is an id left for this side. */
  get hasIds(): boolean {
    return this.#nextLocal <= this.#lastLocal
  }

  /** The highest id that the peer has opened; 0 before the first. */
  get lastRemoteId(): number {
    return Math.max(this.#nextRemote - 2, 0)
  }

  /** The id of the next call of this side. */
  get nextLocalId(): number {
    return this.#nextLocal
  }

  /** Registers an outgoing call that has just got the next id. */
  addOutgoing(call: SessionCall): void {
    this.#nextLocal += 2
    this.outgoing.add(call)
  }

  /** Checks the id of an OPEN. */
  claimRemoteId(id: number): void {
    if (id !== this.#nextRemote) {
      throw new ProtocolError(`OPEN has call id ${id}; the next one is ${this.#nextRemote}`)
    }
    this.#nextRemote += 2
  }

  isLocal(id: number): boolean {
    return (id & 1) === (this.#nextLocal & 1)
  }

  get(id: number): SessionCall | undefined {
    return this.isLocal(id) ? this.outgoing.get(id) : this.incoming.get(id)
  }

  /** Whether a CANCEL that came after the end of its call is one of those that are due: one for every call. */
  forgiveCancel(): boolean {
    if (this.#lateCancels >= (this.#nextRemote - 1) >> 1) return false
    this.#lateCancels++
    return true
  }

  /** Whether a call of this id was open once: frames for others are errors, not late. */
  wasOpened(id: number): boolean {
    return id > 0 && id < (this.isLocal(id) ? this.#nextLocal : this.#nextRemote)
  }

  /** This side sends no more. Does nothing when it is closed already. */
  closeLocal(call: SessionCall): void {
    this.#move(call, closeLocal)
  }

  /** The peer sends no more. Does nothing when it is closed already. */
  closeRemote(call: SessionCall): void {
    this.#move(call, closeRemote)
  }

  /** The handler has settled; a call that is over frees its slot only now. */
  settle(call: SessionCall): void {
    if (!call.handlerRunning) return
    call.handlerRunning = false
    if (call.state === callClosed) this.overtime--
  }

  #move(call: SessionCall, event: 0 | 1): void {
    const next = nextCallState(call.state, event)
    if (next === undefined) return
    call.state = next
    if (next !== callClosed) return
    if (this.isLocal(call.id)) this.outgoing.delete(call.id)
    else {
      this.incoming.delete(call.id)
      if (call.handlerRunning) this.overtime++
    }
  }
}
