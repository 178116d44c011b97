/**
 * The body of HELLO and WELCOME: what a side speaks, accepts and serves. One message for both, because calls go
 * both ways and each side has to say the same things.
 */

import type { Reader, Writer } from 'protobufjs/minimal.js'
import { type Credentials, credentialsOf, readScheme, readToken } from './credentials.js'
import {
  delimited,
  fixed64,
  readFields,
  readNested,
  readText,
  varint,
  writeNumber,
  writeText,
} from './fields.js'
import { callKinds, type OfferedMethod, sharedList } from './offered-methods.js'
import { ProtocolError } from './protocol-error.js'

export interface Greeting {
  readonly version: number
  /** Free text: program and version. */
  readonly agent: string
  readonly maxMessageBytes: number
  readonly streamCreditBytes: number
  readonly connectionCreditBytes: number
  readonly maxCalls: number
  /** The timeout of this side's OPENs that carry none; 0 is none. */
  readonly defaultTimeoutMs: number
  readonly features: readonly string[]
  readonly methods: readonly OfferedMethod[]
  /** HELLO only: who the sender says it is. */
  readonly credentials?: Credentials | undefined
}

/** Credit that stands for "I do not limit you". */
export const unlimitedCredit = 0xffffffff

/** The highest credit that is a limit. */
export const maxCredit = 2 ** 31 - 1

/** What a peer's announced credit lets this side send. */
export function creditOf(announced: number): number {
  return announced === unlimitedCredit ? Number.POSITIVE_INFINITY : announced
}

/** Stands for the peer before it has greeted: it accepts and offers nothing. */
export const unknownPeer: Greeting = {
  version: 0,
  agent: '',
  maxMessageBytes: 0,
  streamCreditBytes: 0,
  connectionCreditBytes: 0,
  maxCalls: 0,
  defaultTimeoutMs: 0,
  features: [],
  methods: [],
}

const maxFeatures = 64
const maxNameCharacters = 256

const scratch = new DataView(new ArrayBuffer(8))

export function writeGreeting(greeting: Greeting, writer: Writer): void {
  writeNumber(writer, 1, greeting.version)
  writeText(writer, 2, greeting.agent)
  writeNumber(writer, 3, greeting.maxMessageBytes)
  writeNumber(writer, 4, greeting.streamCreditBytes)
  writeNumber(writer, 5, greeting.connectionCreditBytes)
  writeNumber(writer, 6, greeting.maxCalls)
  writeNumber(writer, 7, greeting.defaultTimeoutMs)
  for (const feature of greeting.features) writeText(writer, 8, feature)
  for (const method of greeting.methods) {
    writer.uint32((9 << 3) | delimited).fork()
    writeMethod(method, writer)
    writer.ldelim()
  }
  if (greeting.credentials === undefined) return
  writeText(writer, 10, greeting.credentials.scheme)
  writeText(writer, 11, greeting.credentials.token)
}

function writeMethod(method: OfferedMethod, writer: Writer): void {
  writeNumber(writer, 1, method.number)
  writeText(writer, 2, method.name)
  writeNumber(writer, 3, callKinds.indexOf(method.kind))
  scratch.setBigUint64(0, method.fingerprint, true)
  writer.uint32((4 << 3) | fixed64)
  writer.fixed32(scratch.getUint32(0, true)).fixed32(scratch.getUint32(4, true))
  if (method.idempotent) writer.uint32(5 << 3).bool(true)
}

/** Reads a greeting; throws ProtocolError where it is malformed or lists more than `maxMethods`. */
export function readGreeting(name: string, reader: Reader, maxMethods: number): Greeting {
  let version = 0
  let agent = ''
  let maxMessageBytes = 0
  let streamCreditBytes = 0
  let connectionCreditBytes = 0
  let maxCalls = 0
  let defaultTimeoutMs = 0
  const features: string[] = []
  const methods: OfferedMethod[] = []
  let scheme = ''
  let token = ''
  readFields(name, reader, (tag) => {
    switch (tag) {
      case (1 << 3) | varint:
        version = reader.uint32()
        return true
      case (2 << 3) | delimited:
        agent = readText(reader, maxNameCharacters)
        return true
      case (3 << 3) | varint:
        maxMessageBytes = reader.uint32()
        return true
      case (4 << 3) | varint:
        streamCreditBytes = reader.uint32()
        return true
      case (5 << 3) | varint:
        connectionCreditBytes = reader.uint32()
        return true
      case (6 << 3) | varint:
        maxCalls = reader.uint32()
        return true
      case (7 << 3) | varint:
        defaultTimeoutMs = reader.uint32()
        return true
      case (8 << 3) | delimited:
        if (features.length === maxFeatures) throw tooMany(name, 'features', maxFeatures)
        features.push(readText(reader, maxNameCharacters))
        return true
      case (9 << 3) | delimited:
        if (methods.length === maxMethods) throw tooMany(name, 'methods', maxMethods)
        methods.push(readNested(reader, (nested) => readMethod(name, nested)))
        return true
      case (10 << 3) | delimited:
        scheme = readScheme(reader)
        return true
      case (11 << 3) | delimited:
        token = readToken(reader)
        return true
      default:
        return false
    }
  })
  return {
    version,
    agent,
    maxMessageBytes,
    streamCreditBytes,
    connectionCreditBytes,
    maxCalls,
    defaultTimeoutMs,
    features,
    methods: sharedList(methods),
    credentials: credentialsOf(scheme, token),
  }
}

/** Throws ProtocolError for a greeting that no side can act upon. */
export function checkGreeting(greeting: Greeting): void {
  if (greeting.version === 0) throw new ProtocolError('the greeting names no version')
  for (const credit of [greeting.connectionCreditBytes, greeting.streamCreditBytes]) {
    if (credit > maxCredit && credit !== unlimitedCredit) {
      throw new ProtocolError(`the greeting gives a credit of ${credit}, more than 2^31 - 1`)
    }
  }
}

function readMethod(body: string, reader: Reader): OfferedMethod {
  let number = 0
  let name = ''
  let kind = 0
  let fingerprint = 0n
  let idempotent = false
  readFields(body, reader, (tag) => {
    switch (tag) {
      case (1 << 3) | varint:
        number = reader.uint32()
        return true
      case (2 << 3) | delimited:
        name = readText(reader, maxNameCharacters)
        return true
      case (3 << 3) | varint:
        kind = reader.uint32()
        return true
      case (4 << 3) | fixed64:
        scratch.setUint32(0, reader.fixed32(), true)
        scratch.setUint32(4, reader.fixed32(), true)
        fingerprint = scratch.getBigUint64(0, true)
        return true
      case (5 << 3) | varint:
        idempotent = reader.bool()
        return true
      default:
        return false
    }
  })
  const kindText = callKinds[kind]
  if (kindText === undefined)
    throw new ProtocolError(`${body} offers ${name} of unknown kind ${kind}`)
  return { number, name, kind: kindText, fingerprint, idempotent }
}

function tooMany(name: string, what: string, limit: number): ProtocolError {
  return new ProtocolError(`${name} lists more than ${limit} ${what}`)
}
