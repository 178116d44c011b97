/**
 * Two real sessions, the programs that use them, and a wire on which one frame moves at a time. A test chooses what
 * happens next; the world says what can happen, and throws when something happens that must not.
 */

import { defaultLimits, type Limits } from '../../runtime/limits.js'
import type { SessionEvents } from '../../runtime/session/events.js'
import { startStreams } from '../../runtime/session/flow.js'
import { Session } from '../../runtime/session/session.js'
import { SessionCall } from '../../runtime/session/session-call.js'
import { type Status, successStatus } from '../../runtime/wire/call-bodies.js'
import type { Greeting } from '../../runtime/wire/greeting.js'
import type { OfferedMethod } from '../../runtime/wire/offered-methods.js'
import { rawCodec } from '../support/session-pair.js'

type Kind = OfferedMethod['kind']
type Side = 'client' | 'server'

/** A call of the scenario: who makes it, and the sizes of its messages each way. */
export interface CallPlan {
  readonly kind: Kind
  readonly from: Side
  /** One size where the kind takes a single message. */
  readonly requests: readonly number[]
  readonly responses: readonly number[]
}

export interface Scenario {
  readonly calls: readonly CallPlan[]
  readonly connectionCredit: number
  readonly streamCredit: number
  /** What of fragments may be on its way; by default what it is at first. */
  readonly window?: number
}

/** For tests of the tests: what is deliberately broken. */
export type Fault = 'keeps credit' | 'forgets to wake'

const overhead = 64
const headerBytes = 7

function streamsOf(kind: Kind) {
  const streams = {
    in: kind === 'clientStream' || kind === 'bidiStream',
    out: kind === 'serverStream' || kind === 'bidiStream',
    oneway: false,
  }
  return streams
}

const zeros = new Uint8Array(1 << 20)

/** One side's part of a call: what it still wants to say, and what it has heard. */
class Part extends SessionCall {
  readonly plan: CallPlan
  readonly party: Party
  readonly sizes: readonly number[]
  /** Whether what it hears is a stream, of which it takes one message after the other. */
  readonly hearsStream: boolean
  next = 0
  /** The program waits to be woken. */
  asleep = false
  started = false
  /** It has said all it had to say. */
  done = false
  /** The other side says no more. */
  heardEnd = false
  /** The call is over before its time. */
  dropped = false
  readonly unread: number[] = []
  heard = 0

  constructor(plan: CallPlan, party: Party, isRequester: boolean) {
    super()
    this.plan = plan
    this.party = party
    this.sizes = isRequester ? plan.requests : plan.responses
    const streams = streamsOf(plan.kind)
    this.hearsStream = isRequester ? streams.out : streams.in
  }

  override onOpened(): void {
    this.started = true
  }
  override onMessage(_bytes: Uint8Array, start: number, end: number, last: boolean): void {
    this.started = true
    this.heard++
    if (this.hearsStream) this.unread.push(end - start)
    if (last) this.heardEnd = true
  }
  override onHead(): void {}
  override onStatus(status: Status | undefined): void {
    this.heardEnd = true
    this.done = true
    if (status !== undefined && status.code !== 0) this.dropped = true
  }
  override onRequestEnd(): void {
    this.heardEnd = true
  }
  override onCancel(): void {
    this.drop()
    this.party.session.answer(this, { ...successStatus, code: 1 })
    this.party.session.settle(this)
  }
  override onWritable(): void {
    if (this.party.fault !== 'forgets to wake') this.asleep = false
  }
  override onLost(): void {
    throw new Error('a connection was lost that nobody cut')
  }
  override onDue(): void {}

  /** Nobody wants it any more: what was not read gives its credit back. */
  drop(): void {
    this.done = true
    this.dropped = true
    for (const bytes of this.unread.splice(0)) this.party.session.taken(this, bytes)
  }
}

