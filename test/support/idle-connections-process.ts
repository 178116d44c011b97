/**
 * Opens connections to itself and prints, as JSON, what each weighs over a bare socket, both ends together, in bytes. Needs
 * --expose-gc.
 */

import { once } from 'node:events'
import { connect as connectSocket, createServer as createSocketServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, createServer } from '../../runtime/index.js'
import { Notes, note, notesHandlers } from './note-service.js'

const channels = 6
const perChannel = 64

/** What is weighed: sockets, or connections over them. */
interface Measured {
  open(count: number): Promise<unknown>
  close(): Promise<unknown>
}

async function bareSockets(): Promise<Measured> {
  const held: Socket[] = []
  const server = createSocketServer((socket) => held.push(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    async open(count) {
      for (let i = 0; i < count; i++) {
        const socket = connectSocket(address.port, '127.0.0.1')
        held.push(socket)
        await once(socket, 'connect')
      }
    },
    async close() {
      for (const socket of held) socket.destroy()
      server.close()
    },
  }
}

async function trunkline(): Promise<Measured> {
  const server = createServer()
  server.add(Notes, notesHandlers())
  const url = await server.listen('tcp://127.0.0.1:0')
  return {
    async open(count) {
      const channel = connect(url, { connections: count })
      const client = channel.client(Notes)
      await channel.ready()
      while (channel.stats().connections < count) await sleep(10)
      // Each is used, as a connection that has become idle was.
      await Promise.all(Array.from({ length: 20 * count }, () => client.echo(note())))
    },
    close: () => server.close(),
  }
}

async function settledBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await sleep(50)
    globalThis.gc?.()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function bytesPerConnection(start: () => Promise<Measured>): Promise<number> {
  const { open, close } = await start()
  await open(perChannel) // what is made once
  const before = await settledBytes()
  for (let i = 0; i < channels; i++) await open(perChannel)
  const bytes = (await settledBytes()) - before
  await close()
  return bytes / (channels * perChannel)
}

const bare = await bytesPerConnection(bareSockets)
const own = await bytesPerConnection(trunkline)
process.stdout.write(`${JSON.stringify({ bare, own })}\n`)
process.exit()
