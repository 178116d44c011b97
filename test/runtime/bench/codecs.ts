/**
 * The same messages through the generated codecs and through the two libraries that Node programs use for protobuf.
 *
 * Each side is measured in the cheapest way it offers and in its own terms: the libraries get their own message objects,
 * made beforehand, since converting to and from a program's types is not their work. Ours is measured as the runtime
 * uses it: encoding appends to a buffer that is there, decoding reads from a socket's Buffer.
 */

import { createFileRegistry, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import protobuf from 'protobufjs'
import descriptor from 'protobufjs/ext/descriptor.js'
import { generateProject } from '../../../codegen/project.js'
import { descriptorSet } from '../../../codegen/run-descriptor.js'
import { Issues } from '../../../runtime/codec/issues.js'
import { decodeMessage } from '../../../runtime/connection/decode.js'
import { Outbox } from '../../../runtime/session/outbox.js'
import { type Sample, type SampleName, samples } from './messages.js'

export type System = 'trunkline' | 'protobufjs' | 'protobuf-es'
export type Work = 'encode' | 'decode' | 'check'

export interface Task {
  readonly name: string
  readonly systems: Partial<Record<System, () => unknown>>
}

const benchRoot = new URL('../../bench/', import.meta.url).pathname

export async function codecTasks(): Promise<readonly Task[]> {
  const generated = await generateProject(benchRoot, { patterns: [], out: undefined })
  if (generated.diagnostics.length > 0) throw new Error('test/bench does not generate')
  const set = descriptorSet(generated)
  const described = descriptor.FileDescriptorSet.decode(set) as unknown as Parameters<
    typeof protobuf.Root.fromDescriptor
  >[0] // because the declarations of the two files do not know each other
  const reflection = protobuf.Root.fromDescriptor(described)
  reflection.resolveAll()
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, set))
  const names = Object.keys(samples) as SampleName[] // because that is what keys of it are
  return names.flatMap((name) => {
    const sample = samples[name]
    const schema = registry.getMessage(sample.codec.name)
    if (schema === undefined) throw new Error(`${sample.codec.name} is not described`)
    return tasksOf(name, sample, reflection.lookupType(sample.codec.name), schema)
  })
}

function tasksOf(
  name: SampleName,
  { codec, value }: Sample,
  type: protobuf.Type,
  schema: DescMessage,
): readonly Task[] {
  const outbox = new Outbox({
    acquire: () => Buffer.allocUnsafeSlow(64 * 1024),
    allocate: (bytes) => new Uint8Array(bytes),
    release: () => {},
  })
  outbox.beginFrame()
  const { writer } = outbox
  const encode = () => {
    writer.pos = 0
    codec.encode(value, writer)
    return writer.pos
  }
  const bytes = Buffer.from(writer.buf.subarray(0, encode()))
  const theirWriter = protobuf.Writer.create()
  const reflected = type.decode(bytes)
  const message = fromBinary(schema, bytes)
  const issues = new Issues()
  same(name, type.encode(reflected).finish(), bytes)
  same(name, toBinary(schema, message), bytes)
  return [
    {
      name: `${name} encode`,
      systems: {
        trunkline: encode,
        protobufjs: () => type.encode(reflected, theirWriter.reset()).pos,
        'protobuf-es': () => toBinary(schema, message),
      },
    },
    {
      name: `${name} decode`,
      systems: {
        trunkline: () => decodeMessage(codec, bytes, 0, bytes.length),
        protobufjs: () => type.decode(bytes),
        'protobuf-es': () => fromBinary(schema, bytes),
      },
    },
    {
      name: `${name} check`,
      systems: {
        trunkline: () => codec.check(value, issues, 0),
        protobufjs: () => type.verify(reflected),
      },
    },
  ]
}

/** A race is worth nothing when the runners take different ways. */
function same(name: string, theirs: Uint8Array, ours: Uint8Array): void {
  if (Buffer.compare(theirs, ours) !== 0) throw new Error(`${name} has other bytes elsewhere`)
}
