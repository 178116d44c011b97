/**
 * Sends messages of 1 MiB to a server in another process, which sends them back, and prints, as JSON, how many pages of memory
 * the kernel had to provide for each of the later ones. With the argument `server` it is that server.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { connect, createServer } from '../../runtime/index.js'
import { Notes, noteOfBytes, notesHandlers } from './note-service.js'

const inFlight = 4
const settling = 400
const counted = 400

async function serve(): Promise<void> {
  const server = createServer()
  server.add(Notes, notesHandlers())
  process.on('disconnect', () => process.exit())
  process.send?.(await server.listen('tcp://127.0.0.1:0'))
}

async function call(server: ChildProcess): Promise<void> {
  const [url] = await once(server, 'message')
  const channel = connect(String(url))
  const client = channel.client(Notes)
  const message = noteOfBytes(1 << 20)
  const callMany = async (count: number) => {
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (let i = 0; i < count / inFlight; i++) await client.echo(message)
      }),
    )
  }
  await callMany(settling)
  const before = process.resourceUsage().minorPageFault
  await callMany(counted)
  const faults = process.resourceUsage().minorPageFault - before
  process.stdout.write(`${JSON.stringify({ faultsPerMessage: faults / counted })}\n`)
  await channel.close()
  server.kill()
}

if (process.argv[2] === 'server') await serve()
else await call(fork(fileURLToPath(import.meta.url), ['server']))
