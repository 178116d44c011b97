// Generated from echo.schema.ts by `trunkline generate`. Do not edit.

import {
  absent,
  append,
  bidiStreamRoute,
  type BidiStreamStub,
  checkArray,
  checkBytes,
  checkInteger,
  checkMessage,
  checkMessages,
  checkNumber,
  checkObject,
  checkOneOf,
  checkRecord,
  checkString,
  checkStrings,
  checkTimestamp,
  checkUint64,
  clientStreamRoute,
  type ClientStreamStub,
  enterLength,
  type EnumCodec,
  GENERATED_API_1,
  isLonger,
  isShorter,
  leaveMessage,
  type MessageCodec,
  type Method,
  missing,
  readBytes,
  readKey,
  readMessage,
  readSafeInt64,
  readString,
  readTimestamp,
  readUint64,
  type ServerCall,
  serverStreamRoute,
  type ServerStreamStub,
  type Service,
  setEntry,
  skipField,
  unaryRoute,
  type UnaryStub,
  unknownEnumNumber,
  writeBigint64,
  writeBytes,
  writeDouble,
  writeInt32,
  writeMessage,
  writeMessages,
  writeSafe64,
  writeString,
  writeStrings,
  writeTimestamp,
  writeUint32,
} from 'trunkline/gen'

export type OrderStatus = 'open' | 'paid' | 'sent'

export const OrderStatus: EnumCodec<OrderStatus> = {
  name: 'echo.v1.OrderStatus',
  values: ['open', 'paid', 'sent'],
  toNumber(value) {
    switch (value) {
      case 'open':
        return 1
      case 'paid':
        return 2
      case 'sent':
        return 3
    }
  },
  fromNumber(number) {
    switch (number) {
      case 1:
        return 'open'
      case 2:
        return 'paid'
      case 3:
        return 'sent'
      default:
        throw unknownEnumNumber('echo.v1.OrderStatus', number)
    }
  },
}

export interface Text {
  text: string // 1
}

