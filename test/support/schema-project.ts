/** A project of schema files in a temporary folder, for tests of the generator and its commands. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runGenerate } from '../../codegen/run-generate.js'
import { runProto } from '../../codegen/run-proto.js'

/** Inside the repository, so that `typebox` and `trunkline/schema` are found as in it. */
const cache = fileURLToPath(new URL('../../.cache/projects/', import.meta.url))

export class SchemaProject {
  readonly root: string

  constructor(files: Readonly<Record<string, string>> = {}) {
    mkdirSync(cache, { recursive: true })
    this.root = mkdtempSync(cache)
    for (const [name, text] of Object.entries(files)) this.write(name, text)
  }

  /** A schema file: what every one needs is added in front. */
  schema(name: string, body: string): void {
    const head =
      "import Type from 'typebox'\nimport * as t from 'trunkline/schema'\nimport { rpc, service, stream } from 'trunkline/schema'\n"
    this.write(name, head + body)
  }

  /** A schema file with one message, Ask, and a service that takes it. */
  ask(properties: string): void {
    this.schema(
      'shop.schema.ts',
      `export const Ask = Type.Object({ ${properties} })\nexport const Shop = service('shop.v1.Shop', { ask: rpc(Ask, Ask) })\n`,
    )
  }

  write(name: string, text: string): void {
    const file = path.join(this.root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  delete(name: string): void {
    rmSync(path.join(this.root, name))
  }

  read(name: string): string {
    return readFileSync(path.join(this.root, name), 'utf8')
  }

  has(name: string): boolean {
    return existsSync(path.join(this.root, name))
  }

  modified(name: string): number {
    return statSync(path.join(this.root, name)).mtimeMs
  }

  async generate(
    options: {
      patterns?: readonly string[]
      out?: string
      isCheck?: boolean
      fresh?: boolean
    } = {},
  ) {
    const lines: string[] = []
    const exitCode = await runGenerate({
      root: this.root,
      patterns: options.patterns ?? [],
      out: options.out,
      isCheck: options.isCheck ?? false,
      fresh: true,
      print: (line) => lines.push(line),
    })
    return { exitCode, output: lines.join('\n') }
  }

  async proto(out: string) {
    const lines: string[] = []
    const exitCode = await runProto({
      root: this.root,
      patterns: [],
      out,
      print: (line) => lines.push(line),
    })
    return { exitCode, output: lines.join('\n') }
  }

  lock(): Lock {
    return JSON.parse(this.read('trunkline.lock.json')) as Lock // because the generator has just written it
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

interface Lock {
  readonly messages: Readonly<
    Record<string, { readonly fields: object; readonly reserved: object }>
  >
  readonly enums: Readonly<Record<string, { readonly values: object; readonly reserved: object }>>
  readonly services: Readonly<
    Record<string, { readonly methods: object; readonly reserved: object }>
  >
}
