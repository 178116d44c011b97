import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SchemaProject } from '../support/schema-project.js'

const repository = fileURLToPath(new URL('../../', import.meta.url))

function trunkline(...args: readonly string[]) {
  const tsx = path.join(repository, 'node_modules/tsx/dist/cli.mjs')
  const cli = path.join(repository, 'codegen/cli.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, cli, ...args], {
    cwd: repository,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('the exit code of trunkline', () => {
  it.each([
    ['an unknown command', ['foo'], "unknown command 'foo'"],
    ['an unknown option of a command', ['generate', '--nope'], "unknown option '--nope'"],
    ['a missing argument', ['import'], "missing required argument 'files'"],
    ['no command, which shows the help', [], 'Usage: trunkline [options] [command]'],
  ])('is 2 for %s', { timeout: 60_000 }, (_, args, text) => {
    const { status, stderr } = trunkline(...args)
    expect(stderr).toContain(text)
    expect(status).toBe(2)
  })

  it('is 0 for the help and the version, which were asked for', { timeout: 60_000 }, () => {
    expect(trunkline('generate', '--help')).toMatchObject({ status: 0, stderr: '' })
    const text = readFileSync(path.join(repository, 'package.json'), 'utf8')
    const { version } = JSON.parse(text) as { version: string } // because every package has one
    expect(trunkline('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('is 1 for a mistake in a schema', { timeout: 60_000 }, () => {
    const project = new SchemaProject()
    project.ask('id: Type.Symbol()')
    const { status, stdout } = trunkline('generate', '--root', project.root)
    project.remove()
    expect(stdout).toContain('GEN_UNSUPPORTED_TYPE')
    expect(status).toBe(1)
  })
})
