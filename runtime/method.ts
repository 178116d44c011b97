/** What a method and a service are: the shapes that generated code fills and the runtime reads. */

import type { CallOptions, ServerCall } from './call.js'
import type { MessageCodec } from './codec/message-codec.js'
import type { DeclaredError, RpcError } from './rpc-error.js'
import type { StatusCode } from './status.js'

/**
 * The dialect of generated code that this runtime speaks. Generated files import the name, so a runtime that
 * no longer speaks it fails to compile instead of failing at night; the cure is `npx trunkline generate`.
 */
export const GENERATED_API_1 = 1

export type MethodKind = 'unary' | 'serverStream' | 'clientStream' | 'bidiStream'

export interface Method<Request, Response> {
  /** The one spelling of the method: `package.Service/method`. */
  readonly name: string
  readonly kind: MethodKind
  readonly request: MessageCodec<Request>
  readonly response: MessageCodec<Response>
  /** Hash of both message types and their field numbers: tells two sides that their schemas differ. */
  readonly fingerprint: bigint
  /** The schema's timeout in milliseconds; undefined leaves it to the channel. */
  readonly timeoutMs: number | undefined
  /** Whether the handler may run twice for one call without harm. */
  readonly idempotent: boolean
  readonly errors: readonly AnyErrorType[]
}

/** A declared error: makes one in a handler, recognises one in a client. */
export interface ErrorType<Reason extends string, Data> {
  (data: Data, message?: string): DeclaredError<Reason, Data>
  readonly reason: Reason
  readonly code: StatusCode
  readonly codec: MessageCodec<Data>
  is(error: unknown): error is DeclaredError<Reason, Data>
}

/** What the runtime needs of an error type; whoever makes or recognises one knows its data. */
export type AnyErrorType = Pick<ErrorType<string, unknown>, 'reason' | 'code' | 'codec'>

export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure }

/** One request, one response. */
export interface UnaryStub<Request, Response, Failure = RpcError> {
  (request: Request, options?: CallOptions): Promise<Response>
  /** The same call with the failure as a value; never rejects. */
  safe(request: Request, options?: CallOptions): Promise<Result<Response, Failure>>
}

/**
 * The responses of a stream. Leaving a `for await` early, by `break` or by throwing, cancels the call; so does
 * `return()` and the end of an `await using` block.
 */
export type ResponseStream<Response> = AsyncIterableIterator<Response, undefined, undefined> &
  AsyncDisposable

/** Requests as a program has them: yielded one by one, or all there. */
export type RequestSource<Request> = AsyncIterable<Request> | Iterable<Request>

/** Drives a stream of requests by hand, where an iterable is awkward. */
export interface RequestWriter<Request> {
  /**
   * Sends a request when the receiver has room for it; await it, and a slow receiver slows this side down. Resolves to
   * false when the call is over and no request is wanted. Rejects with RpcError for a request that breaks its schema.
   */
  send(request: Request): Promise<boolean>
  /** No more requests. */
  end(): Promise<void>
  /** Gives the call up. */
  cancel(reason?: string): void
}

/** One request, any number of responses. */
export type ServerStreamStub<Request, Response> = (
  request: Request,
  options?: CallOptions,
) => ResponseStream<Response>

/** Any number of requests, one response. */
export interface ClientStreamStub<Request, Response> {
  (requests: RequestSource<Request>, options?: CallOptions): Promise<Response>
  open(options?: CallOptions): RequestWriter<Request> & { readonly response: Promise<Response> }
}

/** Any number both ways. */
export interface BidiStreamStub<Request, Response> {
  (requests: RequestSource<Request>, options?: CallOptions): ResponseStream<Response>
  open(
    options?: CallOptions,
  ): RequestWriter<Request> & { readonly responses: ResponseStream<Response> }
}

/** Turns methods into functions that call them; a channel's side of a generated client. */
export interface Caller {
  unary<Request, Response, Failure>(
    method: Method<Request, Response>,
  ): UnaryStub<Request, Response, Failure>
  serverStream<Request, Response>(
    method: Method<Request, Response>,
  ): ServerStreamStub<Request, Response>
  clientStream<Request, Response>(
    method: Method<Request, Response>,
  ): ClientStreamStub<Request, Response>
  bidiStream<Request, Response>(
    method: Method<Request, Response>,
  ): BidiStreamStub<Request, Response>
}

export type UnaryHandler<Request, Response> = (
  request: Request,
  call: ServerCall,
) => Response | Promise<Response>

export type ServerStreamHandler<Request, Response> = (
  request: Request,
  call: ServerCall,
) => AsyncIterable<Response>

export type ClientStreamHandler<Request, Response> = (
  requests: AsyncIterable<Request>,
  call: ServerCall,
) => Response | Promise<Response>

export type BidiStreamHandler<Request, Response> = (
  requests: AsyncIterable<Request>,
  call: ServerCall,
) => AsyncIterable<Response>

/** A method together with the function that serves it; `handler` is undefined where the object lacks one. */
export type Route =
  | UnaryRoute
  | {
      readonly method: AnyMethod
      readonly kind: 'serverStream'
      readonly handler: ServerStreamHandler<unknown, unknown> | undefined
    }
  | {
      readonly method: AnyMethod
      readonly kind: 'clientStream'
      readonly handler: ClientStreamHandler<unknown, unknown> | undefined
    }
  | {
      readonly method: AnyMethod
      readonly kind: 'bidiStream'
      readonly handler: BidiStreamHandler<unknown, unknown> | undefined
    }

export interface UnaryRoute {
  readonly method: AnyMethod
  readonly kind: 'unary'
  readonly handler: UnaryHandler<unknown, unknown> | undefined
}

export type AnyMethod = Method<unknown, unknown>

export interface Service<Client, Handlers> {
  /** `package.Service`. */
  readonly name: string
  readonly dialect: typeof GENERATED_API_1
  readonly methods: readonly AnyMethod[]
  /** Builds the typed client; users call `channel.client(Service)`. */
  client(caller: Caller): Client
  /** Pairs each method with its handler; users call `server.add(Service, handlers)`. */
  routes(handlers: Handlers): readonly Route[]
}
