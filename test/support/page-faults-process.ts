/**
 * Sends messages of 1 MiB to itself over TCP and prints, as JSON, how many pages of memory the kernel had to provide for each of
 * the later ones.
 */

import { connect, createServer } from '../../runtime/index.js'
import { Notes, noteOfBytes, notesHandlers } from './note-service.js'

const inFlight = 4
const settling = 100
const counted = 200

const server = createServer()
server.add(Notes, notesHandlers())
const channel = connect(await server.listen('tcp://127.0.0.1:0'))
const client = channel.client(Notes)
const message = noteOfBytes(1 << 20)

const callMany = async (count: number) => {
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let i = 0; i < count; i++) await client.echo(message)
    }),
  )
}

await callMany(settling / inFlight)
const before = process.resourceUsage().minorPageFault
await callMany(counted / inFlight)
const faults = process.resourceUsage().minorPageFault - before
process.stdout.write(`${JSON.stringify({ faultsPerMessage: faults / counted })}\n`)
await channel.close()
await server.close()
