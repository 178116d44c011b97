/** Puts interceptors around handlers and around the calls of clients. */

import type { CallOptions, InterceptedCall, Interceptor, Route, ServerCall } from '../call.js'
import { ContextValues } from '../context.js'
import { composeInterceptors } from '../interceptor.js'
import { Metadata } from '../metadata.js'
import type { Method } from '../method.js'

/** The same route with interceptors around its handler. */
export function interceptRoute(route: Route, interceptors: readonly Interceptor[]): Route {
  const { handler, method, kind } = route
  if (interceptors.length === 0 || typeof handler !== 'function') return route
  const run = (request: unknown, call: ServerCall): Promise<unknown> => {
    const serve = composeInterceptors(interceptors, async (inner) =>
      // because a route's handler takes what its method's kind says, and interceptors are trusted with it
      (handler as (request: unknown, call: ServerCall) => unknown)(inner.request, call),
    )
    const { metadata, context } = call
    return serve({ side: 'server', method, request, metadata, context, serverCall: call })
  }
  if (kind !== 'serverStream' && kind !== 'bidiStream')
    return { method, kind, handler: run } as Route // because kind and shape agree
  const stream = async function* (request: unknown, call: ServerCall): AsyncGenerator<unknown> {
    yield* (await run(request, call)) as AsyncIterable<unknown> // because handlers of these kinds return iterables
  }
  return { method, kind, handler: stream } as Route // because as above
}

/** What a client's call looks like to interceptors. */
export function clientCall<Request, Response>(
  method: Method<Request, Response>,
  request: unknown,
  options: CallOptions | undefined,
): InterceptedCall {
  return {
    side: 'client',
    method,
    request,
    metadata: new Metadata(options?.metadata),
    context: options?.context ?? new ContextValues(),
    serverCall: undefined,
  }
}
