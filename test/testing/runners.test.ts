/** Test clients outside vitest: node:test, and a plain program that forgets what it made. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mustRun, newFolder, root, run } from '../package/packed-project.js'

const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')

/** Without what this runner tells its own children. */
const { NODE_TEST_CONTEXT: _context, ...env } = process.env

/** Runs a program of the sources to its end and says how long it took. */
async function runSource(code: string, args: readonly string[] = []) {
  const started = performance.now()
  const finished = await run('node', [tsx, ...args, '--input-type=module', '-e', code], {
    cwd: root,
    timeout: 60_000,
  })
  return { ...finished, ms: performance.now() - started }
}

const imports = `
  import { testClient, manualClock } from './runtime/testing/index.ts'
  import { Notes, note } from './test/support/note-service.ts'
`

describe('a test client that is forgotten', () => {
  it('keeps the process no longer than its last call', async () => {
    const { code, stdout, stderr, ms } = await runSource(`${imports}
      const notes = testClient(Notes, { echo: (request) => request })
      console.log((await notes.echo(note('hello'))).text)
      console.log(process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate|TCP|Message/.test(name)).length)
    `)
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'hello\n0\n', stderr: '' })
    expect(ms).toBeLessThan(9_000)
  })

  it('does not keep it with a manual clock, whatever is pending', async () => {
    const { code, stderr } = await runSource(`${imports}
      const notes = testClient(Notes, { echo: () => new Promise(() => {}) }, { clock: manualClock() })
      notes.echo(note()).catch(() => {})
    `)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('keeps it for as long as somebody waits for a deadline', async () => {
    const { code, stdout } = await runSource(`${imports}
      const notes = testClient(Notes, { echo: () => new Promise(() => {}) })
      const result = await notes.echo.safe(note(), { timeout: 300 })
      console.log(result.error.code)
    `)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'DEADLINE_EXCEEDED\n' })
  })
})

describe('node:test', () => {
  it('runs test clients to the end, and exits by itself', { timeout: 90_000 }, async () => {
    const file = join(root, 'test/testing/node-test.fixture.ts')
    const { code, stdout, stderr } = await run('node', [tsx, '--test', file], {
      cwd: root,
      env,
      timeout: 60_000,
    })
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toMatch(/pass 5/)
    expect(stdout).toMatch(/(fail|cancelled) 0/)
  })
})

describe('the example in the README', () => {
  it('passes when followed', { timeout: 240_000 }, async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const wanted = ['chat.schema.ts', 'chat.test.ts']
    const files = [...readme.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)]
      .map(([, name = '', text = '']) => [name, text] as const)
      .filter(([name]) => wanted.includes(name))
    expect(files.map(([name]) => name)).toEqual(wanted)
    const folder = await newFolder({
      ...Object.fromEntries(files),
      'package.json': '{ "type": "module" }',
    })
    await mustRun('npx', ['--no-install', 'trunkline', 'generate'], { cwd: folder })
    const { code, stdout, stderr } = await run('node', [tsx, '--test', 'chat.test.ts'], {
      cwd: folder,
      env,
      timeout: 60_000,
    })
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toMatch(/pass 1/)
  })
})
