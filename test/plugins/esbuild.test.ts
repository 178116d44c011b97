/** That the plug-in changes nothing about a build of esbuild, apart from what it adds. */

import * as esbuild from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { trunkline } from '../../codegen/plugins/esbuild.js'
import { SchemaProject } from '../support/schema-project.js'
import { until } from './waiting.js'

describe('the plug-in of esbuild', () => {
  let project: SchemaProject

  beforeEach(() => {
    project = new SchemaProject({
      'package.json': '{ "type": "module", "sideEffects": false }',
      'tsconfig.json':
        '{ "extends": "../../../tsconfig.json", "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
      'old.cjs': 'exports.one = 1\n',
      'main.tsx':
        "import old from './old.cjs'\ndeclare const h: (name: string) => void\nconsole.log(old.one, h, <b />)\nexport const b = 1\n",
      'deep/other.ts': "import { b } from '../main.js'\nconsole.log(2)\n",
    })
    project.ask('id: Type.String()')
  })

  afterEach(() => project.remove())

  const texts = (files: esbuild.OutputFile[]) => files.map(({ path, text }) => ({ path, text }))

  function options(plugins: esbuild.Plugin[]) {
    return {
      absWorkingDir: project.root,
      entryPoints: ['main.tsx', './deep/other.ts'],
      bundle: true,
      format: 'esm',
      outdir: 'dist',
      write: false,
      logLevel: 'silent',
      plugins,
    } satisfies esbuild.BuildOptions
  }

  it('makes no warnings, and the bundles that there are without it', async () => {
    const plain = await esbuild.build(options([]))
    const { outputFiles, warnings } = await esbuild.build(options([trunkline()]))
    expect([warnings, plain.warnings]).toEqual([[], []])
    expect(texts(outputFiles)).toEqual(texts(plain.outputFiles))
    expect(project.has('gen/shop.ts')).toBe(true)
  })

  it('leaves out of other bundles what has no side effects, as esbuild does', async () => {
    project.write('deep/other.ts', "import '../main.js'\nconsole.log(2)\n")
    const plain = await esbuild.build(options([]))
    const { outputFiles, warnings } = await esbuild.build(options([trunkline()]))
    expect(texts(outputFiles)).toEqual(texts(plain.outputFiles))
    expect(warnings).toEqual(plain.warnings)
  })

  it('makes no warnings when a build fails, either, and gives each mistake once', async () => {
    project.ask('id: Type.Symbol()')
    await expect(esbuild.build(options([trunkline()]))).rejects.toMatchObject({
      errors: [{ text: expect.stringContaining('GEN_UNSUPPORTED_TYPE') }],
      warnings: [],
    })
  })

  it('tells a mistake where a file is put into every bundle, too', async () => {
    project.write('shim.js', 'export const shim = 1\n')
    project.ask('id: Type.Symbol()')
    const building = esbuild.build({ ...options([trunkline()]), inject: ['shim.js'] })
    await expect(building).rejects.toMatchObject({
      errors: [{ text: expect.stringContaining('GEN_UNSUPPORTED_TYPE') }],
    })
  })

  it('leaves entries to the plug-ins that know them, and hands on what these say', async () => {
    const asked: string[] = []
    const virtual: esbuild.Plugin = {
      name: 'virtual',
      setup(build) {
        build.onResolve({ filter: /^made$/ }, ({ path, kind }) => {
          asked.push(kind)
          return { path, namespace: 'virtual', pluginData: { text: 'console.log(3)' } }
        })
        build.onLoad({ filter: /()/, namespace: 'virtual' }, ({ pluginData }) => ({
          contents: pluginData.text,
        }))
      },
    }
    const made = { ...options([trunkline(), virtual]), entryPoints: { out: 'made' } }
    const { outputFiles, warnings } = await esbuild.build(made)
    expect(outputFiles[0]?.text).toContain('console.log(3)')
    expect(asked).toEqual(['entry-point'])
    expect(warnings).toEqual([])
  })

  it('leaves it to esbuild to say that an entry does not exist', async () => {
    const wrong = { ...options([trunkline()]), entryPoints: ['gone.ts'] }
    const plain = esbuild.build({ ...wrong, plugins: [] }).catch(({ errors }) => errors)
    const own = esbuild.build(wrong).catch(({ errors }) => errors)
    expect(await own).toEqual(await plain)
  })

  it('makes no warnings while it watches, before, during and after a mistake', async () => {
    const ends: esbuild.BuildResult[] = []
    const listener: esbuild.Plugin = {
      name: 'listener',
      setup: (build) => build.onEnd((result) => void ends.push(result)),
    }
    const context = await esbuild.context(options([trunkline(), listener]))
    await context.watch()
    const last = () => ends.at(-1)?.errors.length
    await until(() => last() === 0)
    project.ask('id: Type.Symbol()')
    await until(() => last() === 1)
    project.ask('id: Type.String(), size: Type.Integer()')
    await until(() => last() === 0)
    await context.dispose()
    expect(ends.flatMap(({ warnings }) => warnings)).toEqual([])
    expect(project.read('gen/shop.ts')).toContain('size: number')
  })
})
