import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { diffLines } from 'diff'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { protoFiles } from '../../codegen/run-proto.js'
import { findSyntaxError } from '../../codegen/typescript.js'
import type { Service } from '../../runtime/index.js'
import { testClient } from '../../runtime/testing/index.js'
import { generateGolden, goldenLock, goldenRoot } from '../support/golden-project.js'
import { compileProtos, whyNoGoogle } from '../support/google-protobuf.js'
import { SchemaProject } from '../support/schema-project.js'

const repository = fileURLToPath(new URL('../../', import.meta.url))

type AnyMethod = (request: object) => Promise<{ readonly value: number }>

/** The methods of the projects below. */
interface AnyClient {
  readonly ask: AnyMethod
  readonly caller: AnyMethod
  readonly handlers: AnyMethod
}

/** The service of a project, of which the compiler knows nothing. */
async function generatedShop({
  root,
}: SchemaProject): Promise<Service<AnyClient, Record<string, unknown>>> {
  const module: { Shop: Service<AnyClient, Record<string, unknown>> } = await import(
    path.join(root, 'gen/shop.ts')
  )
  return module.Shop
}

describe('generated code', () => {
  it('is what the golden files say', async () => {
    const generated = await generateGolden()
    expect(generated.diagnostics).toEqual([])
    expect(generated.files.length).toBeGreaterThan(1)
    for (const file of generated.files) expect(file.text).toBe(readFileSync(file.path, 'utf8'))
    expect(generated.lock).toBe(goldenLock())
  })

  it('keeps to 100 columns and has no trailing space', async () => {
    for (const { text } of (await generateGolden()).files) {
      const long = text
        .split('\n')
        .filter((line) => line.length > 100 && !line.includes('//') && !/^ *'.*',$/.test(line))
      expect(long).toEqual([])
      expect(text).not.toMatch(/[ \t]\n/)
    }
  })

  it('parses', async () => {
    for (const { path: file, text } of (await generateGolden()).files) {
      expect(findSyntaxError(file, text)).toBeUndefined()
    }
  })

  it('has nothing for the linter to say, and no comment that silences it', async () => {
    const files = (await generateGolden()).files.map((file) => file.path)
    const biome = path.join(repository, 'node_modules/@biomejs/biome/bin/biome')
    const lint = () =>
      execFileSync(process.execPath, [biome, 'lint', '--error-on-warnings', ...files], {
        cwd: repository,
        stdio: 'pipe',
      })
    expect(lint).not.toThrow()
    for (const { text } of (await generateGolden()).files) {
      expect(text).not.toMatch(/biome-ignore|eslint-disable|@ts-|\bany\b/)
    }
  })

  it('mentions neither a date, a version nor an absolute path', async () => {
    for (const { text } of (await generateGolden()).files) {
      expect(text).not.toContain(goldenRoot)
      expect(text.split('\n')[0]).toMatch(
        /^\/\/ Generated from \w+\.schema\.ts by `trunkline generate`\. Do not edit\.$/,
      )
    }
  })

  const reason = whyNoGoogle()
  it.skipIf(reason !== undefined)(
    'comes with .proto files that protoc accepts without a warning',
    async () => {
      const project = new SchemaProject()
      expect(compileProtos(protoFiles(await generateGolden()), project.root)).toBe('')
      project.remove()
    },
  )
})

