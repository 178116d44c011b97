import { createServer } from 'node:net'
import moleculer from 'moleculer'
import { answer } from '../payloads.mjs'
import { jsonMessages } from './json-messages.mjs'

export const title = 'Moleculer TCP'
export const settings = 'TCP transporter, JSON, no validator, metrics or tracing, bytes as base64'
export const packages = ['moleculer']

const { ServiceBroker } = moleculer

/** Two brokers share one link each way, and a broker for each of a thousand connections is not what anyone runs. */
export const isOneConnection = true

function createBroker(nodeID, options) {
  return new ServiceBroker({
    nodeID,
    transporter: {
      type: 'TCP',
      options: {
        udpDiscovery: false,
        useHostname: false,
        maxPacketSize: 64 << 20,
        ...options,
      },
    },
    logger: false,
    validator: false,
    metrics: false,
    tracing: false,
  })
}

export async function startServer() {
  const port = await freePort()
  const broker = createBroker('server', { port })
  broker.createService({
    name: 'echo',
    actions: {
      echo: (context) => answer(context.params.text),
      record: (context) => context.params,
      payload: (context) => context.params,
    },
  })
  await broker.start()
  return { port, close: () => broker.stop() }
}

export async function connect(port) {
  const broker = createBroker(`client-${process.pid}`, { urls: [`127.0.0.1:${port}/server`] })
  await broker.start()
  await broker.waitForServices('echo', 30_000, 50)
  return {
    echo: (text) => broker.call('echo.echo', text),
    record: (record) => broker.call('echo.record', record),
    blob: (blob) => broker.call('echo.payload', blob),
    close: () => broker.stop(),
  }
}

/** The other broker has to be told the port before this one starts. */
async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

export const messages = {
  ...jsonMessages,
  text: (text) => ({ text }),
  blob: (bytes) => ({ data: jsonMessages.blob(bytes) }),
}
