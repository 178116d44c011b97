// Generated from files.schema.ts by `trunkline generate`. Do not edit.
/* eslint-disable */
// @ts-nocheck

import {
  absent,
  checkBoolean,
  checkBytes,
  checkInteger,
  checkMessage,
  checkObject,
  checkString,
  clientStreamRoute,
  type ClientStreamStub,
  type DeclaredError,
  declareError,
  type ErrorType,
  GENERATED_API_1,
  isLonger,
  type MessageCodec,
  type Method,
  missing,
  readBytes,
  readMessage,
  readSafeUint64,
  readString,
  type ServerCall,
  serverStreamRoute,
  type ServerStreamStub,
  type Service,
  skipField,
  unaryRoute,
  type UnaryStub,
  type UndeclaredError,
  writeBool,
  writeBytes,
  writeMessage,
  writeSafe64,
  writeString,
} from 'trunkline/gen'

const pattern = /^\w[\w .-]*$/u
const pattern2 = /^[0-9a-f]{64}$/u

/** A file as a whole; the hash tells its contents from those of another version. */
export interface FileInfo {
  name: string // 1
  size: number // 2
  sha256: string // 3
}

export const FileInfo: MessageCodec<FileInfo> = {
  name: 'files.v1.FileInfo',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    if (message.size !== 0) writeSafe64(writer, 16, message.size) // 2
    if (message.sha256 !== '') writeString(writer, 26, message.sha256) // 3
  },
  decode(reader, depth) {
    const message: FileInfo = { name: '', size: 0, sha256: '' }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 16) message.size = readSafeUint64(reader) // 2
      else if (tag === 26) message.sha256 = readString(reader) // 3
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (isLonger(message.name, 200)) issues.add('name', 'must have at most 200 characters')
      if (!isLonger(message.name, 200) && !pattern.test(message.name))
        issues.add('name', 'must match /^\\w[\\w .-]*$/u')
    }
    if (checkInteger(message.size, issues, 'size')) {
      if (message.size < 0) issues.add('size', 'must be at least 0')
      if (message.size > 1099511627776) issues.add('size', 'must be at most 1099511627776')
    }
    if (checkString(message.sha256, issues, 'sha256')) {
      if (isLonger(message.sha256, 64)) issues.add('sha256', 'must have at most 64 characters')
      if (!isLonger(message.sha256, 64) && !pattern2.test(message.sha256))
        issues.add('sha256', 'must match /^[0-9a-f]{64}$/u')
    }
  },
}

/** First which file and from where on, then its bytes. */
export type UploadPart = UploadPartFile | UploadPartChunk

export const UploadPart: MessageCodec<UploadPart> = {
  name: 'files.v1.UploadPart',
  constrained: true,
  encode(message, writer) {
    switch (message.kind) {
      case 'file':
        writeMessage(writer, 10, UploadPartFile, message) // 1
        break
      case 'chunk':
        writeMessage(writer, 18, UploadPartChunk, message) // 2
        break
    }
  },
  decode(reader, depth) {
    let message: UploadPart | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) {
        // 1
        message = readMessage(
          reader,
          UploadPartFile,
          depth,
          message?.kind === 'file' ? message : undefined,
        )
      } else if (tag === 18) {
        // 2
        message = readMessage(
          reader,
          UploadPartChunk,
          depth,
          message?.kind === 'chunk' ? message : undefined,
        )
      } else skipField(reader, tag, depth)
    }
    if (message === undefined) throw missing('files.v1.UploadPart', 'value')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    switch (message.kind) {
      case 'file':
        UploadPartFile.check(message, issues, depth + 1)
        break
      case 'chunk':
        UploadPartChunk.check(message, issues, depth + 1)
        break
      default:
        issues.add('kind', "must be one of 'file', 'chunk'")
    }
  },
}

export interface UploadPartFile {
  kind: 'file'
  file: FileInfo // 1
  offset: number // 2
}

