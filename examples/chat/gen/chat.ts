// Generated from chat.schema.ts by `trunkline generate`. Do not edit.
/* eslint-disable */
// @ts-nocheck

import {
  append,
  checkArray,
  checkObject,
  checkString,
  type DeclaredError,
  declareError,
  type ErrorType,
  GENERATED_API_1,
  isLonger,
  isShorter,
  type MessageCodec,
  type Method,
  missing,
  readMessage,
  readString,
  type ServerCall,
  serverStreamRoute,
  type ServerStreamStub,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  type UndeclaredError,
  writeMessage,
  writeString,
  writeStrings,
} from 'trunkline/gen'

const pattern = /^[\p{L}\p{N}_-]+$/u
const pattern2 = /^\P{Cc}+$/u

/** What everybody in a room sees, in the same order. */
export type RoomEvent = RoomEventJoined | RoomEventLeft | RoomEventSaid

export const RoomEvent: MessageCodec<RoomEvent> = {
  name: 'chat.v1.RoomEvent',
  constrained: true,
  encode(message, writer) {
    switch (message.kind) {
      case 'joined':
        writeMessage(writer, 10, RoomEventJoined, message) // 1
        break
      case 'left':
        writeMessage(writer, 18, RoomEventLeft, message) // 2
        break
      case 'said':
        writeMessage(writer, 26, RoomEventSaid, message) // 3
        break
    }
  },
  decode(reader, depth) {
    let message: RoomEvent | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) {
        // 1
        message = readMessage(
          reader,
          RoomEventJoined,
          depth,
          message?.kind === 'joined' ? message : undefined,
        )
      } else if (tag === 18) {
        // 2
        message = readMessage(
          reader,
          RoomEventLeft,
          depth,
          message?.kind === 'left' ? message : undefined,
        )
      } else if (tag === 26) {
        // 3
        message = readMessage(
          reader,
          RoomEventSaid,
          depth,
          message?.kind === 'said' ? message : undefined,
        )
      } else skipField(reader, tag, depth)
    }
    if (message === undefined) throw missing('chat.v1.RoomEvent', 'value')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    switch (message.kind) {
      case 'joined':
        RoomEventJoined.check(message, issues, depth + 1)
        break
      case 'left':
        RoomEventLeft.check(message, issues, depth + 1)
        break
      case 'said':
        RoomEventSaid.check(message, issues, depth + 1)
        break
      default:
        issues.add('kind', "must be one of 'joined', 'left', 'said'")
    }
  },
}

export interface RoomEventJoined {
  kind: 'joined'
  name: string // 1
  members: string[] // 2
}

export const RoomEventJoined: MessageCodec<RoomEventJoined> = {
  name: 'chat.v1.RoomEventJoined',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    writeStrings(writer, 18, message.members) // 2
  },
  decode(reader, depth) {
    const message: RoomEventJoined = { kind: 'joined', name: '', members: [] }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 18) append(message.members, readString(reader)) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'joined') issues.add('kind', "must be 'joined'")
    if (checkString(message.name, issues, 'name')) {
      if (isShorter(message.name, 1)) issues.add('name', 'must have at least 1 character')
      if (isLonger(message.name, 40)) issues.add('name', 'must have at most 40 characters')
      if (!isLonger(message.name, 40) && !pattern.test(message.name))
        issues.add('name', 'must match /^[\\p{L}\\p{N}_-]+$/u')
    }
    if (checkArray(message.members, issues, 'members')) {
      const start = issues.count
      let index = 0
      for (const item of message.members) {
        const at = issues.count
        if (checkString(item, issues, '')) {
          if (isShorter(item, 1)) issues.add('', 'must have at least 1 character')
          if (isLonger(item, 40)) issues.add('', 'must have at most 40 characters')
          if (!isLonger(item, 40) && !pattern.test(item))
            issues.add('', 'must match /^[\\p{L}\\p{N}_-]+$/u')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'members')
    }
  },
}

export interface RoomEventLeft {
  kind: 'left'
  name: string // 1
}

