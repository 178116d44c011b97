import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../support/idle-connections-process.ts', import.meta.url))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-idle-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('an idle connection weighs at most 7 KiB over its socket, on average over both sides', async () => {
  // As programs run it: what loads TypeScript gives each function a property more.
  const bundle = join(folder, 'program.mjs')
  const banner =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)"
  await build({
    entryPoints: [program],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: banner },
    logLevel: 'error',
  })
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', bundle], {
    timeout: 60_000,
  })
  const { bare, own } = JSON.parse(stdout)
  expect(own - bare).toBeLessThan(2 * 7 * 1024)
})
