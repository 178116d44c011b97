/** The conversations that PROTOCOL.md shows byte by byte, held by two real sessions. */

import { statusNumbers } from '../../runtime/status.js'
import { refusal, successStatus } from '../../runtime/wire/call-bodies.js'
import type { Credentials } from '../../runtime/wire/credentials.js'
import type { Greeting } from '../../runtime/wire/greeting.js'
import type { OfferedMethod } from '../../runtime/wire/offered-methods.js'
import { utf8 } from './frames.js'
import { cutPieces, type Piece } from './hex-blocks.js'
import { Endpoint, methods, type RecordedCall, rawCodec } from './session-pair.js'

const demoMethods: readonly OfferedMethod[] = [
  { number: 1, name: 'demo.v1.Demo/echo', kind: 'unary', fingerprint: 1n, idempotent: true },
  {
    number: 2,
    name: 'demo.v1.Demo/watch',
    kind: 'serverStream',
    fingerprint: 2n,
    idempotent: false,
  },
]

/** Two sessions and what went between them. */
class Conversation {
  readonly client: Endpoint
  readonly server: Endpoint
  readonly pieces: Piece[] = []

  constructor(
    client: Partial<Greeting> = {},
    server: Partial<Greeting> = {},
    limits: ConstructorParameters<typeof Endpoint>[1] = {},
    credentials?: Credentials,
  ) {
    this.client = new Endpoint('connecting', limits, client)
    this.server = new Endpoint('accepting', {}, server)
    this.client.session.start(credentials)
    this.settle()
  }

  /** A conversation whose handshake is over and not shown. */
  static greeted(limits?: ConstructorParameters<typeof Endpoint>[1]): Conversation {
    const conversation = new Conversation({}, {}, limits)
    conversation.pieces.length = 0
    return conversation
  }

  /** Carries bytes both ways until neither side has any. */
  settle(): void {
    while (this.toServer() || this.toClient()) {}
  }

  toServer(): boolean {
    return this.#carry('>', this.client, this.server)
  }

  toClient(): boolean {
    return this.#carry('<', this.server, this.client)
  }

  /** The server answers the call it got last. */
  answer(message: string, last = true): void {
    this.server.session.send(this.server.lastServed, rawCodec, utf8(message), last)
  }

  #carry(side: '>' | '<', from: Endpoint, to: Endpoint): boolean {
    const bytes = from.output()
    if (bytes.length === 0) return false
    this.pieces.push(...cutPieces(side, bytes))
    to.session.receive(bytes, 0)
    return true
  }
}

/** A client that has just made a unary call. */
function called(): [Conversation, RecordedCall] {
  const conversation = Conversation.greeted()
  const call = conversation.client.call(utf8('hi'))
  conversation.toServer()
  return [conversation, call]
}

