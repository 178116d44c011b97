/** Turns methods into the functions of a generated client. */

import type { Caller, CallOptions, RequestSource, RequestWriter, UnaryStub } from '../call.js'
import type { Method } from '../method.js'
import type { StreamCall } from './stream-call.js'

/** Whoever can make calls: a channel, or one connection. */
export interface CallMaker {
  unary<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Response>
  stream<Request, Response>(
    method: Method<Request, Response>,
    request: Request | undefined,
    options: CallOptions | undefined,
  ): StreamCall<Request, Response>
}

export function createCaller(maker: CallMaker): Caller {
  return {
    unary: <Request, Response, Failure>(method: Method<Request, Response>) => {
      const call = (request: Request, options?: CallOptions) =>
        maker.unary(method, request, options)
      const safe = (request: Request, options?: CallOptions) =>
        maker.unary(method, request, options).then(
          (value) => ({ ok: true, value }) as const,
          // because every rejection is an RpcError, and the generated Failure is the union of those
          (error: unknown) => ({ ok: false, error: error as Failure }) as const,
        )
      const stub: UnaryStub<Request, Response, Failure> = Object.assign(call, { safe })
      return stub
    },
    serverStream: (method) => (request, options) =>
      maker.stream(method, request, options).responses,
    clientStream: <Request, Response>(method: Method<Request, Response>) => {
      const call = (requests: RequestSource<Request>, options?: CallOptions) => {
        const stream = maker.stream(method, undefined, options)
        void stream.pump(requests)
        return stream.single()
      }
      const open = (options?: CallOptions) => {
        const stream = maker.stream(method, undefined, options)
        const response = stream.single()
        // Whoever never looks at the response has not asked to be told of its failure.
        response.catch(() => {})
        return { response, ...writerOf(stream) }
      }
      return Object.assign(call, { open })
    },
    bidiStream: <Request, Response>(method: Method<Request, Response>) => {
      const call = (requests: RequestSource<Request>, options?: CallOptions) => {
        const stream = maker.stream(method, undefined, options)
        void stream.pump(requests)
        return stream.responses
      }
      const open = (options?: CallOptions) => {
        const stream = maker.stream(method, undefined, options)
        return { responses: stream.responses, ...writerOf(stream) }
      }
      return Object.assign(call, { open })
    },
  }
}

function writerOf<Request, Response>(call: StreamCall<Request, Response>): RequestWriter<Request> {
  return {
    send: (request) => call.sendRequest(request),
    end: () => call.endRequests(),
    cancel: (reason = 'cancelled by the caller') => call.cancelBy(reason),
  }
}
