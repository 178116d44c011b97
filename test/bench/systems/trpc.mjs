import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocket, WebSocketServer } from 'ws'
import { answer, downMessages } from '../payloads.mjs'
import { fromBase64, jsonMessages, toBase64 } from './json-messages.mjs'

export const title = 'tRPC'
export const settings = 'WebSocket (ws), JSON, validators that accept everything, bytes as base64'
export const packages = ['@trpc/server', '@trpc/client', 'ws']

const { router, procedure } = initTRPC.create()
const anything = (value) => value

const echo = router({
  echo: procedure.input(anything).query(({ input }) => answer(input)),
  record: procedure.input(anything).query(({ input }) => input),
  payload: procedure.input(anything).query(({ input }) => input),
  down: procedure.input(anything).subscription(async function* ({ input }) {
    for (const message of downMessages(fromBase64(input))) yield toBase64(message)
  }),
})

export async function startServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 8192 })
  applyWSSHandler({ wss: server, router: echo })
  await new Promise((resolve) => server.once('listening', resolve))
  return { port: server.address().port, close: () => server.close() }
}

export async function connect(port) {
  let isClosing = false
  const socket = createWSClient({
    url: `ws://127.0.0.1:${port}`,
    WebSocket,
    retryDelayMs: () => (isClosing ? 60_000 : 0),
  })
  const client = createTRPCClient({ links: [wsLink({ client: socket })] })
  return {
    echo: (text) => client.echo.query(text),
    record: (record) => client.record.query(record),
    blob: (blob) => client.payload.query(blob),
    down: (_count, order) =>
      new Promise((resolve, reject) => {
        let received = 0
        client.down.subscribe(order, {
          onData: () => received++,
          onError: reject,
          onComplete: () => resolve(received),
        })
      }),
    close() {
      isClosing = true
      return socket.close()
    },
  }
}

export const messages = jsonMessages