class Party implements SessionEvents {
  readonly session: Session
  readonly parts: Part[] = []
  readonly fault: Fault | undefined
  readonly #scenario: Scenario
  readonly #side: Side
  /** Frames on their way to the other side. */
  wire: Uint8Array[] = []
  /** Calls with messages in fragments, in the order of their turns. */
  turns: number[] = []
  /** Calls that wait to send, in the order in which they began to: they are served in that order. */
  queue: Part[] = []
  /** Credit of the connection that this side has given, and what its peer's messages cost. */
  given = 0
  charged = 0

  constructor(side: Side, scenario: Scenario, fault: Fault | undefined) {
    this.#side = side
    this.#scenario = scenario
    this.fault = fault
    const limits: Limits = {
      ...defaultLimits,
      connectionCreditBytes: scenario.connectionCredit,
      streamCreditBytes: scenario.streamCredit,
      nuisanceBurst: 1_000_000,
    }
    // A method for each call, so that its number says which of the plans it follows.
    const offered = scenario.calls.map(({ kind }, i) => ({
      number: i + 1,
      name: `credit.Test/call${i}`,
      kind,
      fingerprint: 0n,
      idempotent: false,
    }))
    this.session = new Session(
      {
        role: side === 'client' ? 'connecting' : 'accepting',
        limits,
        pool: {
          allocate: (bytes: number) => new Uint8Array(bytes),
          acquire: () => Buffer.allocUnsafe(1024),
          release: () => {},
        },
        greeting: {
          version: 1,
          agent: side,
          maxMessageBytes: limits.maxMessageBytes,
          streamCreditBytes: scenario.streamCredit,
          connectionCreditBytes: scenario.connectionCredit,
          maxCalls: 1000,
          defaultTimeoutMs: 0,
          features: [],
          methods: offered,
        },
      },
      this,
    )
    if (scenario.window !== undefined) this.session.sender.window.bytes = scenario.window
  }

  onGreeting(_greeting: Greeting): void {
    if (this.session.state === 'deciding') this.session.admit()
  }
  onOpen(method: number): SessionCall {
    const plan = this.#scenario.calls[method - 1]
    if (plan === undefined || plan.from === this.#side) throw new Error('a call out of plan')
    const part = new Part(plan, this, false)
    part.handlerRunning = true
    this.parts.push(part)
    return part
  }
  streams(method: number) {
    const plan = this.#scenario.calls[method - 1]
    return plan === undefined ? undefined : streamsOf(plan.kind)
  }
  onOutput(): void {}
  onPart(): void {}
  onCapacity(): void {
    if (this.fault === 'forgets to wake') return
    for (const part of this.parts) if (part.id === 0) part.asleep = false
  }
  onGoaway(): void {
    throw new Error('a side said goodbye')
  }
  onUsedUp(): void {}
  onStarved(): void {}
  onCredentials(): void {}
  onPong(): void {}
  onDrained(): void {}

  /** What the session has to say, not cut into frames: the handshake begins with something that is none. */
  greeting(): Uint8Array {
    const bytes: Uint8Array[] = []
    this.session.flush(
      (part) => {
        bytes.push(part.slice())
        return false
      },
      () => true,
    )
    return Buffer.concat(bytes)
  }

  /** Puts what the session has to say on the wire, with one fragment of a large message if `fragment`. */
  flush(fragment: boolean): void {
    const bytes: Uint8Array[] = []
    this.session.flush(
      (part) => {
        bytes.push(part.slice())
        return false
      },
      () => fragment && bytes.length === 0,
    )
    // The owner's next turn of the event loop.
    if (this.session.sender.awaitsTurn) this.session.sender.nextTurn()
    const all = Buffer.concat(bytes)
    for (let at = 0; at < all.length; ) {
      const end = at + headerBytes + all.readUInt16BE(at)
      this.#note(all, at)
      this.wire.push(all.subarray(at, end))
      at = end
    }
  }

  #note(frame: Buffer, at: number): void {
    const kind = (frame[at + 2] ?? 0) >>> 4
    const more = ((frame[at + 2] ?? 0) & 2) !== 0
    const id = frame.readUInt32BE(at + 3)
    if (kind === 7 && id === 0) this.given += frame.readUInt32BE(at + headerBytes)
    if (kind === 3 || kind === 4) this.turns = this.turns.filter((one) => one !== id)
    if ((kind === 3 || kind === 4) && more) this.turns.push(id)
  }
}

