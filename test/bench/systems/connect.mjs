import { createServer } from 'node:http2'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { createClient } from '@connectrpc/connect'
import {
  connectNodeAdapter,
  createConnectTransport,
  Http2SessionManager,
} from '@connectrpc/connect-node'
import { answer, downMessages } from '../payloads.mjs'
import { Echo, Status } from './gen/echo_pb.js'

export const title = 'Connect'
export const settings = 'HTTP/2 without TLS, Connect protocol, binary'
export const packages = ['@connectrpc/connect-node', '@bufbuild/protobuf']

export async function startServer() {
  const handler = connectNodeAdapter({
    routes: (router) =>
      router.service(Echo, {
        echo: async ({ text }) => ({ text: await answer(text) }),
        record: (record) => record,
        payload: (blob) => blob,
        async *down({ data }) {
          for (const message of downMessages(data)) yield { data: message }
        },
        async up(requests) {
          let received = 0
          for await (const _ of requests) received++
          return { data: Buffer.from(String(received)) }
        },
        async *both(requests) {
          yield* requests
        },
      }),
  })
  const server = createServer(handler)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 8192, resolve))
  return { port: server.address().port, close: () => server.close() }
}

export async function connect(port) {
  const sessions = new Http2SessionManager(`http://127.0.0.1:${port}`)
  const transport = createConnectTransport({
    baseUrl: `http://127.0.0.1:${port}`,
    httpVersion: '2',
    sessionManager: sessions,
  })
  const client = createClient(Echo, transport)
  return {
    echo: (text) => client.echo({ text }),
    record: (record) => client.record(record),
    blob: (blob) => client.payload(blob),
    down: (_count, order) => countOf(client.down(order)),
    up: async (count, blob) =>
      Number(Buffer.from((await client.up(repeated(count, blob))).data).toString()),
    both: (count, blob) => countOf(client.both(repeated(count, blob))),
    close: () => sessions.abort(),
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
  blob: (data) => ({ data }),
  record: ({ status, placedAt, paidAt, lines, ...record }) => ({
    ...record,
    status: Status[status.toUpperCase()],
    placedAt: timestampFromDate(placedAt),
    paidAt: timestampFromDate(paidAt),
    lines: lines.map((line) => ({ ...line, cents: BigInt(line.cents) })),
  }),
}