export const UploadPartFile: MessageCodec<UploadPartFile> = {
  name: 'files.v1.UploadPartFile',
  constrained: true,
  encode(message, writer) {
    writeMessage(writer, 10, FileInfo, message.file) // 1
    if (message.offset !== 0) writeSafe64(writer, 16, message.offset) // 2
  },
  decode(reader, depth) {
    const message: UploadPartFile = { kind: 'file', file: absent, offset: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.file = readMessage(reader, FileInfo, depth, message.file) // 1
      else if (tag === 16) message.offset = readSafeUint64(reader) // 2
      else skipField(reader, tag, depth)
    }
    if (message.file === absent) throw missing('files.v1.UploadPartFile', 'file')
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'file') issues.add('kind', "must be 'file'")
    checkMessage(message.file, FileInfo, issues, 'file', depth)
    if (checkInteger(message.offset, issues, 'offset')) {
      if (message.offset < 0) issues.add('offset', 'must be at least 0')
      if (message.offset > 1099511627776) issues.add('offset', 'must be at most 1099511627776')
    }
  },
}

export interface UploadPartChunk {
  kind: 'chunk'
  data: Uint8Array // 1
}

export const UploadPartChunk: MessageCodec<UploadPartChunk> = {
  name: 'files.v1.UploadPartChunk',
  constrained: true,
  encode(message, writer) {
    if (message.data.length > 0) writeBytes(writer, 10, message.data) // 1
  },
  decode(reader, depth) {
    const message: UploadPartChunk = { kind: 'chunk', data: new Uint8Array(0) }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.data = readBytes(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'chunk') issues.add('kind', "must be 'chunk'")
    if (checkBytes(message.data, issues, 'data') && message.data.length > 65536) {
      issues.add('data', 'must have at most 65536 bytes')
    }
  },
}

export interface FilesDescribeRequest {
  name: string // 1
}

export const FilesDescribeRequest: MessageCodec<FilesDescribeRequest> = {
  name: 'files.v1.FilesDescribeRequest',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
  },
  decode(reader, depth) {
    const message: FilesDescribeRequest = { name: '' }
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
      if (isLonger(message.name, 200)) issues.add('name', 'must have at most 200 characters')
      if (!isLonger(message.name, 200) && !pattern.test(message.name))
        issues.add('name', 'must match /^\\w[\\w .-]*$/u')
    }
  },
}

export type NotThere = object

export const NotThere: MessageCodec<NotThere> = {
  name: 'files.v1.NotThere',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: NotThere = {}
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

export interface FilesReceivedResponse {
  bytes: number // 1
  isComplete: boolean // 2
}

export const FilesReceivedResponse: MessageCodec<FilesReceivedResponse> = {
  name: 'files.v1.FilesReceivedResponse',
  constrained: true,
  encode(message, writer) {
    if (message.bytes !== 0) writeSafe64(writer, 8, message.bytes) // 1
    if (message.isComplete) writeBool(writer, 16, message.isComplete) // 2
  },
  decode(reader, depth) {
    const message: FilesReceivedResponse = { bytes: 0, isComplete: false }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 8) message.bytes = readSafeUint64(reader) // 1
      else if (tag === 16) message.isComplete = reader.bool() // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkInteger(message.bytes, issues, 'bytes')) {
      if (message.bytes < 0) issues.add('bytes', 'must be at least 0')
      if (message.bytes > 1099511627776) issues.add('bytes', 'must be at most 1099511627776')
    }
    checkBoolean(message.isComplete, issues, 'isComplete')
  },
}

export type FilesUploadResponse = object

export const FilesUploadResponse: MessageCodec<FilesUploadResponse> = {
  name: 'files.v1.FilesUploadResponse',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    const message: FilesUploadResponse = {}
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

export interface FilesDownloadRequest {
  name: string // 1
  offset: number // 2
}

export const FilesDownloadRequest: MessageCodec<FilesDownloadRequest> = {
  name: 'files.v1.FilesDownloadRequest',
  constrained: true,
  encode(message, writer) {
    if (message.name !== '') writeString(writer, 10, message.name) // 1
    if (message.offset !== 0) writeSafe64(writer, 16, message.offset) // 2
  },
  decode(reader, depth) {
    const message: FilesDownloadRequest = { name: '', offset: 0 }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.name = readString(reader) // 1
      else if (tag === 16) message.offset = readSafeUint64(reader) // 2
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (isLonger(message.name, 200)) issues.add('name', 'must have at most 200 characters')
      if (!isLonger(message.name, 200) && !pattern.test(message.name))
        issues.add('name', 'must match /^\\w[\\w .-]*$/u')
    }
    if (checkInteger(message.offset, issues, 'offset')) {
      if (message.offset < 0) issues.add('offset', 'must be at least 0')
      if (message.offset > 1099511627776) issues.add('offset', 'must be at most 1099511627776')
    }
  },
}

export interface FilesDownloadResponse {
  data: Uint8Array // 1
}

