// Generated from greeter.schema.ts by `trunkline generate`. Do not edit.
/* eslint-disable */
// @ts-nocheck

import {
  absent,
  checkInteger,
  checkObject,
  checkString,
  checkTimestamp,
  type DeclaredError,
  declareError,
  type ErrorType,
  GENERATED_API_1,
  isLonger,
  isShorter,
  type MessageCodec,
  type Method,
  missing,
  readString,
  readTimestamp,
  type ServerCall,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  type UndeclaredError,
  writeString,
  writeTimestamp,
  writeUint32,
} from 'trunkline/gen'

/** Someone to greet. */
export interface Person {
  name: string // 1
}

export const Person: MessageCodec<Person> = {
  name: 'greeter.v1.Person',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
  },
  decode(reader, depth) {
    const message: Person = { name: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (isShorter(message.name, 1)) issues.add('name', 'must have at least 1 character')
      if (isLonger(message.name, 100)) issues.add('name', 'must have at most 100 characters')
    }
  },
}

export interface Greeting {
  text: string // 1
}

export const Greeting: MessageCodec<Greeting> = {
  name: 'greeter.v1.Greeting',
  constrained: false,
  encode(message, writer) {
    if (message.text !== '') writeString(writer, 10, message.text) // 1
  },
  decode(reader, depth) {
    const message: Greeting = { text: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.text = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.text, issues, 'text')
  },
}

export interface Banned {
  until: Date // 1
}

export const Banned: MessageCodec<Banned> = {
  name: 'greeter.v1.Banned',
  constrained: false,
  encode(message, writer) {
    writeTimestamp(writer, 10, message.until) // 1
  },
  decode(reader, depth) {
    const message: Banned = { until: absent }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.until = readTimestamp(reader, depth) // 1
      else skipField(reader, tag, depth)
    }
    if (message.until === absent) throw missing('greeter.v1.Banned', 'until')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkTimestamp(message.until, issues, 'until')
  },
}

export interface GreeterSleepRequest {
  ms: number // 1
}

export const GreeterSleepRequest: MessageCodec<GreeterSleepRequest> = {
  name: 'greeter.v1.GreeterSleepRequest',
  constrained: true,
  encode(message, writer) {
    if (message.ms !== 0) writeUint32(writer, 8, message.ms) // 1
  },
  decode(reader, depth) {
    const message: GreeterSleepRequest = { ms: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.ms = reader.uint32() // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkInteger(message.ms, issues, 'ms')) {
      if (message.ms < 0) issues.add('ms', 'must be at least 0')
      if (message.ms > 60000) issues.add('ms', 'must be at most 60000')
    }
  },
}

export type GreeterSleepResponse = object

export const GreeterSleepResponse: MessageCodec<GreeterSleepResponse> = {
  name: 'greeter.v1.GreeterSleepResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: GreeterSleepResponse = {}
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    checkObject(message, issues, depth)
  },
}

/** The person may not be greeted until then. */
const banned = declareError('greeter.v1.Greeter', 'Banned', 'FAILED_PRECONDITION', Banned)

const greet: Method<Person, Greeting> = {
  name: 'greeter.v1.Greeter/greet',
  kind: 'unary',
  request: Person,
  response: Greeting,
  fingerprint: 0x1f19c3340614f2b3n,
  timeoutMs: 2000,
  idempotent: true,
  errors: [banned],
}

const sleep: Method<GreeterSleepRequest, GreeterSleepResponse> = {
  name: 'greeter.v1.Greeter/sleep',
  kind: 'unary',
  request: GreeterSleepRequest,
  response: GreeterSleepResponse,
  fingerprint: 0x24044ceee48d3bf3n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

/** How Greeter.greet can fail. */
export type GreeterGreetError = DeclaredError<'Banned', Banned> | UndeclaredError

/** Says hello, and shows what a call can run into. */
export interface GreeterClient {
  /** Greets a person by name. */
  readonly greet: UnaryStub<Person, Greeting, GreeterGreetError>
  /** Answers after a while, or not at all when the caller gives up first. */
  readonly sleep: UnaryStub<GreeterSleepRequest, GreeterSleepResponse>
}

/** What a server of Greeter implements. */
export interface GreeterHandlers {
  /** Greets a person by name. */
  greet(request: Person, call: ServerCall): Greeting | Promise<Greeting>
  /** Answers after a while, or not at all when the caller gives up first. */
  sleep(
    request: GreeterSleepRequest,
    call: ServerCall,
  ): GreeterSleepResponse | Promise<GreeterSleepResponse>
}

/** Says hello, and shows what a call can run into. */
export const Greeter: Service<GreeterClient, GreeterHandlers> & {
  readonly errors: {
    readonly Banned: ErrorType<'Banned', Banned>
  }
} = {
  name: 'greeter.v1.Greeter',
  dialect: GENERATED_API_1,
  methods: [greet, sleep],
  errors: { Banned: banned },
  client: (caller) => ({
    greet: caller.unary(greet),
    sleep: caller.unary(sleep),
  }),
  routes: (handlers) => [
    unaryRoute(greet, handlers, handlers.greet),
    unaryRoute(sleep, handlers, handlers.sleep),
  ],
}
