import { once } from 'node:events'
import { newWebSocketRpcSession, RpcTarget } from 'capnweb'
import { WebSocket, WebSocketServer } from 'ws'
import { answer, downMessages } from '../payloads.mjs'

export const title = "Cap'n Web"
export const settings = 'WebSocket (ws), its JSON with native dates, bigints and bytes'
export const packages = ['capnweb', 'ws']

// It asks the global, which Node 20 lacks, for a constant.
globalThis.WebSocket ??= WebSocket

class Echo extends RpcTarget {
  echo(text) {
    return answer(text)
  }

  record(record) {
    return record
  }

  payload(blob) {
    return blob
  }

  down(order) {
    return streamOf(downMessages(order))
  }

  async up(stream) {
    return countOf(stream)
  }

  both(stream) {
    return streamOf(stream[Symbol.asyncIterator]())
  }
}

export async function startServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 8192 })
  server.on('connection', (socket) => newWebSocketRpcSession(socket, new Echo()))
  await once(server, 'listening')
  return { port: server.address().port, close: () => server.close() }
}

export async function connect(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  await once(socket, 'open')
  const session = newWebSocketRpcSession(socket)
  return {
    echo: (text) => session.echo(text),
    record: (record) => session.record(record),
    blob: (blob) => session.payload(blob),
    down: async (_count, order) => countOf(await session.down(order)),
    up: (count, blob) => session.up(streamOf(repeated(count, blob))),
    both: async (count, blob) => countOf(await session.both(streamOf(repeated(count, blob)))),
    close: () => socket.terminate(),
  }
}

function* repeated(count, message) {
  for (let i = 0; i < count; i++) yield message
}

/** By hand, because the streams that Node's helpers make have a prototype that Cap'n Web does not know. */
function streamOf(iterator) {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

async function countOf(stream) {
  let received = 0
  for await (const _ of stream) received++
  return received
}
