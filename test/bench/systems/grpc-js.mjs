import { fileURLToPath } from 'node:url'
import grpc from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { answer, downMessages } from '../payloads.mjs'

export const title = 'grpc-js'
export const settings = 'HTTP/2 without TLS, one channel, 64 MiB messages'
export const packages = ['@grpc/grpc-js']

const definition = loadSync(fileURLToPath(new URL('echo.proto', import.meta.url)), {
  keepCase: true,
  longs: String,
  enums: String,
})
const { Echo } = grpc.loadPackageDefinition(definition).echo.v1

const options = {
  'grpc.max_receive_message_length': 64 << 20,
  'grpc.max_send_message_length': 64 << 20,
  // A client of its own connection, as the rows with many connections need it.
  'grpc.use_local_subchannel_pool': 1,
}

export async function startServer() {
  const server = new grpc.Server(options)
  server.addService(Echo.service, {
    async echo(call, callback) {
      callback(null, { text: await answer(call.request.text) })
    },
    record: (call, callback) => callback(null, call.request),
    payload: (call, callback) => callback(null, call.request),
    async down(call) {
      for (const data of downMessages(call.request.data)) {
        if (!call.write({ data })) await new Promise((resolve) => call.once('drain', resolve))
      }
      call.end()
    },
    up(call, callback) {
      let received = 0
      call.on('data', () => received++)
      call.on('end', () => callback(null, { data: Buffer.from(String(received)) }))
    },
    both(call) {
      call.pipe(call)
    },
  })
  const port = await new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure()
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    )
  })
  return { port, close: () => server.forceShutdown() }
}

export async function connect(port) {
  const client = new Echo(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options)
  await new Promise((resolve, reject) =>
    client.waitForReady(Date.now() + 10_000, (error) => (error ? reject(error) : resolve())),
  )
  const unary = (method) => (message) =>
    new Promise((resolve, reject) =>
      client[method](message, (error, reply) => (error ? reject(error) : resolve(reply))),
    )
  const echo = unary('echo')
  return {
    echo: (text) => echo({ text }),
    record: unary('record'),
    blob: unary('payload'),
    async down(_count, message) {
      let received = 0
      for await (const _ of client.down(message)) received++
      return received
    },
    up: (count, message) =>
      new Promise((resolve, reject) => {
        const call = client.up((error, reply) =>
          error ? reject(error) : resolve(Number(reply.data.toString())),
        )
        sendMany(call, count, message)
      }),
    async both(count, message) {
      const call = client.both()
      sendMany(call, count, message)
      let received = 0
      for await (const _ of call) received++
      return received
    },
    async converse(message) {
      const call = client.both()
      let answered
      call.on('data', () => answered())
      const turn = () =>
        new Promise((resolve) => {
          answered = resolve
          call.write(message)
        })
      return { turn, end: () => call.end() }
    },
    close: () => client.close(),
  }
}

async function sendMany(call, count, message) {
  for (let i = 0; i < count; i++) {
    if (!call.write(message)) await new Promise((resolve) => call.once('drain', resolve))
  }
  call.end()
}

export const messages = {
  blob: (data) => ({ data }),
  record: ({ id, status, placedAt, paidAt, ...record }) => ({
    ...record,
    id: String(id),
    status: status.toUpperCase(),
    placedAt: timestamp(placedAt),
    paidAt: timestamp(paidAt),
  }),
}

function timestamp(date) {
  return { seconds: Math.floor(date / 1000), nanos: (date % 1000) * 1e6 }
}
