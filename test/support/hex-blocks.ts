/**
 * The examples of PROTOCOL.md: bytes on the left, what they mean on the right.
 *
 *   > 00 04 31 00 00 00 01  OPEN call 1, LAST
 *     01                    method 1
 *     02 68 69              message of 3 bytes
 *
 * `>` begins a frame of the connecting side, `<` one of the accepting side. `61 x1024` is 1,024 bytes of 61.
 *
 * A reader of its own, so that the document is not checked by the code it describes: it shares no decoder with
 * runtime/, and takes the bodies' shapes from the document's own protobuf text.
 */

import protobuf from 'protobufjs'

export type Side = '>' | '<'

/** A run of bytes on one side's wire, frame or preface. */
export interface Piece {
  readonly side: Side
  readonly bytes: Uint8Array
}

const kinds = [
  undefined,
  'HELLO',
  'WELCOME',
  'OPEN',
  'DATA',
  'END',
  'CANCEL',
  'CREDIT',
  'PING',
  'PONG',
  'GOAWAY',
  'AUTH',
]
const flagNames: Readonly<Record<string, readonly string[]>> = {
  HELLO: ['', 'MORE', '', ''],
  WELCOME: ['', 'MORE', '', ''],
  OPEN: ['LAST', 'MORE', 'TIMEOUT', 'HEAD'],
  DATA: ['LAST', 'MORE', 'COMPRESSED', 'HEAD'],
}

const bytesPerLine = 16
const shortestRun = 32

/** Cuts what a side sent into its preface, if it begins with one, and frames. */
export function cutPieces(side: Side, bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  if (bytes[0] === 0x89) {
    pieces.push({ side, bytes: bytes.subarray(0, 8) })
    at = 8
  }
  while (at < bytes.length) {
    const end = at + 7 + ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0))
    pieces.push({ side, bytes: bytes.subarray(at, end) })
    at = end
  }
  return pieces
}

/** Reads the bytes of an example back; the text on the right is not looked at. */
export function parseHexBlock(text: string): Piece[] {
  const pieces: { side: Side; bytes: number[] }[] = []
  for (const line of text.split('\n')) {
    const start = line[0]
    if (start === '>' || start === '<') pieces.push({ side: start, bytes: [] })
    const hex = line.slice(2).split('  ')[0] ?? ''
    for (const token of hex.split(' ').filter(Boolean)) {
      const bytes = pieces.at(-1)?.bytes ?? []
      if (token.startsWith('x')) {
        const repeated = bytes.pop() ?? 0
        for (let left = Number(token.slice(1)); left > 0; left--) bytes.push(repeated)
      } else bytes.push(Number.parseInt(token, 16))
    }
  }
  return pieces.map(({ side, bytes }) => ({ side, bytes: Uint8Array.from(bytes) }))
}

/** Prints pieces in the form above. */
export function printHexBlock(pieces: readonly Piece[], root: protobuf.Root): string {
  const printer = new Printer(root)
  for (const piece of pieces) printer.add(piece)
  return printer.print()
}

class Printer {
  readonly #root: protobuf.Root
  readonly #lines: { start: string; hex: string; text: string }[] = []
  /** Calls and sides in the middle of a message. */
  readonly #unfinished = new Set<string>()
  #start = ''

  constructor(root: protobuf.Root) {
    this.#root = root
  }

