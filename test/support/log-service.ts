/** A service with a one-way method, written by hand in the shape of generated code. */

import type { OnewayHandler, OnewayStub, Service } from '../../runtime/call.js'
import { GENERATED_API_1, type Method, onewayRoute } from '../../runtime/gen.js'
import { type Note, noteCodec } from './note-service.js'

const tell: Method<Note, Note> = {
  name: 'test.v1.Log/tell',
  kind: 'oneway',
  request: noteCodec,
  response: noteCodec,
  fingerprint: 1n,
  timeoutMs: undefined,
  idempotent: false,
  errors: [],
}

export const Log: Service<{ tell: OnewayStub<Note> }, { tell: OnewayHandler<Note> }> = {
  name: 'test.v1.Log',
  dialect: GENERATED_API_1,
  methods: [tell],
  client: (caller) => ({ tell: caller.oneway(tell) }),
  routes: (handlers) => [onewayRoute(tell, handlers, handlers.tell)],
}
