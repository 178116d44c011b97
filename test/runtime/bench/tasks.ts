/**
 * The same messages through the generated codecs and through the two libraries that Node programs use for protobuf.
 *
 * Each side is measured in its own terms: the libraries get their own message objects, made beforehand, since converting to
 * and from a program's types is not their work. Ours is measured as the runtime uses it: encoding appends to a buffer that is
 * there, decoding reads from a socket's Buffer. protobufjs encodes in two ways: as its documentation has it, into bytes of
 * their own, and bare, with a writer that is used again and whose bytes nobody takes, which is less than any program does.
 */

import { createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'
import { Issues } from '../../../runtime/codec/issues.js'
import { MessageWriter } from '../../../runtime/codec/message-writer.js'
import { decodeMessage } from '../../../runtime/connection/decode.js'
import { exchangeTasks } from './exchange.js'
import { type Sample, samples } from './messages.js'

export const systems = ['trunkline', 'protobufjs', 'bare protobufjs', 'protobuf-es'] as const

export type System = (typeof systems)[number]

/** What is timed, by name. */
export type Tasks = Readonly<Record<string, () => unknown>>

/** `described` is a FileDescriptorSet of the messages, from which the libraries learn them. */
export function tasksOf(system: System, described: Uint8Array): Tasks {
  switch (system) {
    case 'trunkline':
      return { ...each(ownTasks), ...exchangeTasks() }
    case 'protobufjs':
      return protobufjsTasks(described)
    case 'bare protobufjs':
      return bareProtobufjsTasks(described)
    case 'protobuf-es':
      return protobufEsTasks(described)
  }
}

function each(tasksFor: (sample: Sample, bytes: Buffer) => Tasks): Tasks {
  const all: [string, () => unknown][] = []
  for (const [name, sample] of Object.entries(samples)) {
    const writer = new MessageWriter()
    sample.codec.encode(sample.value, writer)
    const tasks = tasksFor(sample, Buffer.from(writer.finish()))
    for (const [work, run] of Object.entries(tasks)) all.push([`${name} ${work}`, run])
  }
  return Object.fromEntries(all)
}

function ownTasks({ codec, value }: Sample, bytes: Buffer): Tasks {
  const writer = new MessageWriter()
  writer.buf = Buffer.allocUnsafeSlow(64 * 1024)
  const issues = new Issues()
  return {
    encode: () => {
      writer.pos = 0
      codec.encode(value, writer)
      return writer.pos
    },
    decode: () => decodeMessage(codec, bytes, 0, bytes.length),
    check: () => codec.check(value, issues, 0),
  }
}

function protobufjsTasks(described: Uint8Array): Tasks {
  const root = rootOf(described)
  return each(({ codec }, bytes) => {
    const type = root.lookupType(codec.name)
    const message = type.decode(bytes)
    const encode = () => type.encode(message).finish()
    assertSame(codec.name, encode(), bytes)
    return { encode, decode: () => type.decode(bytes), check: () => type.verify(message) }
  })
}

function bareProtobufjsTasks(described: Uint8Array): Tasks {
  const root = rootOf(described)
  const writer = protobuf.Writer.create()
  return each(({ codec }, bytes) => {
    const type = root.lookupType(codec.name)
    const message = type.decode(bytes)
    return { encode: () => type.encode(message, writer.reset()).pos }
  })
}

function rootOf(described: Uint8Array): protobuf.Root {
  const files = descriptor.FileDescriptorSet.decode(described) as unknown as Parameters<
    typeof protobuf.Root.fromDescriptor
  >[0] // because the declarations of the two files do not know each other
  const root = protobuf.Root.fromDescriptor(files)
  root.resolveAll()
  return root
}

function protobufEsTasks(described: Uint8Array): Tasks {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, described))
  return each(({ codec }, bytes) => {
    const schema = registry.getMessage(codec.name)
    if (schema === undefined) throw new Error(`${codec.name} is not described`)
    const message = fromBinary(schema, bytes)
    assertSame(codec.name, toBinary(schema, message), bytes)
    return {
      encode: () => toBinary(schema, message),
      decode: () => fromBinary(schema, bytes),
    }
  })
}

/** A race is worth nothing when the runners take different ways. */
function assertSame(name: string, theirs: Uint8Array, ours: Uint8Array): void {
  if (Buffer.compare(theirs, ours) !== 0) throw new Error(`${name} has other bytes elsewhere`)
}
