import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installExamples, installMs, programsOf, runProgram } from './example-programs.js'

const MiB = 1024 ** 2

let folder = ''
beforeAll(async () => {
  folder = await installExamples()
}, installMs)

const { start, stopAll } = programsOf(() => join(folder, 'file-transfer'))
afterEach(stopAll)

async function startServer(served: string, address = 'tcp://127.0.0.1:0') {
  const server = start('server.ts', served, address)
  const [, listening = ''] = await server.shows(/listening on (\S+)/)
  return { server, address: listening }
}

/** Speaks to the server without the checks of a client that means well. */
const hostile = `
import { createHash } from 'node:crypto'
import { connect } from 'trunkline'
import { Files, FilesDescribeRequest, FileInfo } from './gen/files.js'

for (const codec of [FilesDescribeRequest, FileInfo]) codec.check = () => {}
const channel = connect(process.argv[2])
const files = channel.client(Files)
const report = (what, { ok, error }) => console.log(what, ok ? 'OK' : error.code + ' ' + error.outcome)
const upload = async (...parts) => {
  try {
    return { ok: true, value: await files.upload(parts) }
  } catch (error) {
    return { ok: false, error }
  }
}

for (const name of ['../outside', '/etc/passwd', '.unfinished', 'a/b', 'a\\0b']) {
  report(name.replace('\\0', '0'), await files.describe.safe({ name }))
}
const data = new Uint8Array([1, 2, 3])
const sha256 = createHash('sha256').update(data).digest('hex')
const file = { name: 'three', size: 3, sha256 }
const wrong = { ...file, sha256: '0'.repeat(64) }
report('path as hash', await files.received.safe({ ...file, sha256: '../../../../etc/passwd' }))
report('no file', await upload({ kind: 'chunk', data }))
report('two files', await upload({ kind: 'file', file, offset: 0 }, { kind: 'file', file, offset: 0 }))
report('too little', await upload({ kind: 'file', file, offset: 0 }, { kind: 'chunk', data: data.subarray(1) }))
report('wrong offset', await upload({ kind: 'file', file, offset: 0 }, { kind: 'chunk', data }))
report('too much', await upload({ kind: 'file', file, offset: 2 }, { kind: 'chunk', data }))
report('wrong hash', await upload({ kind: 'file', file: wrong, offset: 0 }, { kind: 'chunk', data }))
report('never uploaded', await files.describe.safe({ name: 'three' }))
await channel.close()
`

describe('the file transfer', () => {
  it('runs its scripted session to the end', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await runProgram(folder, 'file-transfer/demo.ts')
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/upload: the connection was lost.*\(unknown\)/)
    expect(stdout).toMatch(/download: the connection was lost.*\(unknown\)/)
    const resumes = [...stdout.matchAll(/goes on from ([\d.]+) MiB/g)].map(([, at]) => Number(at))
    expect(resumes).toHaveLength(2)
    expect(resumes[0]).toBeGreaterThan(25)
    expect(resumes[1]).toBeGreaterThan(55)
    expect(stdout).toMatch(/name must match/)
    // The file has 100 MiB, so that neither it nor a good part of it was ever in memory.
    expect(Number(/grew by at most (\d+) MiB/.exec(stdout)?.[1])).toBeLessThan(90)
  })

  it('goes on from what a killed server had, and delivers the same bytes', async () => {
    const home = join(folder, 'killed')
    mkdirSync(home)
    const bytes = randomBytes(64 * MiB)
    writeFileSync(join(home, 'a.bin'), bytes)
    const { server, address } = await startServer(join(home, 'served'))
    const client = start('client.ts', address, 'put', join(home, 'a.bin'))
    await client.shows(/10 %/)
    server.process.kill('SIGKILL')
    await client.shows(/attempt 1 failed/)
    expect(existsSync(join(home, 'served/a.bin')), 'nothing unfinished has the name').toBe(false)
    await startServer(join(home, 'served'), address)
    await client.shows(/goes on from/)
    expect(await client.ended).toBe(0)
    expect(readFileSync(join(home, 'served/a.bin')).equals(bytes)).toBe(true)
    expect(readdirSync(join(home, 'served/.unfinished'))).toEqual([])
  })

  it('carries an empty file', async () => {
    const home = join(folder, 'empty')
    mkdirSync(home)
    writeFileSync(join(home, 'nothing'), '')
    const { address } = await startServer(join(home, 'served'))
    for (const args of [
      ['put', join(home, 'nothing')],
      ['get', 'nothing', home],
    ]) {
      const { code, stdout } = await runProgram(folder, 'file-transfer/client.ts', address, ...args)
      expect(code, stdout).toBe(0)
    }
    expect(readFileSync(join(home, 'served/nothing'))).toHaveLength(0)
  })

  it('lets nobody out of its folder, and believes no client about a hash', async () => {
    const served = join(folder, 'guarded')
    writeFileSync(join(folder, 'file-transfer/hostile.mts'), hostile)
    const { address } = await startServer(served)
    const { stdout, stderr } = await runProgram(folder, 'file-transfer/hostile.mts', address)
    expect(stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual([
      '../outside INVALID_ARGUMENT refused',
      '/etc/passwd INVALID_ARGUMENT refused',
      '.unfinished INVALID_ARGUMENT refused',
      'a/b INVALID_ARGUMENT refused',
      'a0b INVALID_ARGUMENT refused',
      'path as hash INVALID_ARGUMENT refused',
      'no file INVALID_ARGUMENT executed',
      'two files INVALID_ARGUMENT executed',
      'too little ABORTED executed',
      'wrong offset ABORTED executed',
      'too much OUT_OF_RANGE executed',
      'wrong hash DATA_LOSS executed',
      'never uploaded FAILED_PRECONDITION executed',
    ])
    expect(readdirSync(served)).toEqual(['.unfinished'])
    expect(readdirSync(join(served, '.unfinished')), 'only what may go on').toHaveLength(1)
  })

  it('forgets what nobody came back for in a day', async () => {
    const unfinished = join(folder, 'old/.unfinished')
    mkdirSync(unfinished, { recursive: true })
    for (const name of ['old', 'new']) writeFileSync(join(unfinished, name), name)
    const dayBeforeYesterday = Date.now() / 1000 - 2 * 24 * 60 * 60
    utimesSync(join(unfinished, 'old'), dayBeforeYesterday, dayBeforeYesterday)
    await startServer(join(folder, 'old'))
    expect(readdirSync(unfinished)).toEqual(['new'])
  })
})
