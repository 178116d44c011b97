/** A service for tests, written by hand in the shape of generated code: one message both ways, three methods. */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import {
  type DeclaredError,
  declareError,
  GENERATED_API_1,
  type Issues,
  type MessageCodec,
  type Method,
  readBytes,
  readString,
  type Service,
  skipField,
  type UnaryHandler,
  type UnaryStub,
  type UndeclaredError,
  unaryRoute,
} from '../../runtime/gen.js'
import { concat, join } from './bytes.js'
import { field, utf8, varint } from './frames.js'

export interface Note {
  text: string
  number: number
  data: Uint8Array
}

export const maxNumber = 1_000_000

export const noteCodec: MessageCodec<Note> = {
  name: 'test.v1.Note',
  constrained: true,

  encode(message: Note, writer: Writer): void {
    if (message.text !== '') writer.uint32(10).string(message.text)
    if (message.number !== 0) writer.uint32(16).int32(message.number)
    if (message.data.length > 0) writer.uint32(26).bytes(message.data)
  },

  decode(reader: Reader, depth: number): Note {
    const note: Note = { text: '', number: 0, data: new Uint8Array(0) }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) note.text = readString(reader)
      else if (tag === 16) note.number = reader.int32()
      else if (tag === 26) note.data = readBytes(reader)
      else skipField(reader, tag, depth)
    }
    return note
  },

  check(value: Note, issues: Issues): void {
    if (typeof value !== 'object' || value === null) {
      issues.add('', 'must be an object')
      return
    }
    if (typeof value.text !== 'string') issues.add('text', 'must be a string')
    if (!Number.isInteger(value.number)) issues.add('number', 'must be an integer')
    else if (value.number < 0) issues.add('number', 'must be at least 0')
    else if (value.number > maxNumber) issues.add('number', `must be at most ${maxNumber}`)
    if (!(value.data instanceof Uint8Array)) issues.add('data', 'must be a Uint8Array')
  },
}

export interface Limit {
  limit: number
}

const limitCodec: MessageCodec<Limit> = {
  name: 'test.v1.Limit',
  constrained: false,
  encode(message: Limit, writer: Writer): void {
    if (message.limit !== 0) writer.uint32(8).int32(message.limit)
  },
  decode(reader: Reader, depth: number): Limit {
    const limit: Limit = { limit: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) limit.limit = reader.int32()
      else skipField(reader, tag, depth)
    }
    return limit
  },
  check(value: Limit, issues: Issues): void {
    if (!Number.isInteger(value?.limit)) issues.add('limit', 'must be an integer')
  },
}

export const Full = declareError('test.v1.Notes', 'Full', 'RESOURCE_EXHAUSTED', limitCodec)

/** A method of this kind, for tests of what looks at no more of it. */
export function methodOf(kind: Method<Note, Note>['kind']): Method<Note, Note> {
  return { ...unaryMethod(kind, undefined), kind }
}

function unaryMethod(name: string, timeoutMs: number | undefined): Method<Note, Note> {
  return {
    name: `test.v1.Notes/${name}`,
    kind: 'unary',
    request: noteCodec,
    response: noteCodec,
    fingerprint: 7n,
    timeoutMs,
    idempotent: false,
    errors: name === 'limited' ? [Full] : [],
  }
}

/** The schema's own deadline of `quick`. */
export const quickTimeoutMs = 120

const echo = unaryMethod('echo', undefined)
const quick = unaryMethod('quick', quickTimeoutMs)
const limited = unaryMethod('limited', undefined)

export interface NotesClient {
  echo: UnaryStub<Note, Note>
  quick: UnaryStub<Note, Note>
  limited: UnaryStub<Note, Note, DeclaredError<'Full', Limit> | UndeclaredError>
}

export interface NotesHandlers {
  echo: UnaryHandler<Note, Note>
  quick: UnaryHandler<Note, Note>
  limited: UnaryHandler<Note, Note>
}

export const Notes: Service<NotesClient, NotesHandlers> = {
  name: 'test.v1.Notes',
  dialect: GENERATED_API_1,
  methods: [echo, quick, limited],
  client: (caller) => ({
    echo: caller.unary(echo),
    quick: caller.unary(quick),
    limited: caller.unary(limited),
  }),
  routes: (handlers) => [
    unaryRoute(echo, handlers, handlers.echo),
    unaryRoute(quick, handlers, handlers.quick),
    unaryRoute(limited, handlers, handlers.limited),
  ],
}

/** The methods' numbers on the wire: their places among the routes. */
export const numbers = { echo: 1, quick: 2, limited: 3 } as const

export const offeredNotes = [
  { number: 1, name: echo.name },
  { number: 2, name: quick.name },
  { number: 3, name: limited.name },
]

export function note(text = '', number = 0, data = new Uint8Array(0)): Note {
  return { text, number, data }
}

/** A note that acts when its text is encoded: checks have read it once before there is a frame. */
export function noteThatActs(text: string, act: () => void): Note {
  let reads = 0
  return {
    ...note(),
    get text() {
      if (++reads > 1) act()
      return text
    },
  }
}

/** Handlers that give back what they got, except for those that are given. */
export function notesHandlers(handlers: Partial<NotesHandlers> = {}): NotesHandlers {
  const same = (request: Note) => request
  return { echo: same, quick: same, limited: same, ...handlers }
}

/** A note as a peer would encode it, without the codec above. */
export function encodedNote(text: string, number = 0): Uint8Array {
  return concat(
    text === '' ? new Uint8Array(0) : field(1, text),
    number === 0 ? new Uint8Array(0) : field(2, number),
  )
}

/** A note of exactly this many encoded bytes. */
export function noteOfBytes(bytes: number): Note {
  for (let overhead = 2; overhead <= 6; overhead++) {
    const length = bytes - overhead
    if (1 + varint(length).length === overhead) return note('', 0, new Uint8Array(length))
  }
  throw new Error(`no note has ${bytes} bytes`)
}

/** The same, encoded. */
export function encodedNoteOfBytes(bytes: number): Uint8Array {
  const { data } = noteOfBytes(bytes)
  return join([varint(26), varint(data.length), data])
}

/** Text that stands out in a capture of bytes. */
export function contains(haystack: Uint8Array, needle: string): boolean {
  return Buffer.from(haystack).includes(Buffer.from(utf8(needle)))
}
