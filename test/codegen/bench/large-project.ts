/** Writes a project of many services, for measuring the generator. */

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** A schema with ten methods: things are created, read, changed, listed, watched and counted. */
export function largeSchema(number: number): string {
  const name = `Thing${number}`
  return `import Type from 'typebox'
import { rpc, service, stream, timestamp, uint64 } from 'trunkline/schema'

/** One thing that the service keeps. */
export const ${name} = Type.Object({
  /** Where it is found. */
  id: uint64(),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  state: Type.Enum(['open', 'shut', 'lost']),
  price: Type.Number({ minimum: 0 }),
  tags: Type.Array(Type.String()),
  sizes: Type.Record(Type.String(), Type.Integer()),
  note: Type.Optional(Type.String()),
  seenAt: Type.Optional(timestamp()),
})
const Id = Type.Pick(${name}, ['id'])
const Missing = { Missing${number}: Type.Object({ id: uint64() }) }

/** Keeps things. */
export const Things${number} = service('things${number}.v1.Things${number}', {
  /** Makes a thing. */
  create: rpc(Type.Omit(${name}, ['id']), ${name}),
  get: rpc(Id, ${name}, { idempotent: true, errors: Missing }),
  update: rpc(${name}, ${name}, { errors: Missing }),
  remove: rpc(Id, Type.Object({})),
  list: rpc(
    Type.Object({ after: Type.Optional(uint64()), limit: Type.Integer({ minimum: 1, maximum: 100 }) }),
    Type.Object({ things: Type.Array(${name}), total: Type.Integer() }),
    { idempotent: true },
  ),
  count: rpc(Type.Object({ tag: Type.String() }), Type.Object({ count: Type.Integer() })),
  rename: rpc(Type.Object({ id: uint64(), name: Type.String() }), ${name}, { timeout: '2s' }),
  watch: rpc(Type.Object({ tags: Type.Array(Type.String()) }), stream(${name})),
  upload: rpc(stream(${name}), Type.Object({ stored: Type.Integer() })),
  sync: rpc(stream(${name}), stream(${name})),
})
`
}

export interface LargeProject {
  readonly services: number
  /** The built package's folder; its declarations are needed for type-checking only. */
  readonly dist: string
}

/** Writes schemas, a tsconfig.json and node_modules with the built package into an empty folder. */
export function writeLargeProject(root: string, { services, dist }: LargeProject): void {
  mkdirSync(path.join(root, 'node_modules/trunkline'), { recursive: true })
  cpSync(
    path.join(repository, 'package.json'),
    path.join(root, 'node_modules/trunkline/package.json'),
  )
  symlinkSync(dist, path.join(root, 'node_modules/trunkline/dist'))
  for (const name of ['typebox', 'protobufjs', 'long', '@types', 'undici-types']) {
    symlinkSync(path.join(repository, 'node_modules', name), path.join(root, 'node_modules', name))
  }
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  }
  const write = (name: string, text: string) => writeFileSync(path.join(root, name), text)
  write('package.json', '{ "name": "large", "type": "module" }\n')
  write('tsconfig.json', `${JSON.stringify({ compilerOptions, include: ['gen'] })}\n`)
  write('empty.ts', "import 'trunkline/gen'\n")
  write('tsconfig.empty.json', `${JSON.stringify({ compilerOptions, files: ['empty.ts'] })}\n`)
  for (let number = 1; number <= services; number++) {
    write(`things${number}.schema.ts`, largeSchema(number))
  }
}
