/** Two real sessions and a wire between them that a test can slice: commands go in, events come out, no time passes. */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import type { MessageCodec } from '../../runtime/codec/message-codec.js'
import { type Limits, resolveLimits } from '../../runtime/limits.js'
import type { SessionEvents } from '../../runtime/session/events.js'
import { startStreams } from '../../runtime/session/flow.js'
import type { OpenHeader } from '../../runtime/session/open-header.js'
import { Session } from '../../runtime/session/session.js'
import { SessionCall } from '../../runtime/session/session-call.js'
import type { Cancel, Goaway, Head, Status } from '../../runtime/wire/call-bodies.js'
import type { Credentials } from '../../runtime/wire/credentials.js'
import type { Greeting } from '../../runtime/wire/greeting.js'
import type { OfferedMethod } from '../../runtime/wire/offered-methods.js'
import { Chance, join } from './bytes.js'

/** Messages that are their own encoding. */
export const rawCodec: MessageCodec<Uint8Array> = {
  name: 'test.Raw',
  constrained: false,
  encode(message: Uint8Array, writer: Writer): void {
    writer.raw(message)
  },
  decode(reader: Reader): Uint8Array {
    const bytes = reader.buf.slice(reader.pos, reader.len)
    reader.pos = reader.len
    return bytes
  },
  check(): void {},
}

/** What happened to a call, as texts that compare well. */
export class RecordedCall extends SessionCall {
  readonly log: string[] = []
  readonly messages: Uint8Array[] = []
  status: Status | undefined = undefined
  lost: { readonly sent: boolean; readonly error: Error } | undefined = undefined

  override onOpened(): void {
    this.log.push('opened')
  }
  override onMessage(bytes: Uint8Array, start: number, end: number, last: boolean): void {
    this.messages.push(bytes.slice(start, end))
    this.log.push(`message ${end - start}${last ? ' last' : ''}`)
  }
  override onHead(head: Head): void {
    this.log.push(`head ${head.metadata.map(({ key }) => key).join(',')}`)
  }
  override onStatus(status: Status | undefined): void {
    this.status = status
    this.log.push(status === undefined ? 'end' : `status ${status.code} outcome ${status.outcome}`)
  }
  override onRequestEnd(): void {
    this.log.push('request end')
  }
  override onCancel(cancel: Cancel): void {
    this.log.push(`cancel ${cancel.code}`)
  }
  override onWritable(): void {
    this.log.push('writable')
  }
  override onLost(sent: boolean, error: Error): void {
    this.lost = { sent, error }
    this.log.push(`lost ${sent ? 'sent' : 'unsent'}`)
  }
  override onDue(): void {}
}

/** Numbers of the methods that every end of a pair offers, one of each kind. */
export const methods = {
  unary: 1,
  serverStream: 2,
  clientStream: 3,
  bidiStream: 4,
  oneway: 5,
} as const

export const offered: readonly OfferedMethod[] = Object.entries(methods).map(([name, number]) => ({
  number,
  name: `test.v1.Raw/${name}`,
  kind: name as OfferedMethod['kind'], // because the names above are the kinds
  fingerprint: BigInt(number),
  idempotent: false,
}))

/** A session and its owner, which records what it is told. */
export class Endpoint implements SessionEvents {
  readonly session: Session
  readonly limits: Limits
  readonly log: string[] = []
  /** Calls the peer opened, by id. */
  readonly served: RecordedCall[] = []
  readonly goaways: Goaway[] = []
  /** Decides about a call of the peer's; by default it is taken. */
  accept: (method: number, timeoutMs: number, head: Head | undefined) => SessionCall | Status
  /** Whether a handler counts as running from the OPEN on, as it does for real calls. */
  running = false
  timeouts: number[] = []
  /** Whether the accepting side answers a HELLO at once. */
  admits = true
  room = true

  constructor(
    role: 'connecting' | 'accepting',
    limits: Parameters<typeof resolveLimits>[0] = {},
    greeting: Partial<Greeting> = {},
  ) {
    this.limits = resolveLimits(limits)
    this.accept = () => {
      const call = new RecordedCall()
      call.handlerRunning = this.running
      this.served.push(call)
      return call
    }
    this.session = new Session(
      {
        role,
        limits: this.limits,
        // Buffers, as the real pool's: protobufjs writes text through their methods.
        pool: {
          allocate: (bytes: number) => new Uint8Array(bytes),
          acquire: () => Buffer.alloc(4096),
          release: () => {},
        },
        greeting: {
          version: 1,
          agent: role,
          maxMessageBytes: this.limits.maxMessageBytes,
          streamCreditBytes: this.limits.streamCreditBytes,
          connectionCreditBytes: this.limits.connectionCreditBytes,
          maxCalls: this.limits.maxCallsPerConnection,
          defaultTimeoutMs: this.limits.callTimeoutMs,
          features: [],
          methods: offered,
          ...greeting,
        },
      },
      this,
    )
  }

