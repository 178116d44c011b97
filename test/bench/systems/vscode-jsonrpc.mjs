import { once } from 'node:events'
import { connect as connectSocket, createServer } from 'node:net'
import rpc from 'vscode-jsonrpc/node'
import { answer } from '../payloads.mjs'
import { jsonMessages } from './json-messages.mjs'

export const title = 'vscode-jsonrpc'
export const settings = 'socket, noDelay, JSON, bytes as base64; has no streams'
export const packages = ['vscode-jsonrpc']

function speakOver(socket) {
  const reader = new rpc.SocketMessageReader(socket)
  const writer = new rpc.SocketMessageWriter(socket)
  return rpc.createMessageConnection(reader, writer)
}

export async function startServer() {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    const connection = speakOver(socket)
    connection.onRequest('echo', (text) => answer(text))
    connection.onRequest('record', (record) => record)
    connection.onRequest('payload', (blob) => blob)
    connection.listen()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 8192, resolve))
  return { port: server.address().port, close: () => server.close() }
}

export async function connect(port) {
  const socket = connectSocket({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const connection = speakOver(socket)
  connection.listen()
  return {
    echo: (text) => connection.sendRequest('echo', text),
    record: (record) => connection.sendRequest('record', record),
    blob: (blob) => connection.sendRequest('payload', blob),
    close() {
      connection.dispose()
      socket.destroy()
    },
  }
}

export const messages = jsonMessages
