/** Sockets of a server, which are others than those that Node accepted: see `takeOver`. */

import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dialSocket, listenSocket } from '../../../runtime/transport/tcp-transport.js'
import type { Listener, Transport, TransportHandler } from '../../../runtime/transport/transport.js'
import { LeakCheck } from '../../support/leak-check.js'
import { portOf, until } from '../../support/rig.js'

class Accepted implements TransportHandler {
  readonly log: string[] = []
  readonly memory = new Set<ArrayBufferLike>()
  bytes = 0
  transport!: Transport

  onData(chunk: Uint8Array): void {
    this.bytes += chunk.length
    this.memory.add(chunk.buffer)
  }
  onDrain(): void {}
  onEnd(): void {
    this.log.push('end')
  }
  onClose(error: Error | undefined): void {
    this.log.push(error === undefined ? 'close' : 'close with an error')
  }
}

const block = new Uint8Array(64 * 1024)

let leaks: LeakCheck
let listener: Listener
let accepted: Accepted[]
let refused: number
let clients: net.Socket[]

beforeEach(async () => {
  leaks = new LeakCheck()
  accepted = []
  refused = 0
  clients = []
  listener = await listenSocket(
    { kind: 'tcp', host: '127.0.0.1', port: 0 },
    {
      maxConnections: 2,
      accept: (open) => {
        const one = new Accepted()
        one.transport = open(one)
        accepted.push(one)
      },
      onFault: () => {},
      onRefused: () => refused++,
    },
  )
})

afterEach(async () => {
  for (const socket of clients) socket.destroy()
  for (const { transport } of accepted) transport.destroy()
  await listener.close()
  await leaks.finish()
})

function dial(): net.Socket {
  const socket = net.connect({ port: portOf(listener.address), host: '127.0.0.1' })
  socket.on('error', () => {})
  clients.push(socket)
  return socket
}

/** Connects, and waits until the server has its end. */
async function connect(): Promise<{ client: net.Socket; one: Accepted }> {
  const before = accepted.length
  const client = dial()
  await until(() => accepted.length > before, 'a connection')
  return { client, one: accepted[before] as Accepted } // because it waited for it
}

describe('a socket that a server accepted', () => {
  it.skipIf(process.platform === 'win32')('reads into the memory of all the others', async () => {
    const [first, second] = [await connect(), await connect()]
    for (const { client, one } of [first, second]) {
      client.write('hello')
      await until(() => one.bytes === 5, 'what the client wrote')
    }
    const dialled = new Accepted()
    const peer = net.createServer((socket) => socket.end('hello'))
    await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve))
    const { port } = peer.address() as net.AddressInfo // because it listens on TCP
    dialled.transport = dialSocket({ kind: 'tcp', host: '127.0.0.1', port }, dialled, () => {})
    await until(() => dialled.log.includes('end'), 'the end')
    dialled.transport.destroy()
    peer.close()
    const memory = new Set([first.one, second.one, dialled].flatMap((one) => [...one.memory]))
    expect(memory.size).toBe(1)
  })

  it('reads nothing while it is paused, and then all of it, the end included', async () => {
    const { client, one } = await connect()
    one.transport.pause()
    for (let i = 0; i < 100; i++) client.write(block)
    client.end()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect([one.bytes, one.log]).toEqual([0, []])
    one.transport.resume()
    await until(() => one.log.includes('end'), 'the end')
    expect(one.bytes).toBe(100 * block.length)
  })

  it('writes on when its peer has ended, and closes when it ends as well', async () => {
    const { client, one } = await connect()
    let answered = 0
    client.on('data', (chunk) => {
      answered += chunk.length
    })
    client.end()
    await until(() => one.log.includes('end'), 'the end')
    one.transport.write(block)
    one.transport.end()
    await until(() => answered === block.length && one.log.includes('close'), 'answer and close')
    expect(one.log).toEqual(['end', 'close'])
  })

  it('closes when it is destroyed while it is paused', async () => {
    const { client, one } = await connect()
    one.transport.pause()
    client.write(block)
    one.transport.destroy()
    await until(() => one.log.includes('close'), 'close')
  })

  it('counts as one of those that a server may have until it is closed', async () => {
    const first = await connect()
    await connect()
    const turnAway = async () => {
      const before = refused
      await new Promise((resolve) => dial().on('close', resolve))
      expect([refused - before, accepted.length]).toEqual([1, 2])
    }
    await turnAway()
    first.client.end()
    await until(() => first.one.log.includes('end'), 'the end')
    await turnAway()
    first.one.transport.destroy()
    await until(() => first.one.log.includes('close'), 'close')
    await connect()
    expect(accepted).toHaveLength(3)
  })

  it('whose peer resets it at once reports that, and makes room', async () => {
    for (let i = 0; i < 5; i++) {
      const client = dial()
      client.on('connect', () => client.resetAndDestroy())
      await new Promise((resolve) => client.on('close', resolve))
      await until(() => accepted.every(({ log }) => log.length > 0), 'the reset')
    }
    for (const { log } of accepted) expect(log).toEqual(['close with an error'])
    await connect()
    expect(refused).toBe(0)
  })
})
