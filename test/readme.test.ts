/**
 * The README's tour, run as a reader would: its files written down, its commands typed, its programs started.
 *
 * A code fence whose info string goes on after the language names a file: ```ts chat.schema.ts. Lines of ```sh fences
 * that begin with `npx trunkline` are commands. Commands run first, then
 * the test that `npx tsx --test` names; then server.ts, and beside it client.ts to its end.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mustRun, newFolder, root, run } from './package/packed-project.js'
import { readFences } from './support/fences.js'
import { freePort, startProgram } from './support/running-program.js'

const MAX_TOUR_LINES = 60

describe('readFences', () => {
  it('tells files from commands and examples', () => {
    const markdown = '# A\n```ts a.ts\nconst a = 1\n```\ntext\n```sh\nnpx x\n```\n```ts\nb\n```\n'
    expect(readFences(markdown)).toEqual([
      { language: 'ts', file: 'a.ts', text: 'const a = 1\n' },
      { language: 'sh', file: '', text: 'npx x\n' },
      { language: 'ts', file: '', text: 'b\n' },
    ])
  })
})

const readme = join(root, 'README.md')

describe.skipIf(!existsSync(readme))('the README', () => {
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : ''
  const fences = readFences(text)
  const files = fences.filter(({ file }) => file !== '')

  it('shows a schema, a server and a client', () => {
    const names = files.map(({ file }) => file)
    expect(names).toEqual(expect.arrayContaining(['server.ts', 'client.ts']))
    expect(names.filter((name) => name.endsWith('.schema.ts'))).not.toEqual([])
  })

  it(`needs at most ${MAX_TOUR_LINES} lines of code for them`, () => {
    const lines = files.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== '')
    expect(lines.length).toBeLessThanOrEqual(MAX_TOUR_LINES)
  })

  it('names no file twice', () => {
    const names = files.map(({ file }) => file)
    expect(names).toEqual([...new Set(names)])
  })

  it('works when followed', { timeout: 240_000 }, async () => {
    const port = await freePort()
    const contents = files.map(({ file, text }) => [
      file,
      text.replaceAll(/(127\.0\.0\.1|localhost):\d+/g, `$1:${port}`),
    ])
    const folder = await newFolder({
      ...Object.fromEntries(contents),
      'package.json': '{ "type": "module" }',
    })

    const commands = fences
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.split('\n'))
      .map((line) => line.replace(/\s#.*$/, '').trim())
      .filter((line) => line.startsWith('npx trunkline '))
    expect(commands, 'the README says how to generate').not.toEqual([])
    for (const command of new Set(commands)) {
      const [, , ...words] = command.split(/\s+/)
      await mustRun('npx', ['--no-install', 'trunkline', ...words], { cwd: folder })
    }

    const options = ['--module', 'nodenext', '--target', 'es2022', '--strict', '--skipLibCheck']
    const sources = files.map(({ file }) => file).filter((file) => file.endsWith('.ts'))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    await mustRun('node', [tsc, ...options, '--types', 'node', ...sources], { cwd: folder })

    const tests = [...text.matchAll(/`npx tsx --test (\S+)`/g)].map(([, file = '']) => file)
    expect(tests, 'the README says how to run its test').not.toEqual([])
    await mustRun(join(root, 'node_modules/.bin/tsx'), ['--test', ...tests], { cwd: folder })

    const server = await startProgram('server.js', folder, port)
    try {
      const { code, stdout, stderr } = await run('node', ['client.js'], {
        cwd: folder,
        timeout: 30_000,
      })
      expect({ code, stderr }, server.complaints()).toEqual({ code: 0, stderr: '' })
      expect(stdout.trim(), 'the client shows what it got').not.toBe('')
    } finally {
      server.stop()
    }
  })
})
