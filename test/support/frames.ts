/**
 * A second writer of the wire format: slow, obvious, and written from PROTOCOL.md without a line of the runtime's.
 * What it says is what the tests hold the runtime against.
 */

import { concat } from './bytes.js'

export const prefaceBytes = Uint8Array.of(0x89, 0x54, 0x52, 0x4b, 0x0d, 0x0a, 0x1a, 0x01)

export const kind = {
  hello: 1,
  welcome: 2,
  open: 3,
  data: 4,
  end: 5,
  cancel: 6,
  credit: 7,
  ping: 8,
  pong: 9,
  goaway: 10,
  auth: 11,
} as const

export const LAST = 1
export const MORE = 2
export const TIMEOUT = 4
export const HEAD = 8

export function frame(
  kindNumber: number,
  flagBits: number,
  id: number,
  ...body: readonly Uint8Array[]
): Uint8Array {
  const bytes = concat(...body)
  return concat(
    Uint8Array.of(bytes.length >>> 8, bytes.length & 255, kindNumber * 16 + flagBits),
    u32(id),
    bytes,
  )
}

export function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)
}

export function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let left = BigInt(value)
  while (left > 127n) {
    bytes.push(Number(left % 128n) + 128)
    left /= 128n
  }
  bytes.push(Number(left))
  return Uint8Array.from(bytes)
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A protobuf field: a number as varint, a string or bytes with their length, a bigint as fixed64. */
export function field(number: number, value: number | bigint | string | Uint8Array): Uint8Array {
  if (typeof value === 'number') return concat(varint(number * 8), varint(value))
  if (typeof value === 'bigint') {
    const bytes = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n))
    return concat(varint(number * 8 + 1), Uint8Array.from(bytes))
  }
  const bytes = typeof value === 'string' ? utf8(value) : value
  return concat(varint(number * 8 + 2), varint(bytes.length), bytes)
}

export interface RawMethod {
  readonly number: number
  readonly name: string
  /** 0 unary, 1 server stream, 2 client stream, 3 both. */
  readonly kind?: number
}

export interface RawGreeting {
  readonly version?: number
  readonly agent?: string
  readonly maxMessageBytes?: number
  readonly streamCreditBytes?: number
  readonly connectionCreditBytes?: number
  readonly maxCalls?: number
  readonly defaultTimeoutMs?: number
  readonly methods?: readonly RawMethod[]
  readonly scheme?: string
  readonly token?: string
}

export function greetingBody(greeting: RawGreeting = {}): Uint8Array {
  return concat(
    field(1, greeting.version ?? 1),
    field(2, greeting.agent ?? 'raw'),
    field(3, greeting.maxMessageBytes ?? 4 * 1024 * 1024),
    field(4, greeting.streamCreditBytes ?? 256 * 1024),
    field(5, greeting.connectionCreditBytes ?? 16 * 1024 * 1024),
    field(6, greeting.maxCalls ?? 1024),
    field(7, greeting.defaultTimeoutMs ?? 10_000),
    ...(greeting.methods ?? []).map((method) =>
      field(
        9,
        concat(
          field(1, method.number),
          field(2, method.name),
          field(3, method.kind ?? 0),
          field(4, 0n),
        ),
      ),
    ),
    ...(greeting.scheme === undefined ? [] : [field(10, greeting.scheme)]),
    ...(greeting.token === undefined ? [] : [field(11, greeting.token)]),
  )
}

/** Preface and HELLO: what a connecting side says first. */
export function hello(greeting: RawGreeting = {}): Uint8Array {
  return concat(prefaceBytes, frame(kind.hello, 0, 0, greetingBody(greeting)))
}

/** Preface and WELCOME: what an accepting side answers. */
export function welcome(greeting: RawGreeting = {}): Uint8Array {
  return concat(prefaceBytes, frame(kind.welcome, 0, 0, greetingBody(greeting)))
}

