/** A scripted session: a large file goes up and down again over a cable that is cut on the way both times. */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Program, step } from '../programs.js'

const MiB = 1024 ** 2
const fileMiB = 100

/** Passes on so many bytes of each connection in turn, then cuts it; all of those that come later. */
async function layCable(port: number, ...lengths: number[]): Promise<string> {
  const cable = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    let left = lengths.shift() ?? Number.POSITIVE_INFINITY
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', ({ length }) => {
        left -= length
        if (left < 0) from.destroy()
      })
      from.on('error', () => {}).on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => cable.unref().listen(0, '127.0.0.1', resolve))
  const address = cable.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `tcp://127.0.0.1:${address.port}`
}

const home = mkdtempSync(join(tmpdir(), 'file-transfer-'))
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
const original = join(home, 'original.bin')
writeFileSync(original, randomBytes(fileMiB * MiB))

const down = mkdtempSync(join(home, 'down-'))

const clientFile = new URL('client.ts', import.meta.url)
const client = (...args: string[]) => new Program('client', clientFile, ...args)

step(
  'A server, and a cable to it that is cut after 30 MiB, and again after 60 MiB of a later connection',
)
const server = new Program(
  'server',
  new URL('server.ts', import.meta.url),
  join(home, 'served'),
  'tcp://127.0.0.1:0',
)
const direct = (await server.says('listening')).replace('listening on ', '')
const { port } = new URL(direct)
const address = await layCable(Number(port), 30 * MiB, Number.POSITIVE_INFINITY, 60 * MiB)

step(`${fileMiB} MiB go up`)
const putting = client(address, 'put', original)
await Promise.all([putting.says('the connection was lost'), server.says('bytes kept')])
await putting.says('goes on from')
await Promise.all([putting.says('the server has it'), server.says('whole')])

step('The same again: the server has it already')
const again = client(direct, 'put', original)
await again.says('the server has it')

step('And down')
const getting = client(address, 'get', 'original.bin', down)
await getting.says('goes on from')
await getting.says('it is here')

step('What is no plain name is refused before it leaves; the server would refuse it too')
const thief = client(direct, 'get', '../../etc/passwd')
await thief.says('name must match')

const codes = await Promise.all([putting.ended, again.ended, getting.ended, thief.ended])
server.kill('SIGTERM')
codes.push(await server.ended)
process.exitCode = codes.join() === '0,0,0,1,0' ? 0 : 1
