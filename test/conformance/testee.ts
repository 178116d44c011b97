/**
 * Answers protobuf's conformance test runner, which starts it and writes requests to its standard input.
 *
 * Arguments: the generated module of all-types.schema.ts.
 */

import { readSync, writeSync } from 'node:fs'
import { Reader, Writer } from 'protobufjs/minimal.js'
import type { MessageCodec } from '../../runtime/codec/message-codec.js'
import { MessageReader } from '../../runtime/codec/message-reader.js'
import { MessageWriter } from '../../runtime/codec/message-writer.js'

const [, , file = ''] = process.argv
const generated: { readonly TestAllTypesProto3: MessageCodec<unknown> } = await import(file)

const binaryFormat = 1
const field = { parseError: 1, runtimeError: 2, payload: 3, skipped: 5, serializeError: 6 }

interface Request {
  readonly payload: Uint8Array | undefined
  readonly format: number
  readonly message: string
}

function readRequest(bytes: Uint8Array): Request {
  const reader = Reader.create(bytes)
  let payload: Uint8Array | undefined
  let format = 0
  let message = ''
  while (reader.pos < reader.len) {
    const tag = reader.tag()
    if (tag >>> 3 === 1) payload = reader.bytes()
    else if (tag >>> 3 === 3) format = reader.int32()
    else if (tag >>> 3 === 4) message = reader.string()
    else reader.skipType(tag & 7)
  }
  return { payload, format, message }
}

function answer({ payload, format, message }: Request): Writer {
  const writer = Writer.create()
  const say = (number: number, text: string) => writer.uint32((number << 3) | 2).string(text)
  if (payload === undefined || format !== binaryFormat) return say(field.skipped, 'only binary')
  if (message !== 'protobuf_test_messages.proto3.TestAllTypesProto3')
    return say(field.skipped, 'only proto3')
  const codec = generated.TestAllTypesProto3
  let value: unknown
  try {
    value = codec.decode(new MessageReader(payload), 0)
  } catch (error) {
    return say(field.parseError, String(error))
  }
  try {
    const out = new MessageWriter()
    codec.encode(value, out)
    return writer.uint32((field.payload << 3) | 2).bytes(out.finish())
  } catch (error) {
    return say(field.serializeError, String(error))
  }
}

/** Reads exactly so many bytes; undefined at the end of the input. */
function read(count: number): Buffer | undefined {
  const buffer = Buffer.alloc(count)
  for (let at = 0; at < count; ) {
    const got = readSync(0, buffer, at, count - at, null)
    if (got === 0) return undefined
    at += got
  }
  return buffer
}

function write(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
}

for (;;) {
  const length = read(4)?.readUInt32LE()
  const bytes = length === undefined ? undefined : read(length)
  if (bytes === undefined) break
  const response = answer(readRequest(bytes)).finish()
  const head = Buffer.alloc(4)
  head.writeUInt32LE(response.length)
  write(Buffer.concat([head, response]))
}
