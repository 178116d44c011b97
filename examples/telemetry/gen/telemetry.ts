// Generated from telemetry.schema.ts by `trunkline generate`. Do not edit.
/* eslint-disable */
// @ts-nocheck

import {
  absent,
  append,
  bidiStreamRoute,
  type BidiStreamStub,
  checkBoolean,
  checkInteger,
  checkMessages,
  checkNumber,
  checkObject,
  checkString,
  checkTimestamp,
  clientStreamRoute,
  type ClientStreamStub,
  GENERATED_API_1,
  isLonger,
  isShorter,
  type MessageCodec,
  type Method,
  missing,
  readMessage,
  readSafeInt64,
  readSafeUint64,
  readString,
  readTimestamp,
  type ServerCall,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  writeBool,
  writeDouble,
  writeMessages,
  writeSafe64,
  writeString,
  writeTimestamp,
} from 'trunkline/gen'

const pattern = /^[\w-]+$/u

/** What a greenhouse measures. */
export interface Reading {
  device: string // 1
  celsius: number // 2
  isVentOpen: boolean // 3
  takenAt: Date // 4
}

export const Reading: MessageCodec<Reading> = {
  name: 'telemetry.v1.Reading',
  constrained: true,
  encode(message, writer) {
    if (message.device !== '') writeString(writer, 10, message.device) // 1
    if (!Object.is(message.celsius, 0)) writeDouble(writer, 17, message.celsius) // 2
    if (message.isVentOpen) writeBool(writer, 24, message.isVentOpen) // 3
    writeTimestamp(writer, 34, message.takenAt) // 4
  },
  decode(reader, depth) {
    const message: Reading = { device: '', celsius: 0, isVentOpen: false, takenAt: absent }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.device = readString(reader) // 1
      else if (tag === 17) message.celsius = reader.double() // 2
      else if (tag === 24) message.isVentOpen = reader.bool() // 3
      else if (tag === 34) message.takenAt = readTimestamp(reader, depth) // 4
      else skipField(reader, tag, depth)
    }
    if (message.takenAt === absent) throw missing('telemetry.v1.Reading', 'takenAt')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.device, issues, 'device')) {
      if (isShorter(message.device, 1)) issues.add('device', 'must have at least 1 character')
      if (isLonger(message.device, 40)) issues.add('device', 'must have at most 40 characters')
      if (!isLonger(message.device, 40) && !pattern.test(message.device))
        issues.add('device', 'must match /^[\\w-]+$/u')
    }
    checkNumber(message.celsius, issues, 'celsius')
    checkBoolean(message.isVentOpen, issues, 'isVentOpen')
    checkTimestamp(message.takenAt, issues, 'takenAt')
  },
}

/** Everything as it is now. */
export interface Snapshot {
  /** How many readings the server has taken in since it started. */
  taken: number // 1
  latest: Reading[] // 2
}

export const Snapshot: MessageCodec<Snapshot> = {
  name: 'telemetry.v1.Snapshot',
  constrained: true,
  encode(message, writer) {
    if (message.taken !== 0) writeSafe64(writer, 8, message.taken) // 1
    writeMessages(writer, 18, Reading, message.latest) // 2
  },
  decode(reader, depth) {
    const message: Snapshot = { taken: 0, latest: [] }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.taken = readSafeUint64(reader) // 1
      else if (tag === 18) append(message.latest, readMessage(reader, Reading, depth)) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkInteger(message.taken, issues, 'taken') && message.taken < 0) {
      issues.add('taken', 'must be at least 0')
    }
    checkMessages(message.latest, Reading, issues, 'latest', depth)
  },
}

export interface TelemetryReportResponse {
  taken: number // 1
}

