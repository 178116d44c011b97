import type { HedgeOptions, RetryOptions } from './attempt-options.js'
import type { ContextValues } from './context.js'
import type { PeerIdentity, Principal } from './identity.js'
import type { Metadata, MetadataInit } from './metadata.js'
import type { AnyMethod, GENERATED_API_1, Method } from './method.js'
import type { RpcError } from './rpc-error.js'

/**
 * Calls as programs see them: what a caller says and gets, what a handler learns and returns, and the service that
 * ties both to methods. One file, because these types know each other.
 */

export interface CallOptions {
  /**
   * Milliseconds, or a string such as '500ms', '2s', '1m', until the call fails with DEADLINE_EXCEEDED.
   * Default: the method's `timeout` in the schema, else the channel's, else 10 s.
   */
  readonly timeout?: number | string
  /** Aborting it cancels the call and tells the handler. */
  readonly signal?: AbortSignal
  /** The call being served while this one is made: its remaining time and its cancellation apply here too. */
  readonly parent?: ServerCall
  /** Sent with the call: at most 64 entries and 8 KiB. Keys that end in `-bin` carry bytes, all others text. */
  readonly metadata?: MetadataInit
  /** Called at most once for each attempt, before the first response, with what the handler put into `call.header`. */
  readonly onHeader?: (header: Metadata) => void
  /** Called at most once for each attempt, when it ends, with what the handler put into `call.trailer`. */
  readonly onTrailer?: (trailer: Metadata) => void
  /** False sends this call's messages uncompressed, where compression is on. Default true. */
  readonly compress?: boolean
  /**
   * Further attempts should the call fail, where a channel makes it; false for none. What is not given is as the schema says,
   * and else the channel. The request must not change before the call has ended. Unary calls only.
   */
  readonly retry?: RetryOptions | false
  /** Further attempts while the call has no answer, likewise; of `idempotent` methods only. */
  readonly hedge?: HedgeOptions | false
  /**
   * Whether the call waits, until its deadline, for a server that cannot be reached at the moment; false fails it at once.
   * Default: the channel's.
   */
  readonly waitForReady?: boolean
  /** Calls of one key go to one server as long as it can be reached, where the channel has `balance: 'hash'`. */
  readonly key?: string
  /** Values for interceptors; they do not travel. */
  readonly context?: ContextValues
  /** Around this call only, inside those of the client and the channel. */
  readonly interceptors?: readonly Interceptor[]
}

/** One call, as its handler sees it. */
export interface ServerCall {
  /** `package.Service/method`. */
  readonly method: string
  /**
   * Aborts when the caller cancels, its deadline passes or the connection is lost; of a one-way message not when the connection is
   * lost, because its sender may well be gone by then.
   */
  readonly signal: AbortSignal
  /**
   * Aborts when the connection is about to end and this call may still finish: the server closes, the caller's channel
   * does, or the connection is old. A stream without an end ends itself then; what still runs after
   * `limits.drainTimeoutMs` is cut off, and `signal` aborts.
   */
  readonly draining: AbortSignal
  /** When the call expires, on the clock of `performance.now()`; Infinity when it does not. */
  readonly deadline: number
  /** Milliseconds left until then, never negative. */
  timeLeft(): number
  /** Which attempt of the call this is, counted from 1; retries of the caller's channel count up. */
  readonly attempt: number
  /** What the caller sent beside the request. */
  readonly metadata: Metadata
  /** Goes to the caller with the first response; entries set later are not sent. */
  readonly header: Metadata
  /** Goes to the caller with the end of the call, however it ends. */
  readonly trailer: Metadata
  /** What interceptors left for the handler. */
  readonly context: ContextValues
  readonly peer: Peer
}

/** One call on its way, as an interceptor sees it. */
export interface InterceptedCall {
  readonly side: 'client' | 'server'
  readonly method: AnyMethod
  /**
   * The request message; of a client or bidirectional stream, the async iterable of requests. Replace it, in a copy
   * of the call given to `next`, to change what goes on.
   */
  readonly request: unknown
  /** The caller's metadata. On the client, what is set before `next` is sent. */
  readonly metadata: Metadata
  readonly context: ContextValues
  /**
   * Which attempt of the call this is, counted from 1. On the client, interceptors of channels, clients and calls stand
   * around all attempts and see 1; those in `attemptInterceptors` see each.
   */
  readonly attempt: number
  /** On the server, what the handler gets; undefined on the client. */
  readonly serverCall: ServerCall | undefined
}

