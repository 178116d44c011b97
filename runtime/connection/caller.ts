/** Turns methods into the functions of a generated client. */

import type {
  Caller,
  CallOptions,
  Interceptor,
  RequestSource,
  RequestWriter,
  ResponseStream,
  Result,
  UnaryStub,
} from '../call.js'
import type { Method } from '../method.js'
import { DeferredStream } from './deferred-stream.js'
import { intercepted } from './intercept.js'
import { RequestPipe } from './request-pipe.js'
import { joinSignals } from './signal-group.js'
import type { StreamCall } from './stream-call.js'

/** Whoever can make calls: a channel, or one connection. */
export interface CallMaker {
  unary<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Response>
  oneway<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<void>
  stream<Request, Response>(
    method: Method<Request, Response>,
    request: Request | undefined,
    options: CallOptions | undefined,
  ): StreamCall<Request, Response>
}

export function createCaller(maker: CallMaker, interceptors: readonly Interceptor[] = []): Caller {
  /** The interceptors of a call, from the outside in; undefined where there are none. */
  const around = (options: CallOptions | undefined): readonly Interceptor[] | undefined => {
    // What is no list fails the call with its other options.
    if (Array.isArray(options?.interceptors)) return [...interceptors, ...options.interceptors]
    return interceptors.length === 0 ? undefined : interceptors
  }
  return {
    unary: <Request, Response, Failure>(method: Method<Request, Response>) => {
      const call = (request: Request, options?: CallOptions): Promise<Response> => {
        const list = around(options)
        if (list === undefined) return maker.unary(method, request, options)
        return intercepted(
          list,
          { method, options, attempt: 1 },
          request,
          ({ request: inner, metadata }) =>
            // because interceptors hand on a request of the method
            maker.unary(method, inner as Request, { ...options, metadata }),
        )
      }
      const safe = (request: Request, options?: CallOptions) =>
        resultOf<Response, Failure>(call(request, options))
      const stub: UnaryStub<Request, Response, Failure> = Object.assign(call, { safe })
      return stub
    },
    oneway:
      <Request, Response>(method: Method<Request, Response>) =>
      (request: Request, options?: CallOptions): Promise<void> => {
        const list = around(options)
        if (list === undefined) return maker.oneway(method, request, options)
        return intercepted(
          list,
          { method, options, attempt: 1 },
          request,
          ({ request: inner, metadata }) =>
            // because interceptors hand on a request of the method
            maker.oneway(method, inner as Request, { ...options, metadata }),
        )
      },
    serverStream:
      <Request, Response>(method: Method<Request, Response>) =>
      (request: Request, options?: CallOptions): ResponseStream<Response> => {
        const list = around(options)
        if (list === undefined) return maker.stream(method, request, options).responses
        return new DeferredStream(
          intercepted(
            list,
            { method, options, attempt: 1 },
            request,
            async ({ request: inner, metadata }) =>
              // because interceptors hand on a request of the method
              maker.stream(method, inner as Request, { ...options, metadata }).responses,
          ),
        )
      },
    clientStream: <Request, Response, Failure>(method: Method<Request, Response>) => {
      const start = (
        requests: RequestSource<Request>,
        options?: CallOptions,
        pipe?: RequestPipe<Request>,
      ): Promise<Response> => {
        const stream = maker.stream(method, undefined, options)
        void stream.pump(requests, pipe && ((error) => pipe.refuse(error)))
        return stream.single()
      }
      const startAround = (
        list: readonly Interceptor[],
        requests: RequestSource<Request>,
        options?: CallOptions,
        pipe?: RequestPipe<Request>,
      ): Promise<Response> =>
        intercepted(
          list,
          { method, options, attempt: 1 },
          requests,
          ({ request: inner, metadata }) =>
            // because interceptors hand on requests of the method
            start(inner as RequestSource<Request>, { ...options, metadata }, pipe),
        )
      const call = (requests: RequestSource<Request>, options?: CallOptions): Promise<Response> => {
        const list = around(options)
        if (list === undefined) return start(requests, options)
        return startAround(list, requests, options)
      }
      const open = (options?: CallOptions) => {
        const list = around(options)
        if (list !== undefined) {
          const { pipe, writer, cancelled } = pipeOf<Request>(options)
          const response = startAround(list, pipe.requests, cancelled, pipe)
          // An interceptor may have ended the call without a look at its requests.
          const close = () => pipe.closeToTakers()
          response.then(close, close)
          return { response, ...writer }
        }
        const stream = maker.stream(method, undefined, options)
        const response = stream.single()
        // Whoever never looks at the response has not asked to be told of its failure.
        response.catch(() => {})
        return { response, ...writerOf(stream) }
      }
      const safe = (requests: RequestSource<Request>, options?: CallOptions) =>
        resultOf<Response, Failure>(call(requests, options))
      return Object.assign(call, { open, safe })
    },
    bidiStream: <Request, Response>(method: Method<Request, Response>) => {
      const start = (
        requests: RequestSource<Request>,
        options?: CallOptions,
        pipe?: RequestPipe<Request>,
      ) => {
        const stream = maker.stream(method, undefined, options)
        void stream.pump(requests, pipe && ((error) => pipe.refuse(error)))
        return stream.responses
      }
      const startAround = (
        list: readonly Interceptor[],
        requests: RequestSource<Request>,
        options?: CallOptions,
        pipe?: RequestPipe<Request>,
      ) =>
        intercepted(
          list,
          { method, options, attempt: 1 },
          requests,
          async ({ request: inner, metadata }) =>
            // because interceptors hand on requests of the method
            start(inner as RequestSource<Request>, { ...options, metadata }, pipe),
        )
      const call = (
        requests: RequestSource<Request>,
        options?: CallOptions,
      ): ResponseStream<Response> => {
        const list = around(options)
        if (list === undefined) return start(requests, options)
        return new DeferredStream(startAround(list, requests, options))
      }
      const open = (options?: CallOptions) => {
        const list = around(options)
        if (list !== undefined) {
          const { pipe, writer, cancelled } = pipeOf<Request>(options)
          const responses = startAround(list, pipe.requests, cancelled, pipe)
          // An interceptor may have failed, or given responses of its own, without a look at the requests.
          const close = () => pipe.closeToTakers()
          responses.catch(close)
          return { responses: new DeferredStream(responses, close), ...writer }
        }
        const stream = maker.stream(method, undefined, options)
        return { responses: stream.responses, ...writerOf(stream) }
      }
      return Object.assign(call, { open })
    },
  }
}

/** The outcome of a call as a value. */
function resultOf<Response, Failure>(call: Promise<Response>): Promise<Result<Response, Failure>> {
  return call.then(
    (value) => ({ ok: true, value }) as const,
    // because every rejection is an RpcError, and the generated Failure is the union of those
    (error: unknown) => ({ ok: false, error: error as Failure }) as const,
  )
}

/** Requests written by hand for a call that interceptors see as an iterable. */
function pipeOf<Request>(options: CallOptions | undefined) {
  const pipe = new RequestPipe<Request>()
  const controller = new AbortController()
  const given = options?.signal
  const signal = given === undefined ? controller.signal : joinSignals(given, controller.signal)
  const writer: RequestWriter<Request> = {
    send: (request) => pipe.send(request),
    end: async () => pipe.end(),
    cancel: (reason = 'cancelled by the caller') => {
      pipe.close()
      controller.abort(new Error(reason))
    },
  }
  return { pipe, writer, cancelled: { ...options, signal } }
}

function writerOf<Request, Response>(call: StreamCall<Request, Response>): RequestWriter<Request> {
  return {
    send: (request) => call.sendRequest(request),
    end: () => call.endRequests(),
    cancel: (reason = 'cancelled by the caller') => call.cancelBy(reason),
  }
}
