// Generated from health.schema.ts by `trunkline generate`. Do not edit.

import {
  absent,
  checkObject,
  checkOneOf,
  checkString,
  type EnumCodec,
  GENERATED_API_1,
  isLonger,
  type MessageCodec,
  type Method,
  missing,
  readString,
  type ServerCall,
  serverStreamRoute,
  type ServerStreamStub,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  unknownEnumNumber,
  writeInt32,
  writeString,
} from '../gen.js'

export type HealthAnswerStatus = 'serving' | 'notServing' | 'unknown'

export const HealthAnswerStatus: EnumCodec<HealthAnswerStatus> = {
  name: 'trunkline.health.v1.HealthAnswerStatus',
  values: ['serving', 'notServing', 'unknown'],
  toNumber(value) {
    switch (value) {
      case 'serving':
        return 1
      case 'notServing':
        return 2
      case 'unknown':
        return 3
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'serving'
      case 2:
        return 'notServing'
      case 3:
        return 'unknown'
      default:
        throw unknownEnumNumber('trunkline.health.v1.HealthAnswerStatus', number)
    }
  },
}

/** What is asked about. */
export interface HealthQuestion {
  /** The service's full name, `chat.v1.Chat`; empty for the server as a whole. */
  service: string // 1
}

export const HealthQuestion: MessageCodec<HealthQuestion> = {
  name: 'trunkline.health.v1.HealthQuestion',
  constrained: true,
  encode(message, writer) {
    if (message.service !== '') writeString(writer, 10, message.service) // 1
  },
  decode(reader, depth) {
    const message: HealthQuestion = { service: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.service = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.service, issues, 'service') && isLonger(message.service, 256)) {
      issues.add('service', 'must have at most 256 characters')
    }
  },
}

/** How it is. */
export interface HealthAnswer {
  /** `unknown` is a service that the server has said nothing of. */
  status: HealthAnswerStatus // 1
}

export const HealthAnswer: MessageCodec<HealthAnswer> = {
  name: 'trunkline.health.v1.HealthAnswer',
  constrained: false,
  encode(message, writer) {
    writeInt32(writer, 8, HealthAnswerStatus.toNumber(message.status)) // 1
  },
  decode(reader, depth) {
    const message: HealthAnswer = { status: absent }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.status = HealthAnswerStatus.fromNumber(reader.int32()) // 1
      else skipField(reader, tag, depth)
    }
    if (message.status === absent) throw missing('trunkline.health.v1.HealthAnswer', 'status')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkOneOf(message.status, HealthAnswerStatus.values, issues, 'status')
  },
}

const check: Method<HealthQuestion, HealthAnswer> = {
  name: 'trunkline.health.v1.Health/check',
  kind: 'unary',
  request: HealthQuestion,
  response: HealthAnswer,
  fingerprint: 0xb8ab87554551ee06n,
  timeoutMs: undefined,
  idempotent: true,
  errors: [],
}

const watch: Method<HealthQuestion, HealthAnswer> = {
  name: 'trunkline.health.v1.Health/watch',
  kind: 'serverStream',
  request: HealthQuestion,
  response: HealthAnswer,
  fingerprint: 0x396c37fa2bcd98e0n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

/** Whether a server can be given calls. */
export interface HealthClient {
  /** How it is at this moment. */
  readonly check: UnaryStub<HealthQuestion, HealthAnswer>
  /** How it is now, and each time that changes. Ends when the server says goodbye. */
  readonly watch: ServerStreamStub<HealthQuestion, HealthAnswer>
}

/** What a server of Health implements. */
export interface HealthHandlers {
  /** How it is at this moment. */
  check(request: HealthQuestion, call: ServerCall): HealthAnswer | Promise<HealthAnswer>
  /** How it is now, and each time that changes. Ends when the server says goodbye. */
  watch(request: HealthQuestion, call: ServerCall): AsyncIterable<HealthAnswer>
}

/** Whether a server can be given calls. */
export const Health: Service<HealthClient, HealthHandlers> = {
  name: 'trunkline.health.v1.Health',
  dialect: GENERATED_API_1,
  methods: [check, watch],
  client: (caller) => ({
    check: caller.unary(check),
    watch: caller.serverStream(watch),
  }),
  routes: (handlers) => [
    unaryRoute(check, handlers, handlers.check),
    serverStreamRoute(watch, handlers, handlers.watch),
  ],
}