  print(): string {
    const width = Math.max(...this.#lines.map(({ hex }) => hex.length))
    return this.#lines
      .map(({ start, hex, text }) => `${start} ${hex.padEnd(width)}  ${text}`.trimEnd())
      .join('\n')
  }

  add({ side, bytes }: Piece): void {
    this.#start = side
    if (bytes[0] === 0x89) {
      this.#put(bytes, `preface: "\\x89TRK\\r\\n\\x1a", version ${bytes[7]}`)
      return
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const kind = kinds[(bytes[2] ?? 0) >> 4] ?? 'unknown'
    const flagBits = (bytes[2] ?? 0) & 15
    const id = view.getUint32(3)
    const set = (flagNames[kind] ?? []).filter((_, bit) => (flagBits >> bit) & 1)
    const parts = [kind, ...(id === 0 ? [] : [`call ${id}`])].join(' ')
    this.#put(bytes.subarray(0, 7), [parts, ...set].join(', '))
    const body = bytes.subarray(7)
    if (body.length > 0) this.#addBody(kind, `${side}${id}`, set, body)
  }

  #addBody(kind: string, call: string, set: readonly string[], body: Uint8Array): void {
    switch (kind) {
      case 'OPEN':
      case 'DATA':
        this.#addMessage(kind, call, set, body)
        break
      case 'CREDIT':
        this.#put(body, `increment ${new DataView(body.buffer, body.byteOffset).getUint32(0)}`)
        break
      case 'PING':
      case 'PONG':
        this.#put(body, 'any 8 bytes')
        break
      default: {
        const types: Readonly<Record<string, string>> = {
          HELLO: 'Greeting',
          WELCOME: 'Greeting',
          END: 'Status',
          CANCEL: 'Cancel',
          GOAWAY: 'Goaway',
          AUTH: 'Credentials',
        }
        this.#addFields(types[kind] ?? '', body)
      }
    }
  }

  #addMessage(kind: string, call: string, set: readonly string[], body: Uint8Array): void {
    let at = 0
    const number = (text: (value: number) => string): number => {
      const reader = protobuf.Reader.create(body.subarray(at))
      const value = reader.uint32()
      this.#put(body.subarray(at, at + reader.pos), text(value))
      at += reader.pos
      return value
    }
    if (this.#unfinished.has(call)) {
      this.#put(body, `fragment of ${body.length} bytes`)
      if (!set.includes('MORE')) this.#unfinished.delete(call)
      return
    }
    if (kind === 'OPEN') number((value) => `method ${value}`)
    if (kind === 'OPEN' && set.includes('TIMEOUT')) number((value) => `timeout ${value} ms`)
    if (set.includes('HEAD')) {
      const bytes = number((value) => `Head of ${value} bytes`)
      this.#addFields('Head', body.subarray(at, at + bytes))
      at += bytes
    }
    if (set.includes('MORE')) {
      this.#unfinished.add(call)
      number((value) => `total ${value} bytes`)
      this.#put(body.subarray(at), `fragment of ${body.length - at} bytes`)
    } else if (at < body.length) this.#put(body.subarray(at), printMessage(body.subarray(at)))
  }

  /** One line per field of a protobuf message. */
  #addFields(typeName: string, body: Uint8Array): void {
    const type = this.#root.lookupType(typeName)
    const reader = protobuf.Reader.create(body)
    while (reader.pos < reader.len) {
      const start = reader.pos
      const tag = reader.uint32()
      reader.skipType(tag & 7)
      const field = body.slice(start, reader.pos)
      const { name, repeated } = type.fieldsById[tag >>> 3] ?? { name: '?', repeated: false }
      const values = type.toObject(type.decode(field), { longs: String, enums: String })
      const value: unknown = repeated ? values[name]?.[0] : values[name]
      this.#put(field, `${name}: ${printValue(value)}`)
    }
  }

  #put(bytes: Uint8Array, text: string): void {
    const lines = hexLines(bytes)
    lines.forEach((hex, index) => {
      this.#lines.push({ start: this.#start || ' ', hex, text: index === 0 ? text : '' })
      this.#start = ''
    })
  }
}

function printMessage(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  return /^[a-z0-9]{1,16}$/.test(text) ? `message "${text}"` : `message of ${bytes.length} bytes`
}

function printValue(value: unknown): string {
  if (value instanceof Uint8Array) return hexLines(value).join(' ')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, inner]) => `${name}: ${printValue(inner)}`)
  return `{ ${fields.join(', ')} }`
}

function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = []
  let at = 0
  while (at < bytes.length) {
    let end = at
    while (end < bytes.length && bytes[end] === bytes[at]) end++
    if (end - at >= shortestRun) {
      lines.push(`${hex(bytes[at] ?? 0)} x${end - at}`)
      at = end
      continue
    }
    const line = bytes.subarray(at, at + bytesPerLine)
    lines.push(Array.from(line, hex).join(' '))
    at += line.length
  }
  return lines
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase()
}
