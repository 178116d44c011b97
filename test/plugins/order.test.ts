/** Other plug-ins may look at the generated files when a build starts, wherever they stand in the list. */

import path from 'node:path'
import { rolldown } from 'rolldown'
import { rollup } from 'rollup'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { trunkline as rolldownPlugin } from '../../codegen/plugins/rolldown.js'
import { trunkline as rollupPlugin } from '../../codegen/plugins/rollup.js'
import { trunkline as vitePlugin } from '../../codegen/plugins/vite.js'
import { SchemaProject } from '../support/schema-project.js'

describe('a plug-in in front of ours', () => {
  let project: SchemaProject
  let seen: boolean[]
  let root: string
  let input: string

  const reader = {
    name: 'reader',
    buildStart() {
      seen.push(project.has('gen/shop.ts'))
    },
  }

  beforeEach(() => {
    project = new SchemaProject({ 'package.json': '{ "type": "module" }', 'main.js': '' })
    project.ask('id: Type.String()')
    seen = []
    root = project.root
    input = path.join(root, 'main.js')
  })

  afterEach(() => {
    project.remove()
  })

  it('finds the generated files in Rollup', async () => {
    await rollup({ input, plugins: [reader, rollupPlugin({ root })], onLog: () => {} })
    expect(seen).toEqual([true])
  })

  it('finds the generated files in Rolldown', async () => {
    const plugins = [reader, rolldownPlugin()]
    const bundle = await rolldown({ cwd: root, input, plugins, logLevel: 'silent' })
    await bundle.generate()
    await bundle.close()
    expect(seen).toEqual([true])
  })

  it('finds the generated files in Vite', async () => {
    const plugins = [reader, vitePlugin()]
    const output = { ssr: input, write: false }
    await build({ root, configFile: false, logLevel: 'silent', plugins, build: output })
    expect(seen).toEqual([true])
  })
})