describe('trunkline generate', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject()
    project.ask('id: Type.String()')
  })

  afterEach(() => project.remove())

  it('writes code beside each schema, and the lock file', async () => {
    const { exitCode, output } = await project.generate()
    expect(exitCode).toBe(0)
    expect(output).toBe('wrote gen/shop.ts  1 message, 1 service\nwrote trunkline.lock.json')
    expect(project.has('gen/shop.ts')).toBe(true)
  })

  it('writes nothing the second time, not even the same text', async () => {
    await project.generate()
    const file = path.join(project.root, 'gen/shop.ts')
    utimesSync(file, 1, 1)
    const { exitCode, output } = await project.generate()
    expect(exitCode).toBe(0)
    expect(output).toBe('nothing to write: everything is up to date')
    expect(project.modified('gen/shop.ts')).toBe(1000)
  })

  it('leaves no temporary file behind', async () => {
    await project.generate()
    expect(readdirSync(path.join(project.root, 'gen'))).toEqual(['shop.ts'])
  })

  it('writes into one folder when told to', async () => {
    await project.generate({ out: 'src/rpc' })
    expect(project.has('src/rpc/shop.ts')).toBe(true)
    expect(project.has('gen/shop.ts')).toBe(false)
  })

  it('reads its configuration', async () => {
    project.write(
      'trunkline.config.ts',
      "import { defineConfig } from 'trunkline/codegen'\nexport default defineConfig({ schemas: ['*.schema.ts'], out: 'rpc', runtime: '@shop/gen' })\n",
    )
    project.schema('deep/other.schema.ts', 'export const Other = Type.Object({})\n')
    expect((await project.generate()).output).toContain('wrote rpc/shop.ts')
    expect(project.read('rpc/shop.ts')).toContain("from '@shop/gen'")
    expect(project.has('rpc/other.ts')).toBe(false)
  })

  it('rejects a configuration with an option that does not exist', async () => {
    project.write('trunkline.config.ts', "export default { files: ['*.ts'] }\n")
    expect(await project.generate()).toEqual({
      exitCode: 2,
      output:
        "trunkline.config.ts: there is no option 'files'; there are schemas, out, runtime and noCheck",
    })
  })

  it('serves methods that are called like the parameters of the generated functions', async () => {
    project.schema(
      'shop.schema.ts',
      `const Ask = Type.Object({ id: Type.String() })\nexport const Shop = service('shop.v1.Shop', { caller: rpc(Ask, Ask), handlers: rpc(Ask, Ask) })\n`,
    )
    expect((await project.generate()).exitCode).toBe(0)
    const Shop = await generatedShop(project)
    const client = testClient(Shop, {
      caller: ({ id }: { id: string }) => ({ id: `caller ${id}` }),
      handlers: ({ id }: { id: string }) => ({ id: `handlers ${id}` }),
    })
    expect(await client.caller({ id: '1' })).toEqual({ id: 'caller 1' })
    expect(await client.handlers({ id: '2' })).toEqual({ id: 'handlers 2' })
  })

  it.each([
    ['t.uint32({ maximum: 1e12 })', 4294967295, 4294967296],
    ['t.int32({ minimum: -1e12 })', -2147483648, -2147483649],
    ['t.int32({ exclusiveMaximum: 2147483648 })', 2147483647, 2147483648],
    ['Type.BigInt({ minimum: 0n, maximum: 2n ** 70n })', 2n ** 64n - 1n, 2n ** 64n],
    ['t.float({ maximum: 1 })', -3e38, -1e300],
    ['t.float({ maximum: 1e300 })', 3e38, 1e100],
  ])(
    'lets through what the type on the wire holds, whatever the bounds of %s',
    async (type, fits, exceeds) => {
      project.ask(`value: ${type}`)
      expect((await project.generate()).exitCode).toBe(0)
      const Shop = await generatedShop(project)
      const client = testClient(Shop, { ask: (request: object) => request })
      const { value } = await client.ask({ value: fits })
      expect(typeof fits === 'bigint' ? value : Math.fround(value)).toBe(
        typeof fits === 'bigint' ? fits : Math.fround(fits),
      )
      await expect(client.ask({ value: exceeds })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        outcome: 'not-sent',
      })
    },
  )

  it('tests no pattern on a text that is too long anyway', async () => {
    project.ask("slug: Type.String({ maxLength: 100, pattern: '^[a-z]*[a-z0-9]*-$' })")
    expect((await project.generate()).exitCode).toBe(0)
    const Shop = await generatedShop(project)
    const client = testClient(Shop, {})
    const startedAt = performance.now()
    await expect(client.ask({ slug: 'a'.repeat(200_000) })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
    // It took half a minute.
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('is TypeScript also where names are long', async () => {
    const long = 'AnswerToAQuestionThatNobodyWouldEverCallByItsWholeName'
    project.schema(
      'long.schema.ts',
      `export const ${long} = Type.Object({ a: Type.String() })
export const ${long}Service = service('long.v1.${long}Service', { ask: rpc(${long}, ${long}, { errors: { ${long}Failed: Type.Object({ b: Type.String() }) } }) })
`,
    )
    expect(await project.generate()).toMatchObject({ exitCode: 0 })
    // A comma behind the last type argument is an error that only a compiler finds which checks the file.
    expect(project.read('gen/long.ts')).toMatch(/<\n/)
    expect(project.read('gen/long.ts')).not.toMatch(/,\s*>/)
  })

  it('spares compilers the inside of generated files, unless told not to', async () => {
    await project.generate()
    expect(project.read('gen/shop.ts')).toMatch(
      /^\/\/ Generated .*\n\/\* eslint-disable \*\/\n\/\/ @ts-nocheck\n\nimport/,
    )
    project.write('trunkline.config.ts', 'export default { noCheck: false }\n')
    await project.generate()
    expect(project.read('gen/shop.ts')).toMatch(/^\/\/ Generated .*\n\nimport/)
    project.write('trunkline.config.ts', "export default { noCheck: 'yes' }\n")
    expect(await project.generate()).toEqual({
      exitCode: 2,
      output: 'trunkline.config.ts: noCheck must be true or false',
    })
  })

  it('rejects a file that does not exist', async () => {
    expect(await project.generate({ patterns: ['shp.schema.ts'] })).toEqual({
      exitCode: 2,
      output: 'there is no file shp.schema.ts',
    })
  })

  it('says so when there is nothing to generate from', async () => {
    const empty = new SchemaProject()
    const { exitCode, output } = await empty.generate()
    empty.remove()
    expect(exitCode).toBe(1)
    expect(output).toContain(
      `GEN_NO_SERVICES there is no schema file to generate from in ${empty.root}\n`,
    )
    expect(output).toContain('npx trunkline init')
  })

  it('says which message and which service of another file need one name', async () => {
    project.schema(
      'talk.schema.ts',
      "export const Shop = Type.Object({})\nexport const Talk = service('shop.v1.Talk', { say: rpc(Shop, Shop) })\n",
    )
    const { exitCode, output } = await project.generate()
    expect(exitCode).toBe(1)
    expect(output).toContain(
      'GEN_NAME_TAKEN Shop: the service Shop (shop.schema.ts, line 5) and the message Shop both need the name Shop\n',
    )
    expect(output).toContain("{ $id: 'ShopMessage' }")
  })

  it('rejects two schemas that would be written to one file', async () => {
    project.schema('other/shop.schema.ts', 'export const Other = Type.Object({})\n')
    const { exitCode, output } = await project.generate({ out: 'gen' })
    expect(exitCode).toBe(1)
    expect(output).toContain('GEN_OUTPUT_TAKEN')
    expect(project.has('gen/shop.ts')).toBe(false)
  })

  it('writes nothing when any file has a mistake', async () => {
    project.schema('till.schema.ts', 'export const Coin = Type.Object({ cents: Type.Symbol() })\n')
    const { exitCode, output } = await project.generate()
    expect(exitCode).toBe(1)
    expect(output).toContain('GEN_UNSUPPORTED_TYPE Coin.cents: a symbol cannot travel')
    expect(project.has('gen/shop.ts')).toBe(false)
    expect(project.has('trunkline.lock.json')).toBe(false)
  })

  it('uses messages of another schema file from its generated file', async () => {
    project.schema('money.schema.ts', 'export const Money = Type.Object({ cents: t.int32() })\n')
    project.schema(
      'till.schema.ts',
      "import { Money } from './money.schema.js'\nexport const Till = service('till.v1.Till', { pay: rpc(Money, Type.Object({ paid: Type.Optional(Money) })) })\n",
    )
    await project.generate({ patterns: ['till.schema.ts'] })
    expect(project.read('gen/till.ts')).toContain("import { Money } from './money.js'")
    expect(project.read('gen/till.ts')).not.toContain('interface Money')
    expect(project.read('gen/money.ts')).toContain("name: 'money.Money'")
  })

  it('names messages of ordinary modules after their exports, in each file that uses them', async () => {
    project.write(
      'money.ts',
      "import Type from 'typebox'\nexport const Money = Type.Object({ cents: Type.Integer() })\n",
    )
    project.schema(
      'till.schema.ts',
      "import { Money } from './money.js'\nexport const Till = service('till.v1.Till', { pay: rpc(Money, Money) })\n",
    )
    await project.generate({ patterns: ['till.schema.ts'] })
    expect(project.read('gen/till.ts')).toContain("name: 'till.v1.Money'")
  })

  it('takes documentation from comments, and from descriptions first', async () => {
    project.ask(
      "\n/** From a comment. */\nid: Type.String(),\n/** Not this. */\nname: Type.String({ description: 'From an option.' })",
    )
    await project.generate()
    const code = project.read('gen/shop.ts')
    expect(code).toContain('/** From a comment. */\n  id: string // 1')
    expect(code).toContain('/** From an option. */\n  name: string // 2')
    expect(code).not.toContain('Not this.')
  })

  /** A field of each kind is there already, so that nothing is imported for the first time. */
  const kinds = {
    string: 'Type.Optional(Type.String())',
    bytes: 'Type.Optional(t.bytes())',
    number: 'Type.Optional(Type.Number())',
    'bounded number': 'Type.Optional(t.int32())',
    bigint: 'Type.Optional(Type.BigInt())',
    date: 'Type.Optional(t.timestamp())',
    enum: 'Type.Optional(Mood)',
    message: 'Type.Optional(Money)',
    'list of strings': 'Type.Array(Type.String())',
    'list of messages': 'Type.Array(Money)',
  }

  it.each(Object.entries(kinds))('changes at most six lines for a new %s', async (_, kind) => {
    const schema = (extra: string) => {
      const fields = Object.values(kinds).map((one, index) => `field${index}: ${one}`)
      project.schema(
        'zoo.schema.ts',
        `export const Mood = Type.Enum(['calm', 'tense'])
export const Money = Type.Object({ cents: Type.Integer() })
export const Visit = Type.Object({ id: Type.String(), ${fields.join(', ')}${extra} })
export const Zoo = service('zoo.v1.Zoo', { enter: rpc(Visit, Visit) })
`,
      )
    }
    schema('')
    await project.generate()
    const before = project.read('gen/zoo.ts')
    schema(`, addedLater: ${kind}`)
    await project.generate()
    const changes = diffLines(before, project.read('gen/zoo.ts')).filter(
      (part) => part.added || part.removed,
    )
    const changed = changes.flatMap((part) => part.value.trimEnd().split('\n'))
    const lines = changed.filter((line) => !line.includes('fingerprint:'))
    expect(lines.filter((line) => line.includes('addedLater')).length).toBeGreaterThanOrEqual(4)
    expect(lines.length).toBeLessThanOrEqual(6)
  })
})

describe('trunkline generate --check', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject()
    project.ask('id: Type.String()')
  })

  afterEach(() => project.remove())

  it('is content when everything is current', async () => {
    await project.generate()
    expect(await project.generate({ isCheck: true })).toEqual({
      exitCode: 0,
      output: 'everything is up to date',
    })
  })

  it('names files that do not exist, and writes none', async () => {
    const { exitCode, output } = await project.generate({ isCheck: true })
    expect(exitCode).toBe(1)
    expect(output).toContain('stale gen/shop.ts does not exist')
    expect(project.has('gen/shop.ts')).toBe(false)
  })

  it('shows what would change, and changes nothing', async () => {
    await project.generate()
    const before = project.read('gen/shop.ts')
    project.ask('id: Type.String(), size: t.int32()')
    const { exitCode, output } = await project.generate({ isCheck: true })
    expect(exitCode).toBe(1)
    expect(output).toContain('+  size: number // 2')
    expect(output).toContain('stale trunkline.lock.json')
    expect(project.read('gen/shop.ts')).toBe(before)
  })
})

