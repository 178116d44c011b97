import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Generator, generate, writeFiles } from '../../codegen/index.js'
import { SchemaProject } from '../support/schema-project.js'

const vocabulary = fileURLToPath(new URL('../../schemas/index.ts', import.meta.url))

/** Three files connected by imports, one of the same package as another, and one apart. */
const files: Readonly<Record<string, string>> = {
  'money.schema.ts': 'export const Money = Type.Object({ units: Type.Integer() })\n',
  'shop.schema.ts':
    "import { Money } from './money.schema.js'\nexport const Shop = service('shop.v1.Shop', { pay: rpc(Money, Type.Object({})) })\n",
  'till.schema.ts':
    "import { size } from './size.js'\nexport const Till = service('shop.v1.Till', { open: rpc(Type.Object({ size }), Type.Object({})) })\n",
  'apart.schema.ts':
    "export const Apart = service('apart.v1.Apart', { go: rpc(Type.Object({}), Type.Object({})) })\n",
}

/** What an author may do next: a file and its new content after the head, or undefined to remove it. */
const steps: readonly (readonly [file: string, body: string | undefined])[] = [
  [
    'apart.schema.ts',
    "export const Apart = service('apart.v1.Apart', { go: rpc(Type.Object({ a: Type.String() }), Type.Object({})) })\n",
  ],
  [
    'money.schema.ts',
    'export const Money = Type.Object({ units: Type.Integer(), unit: Type.Optional(Type.String()) })\n',
  ],
  [
    'size.ts',
    "import Type from 'typebox'\nexport const size = Type.Integer({ maximum: 9, minimum: -9007199254740991 })\n",
  ],
  [
    'new.schema.ts',
    "export const packageName = 'shop.v1'\nexport const TillOpenRequest2 = Type.Object({})\n",
  ],
  [
    'new.schema.ts',
    "import { Money } from './money.schema.js'\nexport const packageName = 'shop.v1'\nexport const Coin = Money\nexport const Purse = Type.Object({ coins: Type.Array(Coin) })\n",
  ],
  [
    'new.schema.ts',
    "export const packageName = 'other.v1'\nexport const Purse = Type.Object({})\n",
  ],
  [
    'shop.schema.ts',
    "export const Shop = service('shop.v1.Shop', { pay: rpc(Type.Object({ price: Type.Number() }, { $id: 'Price' }), Type.Object({})) })\n",
  ],
  ['new.schema.ts', undefined],
]

describe('a generator that is asked again', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject({
      'size.ts': "import Type from 'typebox'\nexport const size = Type.Integer()\n",
    })
    for (const [name, body] of Object.entries(files)) project.schema(name, body)
    // As with users, who have it from npm: inside the repository its source would connect all files.
    project.write('tsconfig.json', '{}\n')
    project.write('package.json', '{}\n')
    const exports = { './schema': './schema.ts' }
    project.write('node_modules/trunkline/package.json', JSON.stringify({ exports }))
    project.write('node_modules/trunkline/schema.ts', `export * from '${vocabulary}'\n`)
  })

  afterEach(() => {
    project.remove()
  })

  it('says after each change what one says that has seen nothing before', async () => {
    const { root } = project
    const generator = new Generator({ root })
    writeFiles((await generator.generate()).files)
    for (const [name, body] of steps) {
      if (body === undefined) project.delete(name)
      else if (name.endsWith('.schema.ts')) project.schema(name, body)
      else project.write(name, body)
      const again = await generator.generate()
      const afresh = await generate({ root })
      expect(again.report).toBe('')
      expect(again.files).toEqual(afresh.files)
      writeFiles(again.files)
      expect((await generator.generate()).files).toEqual(afresh.files)
    }
  })

  it('says it also of files that meet in a package, or in the lock file, without importing each other', async () => {
    const { root } = project
    project.write(
      'node_modules/units/package.json',
      '{ "name": "units", "type": "module", "exports": "./index.js" }\n',
    )
    project.write(
      'node_modules/units/index.js',
      "import Type from 'typebox'\nexport const Weight = Type.Object({ grams: Type.Integer() })\n",
    )
    const weights = (name: string) =>
      project.schema(
        'weights.schema.ts',
        `import { Weight } from 'units'\nexport const ${name} = Weight\nexport const ${name}s = Type.Object({ all: Type.Array(${name}) })\n`,
      )
    const scale = (body: string) =>
      project.schema('scale.schema.ts', `import { Weight } from 'units'\n${body}`)
    weights('Grams')
    const weigh = (request: string) =>
      scale(
        `export const Scale = service('scale.Scale', { weigh: rpc(${request}, Type.Object({})) })\n`,
      )
    weigh('Type.Object({})')
    const generator = new Generator({ root })
    const isAsAfresh = async () => {
      const again = await generator.generate()
      expect(again.report).toBe('')
      expect(again.files).toEqual((await generate({ root })).files)
      writeFiles(again.files)
    }
    await isAsAfresh()
    weigh('Weight')
    await isAsAfresh()
    expect(project.read('gen/scale.ts')).toContain("import { Grams } from './weights.js'")
    weights('Mass')
    await isAsAfresh()
    expect(project.read('gen/scale.ts')).toContain("import { Mass } from './weights.js'")
    // A message claims the numbers of one that another package still has.
    project.schema(
      'apart.schema.ts',
      "export const packageName = 'apart.v1'\nexport const Goods = Type.Object({ units: Type.Integer() }, { was: 'money.Money' })\n",
    )
    const { report } = await generator.generate()
    expect(report).toContain('GEN_WAS_UNKNOWN')
    expect(report).toBe((await generate({ root })).report)
  })

  it('says it also when another branch brings another lock file', async () => {
    const { root } = project
    const generator = new Generator({ root })
    writeFiles((await generator.generate()).files)
    const lock = project.read('trunkline.lock.json')
    project.write('trunkline.lock.json', lock.replace('"size": { "n": 1,', '"size": { "n": 5,'))
    const again = await generator.generate()
    expect(again.files).toEqual((await generate({ root })).files)
    expect(again.files.find(({ path }) => path.endsWith('till.ts'))?.text).toContain('// 5')
  })

  it('says it also when the configuration asks for other files', async () => {
    const { root } = project
    const generator = new Generator({ root })
    writeFiles((await generator.generate()).files)
    project.write('trunkline.config.ts', 'export default { noCheck: false }\n')
    const again = await generator.generate()
    expect(again.files).toEqual((await generate({ root })).files)
    for (const { text } of again.files.filter(({ path }) => path.endsWith('.ts')))
      expect(text).not.toContain('// @ts-nocheck')
  })
})