/** Something that can happen next. */
export type Step =
  | { readonly what: 'speak' | 'take' | 'cancel'; readonly side: Side; readonly part: number }
  | { readonly what: 'deliver'; readonly side: Side }

const sides: readonly Side[] = ['client', 'server']

export class CreditWorld {
  readonly client: Party
  readonly server: Party
  readonly scenario: Scenario
  /** The most that a side held unread, beside what it promised. */
  peakUnread = 0
  readonly #largest: number

  constructor(scenario: Scenario, fault?: Fault) {
    this.scenario = scenario
    this.client = new Party('client', scenario, fault)
    this.server = new Party('server', scenario, fault)
    this.#largest =
      overhead + Math.max(...scenario.calls.flatMap((c) => [...c.requests, ...c.responses]), 0)
    this.client.session.start()
    this.server.session.receive(this.client.greeting(), 0)
    this.client.session.receive(this.server.greeting(), 0)
    for (const plan of scenario.calls) {
      const party = this[plan.from]
      party.parts.push(new Part(plan, party, true))
    }
  }

  /** All that can happen now. `cancels` adds that callers give up. */
  steps(cancels = false): Step[] {
    const steps: Step[] = []
    for (const side of sides) {
      const party = this[side]
      party.parts.forEach((part, i) => {
        if (this.#canSpeak(side, part)) steps.push({ what: 'speak', side, part: i })
        if (part.unread.length > 0) steps.push({ what: 'take', side, part: i })
        if (cancels && part.plan.from === side && part.id !== 0 && !part.heardEnd && !part.dropped)
          steps.push({ what: 'cancel', side, part: i })
      })
      if (party.wire.length > 0 || party.session.sender.hasFragments) {
        steps.push({ what: 'deliver', side })
      }
    }
    return steps
  }

  take(step: Step): void {
    const party = this[step.side]
    if (step.what === 'deliver') {
      if (party.wire.length === 0) party.flush(true)
      const frame = party.wire.shift()
      if (frame !== undefined) this.#other(step.side).session.receive(frame, 0)
    } else {
      const part = party.parts[step.part]
      if (part === undefined) throw new Error('no such part')
      if (step.what === 'speak') this.#speak(step.side, part)
      else if (step.what === 'cancel') {
        party.session.cancel(part, { code: 1, reason: '' })
        part.drop()
      } else {
        const bytes = part.unread.shift() ?? 0
        if (party.fault !== 'keeps credit') party.session.taken(part, bytes)
      }
    }
    for (const side of sides) {
      const { queue, parts } = this[side]
      const waits = (part: Part) => part.asleep || (part.flow?.waiting.length ?? 0) > 0
      this[side].queue = [
        ...queue.filter(waits),
        ...parts.filter((part) => waits(part) && !queue.includes(part)),
      ]
      this[side].flush(false)
    }
    this.#check()
  }

  /** Nothing can happen any more: says what is wrong with that. */
  verdict(): string | undefined {
    for (const side of sides) {
      const { parts, session } = this[side]
      const stuck = parts.find((part) => !part.done || (!part.heardEnd && !part.dropped))
      if (stuck !== undefined) {
        return `deadlock: ${side} waits in ${stuck.plan.kind} after ${stuck.next} of ${stuck.sizes.length} messages, connection credit ${session.sender.credit}`
      }
      const planned = parts.filter(({ dropped }) => !dropped)
      for (const part of planned) {
        const expected = part.plan.from === side ? part.plan.responses : part.plan.requests
        if (part.heard !== expected.length) return `${side} heard ${part.heard} messages`
      }
      const calls = [...session.calls.outgoing, ...session.calls.incoming]
      if (calls.length > 0) return `${side} still has ${calls.length} calls`
      if (session.sender.waitingBytes > 0 || session.sender.queuedBytes > 0)
        return `${side} has a rest`
      const missing = this.scenario.connectionCredit - session.sender.credit
      // What was taken is given back in halves of the credit.
      if (missing < 0 || missing * 2 >= this.scenario.connectionCredit) {
        return `${side} misses ${missing} of ${this.scenario.connectionCredit} credit`
      }
    }
    return undefined
  }

  /** Everything that decides what can happen from here on. */
  key(): string {
    return sides.map((side) => this.#keyOf(side)).join('|')
  }

  #keyOf(side: Side): string {
    const { session, parts, wire, turns, given, queue } = this[side]
    const order = queue.map((part) => parts.indexOf(part))
    const partKeys = parts.map((part) => {
      const { flow } = part
      const bits = Number(part.asleep) + 2 * Number(part.done) + 4 * Number(part.heardEnd)
      const accounts =
        flow === undefined
          ? ''
          : `${flow.sendCredit},${flow.receiveCredit},${flow.unreturned},${flow.waiting.length},${flow.assembly?.received ?? 0},${Number(flow.fragmenting)}${Number(flow.closing)}`
      return `${part.id}:${part.state}:${bits}:${part.next}:${part.heard}:${part.unread.join('+')}:${accounts}`
    })
    const frames = wire.map((frame) => `${frame[2]}.${frame[6]}.${frame.length}`)
    const { sender } = session
    return `${sender.credit};${sender.queuedBytes};${sender.waitingBytes};${given};${turns};${order};${frames};${partKeys}`
  }

  #other(side: Side): Party {
    return side === 'client' ? this.server : this.client
  }

