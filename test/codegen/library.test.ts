import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, changedFiles, Generator, generate, writeFiles } from '../../codegen/index.js'
import { SchemaProject } from '../support/schema-project.js'

describe('trunkline/codegen', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject()
    project.ask('id: Type.String()')
  })

  afterEach(() => {
    project.remove()
  })

  const relative = (files: readonly string[]) =>
    files.map((file) => path.relative(project.root, file))

  /** Those of the project: in this repository the vocabulary is source, too. */
  const ownOf = (files: readonly string[]) =>
    relative(files).filter((file) => !file.startsWith('..'))

  it('generates in memory, the lock file included, and says what it read', async () => {
    const { root } = project
    const { files, diagnostics, report, inputs } = await generate({ root })
    expect(relative(files.map((file) => file.path))).toEqual(['gen/shop.ts', 'trunkline.lock.json'])
    expect([diagnostics, report]).toEqual([[], ''])
    expect(ownOf(inputs)).toEqual(['shop.schema.ts'])
    expect(project.has('gen/shop.ts')).toBe(false)
  })

  it('writes what the command would write, and only what has changed', async () => {
    const { root } = project
    const { files } = await generate({ root })
    expect(relative(writeFiles(files))).toEqual(['gen/shop.ts', 'trunkline.lock.json'])
    expect(await project.generate({ isCheck: true })).toMatchObject({ exitCode: 0 })
    expect(changedFiles((await generate({ root })).files)).toEqual([])
    expect(writeFiles(files)).toEqual([])
  })

  it('reports mistakes as data and as text without colours, and has no files then', async () => {
    project.ask('id: Type.Symbol()')
    const { files, diagnostics, report } = await generate({ root: project.root })
    expect(files).toEqual([])
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'GEN_UNSUPPORTED_TYPE',
        path: 'Ask.id',
        place: expect.objectContaining({ line: 4, column: 38 }),
      }),
    ])
    expect(report).toMatch(/^GEN_UNSUPPORTED_TYPE Ask\.id: a symbol cannot travel/)
    expect(report).toContain('1 mistake; nothing was written.')
  })

  it('takes the options of the configuration, over which they win', async () => {
    project.write(
      'trunkline.config.ts',
      "export default { schemas: ['none/*.ts'], out: 'none', runtime: 'none' }\n",
    )
    const { root } = project
    const options = { root, schemas: ['*.schema.ts'], out: 'rpc', runtime: '@shop/gen' }
    const { files, inputs } = await generate(options)
    expect(relative(files.map((file) => file.path))).toContain('rpc/shop.ts')
    expect(files[0]?.text).toContain("from '@shop/gen'")
    expect(ownOf(inputs)).toEqual(['shop.schema.ts', 'trunkline.config.ts'])
  })

  it('throws mistakes that are in no schema', async () => {
    const { root } = project
    await expect(generate({ root, schemas: ['none.schema.ts'] })).rejects.toThrow(ConfigError)
    project.write('trunkline.config.ts', "export default { scemas: ['*.ts'] }\n")
    await expect(generate({ root })).rejects.toThrow("there is no option 'scemas'")
  })

  it('generates again what has changed: schemas, what they import, and what they no longer import', async () => {
    project.write('size.ts', "import Type from 'typebox'\nexport const size = Type.Integer()\n")
    project.schema(
      'shop.schema.ts',
      "import { size } from './size.js'\nexport const Ask = Type.Object({ size })\n",
    )
    const generator = new Generator({ root: project.root })
    const text = async () => {
      const { files, report } = await generator.generate()
      return files[0]?.text ?? report
    }
    expect(await text()).toContain('size: number')
    project.write('size.ts', "import Type from 'typebox'\nexport const size = Type.String()\n")
    expect(await text()).toContain('size: string')
    project.write('size.ts', 'export const size = 1\n')
    expect(await text()).toContain('GEN_NO_KIND Ask.size')
    project.ask('id: Type.String()')
    expect(await text()).toContain('id: string')
    project.schema('more.schema.ts', 'export const More = Type.Object({})\n')
    expect((await generator.generate()).files).toHaveLength(3)
  })
})
