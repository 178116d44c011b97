// Generated from files.schema.ts by `trunkline generate`. Do not edit.

import {
  checkBoolean,
  checkBytes,
  checkInteger,
  checkObject,
  checkString,
  clientStreamRoute,
  type ClientStreamStub,
  type DeclaredError,
  declareError,
  enterMessage,
  type ErrorType,
  GENERATED_API_1,
  leaveMessage,
  mergeMessage,
  type MessageCodec,
  type Method,
  missing,
  readBytes,
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
  writeSafe64,
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
    if (message.name !== '') writer.uint32(10).string(message.name) // 1
    if (message.size !== 0) writeSafe64(writer.uint32(16), message.size) // 2
    if (message.sha256 !== '') writer.uint32(26).string(message.sha256) // 3
  },
  decode(reader, depth) {
    let name = ''
    let size = 0
    let sha256 = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          name = readString(reader)
          break
        case 16: // 2
          size = readSafeUint64(reader)
          break
        case 26: // 3
          sha256 = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { name, size, sha256 }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (message.name.length > 200) issues.add('name', 'must have at most 200 characters')
      if (!pattern.test(message.name)) issues.add('name', 'must match /^\\w[\\w .-]*$/u')
    }
    if (checkInteger(message.size, issues, 'size')) {
      if (message.size < 0) issues.add('size', 'must be at least 0')
      if (message.size > 1099511627776) issues.add('size', 'must be at most 1099511627776')
    }
    if (checkString(message.sha256, issues, 'sha256')) {
      if (message.sha256.length > 64) issues.add('sha256', 'must have at most 64 characters')
      if (!pattern2.test(message.sha256)) issues.add('sha256', 'must match /^[0-9a-f]{64}$/u')
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
        UploadPartFile.encode(message, writer.uint32(10).fork()) // 1
        writer.ldelim()
        break
      case 'chunk':
        UploadPartChunk.encode(message, writer.uint32(18).fork()) // 2
        writer.ldelim()
        break
    }
  },
  decode(reader, depth) {
    let message: UploadPart | undefined
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          if (message?.kind !== 'file') message = UploadPartFile.decode(reader, depth + 1)
          else message = mergeMessage(UploadPartFile, message, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 18: {
          // 2
          const outer = enterMessage(reader, depth)
          if (message?.kind !== 'chunk') message = UploadPartChunk.decode(reader, depth + 1)
          else message = mergeMessage(UploadPartChunk, message, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        default:
          skipField(reader, tag, depth)
      }
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
    FileInfo.encode(message.file, writer.uint32(10).fork()) // 1
    writer.ldelim()
    if (message.offset !== 0) writeSafe64(writer.uint32(16), message.offset) // 2
  },
  decode(reader, depth) {
    let file: FileInfo | undefined
    let offset = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: {
          // 1
          const outer = enterMessage(reader, depth)
          if (file === undefined) file = FileInfo.decode(reader, depth + 1)
          else file = mergeMessage(FileInfo, file, reader, depth + 1)
          leaveMessage(reader, outer)
          break
        }
        case 16: // 2
          offset = readSafeUint64(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    if (file === undefined) throw missing('files.v1.UploadPartFile', 'file')
    return { kind: 'file', file, offset }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (message.kind !== 'file') issues.add('kind', "must be 'file'")
    const from = issues.count
    FileInfo.check(message.file, issues, depth + 1)
    issues.within(from, 'file')
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
    if (message.data.length > 0) writer.uint32(10).bytes(message.data) // 1
  },
  decode(reader, depth) {
    let data: Uint8Array = new Uint8Array(0)
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          data = readBytes(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { kind: 'chunk', data }
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
    if (message.name !== '') writer.uint32(10).string(message.name) // 1
  },
  decode(reader, depth) {
    let name = ''
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          name = readString(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { name }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (message.name.length > 200) issues.add('name', 'must have at most 200 characters')
      if (!pattern.test(message.name)) issues.add('name', 'must match /^\\w[\\w .-]*$/u')
    }
  },
}

export type NotThere = object

export const NotThere: MessageCodec<NotThere> = {
  name: 'files.v1.NotThere',
  constrained: false,
  encode() {},
  decode(reader, depth) {
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return {}
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
    if (message.bytes !== 0) writeSafe64(writer.uint32(8), message.bytes) // 1
    if (message.isComplete) writer.uint32(16).bool(message.isComplete) // 2
  },
  decode(reader, depth) {
    let bytes = 0
    let isComplete = false
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 8: // 1
          bytes = readSafeUint64(reader)
          break
        case 16: // 2
          isComplete = reader.bool()
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { bytes, isComplete }
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
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      skipField(reader, tag, depth)
    }
    return {}
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
    if (message.name !== '') writer.uint32(10).string(message.name) // 1
    if (message.offset !== 0) writeSafe64(writer.uint32(16), message.offset) // 2
  },
  decode(reader, depth) {
    let name = ''
    let offset = 0
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          name = readString(reader)
          break
        case 16: // 2
          offset = readSafeUint64(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { name, offset }
  },
  check(message, issues, depth) {
    if (!checkObject(message, issues, depth)) return
    if (checkString(message.name, issues, 'name')) {
      if (message.name.length > 200) issues.add('name', 'must have at most 200 characters')
      if (!pattern.test(message.name)) issues.add('name', 'must match /^\\w[\\w .-]*$/u')
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
    if (message.data.length > 0) writer.uint32(10).bytes(message.data) // 1
  },
  decode(reader, depth) {
    let data: Uint8Array = new Uint8Array(0)
    while (reader.pos < reader.len) {
      const tag = reader.tag()
      switch (tag) {
        case 10: // 1
          data = readBytes(reader)
          break
        default:
          skipField(reader, tag, depth)
      }
    }
    return { data }
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
