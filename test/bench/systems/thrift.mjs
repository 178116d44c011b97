import { once } from 'node:events'
import thrift from 'thrift'
import { answer } from '../payloads.mjs'
import Echo from './gen/thrift/Echo.js'
import types from './gen/thrift/echo_types.js'

export const title = 'Thrift'
export const settings = 'framed transport, binary protocol, noDelay; has no streams'
export const packages = ['thrift']

const protocol = { transport: thrift.TFramedTransport, protocol: thrift.TBinaryProtocol }

export async function startServer() {
  const server = thrift.createServer(
    Echo,
    {
      echo: (text) => answer(text),
      record: (record) => record,
      payload: (blob) => blob,
    },
    protocol,
  )
  server.on('connection', (socket) => socket.setNoDelay(true))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 8192, resolve))
  return { port: server.address().port, close: () => server.close() }
}

export async function connect(port) {
  const connection = thrift.createConnection('127.0.0.1', port, protocol)
  await once(connection, 'connect')
  connection.connection.setNoDelay(true)
  const client = thrift.createClient(Echo, connection)
  return {
    echo: (text) => client.echo(text),
    record: (record) => client.record(record),
    blob: (blob) => client.payload(blob),
    close: () => connection.end(),
  }
}

export const messages = {
  blob: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  record: ({ id, status, placedAt, paidAt, shipTo, lines, ...record }) =>
    new types.Order({
      ...record,
      id: int64(id),
      status: types.Status[status.toUpperCase()],
      placedAt: int64(BigInt(placedAt.getTime())),
      paidAt: int64(BigInt(paidAt.getTime())),
      shipTo: new types.Address(shipTo),
      lines: lines.map((line) => new types.Line(line)),
    }),
}

function int64(value) {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return new thrift.Int64(bytes)
}
