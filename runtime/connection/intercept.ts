/** Puts interceptors around handlers and around the calls of clients. */

import type {
  CallOptions,
  InterceptedCall,
  InterceptedResponse,
  Interceptor,
  Route,
  ServerCall,
} from '../call.js'
import { ContextValues } from '../context.js'
import { composeInterceptors } from '../interceptor.js'
import { Metadata } from '../metadata.js'
import type { AnyMethod } from '../method.js'
import { isRpcError, RpcError } from '../rpc-error.js'
import { textOf } from '../thrown.js'
import { extendStack } from './callers-stack.js'

/** The same route with interceptors around its handler. */
export function interceptRoute(route: Route, interceptors: readonly Interceptor[]): Route {
  const { handler, method, kind } = route
  if (interceptors.length === 0 || typeof handler !== 'function') return route
  const run = async (request: unknown, call: ServerCall): Promise<unknown> => {
    let reply: unknown = nothing
    const serve = composeInterceptors(interceptors, async (inner) => {
      // because a route's handler takes what its method's kind says, and interceptors are trusted with it
      reply = await (handler as (request: unknown, call: ServerCall) => unknown)(
        inner.request,
        call,
      )
      return reply as InterceptedResponse // because a reply that is no message fails the call
    })
    const { metadata, context, attempt } = call
    const result = await serve({
      side: 'server',
      method,
      request,
      metadata,
      context,
      attempt,
      serverCall: call,
    })
    checkReturned(method, result, reply)
    return result
  }
  if (kind !== 'serverStream' && kind !== 'bidiStream')
    return { method, kind, handler: run } as Route // because kind and shape agree
  const stream = async function* (request: unknown, call: ServerCall): AsyncGenerator<unknown> {
    yield* (await run(request, call)) as AsyncIterable<unknown> // because handlers of these kinds return iterables
  }
  return { method, kind, handler: stream } as Route // because as above
}

/** In the place of what `next` gave, while it has given nothing. */
const nothing = Symbol('nothing')

/**
 * Throws TypeError where interceptors have lost what `next` gave: a `return` is easily forgotten, and nobody else can know.
 * `given` is undefined where there was nothing to lose.
 */
function checkReturned({ kind }: AnyMethod, returned: unknown, given: unknown): void {
  if (returned !== undefined || given === undefined || kind === 'oneway') return
  throw new TypeError('an interceptor returned nothing: let it return what next() gives')
}

/** What a client's interceptors know before they see a call. */
export interface ClientSide {
  readonly method: AnyMethod
  readonly options: CallOptions | undefined
  readonly attempt: number
}

/** What a client's call looks like to interceptors. */
function clientCall({ method, options, attempt }: ClientSide, request: unknown): InterceptedCall {
  return {
    side: 'client',
    method,
    request,
    metadata: new Metadata(options?.metadata),
    context: options?.context ?? new ContextValues(),
    attempt,
    serverCall: undefined,
  }
}

/** Runs a client's call through interceptors. Rejects with an RpcError: whatever else an interceptor throws becomes one. */
export async function intercepted<Result>(
  interceptors: readonly Interceptor[],
  side: ClientSide,
  request: unknown,
  last: (call: InterceptedCall) => Promise<Result>,
): Promise<Result> {
  let wentOn = false
  try {
    const run = composeInterceptors(interceptors, (call) => {
      wentOn = true
      return last(call) as Promise<InterceptedResponse> // because calls have messages, streams or nothing
    })
    const result = await run(clientCall(side, request))
    checkReturned(side.method, result, nothing)
    return result as Result // because interceptors hand results through
  } catch (error) {
    if (isRpcError(error)) {
      extendStack(error, intercepted)
      throw error
    }
    const method = side.method.name
    const text = `${method}: an interceptor failed: ${textOf(error)}`
    const outcome = wentOn ? 'unknown' : 'not-sent'
    throw new RpcError('INTERNAL', text, { method, outcome, cause: error })
  }
}
