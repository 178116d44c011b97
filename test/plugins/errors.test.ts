/** A mistake in a schema, as each tool gives it to programs: to editors, dashboards and servers around it. */

import path from 'node:path'
import { rspack } from '@rspack/core'
import * as esbuild from 'esbuild'
import { rolldown } from 'rolldown'
import { rollup } from 'rollup'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import webpack from 'webpack'
import { trunkline as esbuildPlugin } from '../../codegen/plugins/esbuild.js'
import { trunkline as rolldownPlugin } from '../../codegen/plugins/rolldown.js'
import { trunkline as rollupPlugin } from '../../codegen/plugins/rollup.js'
import { trunkline as rspackPlugin } from '../../codegen/plugins/rspack.js'
import { trunkline as vitePlugin } from '../../codegen/plugins/vite.js'
import { trunkline as webpackPlugin } from '../../codegen/plugins/webpack.js'
import { SchemaProject } from '../support/schema-project.js'

describe('a mistake in a schema', () => {
  let project: SchemaProject
  let root: string
  let main: string

  beforeEach(() => {
    project = new SchemaProject({ 'package.json': '{ "type": "module" }', 'main.js': '' })
    project.ask('id: Type.Symbol()')
    root = project.root
    main = path.join(root, 'main.js')
  })

  afterEach(() => {
    project.remove()
  })

  it('is an error of esbuild with its location, its line, and what helps as a note', async () => {
    const building = esbuild.build({
      absWorkingDir: root,
      entryPoints: ['main.js'],
      write: false,
      logLevel: 'silent',
      plugins: [esbuildPlugin()],
    })
    await expect(building).rejects.toMatchObject({
      errors: [
        {
          pluginName: 'trunkline',
          text: expect.stringMatching(/^GEN_UNSUPPORTED_TYPE Ask\.id: /),
          location: {
            file: 'shop.schema.ts',
            line: 4,
            column: 37,
            length: 'Type.Symbol()'.length,
            lineText: 'export const Ask = Type.Object({ id: Type.Symbol() })',
          },
          notes: [{ text: 'Use a string, or Type.Enum with the names.' }],
        },
      ],
    })
  })

  it.each([
    ['Rollup', () => rollup({ input: main, plugins: [rollupPlugin({ root })] })],
    [
      'Rolldown',
      async () => {
        const bundle = await rolldown({ cwd: root, input: main, plugins: [rolldownPlugin()] })
        await bundle.generate()
      },
    ],
    [
      'Vite',
      () => {
        const output = { ssr: main, write: false }
        return build({
          root,
          configFile: false,
          logLevel: 'silent',
          plugins: [vitePlugin()],
          build: output,
        })
      },
    ],
  ])('is an error of %s with the file and the place in it', async (_, run) => {
    const file = path.join(root, 'shop.schema.ts')
    const mistake = {
      plugin: 'trunkline',
      message: expect.stringContaining('GEN_UNSUPPORTED_TYPE Ask.id'),
      id: file,
      loc: { file, line: 4, column: 37 },
    }
    const error: unknown = await run().then(
      () => undefined,
      (thrown) => thrown,
    )
    // Rolldown gathers what its plug-ins throw; its own error is the list.
    const isList = error instanceof Error && 'errors' in error
    expect(error).toMatchObject(isList ? { errors: [mistake] } : mistake)
  })

  it.each([
    [
      'webpack',
      () => webpack({ context: root, mode: 'none', entry: main, plugins: [webpackPlugin()] }),
    ],
    [
      'Rspack',
      () => rspack({ context: root, mode: 'none', entry: main, plugins: [rspackPlugin()] }),
    ],
  ])('stands among the errors of a compilation of %s', async (_, compilerFor) => {
    const compiler = compilerFor()
    const errors = await new Promise((resolve, reject) => {
      compiler.run(
        (error: Error | null, stats?: { toJson(options: object): { errors?: object[] } }) =>
          error === null
            ? resolve(stats?.toJson({ all: false, errors: true }).errors)
            : reject(error),
      )
    })
    await new Promise((resolve) => compiler.close(resolve))
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('GEN_UNSUPPORTED_TYPE Ask.id') }),
    ])
  })
})
