import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dialSocket } from '../../../runtime/transport/tcp-transport.js'
import type { Transport, TransportHandler } from '../../../runtime/transport/transport.js'
import { LeakCheck } from '../../support/leak-check.js'
import { RawServer } from '../../support/raw-peer.js'
import { until } from '../../support/rig.js'

let leaks: LeakCheck
let server: RawServer

beforeEach(async () => {
  leaks = new LeakCheck()
  server = await RawServer.listen((peer) => peer.socket.pause())
})

afterEach(async () => {
  await server.close()
  await leaks.finish()
})

/** A transport to the raw server, and what it reports. */
async function dial(): Promise<{
  transport: Transport
  log: string[]
  failure: Error | undefined
}> {
  const seen = { log: [] as string[], failure: undefined as Error | undefined }
  const handler: TransportHandler = {
    onData: (chunk) => seen.log.push(`data ${chunk.length}`),
    onDrain: () => seen.log.push('drain'),
    onEnd: () => seen.log.push('end'),
    onClose: (error) => {
      seen.failure = error
      seen.log.push('close')
    },
  }
  const address = { kind: 'tcp', host: '127.0.0.1', port: server.port } as const
  const transport = await new Promise<Transport>((resolve) => {
    const dialled: Transport = dialSocket(address, handler, () => resolve(dialled))
  })
  await until(() => server.peers.length === 1)
  return Object.assign(seen, { transport })
}

/** Writes until the kernel takes no more, in pieces of this size. */
function fill(transport: Transport, bytes: number): void {
  for (let i = 0; i < 200_000 && transport.waitingBytes === 0; i++)
    transport.write(new Uint8Array(bytes))
  expect(transport.waitingBytes).toBeGreaterThan(0)
}

describe('a socket', () => {
  // Node itself says nothing when less than its high-water mark had to wait.
  for (const bytes of [100, 5_000, 60_000]) {
    it(`reports when everything has left, also when only part of ${bytes} bytes had to wait`, async () => {
      const { transport, log } = await dial()
      fill(transport, bytes)
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(log).toEqual([])
      server.peers[0]?.socket.resume()
      await until(() => log.includes('drain'), 'drain')
      expect(transport.waitingBytes).toBe(0)
      transport.destroy()
      await until(() => log.includes('close'))
    })
  }

  it('says at once of bytes that the kernel took that their buffer is free', async () => {
    const { transport, log } = await dial()
    expect(transport.write(new Uint8Array(100))).toBe(true)
    expect([transport.waitingBytes, transport.hasRoom]).toEqual([0, true])
    transport.destroy()
    await until(() => log.includes('close'))
  })

  it('takes no more than it has room for, and none when it is destroyed', async () => {
    const { transport, log } = await dial()
    fill(transport, 100_000)
    while (transport.hasRoom) transport.write(new Uint8Array(100_000))
    expect(transport.waitingBytes).toBeGreaterThanOrEqual(128 * 1024)
    expect(transport.waitingBytes).toBeLessThan(128 * 1024 + 100_000)
    transport.destroy()
    expect(transport.hasRoom).toBe(false)
    expect(transport.write(new Uint8Array(10))).toBe(true)
    await until(() => log.includes('close'))
    expect(log).toEqual(['close'])
  })

  it('that has ended takes no more bytes, and goes on reading', async () => {
    const seen = await dial()
    seen.transport.end()
    expect(seen.transport.write(new Uint8Array(10))).toBe(true)
    server.peers[0]?.write(Uint8Array.of(1, 2, 3))
    await until(() => seen.log.includes('data 3'), 'the last bytes of the peer')
    expect(seen.failure).toBeUndefined()
    seen.transport.destroy()
    await until(() => seen.log.includes('close'))
  })

  it('reports its close once and last, with the reason if there was one', async () => {
    const seen = await dial()
    server.peers[0]?.socket.resetAndDestroy()
    await until(() => seen.log.includes('close'))
    seen.transport.destroy()
    seen.transport.end()
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(seen.log).toEqual(['close'])
    expect(seen.failure).toMatchObject({ code: 'ECONNRESET' })
  })

  it('that cannot be opened reports a close with the reason', async () => {
    const nobody = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => nobody.once('listening', resolve))
    const { port } = nobody.address() as net.AddressInfo // because it listens on TCP
    await new Promise((resolve) => nobody.close(resolve))
    const error = await new Promise<Error | undefined>((resolve) => {
      const handler = { onData: () => {}, onDrain: () => {}, onEnd: () => {}, onClose: resolve }
      dialSocket({ kind: 'tcp', host: '127.0.0.1', port }, handler, () => {})
    })
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  })
})
