import 'reflect-metadata'
import { createServer } from 'node:net'
import { Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices'
import { firstValueFrom, from } from 'rxjs'
import { answer, downMessages } from '../payloads.mjs'
import { fromBase64, jsonMessages, toBase64 } from './json-messages.mjs'

export const title = 'NestJS TCP'
export const settings = 'TCP microservice, JSON, no pipes, bytes as base64'
export const packages = ['@nestjs/microservices', '@nestjs/core']

const maxBufferSize = 64 << 20

class EchoController {
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
    return from(ordered(fromBase64(order)))
  }
}

function* ordered(order) {
  for (const message of downMessages(order)) yield toBase64(message)
}

// What the decorators of a TypeScript controller would do.
Controller()(EchoController)
for (const method of ['echo', 'record', 'payload', 'down']) {
  const descriptor = Object.getOwnPropertyDescriptor(EchoController.prototype, method)
  MessagePattern(method)(EchoController.prototype, method, descriptor)
}
class EchoModule {}
Module({ controllers: [EchoController] })(EchoModule)

export async function startServer() {
  const port = await freePort()
  const app = await NestFactory.createMicroservice(EchoModule, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port, maxBufferSize },
    logger: false,
  })
  await app.listen()
  return { port, close: () => app.close() }
}

export async function connect(port) {
  const client = ClientProxyFactory.create({
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port, maxBufferSize },
  })
  await client.connect()
  return {
    echo: (text) => firstValueFrom(client.send('echo', text)),
    record: (record) => firstValueFrom(client.send('record', record)),
    blob: (blob) => firstValueFrom(client.send('payload', blob)),
    down: (_count, order) =>
      new Promise((resolve, reject) => {
        let received = 0
        client.send('down', order).subscribe({
          next: () => received++,
          error: reject,
          complete: () => resolve(received),
        })
      }),
    close: () => client.close(),
  }
}

/** The transport does not say which port it was given. */
async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

export const messages = jsonMessages
