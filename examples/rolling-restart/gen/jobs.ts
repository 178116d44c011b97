// Generated from jobs.schema.ts by `trunkline generate`. Do not edit.
/* eslint-disable */
// @ts-nocheck

import {
  checkInteger,
  checkObject,
  checkString,
  GENERATED_API_1,
  type MessageCodec,
  type Method,
  readString,
  type ServerCall,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  writeString,
  writeUint32,
} from 'trunkline/gen'

export interface JobsRunRequest {
  ms: number // 1
}

export const JobsRunRequest: MessageCodec<JobsRunRequest> = {
  name: 'jobs.v1.JobsRunRequest',
  constrained: true,
  encode(message, writer) {
    if (message.ms !== 0) writeUint32(writer, 8, message.ms) // 1
  },
  decode(reader, depth) {
    const message: JobsRunRequest = { ms: 0 }
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
      if (message.ms > 1000) issues.add('ms', 'must be at most 1000')
    }
  },
}

export interface JobsRunResponse {
  server: string // 1
}

export const JobsRunResponse: MessageCodec<JobsRunResponse> = {
  name: 'jobs.v1.JobsRunResponse',
  constrained: false,
  encode(message, writer) {
    if (message.server !== '') writeString(writer, 10, message.server) // 1
  },
  decode(reader, depth) {
    const message: JobsRunResponse = { server: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.server = readString(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    checkString(message.server, issues, 'server')
  },
}

const run: Method<JobsRunRequest, JobsRunResponse> = {
  name: 'jobs.v1.Jobs/run',
  kind: 'unary',
  request: JobsRunRequest,
  response: JobsRunResponse,
  fingerprint: 0x28a2ab07a465b895n,
  timeoutMs: 5000,
  idempotent: false,
  errors: [],
}

export interface JobsClient {
  /** Works for a while. Not idempotent: whatever is restarted, no job is done twice. */
  readonly run: UnaryStub<JobsRunRequest, JobsRunResponse>
}

/** What a server of Jobs implements. */
export interface JobsHandlers {
  /** Works for a while. Not idempotent: whatever is restarted, no job is done twice. */
  run(request: JobsRunRequest, call: ServerCall): JobsRunResponse | Promise<JobsRunResponse>
}

export const Jobs: Service<JobsClient, JobsHandlers> = {
  name: 'jobs.v1.Jobs',
  dialect: GENERATED_API_1,
  methods: [run],
  client: (caller) => ({
    run: caller.unary(run),
  }),
  routes: (handlers) => [unaryRoute(run, handlers, handlers.run)],
}
