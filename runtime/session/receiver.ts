/**
 * Puts the peer's messages together and keeps its accounts: what it may send, what the application has taken, and
 * when to give credit back.
 *
 * Memory: what is held and unread never exceeds the connection's credit plus one message, because a message may
 * start only while credit is left and is charged whole by its first frame.
 */

import type { Limits } from '../limits.js'
import {
  type CompressedHeader,
  type Compression,
  readCompressedHeader,
} from '../wire/compression.js'
import {
  flags,
  fragmentBytesPerPing,
  frameKinds,
  messageOverheadBytes,
  minFragmentBytes,
} from '../wire/frame.js'
import { ProtocolError } from '../wire/protocol-error.js'
import { readVarint, varintEnd } from '../wire/varint.js'
import { flowOf } from './flow.js'
import type { ChunkPool, Outbox } from './outbox.js'
import { RareSet } from './rare-set.js'
import type { Assembly, SessionCall } from './session-call.js'

/** Memory for all of a message is allocated when one part in so many has come. */
const allocateAfter = 8

export interface ReceiverEvents {
  /** All of the peer's messages of this call have arrived. */
  closeRemote(call: SessionCall): void
  /** A message is larger than this side accepts; the rest of it is being dropped. */
  refuseTooLarge(call: SessionCall, bytes: number): void
  /** So little credit is left to the peer that its streams wait; `sweepStalled` is due until that is over. */
  onStarved(): void
}

export class Receiver {
  /** Restores compressed messages; undefined where that was not agreed upon. */
  compression: Compression | undefined = undefined
  /** What the peer may still send on the connection. */
  #credit: number
  /** Taken and not yet given back. */
  #unreturned = 0
  #sweeps = false
  /** Of fragments, for which the peer has not asked by PING whether they are here. */
  #unasked = 0
  /** Streams that are over, with messages that nobody has taken. */
  readonly leftovers = new RareSet<SessionCall>()
  readonly #outbox: Outbox
  readonly #limits: Limits
  readonly #pool: ChunkPool
  readonly #events: ReceiverEvents

  constructor(outbox: Outbox, pool: ChunkPool, limits: Limits, events: ReceiverEvents) {
    this.#pool = pool
    this.#outbox = outbox
    this.#limits = limits
    this.#events = events
    this.#credit = limits.connectionCreditBytes
  }

  /** The first frame of a message: its bytes, or a fragment behind the message's total. */
  begin(
    call: SessionCall,
    chunk: Uint8Array,
    start: number,
    end: number,
    frameFlags: number,
    isCompressed: boolean,
  ): void {
    const last = (frameFlags & flags.LAST) !== 0
    const more = (frameFlags & flags.MORE) !== 0
    const total = more ? readVarint(chunk, start, end) : end - start
    const from = more ? varintEnd(chunk, start, end) : start
    if (more) this.#checkFragment(end - from, total, 0)
    const compressed = isCompressed ? readCompressedHeader(chunk, from, end) : undefined
    const charged = compressed === undefined ? total : compressed.length
    this.#charge(call, charged)
    if (!more) {
      if (charged > this.#limits.maxMessageBytes) {
        this.#release(call, charged)
        this.#events.refuseTooLarge(call, charged)
        if (last) this.#events.closeRemote(call)
      } else if (compressed === undefined) this.#deliver(call, chunk, start, end, last)
      else this.#restore(call, chunk, compressed, end, last)
      return
    }
    const flow = flowOf(call)
    // The header of a compressed message counts from where its bytes begin.
    const header = compressed && { ...compressed, start: compressed.start - from }
    const assembly: Assembly = {
      total,
      received: 0,
      parts: [],
      whole: undefined,
      last,
      compressed: header,
      charged,
    }
    flow.assembly = assembly
    if (call.discarding) {
      assembly.received = end - from
      return
    }
    if (charged > this.#limits.maxMessageBytes || total > this.#limits.maxMessageBytes) {
      assembly.received = end - from
      call.discarding = true
      this.#events.refuseTooLarge(call, Math.max(charged, total))
      return
    }
    this.#collect(assembly, chunk, from, end)
  }

  /** A later fragment. */
  continue(call: SessionCall, chunk: Uint8Array, start: number, end: number, more: boolean): void {
    const { flow } = call
    const assembly = flow?.assembly
    if (flow === undefined || assembly === undefined) return
    const received = end - start
    this.#unasked += received
    if (more) this.#checkFragment(received, assembly.total, assembly.received)
    else if (assembly.received + received !== assembly.total) {
      throw new ProtocolError(
        `call ${call.id}: the fragments have ${assembly.received + received} bytes, ${assembly.total} were announced`,
      )
    }
    if (call.discarding) assembly.received += received
    else this.#collect(assembly, chunk, start, end)
    if (more) return
    flow.assembly = undefined
    if (call.discarding) {
      this.#release(call, assembly.charged)
      if (assembly.last) this.#events.closeRemote(call)
      return
    }
    const { whole } = assembly
    if (whole === undefined) return // cannot be: all of it is more than a part
    if (assembly.compressed === undefined)
      this.#deliver(call, whole, 0, whole.length, assembly.last)
    else this.#restore(call, whole, assembly.compressed, whole.length, assembly.last)
  }

