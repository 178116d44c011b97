import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import descriptor from 'protobufjs/ext/descriptor.js'
import { afterAll, describe, expect, it } from 'vitest'
import { descriptorSet, runDescriptor } from '../../codegen/run-descriptor.js'
import { protoFiles } from '../../codegen/run-proto.js'
import { generateGolden } from '../support/golden-project.js'
import { compileProtos, whyNoGoogle } from '../support/google-protobuf.js'
import { SchemaProject } from '../support/schema-project.js'

const projects: SchemaProject[] = []
afterAll(() => {
  for (const project of projects) project.remove()
})

function newProject(): SchemaProject {
  const project = new SchemaProject()
  projects.push(project)
  return project
}

/** What a set says, in an order that does not depend on who wrote it; files that only protobuf knows are left out. */
function filesOf(bytes: Uint8Array) {
  const { FileDescriptorSet } = descriptor
  const { file } = FileDescriptorSet.toObject(FileDescriptorSet.decode(bytes), {
    enums: String,
  }) as { file: readonly Readonly<Record<string, unknown>>[] } // because a set is a list of files
  return file
    .filter((one) => !String(one.name).startsWith('google/'))
    .map(({ sourceCodeInfo: _, ...one }) => one)
    .sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1))
}

describe('trunkline descriptor', () => {
  const reason = whyNoGoogle()

  it.skipIf(reason !== undefined)('writes a set that protoc accepts and reads from', async () => {
    const generated = await generateGolden()
    const project = newProject()
    const set = path.join(project.root, 'set.binpb')
    writeFileSync(set, descriptorSet(generated))
    const names = [...protoFiles(generated).keys()]
    const args = [`--descriptor_set_in=${set}`, `--python_out=${project.root}`, ...names]
    expect(execFileSync('protoc', args, { encoding: 'utf8', stdio: 'pipe' })).toBe('')
  })

  it.skipIf(reason !== undefined)('says what protoc says of the .proto files', async () => {
    const generated = await generateGolden()
    const project = newProject()
    const protos = protoFiles(generated)
    compileProtos(protos, project.root)
    const set = path.join(project.root, 'protoc.binpb')
    const args = ['-I', project.root, `--descriptor_set_out=${set}`, ...protos.keys()]
    execFileSync('protoc', args, { cwd: project.root, stdio: 'pipe' })
    expect(filesOf(descriptorSet(generated))).toEqual(filesOf(readFileSync(set)))
  })

  it('writes the file, with files that others need before them', async () => {
    const project = newProject()
    project.ask('at: t.timestamp()')
    const lines: string[] = []
    const print = (line: string) => lines.push(line)
    const exitCode = await runDescriptor({
      root: project.root,
      patterns: [],
      out: 'a/set.binpb',
      print,
    })
    expect([exitCode, lines]).toEqual([0, ['wrote a/set.binpb']])
    const { FileDescriptorSet } = descriptor
    const set = FileDescriptorSet.decode(readFileSync(path.join(project.root, 'a/set.binpb')))
    const { file } = FileDescriptorSet.toObject(set) as { file: { name: string }[] } // because a set is a list of files
    expect(file.map((one) => one.name)).toEqual([
      'google/protobuf/timestamp.proto',
      'shop/v1/shop.proto',
    ])
  })

  it('shows mistakes in schemas, and writes nothing', async () => {
    const project = newProject()
    project.ask('at: Type.Symbol()')
    const lines: string[] = []
    const print = (line: string) => lines.push(line)
    const exitCode = await runDescriptor({
      root: project.root,
      patterns: [],
      out: 'set.binpb',
      print,
    })
    expect(exitCode).toBe(1)
    expect(lines.join()).toContain('GEN_UNSUPPORTED_TYPE')
    expect(project.has('set.binpb')).toBe(false)
  })
})