/** A message, or the async iterable of a stream's; undefined for a one-way call, which has none. */
export type InterceptedResponse = object | undefined

/** Goes on with the call: to the next interceptor, and at last over the wire or into the handler. */
export type Next = (call: InterceptedCall) => Promise<InterceptedResponse>

/**
 * Resolves to the response message; of a server or bidirectional stream, to the async iterable of responses, which may
 * be wrapped to see or change every message. Throwing fails the call. `next` may be called again, for a retry, where the
 * request is a single message, or not at all.
 */
export type Interceptor = (call: InterceptedCall, next: Next) => Promise<InterceptedResponse>

/** The other end of a connection. */
export interface Peer {
  /** As a URL: `tcp://127.0.0.1:51234`, or `unix:` for a peer on a Unix socket. */
  readonly address: string
  /** What the peer says it is, at most 256 characters; not to be trusted. */
  readonly agent: string
  /** What the peer's certificate says, on `tls:` and where one was verified; undefined otherwise. */
  readonly identity: PeerIdentity | undefined
  /** Whom the server's `authenticate` takes the peer for, by its latest credentials; undefined without `authenticate`. */
  readonly principal: Principal | undefined
  /** A typed client for what the peer serves: calls go both ways over one connection. Throws TypeError as `channel.client`. */
  client<Client, Handlers>(service: Service<Client, Handlers>): Client
}

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
   * Sends a request when the receiver has room for it; await it, and a slow receiver slows this side down. Whether awaited or not,
   * requests arrive in the order of the calls. Resolves to false when the call is over or `end` was called, and no request is wanted.
   * Rejects with RpcError for a request that breaks its schema.
   */
  send(request: Request): Promise<boolean>
  /** No more requests behind those that were given to `send`. */
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
export interface ClientStreamStub<Request, Response, Failure = RpcError> {
  (requests: RequestSource<Request>, options?: CallOptions): Promise<Response>
  /** The same call with the failure as a value; never rejects. */
  safe(requests: RequestSource<Request>, options?: CallOptions): Promise<Result<Response, Failure>>
  open(options?: CallOptions): RequestWriter<Request> & { readonly response: Promise<Response> }
}

/** Any number both ways. */
export interface BidiStreamStub<Request, Response> {
  (requests: RequestSource<Request>, options?: CallOptions): ResponseStream<Response>
  open(
    options?: CallOptions,
  ): RequestWriter<Request> & { readonly responses: ResponseStream<Response> }
}

/**
 * A message without an answer. Resolves when it has been handed to the transport; rejects with `not-sent` when that
 * cannot be. Delivered at most once: whether it arrived, and what its handler did, nobody learns here.
 */
export type OnewayStub<Request> = (request: Request, options?: CallOptions) => Promise<void>

/** Turns methods into functions that call them; a channel's side of a generated client. */
export interface Caller {
  unary<Request, Response, Failure>(
    method: Method<Request, Response>,
  ): UnaryStub<Request, Response, Failure>
  serverStream<Request, Response>(
    method: Method<Request, Response>,
  ): ServerStreamStub<Request, Response>
  clientStream<Request, Response, Failure>(
    method: Method<Request, Response>,
  ): ClientStreamStub<Request, Response, Failure>
  bidiStream<Request, Response>(
    method: Method<Request, Response>,
  ): BidiStreamStub<Request, Response>
  oneway<Request, Response>(method: Method<Request, Response>): OnewayStub<Request>
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

/** What it returns is awaited and dropped; what it throws is logged. */
export type OnewayHandler<Request> = (request: Request, call: ServerCall) => void | Promise<void>

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
  | {
      readonly method: AnyMethod
      readonly kind: 'oneway'
      readonly handler: OnewayHandler<unknown> | undefined
    }

export interface UnaryRoute {
  readonly method: AnyMethod
  readonly kind: 'unary'
  readonly handler: UnaryHandler<unknown, unknown> | undefined
}

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
