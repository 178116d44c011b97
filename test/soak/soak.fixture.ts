/** A server or a client in a process of its own, driven by messages from soak-process.ts. Needs --expose-gc. */

import net from 'node:net'
import { type Channel, connect, createServer } from '../../runtime/index.js'
import { type Note, note } from '../support/note-service.js'
import { Streams, streamsHandlers } from '../support/stream-service.js'

const limits = {
  maxCallsPerConnection: 1_000_000,
  maxQueuedCalls: 1_000_000,
  connectionCreditBytes: 2 ** 31 - 1,
  maxSendQueueBytes: 2 ** 31 - 1,
}

/** Whether calls wait in their handlers. */
let holding = false
let release: () => void = () => {}
let gate: Promise<unknown> = Promise.resolve()
/** One answer for all calls that wait, so that what is measured is the framework's. */
let answer: Promise<Note> = Promise.resolve(note())
let held = 0
let channels: Channel[] = []
let sockets: net.Socket[] = []
let pending: Promise<unknown>[] = []

const actions: Record<string, (argument: number, url: string) => unknown> = {
  /** What is in use after everything that can go has gone. */
  async measure() {
    for (let i = 0; i < 4; i++) {
      globalThis.gc?.()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const { heapUsed, external, rss } = process.memoryUsage()
    return { heap: heapUsed, used: heapUsed + external, rss }
  },

  // ---- the server ----

  async serve() {
    const server = createServer({
      limits: { ...limits, maxHandshakes: 100_000, maxConnections: 100_000 },
    })
    server.add(
      Streams,
      streamsHandlers({
        echo(request) {
          if (!holding) return request
          held++
          return answer
        },
        async *down(request) {
          held++
          yield request
          await gate
          yield request
        },
      }),
    )
    return server.listen('tcp://127.0.0.1:0')
  },
  async serveBare() {
    const server = net.createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => {})
      socket.on('data', () => {})
      sockets.push(socket)
    })
    await new Promise<void>((resolve) =>
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve),
    )
    const address = server.address()
    return `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  },
  hold() {
    holding = true
    held = 0
    gate = new Promise<void>((resolve) => {
      release = resolve
    })
    answer = gate.then(() => note('released'))
  },
  release() {
    holding = false
    release()
  },
  held: () => held,

  // ---- the client ----

  async connect(_count, url) {
    const channel = connect(url, { limits })
    await channel.ready()
    channels.push(channel)
  },
  /** Starts this many calls, and comes back at once. */
  startCalls(count) {
    const { echo } = clientOf(channels)
    const request = note('soak')
    for (let i = 0; i < count; i++) pending.push(echo(request, { timeout: '10m' }))
  },
  /** Starts this many streams, and comes back when each has had its first message. */
  async startStreams(count) {
    const { down } = clientOf(channels)
    const streams = Array.from({ length: count }, () => down(note('soak')))
    await Promise.all(streams.map((stream) => stream.next()))
    pending = streams.map(async (stream) => {
      let more = 0
      for await (const _ of stream) more++
      if (more !== 1) throw new Error(`${more} messages instead of one`)
    })
  },
  async finish() {
    await Promise.all(pending)
    const { length } = pending
    pending = []
    return length
  },
  /** Makes this many calls, 64 at a time. */
  async loop(count) {
    const { echo } = clientOf(channels)
    const request = note('soak', 7)
    let made = 0
    const one = async () => {
      while (made < count) {
        made++
        await echo(request)
      }
    }
    await Promise.all(Array.from({ length: 64 }, one))
  },
  async openChannels(count, url) {
    for (let i = 0; i < count; i += 100) {
      const batch = Array.from({ length: Math.min(100, count - i) }, () => connect(url, { limits }))
      await Promise.all(batch.map((channel) => channel.ready()))
      channels.push(...batch)
    }
  },
  async openSockets(count, url) {
    const port = Number(url.slice(url.lastIndexOf(':') + 1))
    for (let i = 0; i < count; i++) {
      const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
      socket.on('error', () => {})
      socket.on('data', () => {})
      await new Promise<void>((resolve) => socket.once('connect', resolve))
      sockets.push(socket)
    }
  },
  async close() {
    await Promise.all(channels.map((channel) => channel.close()))
    for (const socket of sockets) socket.destroy()
    channels = []
    sockets = []
  },
}

function clientOf([channel]: readonly Channel[]) {
  if (channel === undefined) throw new Error('not connected')
  return channel.client(Streams)
}

interface Task {
  readonly action: string
  readonly argument: number
  readonly url: string
}

process.on('message', async ({ action, argument, url }: Task) => {
  try {
    process.send?.({ value: await actions[action]?.(argument, url) })
  } catch (error) {
    process.send?.({ error: String(error instanceof Error ? error.stack : error) })
  }
})
