/**
 * What streams cost those who do not use them: a reader that stops holds its producer and nobody else, and large
 * messages do not stand in the way of small ones. The producer runs in a process of its own.
 */

import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Channel, connect } from '../../runtime/index.js'
import { field, hello, open } from '../support/frames.js'
import { note } from '../support/note-service.js'
import { Streams, type StreamsClient } from '../support/stream-service.js'
import { Producer, type Report } from './producer.js'

const KiB = 1024
const MiB = 1024 * KiB

let producer: Producer
const channels: Channel[] = []

beforeAll(async () => {
  producer = await Producer.start()
})

afterAll(async () => {
  await Promise.all(channels.map((channel) => channel.close()))
  await producer.close()
})

function dial(): StreamsClient {
  const channel = connect(producer.url, { limits: { drainTimeoutMs: 100 } })
  channels.push(channel)
  return channel.client(Streams)
}

async function report(client: StreamsClient): Promise<Report> {
  return JSON.parse((await client.echo(note('report'))).text)
}

/** Calls per second with 64 in flight, over about 300 ms. */
async function throughput(client: StreamsClient): Promise<number> {
  const start = performance.now()
  let count = 0
  const request = note('small')
  const one = async () => {
    while (performance.now() - start < 300) {
      await client.echo(request)
      count++
    }
  }
  await Promise.all(Array.from({ length: 64 }, one))
  return (count * 1000) / (performance.now() - start)
}

