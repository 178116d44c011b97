import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runInit } from '../../codegen/run-init.js'
import { mustRun, newFolder, root } from '../package/packed-project.js'
import { SchemaProject } from '../support/schema-project.js'

const read = (folder: string, name: string) => readFileSync(path.join(folder, name), 'utf8')

async function init(folder: string) {
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const exitCode = await runInit({ root: folder, install: false, version: '^0.1.0', print })
  return { exitCode, output: lines.join('\n') }
}

describe('trunkline init', () => {
  it('sets a project up that makes a call, compiles and passes its test', async () => {
    const folder = await newFolder({})
    const cli = path.join(folder, '../node_modules/trunkline/dist/cli.js')
    const output = await mustRun(process.execPath, [cli, 'init', '--no-install'], { cwd: folder })
    expect(output).toMatch(/wrote greeter\.schema\.ts/)
    expect(output).toMatch(/greet\(\{ name: "world" \}\) over tcp:\S+:\d+ → Hello, world!/)
    const bin = path.join(root, 'node_modules/.bin')
    await mustRun(path.join(bin, 'tsc'), [], { cwd: folder })
    const tested = await mustRun(path.join(bin, 'tsx'), ['--test', 'greeter.test.ts'], {
      cwd: folder,
    })
    expect(tested).toContain('pass 2')
  }, 240_000)

  it('adds to the package.json that is there, and keeps files', async () => {
    const project = new SchemaProject({
      'package.json': '{ "name": "mine", "type": "module", "scripts": { "test": "vitest" } }',
      'client.ts': '// mine\n',
    })
    await init(project.root)
    expect(JSON.parse(read(project.root, 'package.json'))).toMatchObject({
      name: 'mine',
      scripts: { test: 'vitest', generate: 'trunkline generate' },
      dependencies: { trunkline: '^0.1.0' },
    })
    expect(read(project.root, 'client.ts')).toBe('// mine\n')
    project.remove()
  })

  it('refuses a project of CommonJS modules, and writes nothing', async () => {
    const project = new SchemaProject({ 'package.json': '{}' })
    expect(await init(project.root)).toEqual({
      exitCode: 2,
      output: 'package.json: trunkline needs ECMAScript modules; write "type": "module"',
    })
    expect(project.has('client.ts')).toBe(false)
    writeFileSync(path.join(project.root, 'package.json'), '{')
    expect(await init(project.root)).toEqual({ exitCode: 2, output: 'package.json is not JSON' })
    project.remove()
  })
})