/** OPEN with a method's number and its only message. */
export function open(id: number, method: number, message: Uint8Array): Uint8Array {
  return frame(kind.open, LAST, id, varint(method), message)
}

export function data(id: number, message: Uint8Array, flagBits: number = LAST): Uint8Array {
  return frame(kind.data, flagBits, id, message)
}

export function status(code: number, message: string, outcome: number): Uint8Array {
  return concat(
    field(1, code),
    ...(message === '' ? [] : [field(2, message)]),
    ...(outcome === 0 ? [] : [field(3, outcome)]),
  )
}

export function end(id: number, body: Uint8Array = new Uint8Array(0)): Uint8Array {
  return frame(kind.end, 0, id, body)
}

export function cancel(id: number, code: number = 0): Uint8Array {
  return frame(kind.cancel, 0, id, ...(code === 0 ? [] : [field(1, code)]))
}

export function credit(id: number, increment: number): Uint8Array {
  return frame(kind.credit, 0, id, u32(increment))
}

export function ping(bytes: Uint8Array = new Uint8Array(8)): Uint8Array {
  return frame(kind.ping, 0, 0, bytes)
}

export function pong(bytes: Uint8Array = new Uint8Array(8)): Uint8Array {
  return frame(kind.pong, 0, 0, bytes)
}

export function goaway(lastId: number, code = 0, message = ''): Uint8Array {
  return frame(
    kind.goaway,
    0,
    0,
    ...(lastId === 0 ? [] : [field(1, lastId)]),
    ...(code === 0 ? [] : [field(2, code)]),
    ...(message === '' ? [] : [field(3, message)]),
  )
}

/** Says again who the sender is. */
export function auth(scheme: string, token: string): Uint8Array {
  return frame(kind.auth, 0, 0, field(1, scheme), field(2, token))
}

export interface ParsedFrame {
  readonly kind: number
  readonly flags: number
  readonly id: number
  readonly body: Uint8Array
}

/** Cuts bytes into frames; throws when the last is not complete. */
export function parseFrames(bytes: Uint8Array): ParsedFrame[] {
  const { frames, rest } = parsePrefix(bytes)
  if (rest.length > 0) throw new Error(`${rest.length} bytes are left behind the last frame`)
  return frames
}

/** Cuts bytes into frames as far as they are complete. */
export function parsePrefix(bytes: Uint8Array): { frames: ParsedFrame[]; rest: Uint8Array } {
  const frames: ParsedFrame[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (bytes.length - at >= 7) {
    const stop = at + 7 + view.getUint16(at)
    if (stop > bytes.length) break
    const kindAndFlags = view.getUint8(at + 2)
    frames.push({
      kind: Math.floor(kindAndFlags / 16),
      flags: kindAndFlags % 16,
      id: view.getUint32(at + 3),
      body: bytes.slice(at + 7, stop),
    })
    at = stop
  }
  return { frames, rest: bytes.slice(at) }
}

/** Reads a protobuf body without knowing its shape; later values of a field replace earlier ones. */
export function parseFields(body: Uint8Array): Map<number, number | bigint | Uint8Array> {
  const fields = new Map<number, number | bigint | Uint8Array>()
  let at = 0
  const next = (): number => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = body[at++]
      if (byte === undefined) throw new Error('a varint is cut off')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return Number(value)
    }
  }
  while (at < body.length) {
    const tag = next()
    const number = Math.floor(tag / 8)
    if (tag % 8 === 0) fields.set(number, next())
    else if (tag % 8 === 2) {
      const length = next()
      fields.set(number, body.slice(at, at + length))
      at += length
    } else if (tag % 8 === 1) {
      fields.set(number, new DataView(body.buffer, body.byteOffset + at, 8).getBigUint64(0, true))
      at += 8
    } else throw new Error(`wire type ${tag % 8}`)
  }
  return fields
}

/** A text field of a body read by `parseFields`. */
export function textOf(value: number | bigint | Uint8Array | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}