/** Milliseconds that small calls take one after the other: the median and the worst of a hundred. */
async function latency(client: StreamsClient, ms: number) {
  const taken: number[] = []
  const end = performance.now() + ms
  const request = note('small')
  while (performance.now() < end) {
    const start = performance.now()
    await client.echo(request)
    taken.push(performance.now() - start)
  }
  taken.sort((a, b) => a - b)
  const at = (part: number) => taken[Math.floor(taken.length * part)] ?? 0
  return { count: taken.length, p50: at(0.5), p99: at(0.99) }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

describe('a reader that stops', () => {
  it.each([
    ['16 KB', 16_000],
    ['1 MiB', MiB],
    ['4 MB', 4_000_000],
  ])('pauses a producer of 10 GiB in messages of %s within its credit', async (_title, bytes) => {
    const client = dial()
    const before = await report(client)
    const responses = client.down(note(String(bytes)))
    await responses.next()
    await sleep(500)
    const paused = await report(client)
    await sleep(500)
    const later = await report(client)
    const produced = later.produced - before.produced
    console.log(
      `messages of ${bytes}: ${produced} bytes produced, ${((later.rss - before.rss) / MiB).toFixed(1)} MiB more RSS`,
    )
    expect(later.produced).toBe(paused.produced)
    // The credit, one message beyond it, the one that was taken, and the one at the gate.
    expect(produced).toBeLessThanOrEqual(256 * KiB + 3 * bytes)
    expect(later.rss - before.rss).toBeLessThan(64 * MiB)
    await responses.return?.()
  })

  it('leaves other calls on the connection at least nine tenths of their pace', async () => {
    const client = dial()
    await throughput(client)
    const without: number[] = []
    const beside: number[] = []
    for (let round = 0; round < 5; round++) {
      without.push(await throughput(client))
      const stopped = Array.from({ length: 8 }, () => client.down(note('', 16_000)))
      await Promise.all(stopped.map((responses) => responses.next()))
      beside.push(await throughput(client))
      await Promise.all(stopped.map((responses) => responses.return?.()))
    }
    const ratio = median(beside) / median(without)
    console.log(
      `calls/s: ${median(without).toFixed(0)} alone, ${median(beside).toFixed(0)} beside 8 stopped streams: ${ratio.toFixed(2)}`,
    )
    expect(ratio, 'the target is 0.9; a busy machine gets some slack').toBeGreaterThan(0.6)
  })
})

describe('a peer that gives credit without end and reads nothing', () => {
  it.each([100, 16_000, 1_000_000])(
    'is sent no more than a socket and a little hold, in messages of %i bytes',
    async (bytes) => {
      const own = await Producer.start()
      const port = Number(own.url.slice(own.url.lastIndexOf(':') + 1))
      const socket = net.connect(port, '127.0.0.1')
      try {
        socket.on('error', () => {})
        socket.write(hello({ streamCreditBytes: 0xffffffff, connectionCreditBytes: 0xffffffff }))
        await once(socket, 'data')
        const before = own.rss
        socket.pause()
        socket.write(open(1, 2, field(2, bytes)))
        await sleep(1_500)
        const grown = (own.rss - before) / MiB
        console.log(`endless credit, messages of ${bytes}: ${grown.toFixed(1)} MiB more RSS`)
        expect(grown).toBeLessThan(64)
        // The process still has turns for others.
        const other = connect(own.url)
        expect((await other.client(Streams).echo(note('there'), { timeout: 2_000 })).text).toBe(
          'there',
        )
        await other.close()
      } finally {
        socket.destroy()
        await own.close()
      }
    },
  )

  it('does not take all turns of the process when it reads fast', async () => {
    const own = await Producer.start()
    const port = Number(own.url.slice(own.url.lastIndexOf(':') + 1))
    const socket = net.connect(port, '127.0.0.1')
    try {
      socket.on('error', () => {})
      socket.write(hello({ streamCreditBytes: 0xffffffff, connectionCreditBytes: 0xffffffff }))
      await once(socket, 'data')
      socket.on('data', () => {})
      socket.write(open(1, 2, field(2, 1_000)))
      const other = connect(own.url)
      const { p50, p99 } = await latency(other.client(Streams), 500)
      console.log(
        `beside a stream at full speed: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
      )
      expect(p99).toBeLessThan(500)
      await other.close()
    } finally {
      socket.destroy()
      await own.close()
    }
  })
})

describe('large messages', () => {
  const large = 4_000_000

  it('do not stand in the way of small calls on their connection', {
    timeout: 60_000,
  }, async () => {
    const client = dial()
    const elsewhere = dial()
    await latency(client, 300)
    await latency(elsewhere, 300)
    const alone = await latency(client, 1_000)

    const measure = async (load: (isOver: () => boolean) => Promise<unknown>) => {
      let over = false
      const running = load(() => over)
      await sleep(200)
      const beside = await latency(client, 1_500)
      const apart = await latency(elsewhere, 1_500)
      over = true
      await running
      return { beside, apart }
    }

    const data = new Uint8Array(large)
    const one = await measure(async (isOver) => {
      while (!isOver()) await client.echo(note('', 0, data))
    })
    const paced = await measure(async (isOver) => {
      while (!isOver()) {
        await client.echo(note('', 0, data))
        await sleep(50)
      }
    })
    let received = 0
    const streams = await measure((isOver) =>
      Promise.all(
        Array.from({ length: 16 }, async () => {
          for await (const response of client.down(note(String(large)))) {
            received += response.data.length
            if (isOver()) break
          }
        }),
      ),
    )
    const line = (title: string, { p50, p99, count }: typeof alone) =>
      `${title}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms (${count} calls)`
    console.log(
      [
        line('small calls alone', alone),
        line('beside a 4 MB call every 50 ms', paced.beside),
        line('beside 4 MB calls without a pause', one.beside),
        line('the same load on another connection', one.apart),
        line('beside 16 streams of 4 MB', streams.beside),
        line('the same load on another connection', streams.apart),
        `p99 ratios to alone: ${(one.beside.p99 / alone.p99).toFixed(1)} and ${(streams.beside.p99 / alone.p99).toFixed(1)}; to another connection: ${(one.beside.p99 / one.apart.p99).toFixed(1)} and ${(streams.beside.p99 / streams.apart.p99).toFixed(1)}; ${(received / MiB).toFixed(0)} MiB streamed`,
      ].join('\n'),
    )
    expect(received).toBeGreaterThan(16 * large)
    // Both processes are busy with the large messages, whatever connection they travel on: what the connection adds shows
    // beside another one. The bounds allow for a machine that does other things as well.
    expect(one.beside.p99).toBeLessThan(10 * one.apart.p99 + 100)
    expect(streams.beside.p99).toBeLessThan(10 * streams.apart.p99 + 100)
  })
})
