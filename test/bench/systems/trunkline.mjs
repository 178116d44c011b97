import { Echo } from '../../../.cache/bench/echo.js' // made by build-stubs.mjs
import { createServer, connect as open } from '../../../dist/index.js'
import { answer, downMessages } from '../payloads.mjs'

export const title = 'Trunkline'
export const settings =
  'raw TCP, protobuf, every feature on: deadlines, validation, outcomes; 64 MiB messages'
export const packages = ['trunkline']

const limits = {
  maxMessageBytes: 64 << 20,
  maxCallsPerConnection: 200_000,
  maxQueuedCalls: 200_000,
}

export async function startServer() {
  const server = createServer({ limits })
  server.add(Echo, {
    echo({ text }) {
      return text === 'hold' ? answer(text).then((held) => ({ text: held })) : { text }
    },
    record: (order) => order,
    payload: (blob) => blob,
    async *down({ data }) {
      for (const message of downMessages(data)) yield { data: message }
    },
    async up(blobs) {
      let received = 0
      for await (const _ of blobs) received++
      return { data: Buffer.from(String(received)) }
    },
    async *both(blobs) {
      yield* blobs
    },
  })
  const address = await server.listen('tcp://127.0.0.1:0')
  return { port: Number(new URL(address).port), close: () => server.close() }
}

export async function connect(port) {
  const channel = open(`tcp://127.0.0.1:${port}`, { limits })
  const echo = channel.client(Echo)
  return {
    echo: (text) => echo.echo(text),
    record: (order) => echo.record(order),
    blob: (blob) => echo.payload(blob),
    down: (_count, order) => countOf(echo.down(order)),
    up: async (count, blob) => Number(Buffer.from((await echo.up(repeated(count, blob))).data)),
    both: (count, blob) => countOf(echo.both(repeated(count, blob))),
    close: () => channel.close(),
  }
}

async function* repeated(count, message) {
  for (let i = 0; i < count; i++) yield message
}

async function countOf(stream) {
  let received = 0
  for await (const _ of stream) received++
  return received
}

export const messages = {
  text: (text) => ({ text }),
  blob: (data) => ({ data }),
}
