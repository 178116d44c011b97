/**
 * Pairs a method with its handler, one function per kind, for generated code to call.
 *
 * The handler is bound to the object it came from, so that a class instance serves as well as a literal. A handler
 * is `unknown` to the type system from here on: its method's codecs are what makes the pairing safe.
 */

import type {
  BidiStreamHandler,
  ClientStreamHandler,
  OnewayHandler,
  Route,
  ServerStreamHandler,
  UnaryHandler,
} from './call.js'
import type { Method } from './method.js'

export function unaryRoute<Request, Response>(
  method: Method<Request, Response>,
  owner: object,
  handler: UnaryHandler<Request, Response> | undefined,
): Route {
  return { method, kind: 'unary', handler: bind(owner, handler) } as Route // because Route forgets the message types
}

export function serverStreamRoute<Request, Response>(
  method: Method<Request, Response>,
  owner: object,
  handler: ServerStreamHandler<Request, Response> | undefined,
): Route {
  return { method, kind: 'serverStream', handler: bind(owner, handler) } as Route // because as above
}

export function clientStreamRoute<Request, Response>(
  method: Method<Request, Response>,
  owner: object,
  handler: ClientStreamHandler<Request, Response> | undefined,
): Route {
  return { method, kind: 'clientStream', handler: bind(owner, handler) } as Route // because as above
}

export function bidiStreamRoute<Request, Response>(
  method: Method<Request, Response>,
  owner: object,
  handler: BidiStreamHandler<Request, Response> | undefined,
): Route {
  return { method, kind: 'bidiStream', handler: bind(owner, handler) } as Route // because as above
}

export function onewayRoute<Request, Response>(
  method: Method<Request, Response>,
  owner: object,
  handler: OnewayHandler<Request> | undefined,
): Route {
  return { method, kind: 'oneway', handler: bind(owner, handler) } as Route // because as above
}

/** Leaves anything that is not a function alone: the server reports it with the method's name. */
function bind(owner: object, handler: unknown): unknown {
  return typeof handler === 'function' ? handler.bind(owner) : handler
}