const examples: Readonly<Record<string, () => Conversation>> = {
  handshake: () =>
    new Conversation(
      { agent: 'app', maxCalls: 0, methods: [] },
      { agent: 'srv', methods: demoMethods },
    ),

  credentials: () => {
    const talk = new Conversation(
      { agent: 'app', methods: [] },
      { agent: 'srv', methods: [] },
      {},
      { scheme: 'bearer', token: 'abc.1' },
    )
    talk.client.session.renew({ scheme: 'bearer', token: 'abc.2' })
    talk.settle()
    talk.server.session.fail('UNAUTHENTICATED', 'the credentials were not accepted')
    return talk
  },

  unary: () => {
    const [talk] = called()
    talk.answer('hi')
    return talk
  },

  'deadline and metadata': () => {
    const talk = Conversation.greeted()
    const metadata = [{ key: 'tenant', value: utf8('acme') }]
    talk.client.call(utf8('hi'), {
      timeoutMs: 500,
      head: { metadata, attempt: 2, compressed: false },
    })
    talk.toServer()
    const head = { metadata: [{ key: 'shard', value: utf8('7') }], attempt: 0, compressed: false }
    talk.server.session.send(talk.server.lastServed, rawCodec, utf8('hi'), true, head)
    return talk
  },

  'declared error': () => {
    const [talk] = called()
    talk.server.session.answer(talk.server.lastServed, {
      ...successStatus,
      code: statusNumbers.FAILED_PRECONDITION,
      message: 'room a is full',
      reason: 'RoomFull',
      data: Uint8Array.of(0x08, 0x32),
    })
    return talk
  },

  refusal: () => {
    const talk = Conversation.greeted()
    const status = refusal('RESOURCE_EXHAUSTED', 'too many handlers')
    talk.server.accept = () => ({ ...status, retryAfterMs: 250 })
    talk.client.call(utf8('hi'))
    return talk
  },

  trailers: () => {
    const [talk] = called()
    talk.answer('hi', false)
    const trailers = [{ key: 'cost', value: utf8('3') }]
    talk.server.session.end(talk.server.lastServed, { ...successStatus, trailers })
    return talk
  },

  fragments: () => {
    const talk = Conversation.greeted()
    talk.client.call(new Uint8Array(40_000).fill(0x61))
    talk.toServer()
    talk.answer('ok')
    return talk
  },

  'server stream': () => {
    const talk = Conversation.greeted()
    talk.client.stream(methods.serverStream, utf8('a'))
    talk.toServer()
    talk.answer('one', false)
    talk.answer('two', false)
    talk.server.session.end(talk.server.lastServed)
    return talk
  },

  'client stream': () => {
    const talk = Conversation.greeted()
    const call = talk.client.stream(methods.clientStream)
    talk.client.session.send(call, rawCodec, utf8('one'), false)
    talk.client.session.send(call, rawCodec, utf8('two'), true)
    talk.toServer()
    talk.answer('2')
    return talk
  },

  'early answer': () => {
    const talk = Conversation.greeted()
    const call = talk.client.stream(methods.clientStream)
    talk.client.session.send(call, rawCodec, utf8('one'), false)
    talk.toServer()
    talk.answer('enough')
    return talk
  },

  'both ways': () => {
    const talk = Conversation.greeted()
    const call = talk.client.stream(methods.bidiStream)
    talk.client.session.send(call, rawCodec, utf8('ping'), false)
    talk.toServer()
    talk.answer('pong', false)
    talk.toClient()
    talk.client.session.end(call)
    talk.toServer()
    talk.server.session.end(talk.server.lastServed)
    return talk
  },

  'call by the accepting side': () => {
    const talk = Conversation.greeted()
    talk.server.call(utf8('hi'))
    talk.toClient()
    talk.client.session.send(talk.client.lastServed, rawCodec, utf8('hi'), true)
    return talk
  },

  credit: () => {
    const talk = Conversation.greeted({ streamCreditBytes: 1024 })
    const call = talk.client.stream(methods.serverStream, utf8('a'))
    talk.toServer()
    // The first costs 64 + 1000 and overdraws the 1,024 by 40; the second has to wait.
    talk.answer('a'.repeat(1000), false)
    talk.answer('a'.repeat(40), false)
    talk.toClient()
    talk.client.session.taken(call, 1000)
    return talk
  },

  cancel: () => {
    const [talk, call] = called()
    const code = statusNumbers.DEADLINE_EXCEEDED
    talk.client.session.cancel(call, { code, reason: '' })
    talk.toServer()
    talk.server.session.answer(talk.server.lastServed, { ...successStatus, code, outcome: 0 })
    return talk
  },

  drain: () => {
    const [talk] = called()
    talk.server.session.drain()
    talk.settle()
    talk.answer('hi')
    return talk
  },

  'connection error': () => {
    const talk = Conversation.greeted()
    talk.server.session.fail('INTERNAL', 'PING has no 8 bytes')
    return talk
  },
}

export const exampleNames: readonly string[] = Object.keys(examples)

/** What went over the wire in an example, piece by piece. */
export function playExample(name: string): Piece[] {
  const play = examples[name]
  if (play === undefined) throw new Error(`no example is called ${name}`)
  const conversation = play()
  conversation.settle()
  return conversation.pieces
}
