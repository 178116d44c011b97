import * as esbuild from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { trunkline } from '../../codegen/plugins/esbuild.js'
import { checkPluginOptions } from '../../codegen/plugins/options.js'
import { trunkline as rolldownPlugin } from '../../codegen/plugins/rolldown.js'
import { trunkline as rollupPlugin } from '../../codegen/plugins/rollup.js'
import { trunkline as rspackPlugin } from '../../codegen/plugins/rspack.js'
import { trunkline as vitePlugin } from '../../codegen/plugins/vite.js'
import { trunkline as webpackPlugin } from '../../codegen/plugins/webpack.js'
import { SchemaProject } from '../support/schema-project.js'

describe('the options of the build plug-ins', () => {
  it.each([
    [{ chek: true }, "has no option 'chek'; there are root, schemas, out, check"],
    [{ check: 'yes' }, 'check is true or false, not yes'],
    [{ schemas: 'a.schema.ts' }, 'schemas is a list of files or globs, not a.schema.ts'],
    [{ root: 1 }, 'root is a folder, not 1'],
    [{ constructor: 1 }, "has no option 'constructor'"],
  ])('refuse %j', (options, message) => {
    // because programs in JavaScript can pass anything
    expect(() => checkPluginOptions(options as object)).toThrow(message)
  })

  it.each([
    ['esbuild', trunkline],
    ['rollup', rollupPlugin],
    ['rolldown', rolldownPlugin],
    ['vite', vitePlugin],
    ['webpack', webpackPlugin],
    ['rspack', rspackPlugin],
  ])('are refused by trunkline/%s where they are written, before there is a build', (_, plugin) => {
    // because programs in JavaScript can pass anything
    expect(() => plugin({ chek: true } as object)).toThrow("has no option 'chek'")
  })

  it('may be left out, or undefined', () => {
    expect(() => checkPluginOptions({})).not.toThrow()
  })
})

describe('with options, a build', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject({ 'package.json': '{ "type": "module" }' })
  })

  afterEach(() => {
    project.remove()
  })

  async function build(options: esbuild.BuildOptions, ...plugins: esbuild.Plugin[]) {
    const { errors } = await esbuild
      .build({
        absWorkingDir: project.root,
        outdir: 'dist',
        bundle: true,
        format: 'esm',
        external: ['trunkline/gen'],
        logLevel: 'silent',
        plugins,
        ...options,
      })
      .catch((error: esbuild.BuildFailure) => error)
    return errors.map((error) => error.text)
  }

  it('reads the schemas named, from the root named, and writes to the folder named', async () => {
    project.schema('wire/a.schema.ts', 'export const A = Type.Object({})\n')
    project.schema('wire/b.schema.ts', 'export const B = Type.Object({})\n')
    project.write('main.ts', "export { A } from './wire/stubs/a.js'\n")
    const plugin = trunkline({ root: `${project.root}/wire`, schemas: ['a*.ts'], out: 'stubs' })
    expect(await build({ entryPoints: ['main.ts'] }, plugin)).toEqual([])
    expect(project.has('wire/trunkline.lock.json')).toBe(true)
    expect(project.has('wire/stubs/b.ts')).toBe(false)
  })

  it('fails when a schema that it names does not exist', async () => {
    project.write('main.ts', '')
    const plugin = trunkline({ schemas: ['none.schema.ts'] })
    expect(await build({ entryPoints: ['main.ts'] }, plugin)).toEqual([
      'there is no file none.schema.ts',
    ])
  })

  it('says a mistake once, however many entries miss the code', async () => {
    project.ask('id: Type.Symbol()')
    for (const name of ['a', 'b', 'c'])
      project.write(`${name}.ts`, "export * from './gen/shop.js'\n")
    const mistake = [expect.stringMatching(/^GEN_UNSUPPORTED_TYPE Ask\.id/)]
    const entries = ['a.ts', './b.ts', 'c.ts']
    expect(await build({ entryPoints: entries }, trunkline())).toEqual(mistake)
    const named = Object.fromEntries(entries.map((entry, index) => [`out${index}`, entry]))
    expect(await build({ entryPoints: named }, trunkline())).toEqual(mistake)
    const pairs = entries.map((entry, index) => ({ in: entry, out: `out${index}` }))
    expect(await build({ entryPoints: pairs }, trunkline())).toEqual(mistake)
  })

  it('fails also when esbuild asks for no entry: with globs, and with standard input', async () => {
    project.ask('id: Type.Symbol()')
    project.write('main.ts', '')
    const mistake = [expect.stringMatching(/^GEN_UNSUPPORTED_TYPE Ask\.id/)]
    expect(await build({ entryPoints: ['*.ts'] }, trunkline())).toEqual(mistake)
    expect(await build({ stdin: { contents: '' } }, trunkline())).toEqual(mistake)
  })
})