export const Text: MessageCodec<Text> = {
  name: 'echo.v1.Text',
  constrained: false,
  encode(message, writer) {
    if (message.text !== '') writeString(writer, 10, message.text) // 1
  },
  decode(reader, depth) {
    const message: Text = { text: '' }
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

export interface Blob {
  data: Uint8Array // 1
}

export const Blob: MessageCodec<Blob> = {
  name: 'echo.v1.Blob',
  constrained: false,
  encode(message, writer) {
    if (message.data.length > 0) writeBytes(writer, 10, message.data) // 1
  },
  decode(reader, depth) {
    const message: Blob = { data: new Uint8Array(0) }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.data = readBytes(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkBytes(message.data, issues, 'data')
  },
}

export interface Address {
  street: string // 1
  city: string // 2
  postcode: string // 3
  country: string // 4
}

export const Address: MessageCodec<Address> = {
  name: 'echo.v1.Address',
  constrained: true,
  encode(message, writer) {
    if (message.street !== '') writeString(writer, 10, message.street) // 1
    if (message.city !== '') writeString(writer, 18, message.city) // 2
    if (message.postcode !== '') writeString(writer, 26, message.postcode) // 3
    if (message.country !== '') writeString(writer, 34, message.country) // 4
  },
  decode(reader, depth) {
    const message: Address = { street: '', city: '', postcode: '', country: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.street = readString(reader) // 1
      else if (tag === 18) message.city = readString(reader) // 2
      else if (tag === 26) message.postcode = readString(reader) // 3
      else if (tag === 34) message.country = readString(reader) // 4
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.street, issues, 'street')
    checkString(message.city, issues, 'city')
    checkString(message.postcode, issues, 'postcode')
    if (checkString(message.country, issues, 'country')) {
      if (isShorter(message.country, 2)) issues.add('country', 'must have at least 2 characters')
      if (isLonger(message.country, 2)) issues.add('country', 'must have at most 2 characters')
    }
  },
}

export interface Line {
  sku: string // 1
  title: string // 2
  quantity: number // 3
  cents: number // 4
}

export const Line: MessageCodec<Line> = {
  name: 'echo.v1.Line',
  constrained: true,
  encode(message, writer) {
    if (message.sku !== '') writeString(writer, 10, message.sku) // 1
    if (message.title !== '') writeString(writer, 18, message.title) // 2
    if (message.quantity !== 0) writeUint32(writer, 24, message.quantity) // 3
    if (message.cents !== 0) writeSafe64(writer, 32, message.cents) // 4
  },
  decode(reader, depth) {
    const message: Line = { sku: '', title: '', quantity: 0, cents: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.sku = readString(reader) // 1
      else if (tag === 18) message.title = readString(reader) // 2
      else if (tag === 24) message.quantity = reader.uint32() // 3
      else if (tag === 32) message.cents = readSafeInt64(reader) // 4
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.sku, issues, 'sku')
    if (checkString(message.title, issues, 'title') && isLonger(message.title, 200)) {
      issues.add('title', 'must have at most 200 characters')
    }
    if (checkInteger(message.quantity, issues, 'quantity')) {
      if (message.quantity < 1) issues.add('quantity', 'must be at least 1')
      if (message.quantity > 10000) issues.add('quantity', 'must be at most 10000')
    }
    checkInteger(message.cents, issues, 'cents')
  },
}

/** An order as a shop would send it, about a kilobyte. */
export interface Order {
  id: bigint // 1
  customer: string // 2
  status: OrderStatus // 3
  placedAt: Date // 4
  paidAt?: Date // 5
  shipTo: Address // 6
  lines: Line[] // 7
  tags: string[] // 8
  discount?: number // 9
  labels: Record<string, string> // 10
  note?: string // 11
}

export const Order: MessageCodec<Order> = {
  name: 'echo.v1.Order',
  constrained: true,
  encode(message, writer) {
    if (message.id !== 0n) writeBigint64(writer, 8, message.id) // 1
    if (message.customer !== '') writeString(writer, 18, message.customer) // 2
    writeInt32(writer, 24, OrderStatus.toNumber(message.status)) // 3
    writeTimestamp(writer, 34, message.placedAt) // 4
    if (message.paidAt !== undefined) writeTimestamp(writer, 42, message.paidAt) // 5
    writeMessage(writer, 50, Address, message.shipTo) // 6
    writeMessages(writer, 58, Line, message.lines) // 7
    writeStrings(writer, 66, message.tags) // 8
    if (message.discount !== undefined) writeDouble(writer, 73, message.discount) // 9
    for (const key of Object.keys(message.labels)) {
      const entry = writer.begin(82) // 10
      writeString(writer, 10, key)
      writeString(writer, 18, message.labels[key] as string)
      writer.end(entry)
    }
    if (message.note !== undefined) writeString(writer, 90, message.note) // 11
  },
  decode(reader, depth) {
    const message: Order = {
      id: 0n,
      customer: '',
      status: absent,
      placedAt: absent,
      shipTo: absent,
      lines: [],
      tags: [],
      labels: {},
    }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.id = readUint64(reader) // 1
      else if (tag === 18) message.customer = readString(reader) // 2
      else if (tag === 24) message.status = OrderStatus.fromNumber(reader.int32()) // 3
      else if (tag === 34) message.placedAt = readTimestamp(reader, depth) // 4
      else if (tag === 42) message.paidAt = readTimestamp(reader, depth) // 5
      else if (tag === 50) message.shipTo = readMessage(reader, Address, depth, message.shipTo) // 6
      else if (tag === 58) append(message.lines, readMessage(reader, Line, depth)) // 7
      else if (tag === 66) append(message.tags, readString(reader)) // 8
      else if (tag === 73) message.discount = reader.double() // 9
      else if (tag === 82) {
        const outer = enterLength(reader) // 10
        let key = ''
        let value: string | undefined
        while (reader.pos < reader.len) {
          const inner = reader.tag()
          if (inner === 10) key = readKey(reader)
          else if (inner === 18) value = readString(reader)
          else skipField(reader, inner, depth)
        }
        leaveMessage(reader, outer)
        setEntry(message.labels, key, value ?? '')
      } else if (tag === 90) message.note = readString(reader) // 11
      else skipField(reader, tag, depth)
    }
    if (message.status === absent) throw missing('echo.v1.Order', 'status')
    if (message.placedAt === absent) throw missing('echo.v1.Order', 'placedAt')
    if (message.shipTo === absent) throw missing('echo.v1.Order', 'shipTo')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkUint64(message.id, issues, 'id')
    if (checkString(message.customer, issues, 'customer')) {
      if (isLonger(message.customer, 100))
        issues.add('customer', 'must have at most 100 characters')
    }
    checkOneOf(message.status, OrderStatus.values, issues, 'status')
    checkTimestamp(message.placedAt, issues, 'placedAt')
    if (message.paidAt !== undefined) checkTimestamp(message.paidAt, issues, 'paidAt')
    checkMessage(message.shipTo, Address, issues, 'shipTo', depth)
    if (checkArray(message.lines, issues, 'lines')) {
      if (message.lines.length > 100) issues.add('lines', 'must have at most 100 items')
      checkMessages(message.lines, Line, issues, 'lines', depth)
    }
    checkStrings(message.tags, issues, 'tags')
    if (message.discount !== undefined) {
      if (checkNumber(message.discount, issues, 'discount')) {
        if (message.discount < 0) issues.add('discount', 'must be at least 0')
        if (message.discount > 1) issues.add('discount', 'must be at most 1')
      }
    }
    if (checkRecord(message.labels, issues, 'labels')) {
      const start = issues.count
      for (const [key, value] of Object.entries(message.labels)) {
        const at = issues.count
        checkString(key, issues, '')
        checkString(value, issues, '')
        issues.within(at, key)
        if (issues.full) break
      }
      issues.within(start, 'labels')
    }
    if (message.note !== undefined) {
      if (checkString(message.note, issues, 'note') && isLonger(message.note, 2000)) {
        issues.add('note', 'must have at most 2000 characters')
      }
    }
  },
}

const echo: Method<Text, Text> = {
  name: 'echo.v1.Echo/echo',
  kind: 'unary',
  request: Text,
  response: Text,
  fingerprint: 0x1f19c3340614f2b3n,
  timeoutMs: undefined,
  idempotent: true,
  errors: [],
}

const payload: Method<Blob, Blob> = {
  name: 'echo.v1.Echo/payload',
  kind: 'unary',
  request: Blob,
  response: Blob,
  fingerprint: 0xc33b6cda38c4d01cn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const record: Method<Order, Order> = {
  name: 'echo.v1.Echo/record',
  kind: 'unary',
  request: Order,
  response: Order,
  fingerprint: 0xc6b47ae3e2aa5df5n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const down: Method<Blob, Blob> = {
  name: 'echo.v1.Echo/down',
  kind: 'serverStream',
  request: Blob,
  response: Blob,
  fingerprint: 0xeea65ab95f586303n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const up: Method<Blob, Blob> = {
  name: 'echo.v1.Echo/up',
  kind: 'clientStream',
  request: Blob,
  response: Blob,
  fingerprint: 0xd42e97044d401da6n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const both: Method<Blob, Blob> = {
  name: 'echo.v1.Echo/both',
  kind: 'bidiStream',
  request: Blob,
  response: Blob,
  fingerprint: 0x235f3f4fa7c64fcdn,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

export interface EchoClient {
  readonly echo: UnaryStub<Text, Text>
  readonly payload: UnaryStub<Blob, Blob>
  readonly record: UnaryStub<Order, Order>
  readonly down: ServerStreamStub<Blob, Blob>
  readonly up: ClientStreamStub<Blob, Blob>
  readonly both: BidiStreamStub<Blob, Blob>
}

/** What a server of Echo implements. */
export interface EchoHandlers {
  echo(request: Text, call: ServerCall): Text | Promise<Text>
  payload(request: Blob, call: ServerCall): Blob | Promise<Blob>
  record(request: Order, call: ServerCall): Order | Promise<Order>
  down(request: Blob, call: ServerCall): AsyncIterable<Blob>
  up(requests: AsyncIterable<Blob>, call: ServerCall): Blob | Promise<Blob>
  both(requests: AsyncIterable<Blob>, call: ServerCall): AsyncIterable<Blob>
}

export const Echo: Service<EchoClient, EchoHandlers> = {
  name: 'echo.v1.Echo',
  dialect: GENERATED_API_1,
  methods: [echo, payload, record, down, up, both],
  client: (caller) => ({
    echo: caller.unary(echo),
    payload: caller.unary(payload),
    record: caller.unary(record),
    down: caller.serverStream(down),
    up: caller.clientStream(up),
    both: caller.bidiStream(both),
  }),
  routes: (handlers) => [
    unaryRoute(echo, handlers, handlers.echo),
    unaryRoute(payload, handlers, handlers.payload),
    unaryRoute(record, handlers, handlers.record),
    serverStreamRoute(down, handlers, handlers.down),
    clientStreamRoute(up, handlers, handlers.up),
    bidiStreamRoute(both, handlers, handlers.both),
  ],
}