describe('trunkline proto', () => {
  it('gives each schema file a .proto file of its own, or says that it cannot', async () => {
    const body = (name: string) =>
      `const ${name} = Type.Object({ id: Type.String() })\nexport const ${name}s = service('shop.v1.${name}s', { ask: rpc(${name}, ${name}) })\n`
    const project = new SchemaProject()
    onTestFinished(() => project.remove())
    project.schema('user.types.schema.ts', body('User'))
    project.schema('user.events.schema.ts', body('Event'))
    expect((await project.proto('proto')).exitCode).toBe(0)
    expect(
      ['types', 'events'].map((one) => project.has(`proto/shop/v1/user_${one}.proto`)),
    ).toEqual([true, true])
    project.schema('other/user.types.schema.ts', body('Other'))
    const { exitCode, output } = await project.proto('proto')
    expect(exitCode).toBe(2)
    expect(output).toContain('would both be written to shop/v1/user_types.proto: rename one')
  })

  it('writes .proto files into folders named after their packages', async () => {
    const project = new SchemaProject()
    project.ask('id: Type.String()')
    const { exitCode, output } = await project.proto('proto')
    expect([exitCode, output]).toEqual([0, 'wrote proto/shop/v1/shop.proto'])
    expect(project.read('proto/shop/v1/shop.proto')).toContain('message Ask {\n  string id = 1;\n}')
    project.remove()
  })

  it('says which numbers and names are gone', async () => {
    const project = new SchemaProject()
    project.ask('id: Type.String(), old: Type.String()')
    await project.generate()
    project.ask('id: Type.String()')
    await project.generate()
    await project.proto('proto')
    expect(project.read('proto/shop/v1/shop.proto')).toContain('  reserved 2;\n  reserved "old";')
    project.remove()
  })
})
