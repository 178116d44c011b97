/** Generates the code of all-types.schema.ts into a folder of its own. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockFileName } from '../../codegen/generate.js'
import { writeFiles } from '../../codegen/outputs.js'
import { generateProject } from '../../codegen/project.js'
import { protoFiles } from '../../codegen/run-proto.js'
import type { MessageCodec } from '../../runtime/codec/message-codec.js'

/** Inside the repository, where the generated imports mean its sources. */
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url))

export interface GeneratedTypes {
  /** The generated module. */
  readonly file: string
  readonly codecs: Readonly<Record<string, MessageCodec<unknown>>>
  /** The same as .proto files. */
  readonly protos: ReadonlyMap<string, string>
  remove(): void
}

export async function generateAllTypes(): Promise<GeneratedTypes> {
  mkdirSync(cache, { recursive: true })
  const out = mkdtempSync(path.join(cache, 'conformance-'))
  const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')
  const generated = await generateProject(root, { patterns: ['all-types.schema.ts'], out })
  const [problem] = generated.diagnostics
  if (problem !== undefined) throw new Error(problem.message)
  writeFiles(generated.files.filter((one) => path.basename(one.path) !== lockFileName))
  const file = path.join(out, 'all-types.ts')
  return {
    file,
    codecs: (await import(file)) as GeneratedTypes['codecs'], // because that is what was just written
    protos: protoFiles(generated),
    remove: () => rmSync(out, { recursive: true, force: true }),
  }
}
