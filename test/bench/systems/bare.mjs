/** A socket and nothing else: what one connection costs before any system adds to it. Serves the memory rows only. */

import { connect as connectSocket, createServer } from 'node:net'

export const title = 'bare socket'
export const settings = 'node:net, noDelay'
export const packages = []

export async function startServer() {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('error', () => socket.destroy())
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 8192, resolve))
  return { port: server.address().port, close: () => server.close() }
}

export async function connect(port) {
  const socket = connectSocket({ port, host: '127.0.0.1', noDelay: true })
  let settle
  socket.on('data', (chunk) => settle(chunk))
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return {
    echo: (bytes) =>
      new Promise((resolve) => {
        settle = resolve
        socket.write(bytes)
      }),
    close: () => socket.destroy(),
  }
}

export const messages = { text: (text) => Buffer.from(text) }
