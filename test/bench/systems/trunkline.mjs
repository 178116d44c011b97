import { Echo } from '../../../.cache/bench/echo.js' // made by build-stubs.mjs
import { createServer, connect as open } from '../../../dist/index.js'
import { clientOf, handlers, limits, messages } from './trunkline-parts.mjs'

export const title = 'Trunkline'
export const settings =
  'raw TCP, protobuf, every feature on: deadlines, validation, outcomes; 64 MiB messages'
export const packages = ['trunkline']

export async function startServer() {
  const server = createServer({ limits })
  server.add(Echo, handlers)
  const address = await server.listen('tcp://127.0.0.1:0')
  return { port: Number(new URL(address).port), close: () => server.close() }
}

export async function connect(port) {
  const channel = open(`tcp://127.0.0.1:${port}`, { limits })
  await channel.ready() // the others do not come back before they are connected either
  return { ...clientOf(channel.client(Echo)), close: () => channel.close() }
}

export { messages }