  #canSpeak(side: Side, part: Part): boolean {
    if (part.asleep || part.done) return false
    if (part.plan.from === side) return true
    // A single answer comes when all requests have been taken.
    const waitsForRequests = part.plan.kind === 'clientStream' || part.plan.kind === 'unary'
    const mayEnd = part.heardEnd && part.unread.length === 0
    // An end of both directions before the requests have ended would turn the rest of them away.
    if (part.plan.kind === 'bidiStream' && part.next === part.sizes.length) return mayEnd
    return part.started && (!waitsForRequests || mayEnd)
  }

  /** The program of a call goes on: opens it, sends one message, or ends it; or falls asleep until it is woken. */
  #speak(side: Side, part: Part): void {
    const { session } = this[side]
    const { plan } = part
    const isRequester = plan.from === side
    const streams = streamsOf(plan.kind)
    const speaksStream = isRequester ? streams.in : streams.out
    const size = part.sizes[part.next]
    if (isRequester && part.id === 0) {
      if (!session.canOpen) {
        part.asleep = true
        return
      }
      const method = this.scenario.calls.indexOf(plan) + 1
      const header = { method, timeoutMs: undefined, head: undefined }
      if (streams.in || streams.out) {
        const both = { ...streams, in: streams.out, out: streams.in }
        startStreams(part, both, session.peer, session.limits)
      }
      if (streams.in) session.openStream(part, header)
      else {
        session.open(part, header, rawCodec, zeros.subarray(0, size))
        part.next++
        part.done = true
      }
      return
    }
    if (speaksStream && !session.sender.wantsToSend(part)) {
      part.asleep = true
      return
    }
    if (size !== undefined) {
      session.send(part, rawCodec, zeros.subarray(0, size), !speaksStream)
      part.next++
    } else session.end(part)
    if (size !== undefined && speaksStream) return
    part.done = true
    if (!isRequester) session.settle(part)
  }

  #check(): void {
    for (const side of sides) {
      const { parts } = this[side]
      let unread = 0
      for (const part of parts) {
        const waiting = part.unread.reduce((sum, bytes) => sum + bytes + overhead, 0)
        const held = waiting + (part.flow?.assembly?.received ?? 0)
        if (part.hearsStream && held >= this.scenario.streamCredit + this.#largest) {
          throw new Error(`${side} holds ${held} bytes of one stream`)
        }
        unread += held
      }
      this.peakUnread = Math.max(this.peakUnread, unread)
      if (unread >= this.scenario.connectionCredit + this.#largest) {
        throw new Error(`${side} holds ${unread} bytes`)
      }
    }
  }
}
