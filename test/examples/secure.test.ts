import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { mustRun } from '../package/packed-project.js'
import { installExamples, installMs, programsOf, runProgram } from './example-programs.js'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) console.warn('test/examples: openssl is missing, so examples/secure is not tried')

let folder = ''
beforeAll(async () => {
  if (hasOpenssl) folder = await installExamples()
}, installMs)

const { start, stopAll } = programsOf(() => join(folder, 'secure'))
afterEach(stopAll)

describe.skipIf(!hasOpenssl)('the secure server', () => {
  it('runs its scripted session to the end', { timeout: 90_000 }, async () => {
    const { code, stdout } = await runProgram(folder, 'secure/demo.ts')
    expect(code, stdout).toBe(0)
    expect(stdout).toMatch(
      /ada +the server takes me for ada of URI:spiffe:\/\/example\.org\/branch/,
    )
    expect(stdout).toMatch(/ada +there are 250 cents for tea/)
    expect(stdout).toMatch(/ben +no deposit: UNIMPLEMENTED, not-sent/)
    expect(stdout).toMatch(/eve +not let in: UNAUTHENTICATED/)
    expect(stdout).toMatch(/mallory +not let in: UNAUTHENTICATED.*client certificate/)
    expect(stdout).toMatch(/ada +what to do: give the certificate of the server's authority/)
    expect(stdout).toMatch(/server +cleo has a new token/)
    expect(stdout).toMatch(/cleo +looked \d{2,} times, and no call failed/)
    expect(stdout.match(/put 250 cents/g)).toHaveLength(2)
  })

  it('keeps what it has when the new certificate cannot be used', { timeout: 60_000 }, async () => {
    const certificates = join(folder, 'certificates')
    await mustRun(process.execPath, [
      '--import',
      'tsx',
      join(folder, 'secure/certificates.ts'),
      certificates,
    ])
    const server = start('server.ts', 'tls://127.0.0.1:0', certificates)
    const [, address = ''] = await server.shows(/listening on (\S+)/)
    cpSync(join(certificates, 'branch.key'), join(certificates, 'server.key'))
    server.process.kill('SIGHUP')
    await server.shows(/the certificate stays: .*the key does not belong to the certificate/)
    const { stdout } = await runProgram(folder, 'secure/client.ts', address, certificates, 'ada')
    expect(stdout).toMatch(/there are 250 cents for tea/)
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })
})
