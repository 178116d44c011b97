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
import { misuse } from './call-errors.js'
import { extendStack } from './callers-stack.js'
import { leave } from './iterators.js'

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
  if (!streamsResponses(kind)) return { method, kind, handler: run } as Route // because kind and shape agree
  const stream = async function* (request: unknown, call: ServerCall): AsyncGenerator<unknown> {
    yield* (await run(request, call)) as AsyncIterable<unknown> // because handlers of these kinds return iterables
  }
  return { method, kind, handler: stream } as Route // because as above
}

function streamsResponses(kind: Route['kind']): boolean {
  return kind === 'serverStream' || kind === 'bidiStream'
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

/** What a client's call looks like to interceptors. Throws RpcError for metadata that cannot travel. */
function clientCall({ method, options, attempt }: ClientSide, request: unknown): InterceptedCall {
  return {
    side: 'client',
    method,
    request,
    metadata: metadataOf(method, options),
    context: options?.context ?? new ContextValues(),
    attempt,
    serverCall: undefined,
  }
}

function metadataOf({ name }: AnyMethod, options: CallOptions | undefined): Metadata {
  try {
    return new Metadata(options?.metadata)
  } catch (error) {
    throw misuse(name, (error as Error).message) // because it throws TypeErrors
  }
}

/** Runs a client's call through interceptors. Rejects with an RpcError: whatever else an interceptor throws becomes one. */
export async function intercepted<Result>(
  interceptors: readonly Interceptor[],
  side: ClientSide,
  request: unknown,
  last: (call: InterceptedCall) => Promise<Result>,
): Promise<Result> {
  const outermost = clientCall(side, request)
  const made: Promise<unknown>[] = []
  try {
    const run = composeInterceptors(interceptors, (call) => {
      const response = last(call)
      made.push(response)
      return response as Promise<InterceptedResponse> // because calls have messages, streams or nothing
    })
    const result = await run(outermost)
    checkReturned(side.method, result, nothing)
    return result as Result // because interceptors hand results through
  } catch (error) {
    if (streamsResponses(side.method.kind)) for (const one of made) leaveStream(one)
    if (isRpcError(error)) {
      extendStack(error, intercepted)
      throw error
    }
    const method = side.method.name
    const text = `${method}: an interceptor failed: ${textOf(error)}`
    const outcome = made.length > 0 ? 'unknown' : 'not-sent'
    throw new RpcError('INTERNAL', text, { method, outcome, cause: error })
  }
}

/** Nobody reads a stream whose interceptor has failed: without an end it would go on for ever. */
function leaveStream(stream: Promise<unknown>): void {
  stream.then(
    (responses) => leave(responses as AsyncIterator<unknown>), // because calls of such methods give streams of responses
    () => {},
  )
}
