// Generated from checked.schema.ts by `trunkline generate`. Do not edit.

import {
  checkObject,
  checkString,
  GENERATED_API_1,
  isLonger,
  isShorter,
  type MessageCodec,
  type Method,
  readString,
  type ServerCall,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  writeString,
} from 'trunkline/gen'

/** The text of echo.schema.ts under rules, which both sides check. */
export interface CheckedText {
  text: string // 1
}

export const CheckedText: MessageCodec<CheckedText> = {
  name: 'echo.v1.CheckedText',
  constrained: true,
  encode(message, writer) {
    if (message.text !== '') writeString(writer, 10, message.text) // 1
  },
  decode(reader, depth) {
    const message: CheckedText = { text: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.text = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.text, issues, 'text')) {
      if (isShorter(message.text, 1)) issues.add('text', 'must have at least 1 character')
      if (isLonger(message.text, 100)) issues.add('text', 'must have at most 100 characters')
    }
  },
}

const echo: Method<CheckedText, CheckedText> = {
  name: 'echo.v1.CheckedEcho/echo',
  kind: 'unary',
  request: CheckedText,
  response: CheckedText,
  fingerprint: 0x1f19c3340614f2b3n,
  timeoutMs: undefined,
  idempotent: true,
  errors: [],
}

export interface CheckedEchoClient {
  readonly echo: UnaryStub<CheckedText, CheckedText>
}

/** What a server of CheckedEcho implements. */
export interface CheckedEchoHandlers {
  echo(request: CheckedText, call: ServerCall): CheckedText | Promise<CheckedText>
}

export const CheckedEcho: Service<CheckedEchoClient, CheckedEchoHandlers> = {
  name: 'echo.v1.CheckedEcho',
  dialect: GENERATED_API_1,
  methods: [echo],
  client: (caller) => ({
    echo: caller.unary(echo),
  }),
  routes: (handlers) => [unaryRoute(echo, handlers, handlers.echo)],
}