export const RoomEventLeft: MessageCodec<RoomEventLeft> = {
  name: 'chat.v1.RoomEventLeft',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
  },
  decode(reader, depth) {
    const message: RoomEventLeft = { kind: 'left', name: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'left') issues.add('kind', "must be 'left'")
    if (checkString(message.name, issues, 'name')) {
      if (isShorter(message.name, 1)) issues.add('name', 'must have at least 1 character')
      if (isLonger(message.name, 40)) issues.add('name', 'must have at most 40 characters')
      if (!isLonger(message.name, 40) && !pattern.test(message.name))
        issues.add('name', 'must match /^[\\p{L}\\p{N}_-]+$/u')
    }
  },
}

export interface RoomEventSaid {
  kind: 'said'
  name: string // 1
  text: string // 2
}

export const RoomEventSaid: MessageCodec<RoomEventSaid> = {
  name: 'chat.v1.RoomEventSaid',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    if (message.text !== '') writeString(writer, 18, message.text) // 2
  },
  decode(reader, depth) {
    const message: RoomEventSaid = { kind: 'said', name: '', text: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 18) message.text = readString(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'said') issues.add('kind', "must be 'said'")
    if (checkString(message.name, issues, 'name')) {
      if (isShorter(message.name, 1)) issues.add('name', 'must have at least 1 character')
      if (isLonger(message.name, 40)) issues.add('name', 'must have at most 40 characters')
      if (!isLonger(message.name, 40) && !pattern.test(message.name))
        issues.add('name', 'must match /^[\\p{L}\\p{N}_-]+$/u')
    }
    if (checkString(message.text, issues, 'text')) {
      if (isShorter(message.text, 1)) issues.add('text', 'must have at least 1 character')
      if (isLonger(message.text, 2000)) issues.add('text', 'must have at most 2000 characters')
      if (!isLonger(message.text, 2000) && !pattern2.test(message.text))
        issues.add('text', 'must match /^\\P{Cc}+$/u')
    }
  },
}

export interface ChatJoinRequest {
  room: string // 1
  name: string // 2
}

export const ChatJoinRequest: MessageCodec<ChatJoinRequest> = {
  name: 'chat.v1.ChatJoinRequest',
  constrained: true,
  encode(message, writer) {
    if (message.room !== '') writeString(writer, 10, message.room) // 1
    if (message.name !== '') writeString(writer, 18, message.name) // 2
  },
  decode(reader, depth) {
    const message: ChatJoinRequest = { room: '', name: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.room = readString(reader) // 1
      else if (tag === 18) message.name = readString(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.room, issues, 'room')) {
      if (isShorter(message.room, 1)) issues.add('room', 'must have at least 1 character')
      if (isLonger(message.room, 40)) issues.add('room', 'must have at most 40 characters')
      if (!isLonger(message.room, 40) && !pattern.test(message.room))
        issues.add('room', 'must match /^[\\p{L}\\p{N}_-]+$/u')
    }
    if (checkString(message.name, issues, 'name')) {
      if (isShorter(message.name, 1)) issues.add('name', 'must have at least 1 character')
      if (isLonger(message.name, 40)) issues.add('name', 'must have at most 40 characters')
      if (!isLonger(message.name, 40) && !pattern.test(message.name))
        issues.add('name', 'must match /^[\\p{L}\\p{N}_-]+$/u')
    }
  },
}

export interface NameTaken {
  members: string[] // 1
}

export const NameTaken: MessageCodec<NameTaken> = {
  name: 'chat.v1.NameTaken',
  constrained: true,
  encode(message, writer) {
    writeStrings(writer, 10, message.members) // 1
  },
  decode(reader, depth) {
    const message: NameTaken = { members: [] }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) append(message.members, readString(reader)) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkArray(message.members, issues, 'members')) {
      const start = issues.count
      let index = 0
      for (const item of message.members) {
        const at = issues.count
        if (checkString(item, issues, '')) {
          if (isShorter(item, 1)) issues.add('', 'must have at least 1 character')
          if (isLonger(item, 40)) issues.add('', 'must have at most 40 characters')
          if (!isLonger(item, 40) && !pattern.test(item))
            issues.add('', 'must match /^[\\p{L}\\p{N}_-]+$/u')
        }
        issues.within(at, index++)
        if (issues.full) break
      }
      issues.within(start, 'members')
    }
  },
}

export interface ChatSayRequest {
  room: string // 1
  text: string // 2
}

