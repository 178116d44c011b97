/** Compression over real sockets: on both sides or not at all. */

import { describe, expect, it } from 'vitest'
import { type CompressionOptions, connect, createServer } from '../../runtime/index.js'
import { type Blob, Echo, type EchoHandlers } from '../bench/gen/echo.js'
import { ChaosProxy } from '../support/chaos-proxy.js'
import { Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()
const text = 'all work and no play makes jack a dull boy. '.repeat(2_000)

async function* blobs(...list: Uint8Array[]): AsyncGenerator<Blob> {
  for (const data of list) yield { data }
}

const echo: EchoHandlers = {
  echo: (request) => request,
  payload: (request) => request,
  record: (request) => request,
  down: ({ data }) => blobs(data, data, data),
  up: async (requests) => {
    let total = 0
    for await (const { data } of requests) total += data.length
    return { data: new Uint8Array(total) }
  },
  both: async function* (requests) {
    yield* requests
  },
}

/** A client of an echo through a proxy that counts bytes. */
async function start(server?: CompressionOptions, client?: CompressionOptions) {
  const serving = createServer({ logger: new Lines(), ...(server && { compression: server }) })
  rigs.own(serving, (it) => it.close())
  const url = await serving.add(Echo, echo).listen('tcp://127.0.0.1:0')
  const proxy = await ChaosProxy.to(Number(url.split(':').at(-1)))
  rigs.own(proxy, (it) => it.close())
  const channel = rigs.channelTo(proxy.url, client === undefined ? {} : { compression: client })
  const bytes = () =>
    [...proxy.seen.toServer, ...proxy.seen.toClient].reduce((sum, { length }) => sum + length, 0)
  return { client: channel.client(Echo), bytes }
}

describe('compression', () => {
  for (const algorithm of ['gzip', 'deflate', 'br'] as const) {
    it(`by ${algorithm} carries every kind of call, and fewer bytes`, async () => {
      const { client, bytes } = await start({ algorithm }, { algorithm })
      expect((await client.echo({ text })).text).toBe(text)
      const data = new TextEncoder().encode(text)
      const received: Blob[] = []
      for await (const blob of client.down({ data })) received.push(blob)
      expect(received).toEqual([{ data }, { data }, { data }])
      expect((await client.up(blobs(data, data))).data.length).toBe(2 * data.length)
      const back: Blob[] = []
      for await (const blob of client.both(blobs(data))) back.push(blob)
      expect(back).toEqual([{ data }])
      expect(bytes()).toBeLessThan(text.length / 2)
    })
  }

  it('stays off unless both sides have it on', async () => {
    const gzip = { algorithm: 'gzip' } as const
    for (const [server, client] of [
      [gzip, undefined],
      [undefined, gzip],
    ] as const) {
      const { client: caller, bytes } = await start(server, client)
      expect((await caller.echo({ text })).text).toBe(text)
      expect(bytes()).toBeGreaterThan(2 * text.length)
    }
  })

  it('leaves short messages alone, and methods and calls that do not want it', async () => {
    const options = {
      algorithm: 'gzip',
      methods: (name: string) => !name.endsWith('/payload'),
    } as const
    const { client, bytes } = await start(options, options)
    await client.echo({ text: 'a'.repeat(8_000) })
    expect(bytes()).toBeGreaterThan(16_000)
    const before = bytes()
    const data = new TextEncoder().encode(text)
    await client.payload({ data })
    expect(bytes() - before).toBeGreaterThan(2 * data.length)
    const plain = bytes()
    await client.echo({ text }, { compress: false })
    expect(bytes() - plain).toBeGreaterThan(text.length)
  })

  it('takes different algorithms each way', async () => {
    const { client, bytes } = await start({ algorithm: 'br' }, { algorithm: 'gzip' })
    expect((await client.echo({ text })).text).toBe(text)
    expect(bytes()).toBeLessThan(text.length / 2)
  })

  it('refuses options that make no sense', () => {
    const lzw = { algorithm: 'lzw' as never }
    expect(() => createServer({ compression: lzw })).toThrow('compression.algorithm is "lzw"')
    const negative = { algorithm: 'gzip', minBytes: -1 } as const
    expect(() => connect('tcp://127.0.0.1:1', { compression: negative })).toThrow('minBytes is -1')
  })
})
