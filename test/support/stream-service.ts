/** A service with one method of each kind, written by hand in the shape of generated code; twice, for calls both ways. */

import {
  type BidiStreamHandler,
  type BidiStreamStub,
  bidiStreamRoute,
  type ClientStreamHandler,
  type ClientStreamStub,
  clientStreamRoute,
  GENERATED_API_1,
  type Method,
  type ServerStreamHandler,
  type ServerStreamStub,
  type Service,
  serverStreamRoute,
  type UnaryHandler,
  type UnaryStub,
  unaryRoute,
} from '../../runtime/gen.js'
import { type Note, noteCodec } from './note-service.js'

export interface StreamsClient {
  echo: UnaryStub<Note, Note>
  down: ServerStreamStub<Note, Note>
  up: ClientStreamStub<Note, Note>
  both: BidiStreamStub<Note, Note>
}

export interface StreamsHandlers {
  echo: UnaryHandler<Note, Note>
  down: ServerStreamHandler<Note, Note>
  up: ClientStreamHandler<Note, Note>
  both: BidiStreamHandler<Note, Note>
}

function streamsService(name: string): Service<StreamsClient, StreamsHandlers> {
  const method = (short: keyof StreamsClient, kind: Method<Note, Note>['kind']) => ({
    name: `${name}/${short}`,
    kind,
    request: noteCodec,
    response: noteCodec,
    fingerprint: 9n,
    timeoutMs: undefined,
    idempotent: false,
    errors: [],
  })
  const echo = method('echo', 'unary')
  const down = method('down', 'serverStream')
  const up = method('up', 'clientStream')
  const both = method('both', 'bidiStream')
  return {
    name,
    dialect: GENERATED_API_1,
    methods: [echo, down, up, both],
    client: (caller) => ({
      echo: caller.unary(echo),
      down: caller.serverStream(down),
      up: caller.clientStream(up),
      both: caller.bidiStream(both),
    }),
    routes: (handlers) => [
      unaryRoute(echo, handlers, handlers.echo),
      serverStreamRoute(down, handlers, handlers.down),
      clientStreamRoute(up, handlers, handlers.up),
      bidiStreamRoute(both, handlers, handlers.both),
    ],
  }
}

/** What a server serves. */
export const Streams = streamsService('test.v1.Streams')

/** What the side that dialled serves. */
export const Device = streamsService('test.v1.Device')

/** Handlers that give back what they get, except for those that are given. */
export function streamsHandlers(handlers: Partial<StreamsHandlers> = {}): StreamsHandlers {
  return {
    echo: (request) => request,
    async *down(request) {
      for (let number = 0; number < request.number; number++) yield { ...request, number }
    },
    async up(requests) {
      let number = 0
      for await (const request of requests) number += request.number
      return { text: '', number, data: new Uint8Array(0) }
    },
    async *both(requests) {
      yield* requests
    },
    ...handlers,
  }
}