export const FilesDownloadResponse: MessageCodec<FilesDownloadResponse> = {
  name: 'files.v1.FilesDownloadResponse',
  constrained: true,
  encode(message, writer) {
    if (message.data.length > 0) writeBytes(writer, 10, message.data) // 1
  },
  decode(reader, depth) {
    const message: FilesDownloadResponse = { data: new Uint8Array(0) }
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      if (tag === 10) message.data = readBytes(reader) // 1
      else skipField(reader, tag, depth)
    }
    return message
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkBytes(message.data, issues, 'data') && message.data.length > 65536) {
      issues.add('data', 'must have at most 65536 bytes')
    }
  },
}

const notThere = declareError('files.v1.Files', 'NotThere', 'FAILED_PRECONDITION', NotThere)

const describe: Method<FilesDescribeRequest, FileInfo> = {
  name: 'files.v1.Files/describe',
  kind: 'unary',
  request: FilesDescribeRequest,
  response: FileInfo,
  fingerprint: 0xc0a4666451eeae67n,
  timeoutMs: 600000,
  idempotent: true,
  errors: [notThere],
}

const received: Method<FileInfo, FilesReceivedResponse> = {
  name: 'files.v1.Files/received',
  kind: 'unary',
  request: FileInfo,
  response: FilesReceivedResponse,
  fingerprint: 0x3efcc3a2a9f9ff0en,
  timeoutMs: 600000,
  idempotent: true,
  errors: [],
}

const upload: Method<UploadPart, FilesUploadResponse> = {
  name: 'files.v1.Files/upload',
  kind: 'clientStream',
  request: UploadPart,
  response: FilesUploadResponse,
  fingerprint: 0x43dd5f6340217e57n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

const download: Method<FilesDownloadRequest, FilesDownloadResponse> = {
  name: 'files.v1.Files/download',
  kind: 'serverStream',
  request: FilesDownloadRequest,
  response: FilesDownloadResponse,
  fingerprint: 0x10936d2f52f4f8c2n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [notThere],
}

/** How Files.describe can fail. */
export type FilesDescribeError = DeclaredError<'NotThere', NotThere> | UndeclaredError

/** How Files.download can fail. */
export type FilesDownloadError = DeclaredError<'NotThere', NotThere> | UndeclaredError

export interface FilesClient {
  /** Takes as long as hashing the file does. */
  readonly describe: UnaryStub<FilesDescribeRequest, FileInfo, FilesDescribeError>
  /** How much of a file the server has: where an upload goes on. */
  readonly received: UnaryStub<FileInfo, FilesReceivedResponse>
  /** Answers when the file is whole and its hash is right. */
  readonly upload: ClientStreamStub<UploadPart, FilesUploadResponse>
  /** The bytes of a file from an offset on. */
  readonly download: ServerStreamStub<FilesDownloadRequest, FilesDownloadResponse>
}

/** What a server of Files implements. */
export interface FilesHandlers {
  /** Takes as long as hashing the file does. */
  describe(request: FilesDescribeRequest, call: ServerCall): FileInfo | Promise<FileInfo>
  /** How much of a file the server has: where an upload goes on. */
  received(
    request: FileInfo,
    call: ServerCall,
  ): FilesReceivedResponse | Promise<FilesReceivedResponse>
  /** Answers when the file is whole and its hash is right. */
  upload(
    requests: AsyncIterable<UploadPart>,
    call: ServerCall,
  ): FilesUploadResponse | Promise<FilesUploadResponse>
  /** The bytes of a file from an offset on. */
  download(request: FilesDownloadRequest, call: ServerCall): AsyncIterable<FilesDownloadResponse>
}

export const Files: Service<FilesClient, FilesHandlers> & {
  readonly errors: {
    readonly NotThere: ErrorType<'NotThere', NotThere>
  }
} = {
  name: 'files.v1.Files',
  dialect: GENERATED_API_1,
  methods: [describe, received, upload, download],
  errors: { NotThere: notThere },
  client: (caller) => ({
    describe: caller.unary(describe),
    received: caller.unary(received),
    upload: caller.clientStream(upload),
    download: caller.serverStream(download),
  }),
  routes: (handlers) => [
    unaryRoute(describe, handlers, handlers.describe),
    unaryRoute(received, handlers, handlers.received),
    clientStreamRoute(upload, handlers, handlers.upload),
    serverStreamRoute(download, handlers, handlers.download),
  ],
}
