/** Turns methods into the functions of a generated client. */

import type { CallOptions } from '../call.js'
import type { Caller, Method, UnaryStub } from '../method.js'
import { RpcError } from '../rpc-error.js'

/** Whoever can make calls: a channel, or one connection. */
export interface CallMaker {
  unary<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Response>
}

export function createCaller(maker: CallMaker): Caller {
  return {
    unary<Request, Response, Failure>(method: Method<Request, Response>) {
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
    serverStream: (method) => () => unsupported(method.name),
    clientStream: (method) => () => unsupported(method.name),
    bidiStream: (method) => () => unsupported(method.name),
  }
}

function unsupported(name: string): never {
  throw new RpcError('UNIMPLEMENTED', `${name}: this version does not make streaming calls`, {
    outcome: 'not-sent',
  })
}