  /**
   * Adds a fragment. Each is copied when it comes, so that the last does not cost the copy of all. Until a fair part of the
   * message is there it costs no more memory than that part: what a peer only announces is not allocated.
   */
  #collect(assembly: Assembly, chunk: Uint8Array, from: number, to: number): void {
    const { received, total } = assembly
    assembly.received += to - from
    if (assembly.whole === undefined) {
      if (assembly.received * allocateAfter < total) {
        assembly.parts.push(new Uint8Array(chunk.subarray(from, to))) // slice() of a Buffer is a view
        return
      }
      assembly.whole = this.#pool.allocate(total)
      let at = 0
      for (const part of assembly.parts) {
        assembly.whole.set(part, at)
        at += part.length
      }
      assembly.parts = []
    }
    assembly.whole.set(chunk.subarray(from, to), received)
  }

  /** Whether enough fragments have come for the peer to ask by PING whether they have. */
  takeQuestion(): boolean {
    if (this.#unasked < fragmentBytesPerPing) return false
    this.#unasked -= fragmentBytesPerPing
    return true
  }

  /** Forgets a started message: the peer gave it up, or nobody wants it any more. */
  abandon(call: SessionCall): void {
    const { flow } = call
    if (flow?.assembly === undefined) return
    this.#release(call, flow.assembly.charged)
    flow.assembly = undefined
  }

  /** The application has taken a message of a stream; `bytes` is its length. */
  taken(call: SessionCall, bytes: number, remoteOpen: boolean): void {
    const { flow } = call
    if (flow?.streamsIn === true) {
      flow.unread -= messageOverheadBytes + bytes
      flow.idleSweeps = 0
      if (this.leftovers.size > 0 && flow.unread === 0) this.leftovers.delete(call)
    }
    this.#giveBack(call, bytes, remoteOpen)
  }

  /** Whether streams of the peer wait for credit of the connection: they leave a quarter of it to single messages. */
  get isStarved(): boolean {
    return this.#credit * 4 < this.#limits.connectionCreditBytes
  }

  /** After a sweep: the same, and when it is over, `onStarved` comes again the next time. */
  stillStarved(): boolean {
    this.#sweeps = this.isStarved
    return this.#sweeps
  }

  /** Returns what the application has taken, however little it is. */
  returnAll(): void {
    if (this.#unreturned === 0) return
    this.#writeCredit(0, this.#unreturned)
    this.#credit += this.#unreturned
    this.#unreturned = 0
  }

  #giveBack(call: SessionCall, bytes: number, remoteOpen: boolean): void {
    this.#returnToConnection(messageOverheadBytes + bytes)
    if (!remoteOpen) return
    const { flow } = call
    if (flow === undefined) return
    flow.unreturned += messageOverheadBytes + bytes
    if (flow.unreturned * 2 < this.#limits.streamCreditBytes) return
    this.#writeCredit(call.id, flow.unreturned)
    flow.receiveCredit += flow.unreturned
    flow.unreturned = 0
  }

  /** Delivers a compressed message; one that nobody wants is not worth the work. */
  #restore(
    call: SessionCall,
    bytes: Uint8Array,
    { algorithm, start, length }: CompressedHeader,
    end: number,
    last: boolean,
  ): void {
    if (call.discarding || this.compression === undefined) {
      this.#release(call, length)
      if (last) this.#events.closeRemote(call)
      return
    }
    const message = this.compression.restore(algorithm, bytes.subarray(start, end), length)
    this.#deliver(call, message, 0, length, last)
  }

  #deliver(call: SessionCall, bytes: Uint8Array, start: number, end: number, last: boolean): void {
    if (call.discarding) {
      this.#release(call, end - start)
      if (last) this.#events.closeRemote(call)
      return
    }
    // A single message counts as taken when it is handed over; those of a stream when the application takes them.
    const cost = messageOverheadBytes + end - start
    if (call.flow?.streamsIn === true) call.flow.unread += cost
    else if (!call.oneway) this.#returnToConnection(cost)
    if (last) this.#events.closeRemote(call)
    call.onMessage(bytes, start, end, last)
  }

  /** Gives back the credit of a message that nobody takes. */
  #release(call: SessionCall, bytes: number): void {
    this.#giveBack(call, bytes, call.flow?.streamsIn === true)
  }

  #charge(call: SessionCall, bytes: number): void {
    const cost = messageOverheadBytes + bytes
    if (this.#credit <= 0)
      throw new ProtocolError(`call ${call.id}: a message without connection credit`)
    this.#credit -= cost
    if (!this.#sweeps && this.isStarved) {
      this.#sweeps = true
      this.#events.onStarved()
    }
    const { flow } = call
    if (flow === undefined || !flow.streamsIn) return
    if (flow.receiveCredit <= 0)
      throw new ProtocolError(`call ${call.id}: a message without stream credit`)
    flow.receiveCredit -= cost
  }

  #checkFragment(received: number, total: number, before: number): void {
    if (received < minFragmentBytes) {
      throw new ProtocolError(
        `a fragment of ${received} bytes that is not the last; at least ${minFragmentBytes} are due`,
      )
    }
    if (before + received >= total) {
      throw new ProtocolError(`fragments exceed the announced ${total} bytes`)
    }
  }

  #returnToConnection(cost: number): void {
    this.#unreturned += cost
    if (this.#unreturned * 2 >= this.#limits.connectionCreditBytes) this.returnAll()
  }

  #writeCredit(id: number, increment: number): void {
    const at = this.#outbox.beginFrame()
    const { writer } = this.#outbox
    // Big-endian as all numbers of the framing; the writer's fixed32 is little-endian.
    writer.fixed32(
      ((increment & 0xff) << 24) |
        ((increment & 0xff00) << 8) |
        ((increment >>> 8) & 0xff00) |
        (increment >>> 24),
    )
    this.#outbox.endFrame(at, frameKinds.CREDIT << 4, id)
  }
}