  onGreeting(greeting: Greeting): void {
    this.log.push(`greeting ${greeting.agent}`)
    if (this.session.state === 'deciding' && this.admits) this.session.admit()
  }
  onOpen(method: number, timeoutMs: number, head: Head | undefined): SessionCall | Status {
    this.timeouts.push(timeoutMs)
    return this.accept(method, timeoutMs, head)
  }
  streams(method: number): ReturnType<SessionEvents['streams']> {
    const kind = offered.find(({ number }) => number === method)?.kind
    if (kind === undefined) return undefined
    return {
      in: kind === 'clientStream' || kind === 'bidiStream',
      out: kind === 'serverStream' || kind === 'bidiStream',
      oneway: kind === 'oneway',
    }
  }
  onOutput(): void {
    this.log.push('output')
  }
  onPart(): void {
    this.log.push('part')
  }
  onCapacity(): void {
    this.log.push('capacity')
  }
  onGoaway(goaway: Goaway): void {
    this.goaways.push(goaway)
    this.log.push(`goaway ${goaway.lastId}`)
  }
  onStarved(): void {
    this.log.push('starved')
  }
  onUsedUp(): void {
    this.log.push('used up')
    this.session.drain()
  }
  onCredentials({ scheme, token }: Credentials): void {
    this.log.push(`credentials ${scheme} ${token}`)
  }
  onPong(): void {
    this.log.push('pong')
  }
  onDrained(): void {
    this.log.push('drained')
  }

  /** Takes all bytes that the session has for its peer. */
  output(): Uint8Array {
    const parts: Uint8Array[] = []
    this.session.flush(
      (bytes) => {
        parts.push(bytes.slice())
        return true
      },
      () => this.room,
    )
    return join(parts)
  }

  /** Opens a unary call. */
  call(message: Uint8Array, header: Partial<OpenHeader> = {}): RecordedCall {
    const call = new RecordedCall()
    this.session.open(call, openHeader(methods.unary, header), rawCodec, message)
    return call
  }

  /** Opens a call that streams in at least one direction; a server stream sends its one request. */
  stream(method: number, request?: Uint8Array): RecordedCall {
    const call = new RecordedCall()
    const { in: out = false, out: into = false } = this.streams(method) ?? {}
    startStreams(call, { in: into, out }, this.session.peer, this.session.limits)
    if (request === undefined) this.session.openStream(call, openHeader(method))
    else this.session.open(call, openHeader(method), rawCodec, request)
    return call
  }

  /** The call the peer opened last. */
  get lastServed(): RecordedCall {
    const call = this.served.at(-1)
    if (call === undefined) throw new Error('the peer has opened no call')
    return call
  }
}

function openHeader(method: number, header: Partial<OpenHeader> = {}): OpenHeader {
  return { method, timeoutMs: undefined, head: undefined, ...header }
}

export class SessionPair {
  readonly client: Endpoint
  readonly server: Endpoint
  readonly #chance: Chance | undefined
  now = 0
  /** Bytes that went each way. */
  readonly sent = { client: 0, server: 0 }

  /** With a seed, every delivery is cut into small pieces; without, it arrives in one. */
  constructor(
    options: {
      readonly client?: Parameters<typeof resolveLimits>[0]
      readonly server?: Parameters<typeof resolveLimits>[0]
      readonly seed?: number
    } = {},
  ) {
    this.client = new Endpoint('connecting', options.client)
    this.server = new Endpoint('accepting', options.server)
    this.#chance = options.seed === undefined ? undefined : new Chance(options.seed)
  }

  /** A pair whose handshake is done. */
  static open(options: ConstructorParameters<typeof SessionPair>[0] = {}): SessionPair {
    const pair = new SessionPair(options)
    pair.client.session.start()
    pair.pump()
    return pair
  }

  /** Carries bytes both ways until neither side has more to say. */
  pump(): void {
    for (let round = 0; round < 100_000; round++) {
      const toServer = this.client.output()
      this.deliver(this.server, toServer)
      const toClient = this.server.output()
      this.deliver(this.client, toClient)
      this.sent.client += toServer.length
      this.sent.server += toClient.length
      if (toServer.length === 0 && toClient.length === 0) return
    }
    throw new Error('the two sides never stop talking')
  }

  deliver(to: Endpoint, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const take = this.#chance?.int(1, this.#chance.pick([1, 3, 64, 5000])) ?? bytes.length
      to.session.receive(bytes.slice(at, at + take), this.now)
      at += take
    }
  }
}

/** An endpoint whose peer is the test: greeted with the given bytes, its own greeting taken away. */
export function greeted(
  role: 'connecting' | 'accepting',
  greeting: Uint8Array,
  limits: Parameters<typeof resolveLimits>[0] = {},
): Endpoint {
  const endpoint = new Endpoint(role, limits)
  if (role === 'connecting') endpoint.session.start()
  endpoint.session.receive(greeting, 0)
  endpoint.output()
  endpoint.log.length = 0
  return endpoint
}