export const TelemetryReportResponse: MessageCodec<TelemetryReportResponse> = {
  name: 'telemetry.v1.TelemetryReportResponse',
  constrained: false,
  encode(message, writer) {
    if (message.taken !== 0) writeSafe64(writer, 8, message.taken) // 1
  },
  decode(reader, depth) {
    const message: TelemetryReportResponse = { taken: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.taken = readSafeInt64(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkInteger(message.taken, issues, 'taken')
  },
}

export type TelemetryWatchRequest = object

export const TelemetryWatchRequest: MessageCodec<TelemetryWatchRequest> = {
  name: 'telemetry.v1.TelemetryWatchRequest',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: TelemetryWatchRequest = {}
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

export interface TelemetryVentAllRequest {
  open: boolean // 1
}

export const TelemetryVentAllRequest: MessageCodec<TelemetryVentAllRequest> = {
  name: 'telemetry.v1.TelemetryVentAllRequest',
  constrained: false,
  encode(message, writer) {
    if (message.open) writeBool(writer, 8, message.open) // 1
  },
  decode(reader, depth) {
    const message: TelemetryVentAllRequest = { open: false }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.open = reader.bool() // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkBoolean(message.open, issues, 'open')
  },
}

export interface TelemetryVentAllResponse {
  done: number // 1
  failed: number // 2
}

export const TelemetryVentAllResponse: MessageCodec<TelemetryVentAllResponse> = {
  name: 'telemetry.v1.TelemetryVentAllResponse',
  constrained: false,
  encode(message, writer) {
    if (message.done !== 0) writeSafe64(writer, 8, message.done) // 1
    if (message.failed !== 0) writeSafe64(writer, 16, message.failed) // 2
  },
  decode(reader, depth) {
    const message: TelemetryVentAllResponse = { done: 0, failed: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.done = readSafeInt64(reader) // 1
      else if (tag === 16) message.failed = readSafeInt64(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkInteger(message.done, issues, 'done')
    checkInteger(message.failed, issues, 'failed')
  },
}

export interface ControllerSetVentRequest {
  open: boolean // 1
}

export const ControllerSetVentRequest: MessageCodec<ControllerSetVentRequest> = {
  name: 'telemetry.v1.ControllerSetVentRequest',
  constrained: false,
  encode(message, writer) {
    if (message.open) writeBool(writer, 8, message.open) // 1
  },
  decode(reader, depth) {
    const message: ControllerSetVentRequest = { open: false }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.open = reader.bool() // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkBoolean(message.open, issues, 'open')
  },
}

export type ControllerSetVentResponse = object

export const ControllerSetVentResponse: MessageCodec<ControllerSetVentResponse> = {
  name: 'telemetry.v1.ControllerSetVentResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: ControllerSetVentResponse = {}
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

const report: Method<Reading, TelemetryReportResponse> = {
  name: 'telemetry.v1.Telemetry/report',
  kind: 'clientStream',
  request: Reading,
  response: TelemetryReportResponse,
  fingerprint: 0x9e04305ae8cfc5c0n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const watch: Method<TelemetryWatchRequest, Snapshot> = {
  name: 'telemetry.v1.Telemetry/watch',
  kind: 'bidiStream',
  request: TelemetryWatchRequest,
  response: Snapshot,
  fingerprint: 0x4f550036e45b681en,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const ventAll: Method<TelemetryVentAllRequest, TelemetryVentAllResponse> = {
  name: 'telemetry.v1.Telemetry/ventAll',
  kind: 'unary',
  request: TelemetryVentAllRequest,
  response: TelemetryVentAllResponse,
  fingerprint: 0x632baf6d30cfb705n,
  timeoutMs: 2000,
  idempotent: true,
  errors: [],
}

/** Served by the server. */
export interface TelemetryClient {
  /** Readings for as long as a device runs. */
  readonly report: ClientStreamStub<Reading, TelemetryReportResponse>
  /**
   * A snapshot for each request, as soon as there is news since the last: nobody is sent more than they ask for.
   */
  readonly watch: BidiStreamStub<TelemetryWatchRequest, Snapshot>
  /** Opens or closes the vents of all devices. */
  readonly ventAll: UnaryStub<TelemetryVentAllRequest, TelemetryVentAllResponse>
}

/** What a server of Telemetry implements. */
export interface TelemetryHandlers {
  /** Readings for as long as a device runs. */
  report(
    requests: AsyncIterable<Reading>,
    call: ServerCall,
  ): TelemetryReportResponse | Promise<TelemetryReportResponse>
  /**
   * A snapshot for each request, as soon as there is news since the last: nobody is sent more than they ask for.
   */
  watch(requests: AsyncIterable<TelemetryWatchRequest>, call: ServerCall): AsyncIterable<Snapshot>
  /** Opens or closes the vents of all devices. */
  ventAll(
    request: TelemetryVentAllRequest,
    call: ServerCall,
  ): TelemetryVentAllResponse | Promise<TelemetryVentAllResponse>
}

/** Served by the server. */
export const Telemetry: Service<TelemetryClient, TelemetryHandlers> = {
  name: 'telemetry.v1.Telemetry',
  dialect: GENERATED_API_1,
  methods: [report, watch, ventAll],
  client: (caller) => ({
    report: caller.clientStream(report),
    watch: caller.bidiStream(watch),
    ventAll: caller.unary(ventAll),
  }),
  routes: (handlers) => [
    clientStreamRoute(report, handlers, handlers.report),
    bidiStreamRoute(watch, handlers, handlers.watch),
    unaryRoute(ventAll, handlers, handlers.ventAll),
  ],
}

const setVent: Method<ControllerSetVentRequest, ControllerSetVentResponse> = {
  name: 'telemetry.v1.Controller/setVent',
  kind: 'unary',
  request: ControllerSetVentRequest,
  response: ControllerSetVentResponse,
  fingerprint: 0x0f601d24e6bf0647n,
  timeoutMs: 1000,
  idempotent: true,
  errors: [],
}

/** Served by each device, over the connection that it has dialled. */
export interface ControllerClient {
  readonly setVent: UnaryStub<ControllerSetVentRequest, ControllerSetVentResponse>
}

/** What a server of Controller implements. */
export interface ControllerHandlers {
  setVent(
    request: ControllerSetVentRequest,
    call: ServerCall,
  ): ControllerSetVentResponse | Promise<ControllerSetVentResponse>
}

/** Served by each device, over the connection that it has dialled. */
export const Controller: Service<ControllerClient, ControllerHandlers> = {
  name: 'telemetry.v1.Controller',
  dialect: GENERATED_API_1,
  methods: [setVent],
  client: (caller) => ({
    setVent: caller.unary(setVent),
  }),
  routes: (handlers) => [unaryRoute(setVent, handlers, handlers.setVent)],
}
