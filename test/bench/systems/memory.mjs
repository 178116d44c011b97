/** Trunkline without sockets: both sides in the client's process, joined as `trunkline/testing` joins them. */

import { Echo } from '../../../.cache/bench/echo.js' // made by build-stubs.mjs
import { testConnection } from '../../../dist/testing.js'
import { clientOf, handlers, limits, messages } from './trunkline-parts.mjs'

export const title = 'Trunkline, in memory'
export const settings = 'trunkline/testing: both sides in one process, on one processor; no sockets'
export const packages = ['trunkline']
export const isOneProcess = true
export const rows = ['text-1', 'text-64', 'text-512']

/** There is nothing to listen on. */
export async function startServer() {
  return { port: 0, close() {} }
}

export async function connect() {
  const connection = testConnection({ limits })
  connection.server.add(Echo, handlers)
  return { ...clientOf(connection.client.client(Echo)), close: () => connection.close() }
}

export { messages }
