import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runInit } from '../../codegen/run-init.js'
import { mustRun, newFolder, root } from '../package/packed-project.js'
import { SchemaProject } from '../support/schema-project.js'

const read = (folder: string, name: string) => readFileSync(path.join(folder, name), 'utf8')

async function init(folder: string, install = false) {
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const exitCode = await runInit({ root: folder, install, version: '^0.1.0', print })
  return { exitCode, output: lines.join('\n') }
}

afterEach(() => {
  vi.unstubAllEnvs()
})

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

  it('takes what npm init has written: no modules yet, and a test that fails', async () => {
    const fresh = {
      main: 'index.js',
      scripts: { test: 'echo "Error: no test specified" && exit 1' },
      type: 'commonjs',
      dependencies: { tsx: '^4.0.0' },
    }
    const project = new SchemaProject({ 'package.json': JSON.stringify(fresh) })
    expect(await init(project.root)).toMatchObject({ exitCode: 0 })
    const after = JSON.parse(read(project.root, 'package.json'))
    expect(after).toMatchObject({ type: 'module', scripts: { test: 'tsx --test greeter.test.ts' } })
    expect(after.dependencies.tsx).toBe('^4.0.0')
    expect(Object.keys(after.devDependencies)).toEqual(['@types/node', 'typescript'])
    project.remove()
  })

  it('says what is next where packages are missing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trunkline-init-'))
    expect(await init(folder)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/Next: npm install && npx trunkline init$/),
    })
    rmSync(folder, { recursive: true })
  })

  it.skipIf(process.platform === 'win32')('fails where npm install does', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trunkline-init-'))
    const bin = mkdtempSync(path.join(tmpdir(), 'trunkline-bin-'))
    writeFileSync(path.join(bin, 'npm'), '#!/bin/sh\nexit 1\n')
    chmodSync(path.join(bin, 'npm'), 0o755)
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
    const { exitCode, output } = await init(folder, true)
    expect(exitCode).toBe(2)
    expect(output).toMatch(
      /npm install failed: the files are written, .* then npm install && npx trunkline init$/,
    )
    expect(read(folder, 'greeter.schema.ts')).toContain('service(')
    for (const made of [folder, bin]) rmSync(made, { recursive: true })
  })

  it('refuses a project of CommonJS modules, and writes nothing', async () => {
    const project = new SchemaProject({ 'package.json': '{}', 'index.js': '' })
    const { exitCode, output } = await init(project.root)
    expect(exitCode).toBe(2)
    expect(output).toMatch(
      /^package\.json: trunkline needs ECMAScript modules, .* npm pkg set type=module/,
    )
    expect(project.has('client.ts')).toBe(false)
    writeFileSync(path.join(project.root, 'package.json'), '{')
    expect(await init(project.root)).toEqual({ exitCode: 2, output: 'package.json is not JSON' })
    project.remove()
  })
})