export const ChatSayRequest: MessageCodec<ChatSayRequest> = {
  name: 'chat.v1.ChatSayRequest',
  constrained: true,
  encode(message, writer) {
    if (message.room !== '') writeString(writer, 10, message.room) // 1
    if (message.text !== '') writeString(writer, 18, message.text) // 2
  },
  decode(reader, depth) {
    const message: ChatSayRequest = { room: '', text: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.room = readString(reader) // 1
      else if (tag === 18) message.text = readString(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.room, issues, 'room')) {
      if (isShorter(message.room, 1)) issues.add('room', 'must have at least 1 character')
      if (isLonger(message.room, 40)) issues.add('room', 'must have at most 40 characters')
      if (!isLonger(message.room, 40) && !pattern.test(message.room))
        issues.add('room', 'must match /^[\\p{L}\\p{N}_-]+$/u')
    }
    if (checkString(message.text, issues, 'text')) {
      if (isShorter(message.text, 1)) issues.add('text', 'must have at least 1 character')
      if (isLonger(message.text, 2000)) issues.add('text', 'must have at most 2000 characters')
      if (!isLonger(message.text, 2000) && !pattern2.test(message.text))
        issues.add('text', 'must match /^\\P{Cc}+$/u')
    }
  },
}

export type ChatSayResponse = object

export const ChatSayResponse: MessageCodec<ChatSayResponse> = {
  name: 'chat.v1.ChatSayResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: ChatSayResponse = {}
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

export type NotInRoom = object

export const NotInRoom: MessageCodec<NotInRoom> = {
  name: 'chat.v1.NotInRoom',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: NotInRoom = {}
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

const nameTaken = declareError('chat.v1.Chat', 'NameTaken', 'FAILED_PRECONDITION', NameTaken)

const notInRoom = declareError('chat.v1.Chat', 'NotInRoom', 'FAILED_PRECONDITION', NotInRoom)

const join: Method<ChatJoinRequest, RoomEvent> = {
  name: 'chat.v1.Chat/join',
  kind: 'serverStream',
  request: ChatJoinRequest,
  response: RoomEvent,
  fingerprint: 0xcb82a1438fcd47d6n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [nameTaken],
}

const say: Method<ChatSayRequest, ChatSayResponse> = {
  name: 'chat.v1.Chat/say',
  kind: 'unary',
  request: ChatSayRequest,
  response: ChatSayResponse,
  fingerprint: 0x22a5f5457dc23af9n,
  timeoutMs: 5000,
  idempotent: false,
  errors: [notInRoom],
}

/** How Chat.join can fail. */
export type ChatJoinError = DeclaredError<'NameTaken', NameTaken> | UndeclaredError

/** How Chat.say can fail. */
export type ChatSayError = DeclaredError<'NotInRoom', NotInRoom> | UndeclaredError

export interface ChatClient {
  /**
   * Enters a room, and stays for as long as the stream is read. The first event is one's own coming.
   */
  readonly join: ServerStreamStub<ChatJoinRequest, RoomEvent>
  /**
   * Says something to everybody in a room, oneself included; the connection must have joined it.
   */
  readonly say: UnaryStub<ChatSayRequest, ChatSayResponse, ChatSayError>
}

/** What a server of Chat implements. */
export interface ChatHandlers {
  /**
   * Enters a room, and stays for as long as the stream is read. The first event is one's own coming.
   */
  join(request: ChatJoinRequest, call: ServerCall): AsyncIterable<RoomEvent>
  /**
   * Says something to everybody in a room, oneself included; the connection must have joined it.
   */
  say(request: ChatSayRequest, call: ServerCall): ChatSayResponse | Promise<ChatSayResponse>
}

export const Chat: Service<ChatClient, ChatHandlers> & {
  readonly errors: {
    readonly NameTaken: ErrorType<'NameTaken', NameTaken>
    readonly NotInRoom: ErrorType<'NotInRoom', NotInRoom>
  }
} = {
  name: 'chat.v1.Chat',
  dialect: GENERATED_API_1,
  methods: [join, say],
  errors: { NameTaken: nameTaken, NotInRoom: notInRoom },
  client: (caller) => ({
    join: caller.serverStream(join),
    say: caller.unary(say),
  }),
  routes: (handlers) => [
    serverStreamRoute(join, handlers, handlers.join),
    unaryRoute(say, handlers, handlers.say),
  ],
}
