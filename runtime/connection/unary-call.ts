/** A unary call that this side makes: from the request to the settled promise. */

import { Reader } from 'protobufjs/minimal.js'
import { Issues } from '../codec/issues.js'
import type { Method } from '../method.js'
import type { CallTiming, RpcError } from '../rpc-error.js'
import { MessageTooLargeError } from '../session/sender.js'
import { SessionCall } from '../session/session-call.js'
import { type Outcome, statusNumbers } from '../status.js'
import type { Head, Status } from '../wire/call-bodies.js'
import { encodeWith } from '../wire/fields.js'
import {
  brokenResponse,
  type CallPlace,
  cancelled,
  connectionLost,
  deadlineExceeded,
  fromStatus,
  invalidRequest,
  notOffered,
  tooLarge,
  undecodableResponse,
  unencodable,
} from './call-errors.js'
import type { CallHost } from './call-host.js'
import type { Clock } from './clock.js'
import { type Abortable, follow, unfollow } from './signal-group.js'

/** Shared by all calls: checking and decoding are synchronous and run no code of the program's. */
const issues = new Issues()
const reader = new Reader(new Uint8Array(0))

let takenResolve: (value: never) => void
let takenReject: (error: Error) => void
/** One function for all promises, because a closure per call is measurable. */
const takeSettlers = (resolve: (value: never) => void, reject: (error: Error) => void): void => {
  takenResolve = resolve
  takenReject = reject
}

export class UnaryCall<Request, Response> extends SessionCall implements Abortable, CallPlace {
  readonly method: Method<Request, Response>
  readonly promise: Promise<Response>
  readonly timeoutMs: number
  /** The encoded request, while it waits for a connection. */
  encoded: Uint8Array | undefined = undefined
  readonly #clock: Clock
  readonly #fallbackEndpoint: string
  readonly #startedAt: number
  readonly #deadline: number
  #connectedAt = Number.NaN
  #sentAt = Number.NaN
  #resolve: ((value: Response) => void) | undefined
  #reject: (error: Error) => void
  #connection: CallHost | undefined = undefined
  #signal: AbortSignal | undefined
  #onEnd: ((call: UnaryCall<Request, Response>) => void) | undefined = undefined

  /** `timeoutMs` may be Infinity. `endpoint` is what errors name until there is a connection. */
  constructor(
    method: Method<Request, Response>,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    clock: Clock,
    endpoint: string,
  ) {
    super()
    this.method = method
    this.timeoutMs = timeoutMs
    this.#clock = clock
    this.#fallbackEndpoint = endpoint
    this.promise = new Promise<Response>(takeSettlers)
    this.#resolve = takenResolve as (value: Response) => void // because it belongs to the promise above
    this.#reject = takenReject
    this.#signal = signal
    this.#startedAt = clock.now()
    this.#deadline = this.#startedAt + timeoutMs
  }

  get endpoint(): string {
    return this.#connection?.address ?? this.#fallbackEndpoint
  }

  get settled(): boolean {
    return this.#resolve === undefined
  }

  /** Checks the request and starts the clock. Returns false when the call has failed already. */
  begin(request: Request): boolean {
    this.method.request.check(request, issues, 0)
    if (issues.count > 0) {
      this.#fail(invalidRequest(this, issues.take()))
      return false
    }
    if (this.#signal !== undefined) {
      if (this.#signal.aborted) {
        this.#fail(cancelled(this, this.#signal.reason, 'not-sent'))
        return false
      }
      follow(this.#signal, this)
    }
    if (this.timeoutMs !== Number.POSITIVE_INFINITY) this.#clock.schedule(this, this.#deadline)
    return true
  }

  /** Keeps the request as bytes, because the program may change it while the call waits. */
  encode(request: Request, onEnd: (call: UnaryCall<Request, Response>) => void): boolean {
    const { request: codec } = this.method
    try {
      this.encoded = encodeWith((value: Request, writer) => codec.encode(value, writer), request)
    } catch (error) {
      this.#fail(unencodable(this, asError(error)))
      return false
    }
    this.#onEnd = onEnd
    return true
  }

  /** Opens the call on a connection that can take it: with the request, or with what `encode` kept. */
  send(connection: CallHost, request: Request | undefined): void {
    const number = connection.numberOf(this.method)
    this.#connection = connection
    if (number === undefined) {
      this.#fail(notOffered(this, connection.session.peer.agent))
      return
    }
    const header = { method: number, timeoutMs: this.#wireTimeout(connection), head: undefined }
    try {
      if (this.encoded === undefined) {
        connection.session.open(this, header, this.method.request, request as Request) // because without bytes there is one
      } else {
        connection.session.open(this, header, undefined, this.encoded)
        this.encoded = undefined
        this.#connectedAt = this.#sentAt = this.#clock.now()
        this.#onEnd = undefined
      }
    } catch (error) {
      const fault = asError(error)
      this.#fail(
        fault instanceof MessageTooLargeError ? tooLarge(this, fault) : unencodable(this, fault),
      )
    }
  }

  /** The connection stands, but the call still waits for room on it. */
  markConnected(): void {
    this.#connectedAt = this.#clock.now()
  }

  /** Fails a call that was never sent. */
  fail(error: RpcError): void {
    this.#fail(error)
  }

  // ---- from the session ----

  override onMessage(bytes: Uint8Array, start: number, end: number, _last: boolean): void {
    if (this.#resolve === undefined) return
    let response: Response
    reader.buf = bytes
    reader.pos = start
    reader.len = end
    try {
      response = this.method.response.decode(reader, 0)
    } catch (error) {
      this.#fail(undecodableResponse(this, asError(error)))
      return
    }
    const resolve = this.#resolve
    this.#release()
    resolve(response)
  }

  override onHead(_head: Head): void {}

  override onStatus(status: Status | undefined): void {
    if (status === undefined || status.code === 0) {
      this.#fail(brokenResponse(this, 'the peer ended the call without a response'))
    } else this.#fail(fromStatus(this, status))
  }

  override onLost(sent: boolean, error: Error): void {
    this.#fail(connectionLost(this, sent ? 'unknown' : 'not-sent', error))
  }

  override onRequestEnd(): void {}
  override onCancel(): void {}
  override onWritable(): void {}

  // ---- from this side ----

  override onDue(): void {
    const outcome = this.#outcomeSoFar()
    const timing = this.#timing()
    this.#giveUp(statusNumbers.DEADLINE_EXCEEDED, 'the deadline passed')
    this.#fail(deadlineExceeded(this, this.timeoutMs, outcome, timing))
  }

  onAbort(reason: unknown): void {
    this.#signal = undefined
    const outcome = this.#outcomeSoFar()
    this.#giveUp(statusNumbers.CANCELLED, reason instanceof Error ? reason.message : String(reason))
    this.#fail(cancelled(this, reason, outcome))
  }

  #giveUp(code: number, reason: string): void {
    if (this.id !== 0) this.#connection?.session.cancel(this, { code, reason })
  }

  /** What can be said of a call that this side gives up. */
  #outcomeSoFar(): Outcome {
    const connection = this.#connection
    if (this.id === 0 || connection === undefined) return 'not-sent'
    return connection.session.wasSent(this) ? 'unknown' : 'not-sent'
  }

  #wireTimeout(connection: CallHost): number | undefined {
    if (this.timeoutMs === Number.POSITIVE_INFINITY) return 0
    if (this.encoded === undefined && this.timeoutMs === connection.options.defaultTimeoutMs) {
      return undefined
    }
    const left = this.encoded === undefined ? this.timeoutMs : this.#deadline - this.#clock.now()
    return Math.max(1, Math.ceil(left))
  }

  #timing(): CallTiming {
    const now = this.#clock.now()
    const waited = this.encoded !== undefined || !Number.isNaN(this.#sentAt)
    if (!waited) {
      return {
        totalMs: now - this.#startedAt,
        connectingMs: 0,
        queuedMs: 0,
        waitingMs: now - this.#startedAt,
      }
    }
    const connectedAt = Number.isNaN(this.#connectedAt) ? now : this.#connectedAt
    const sentAt = Number.isNaN(this.#sentAt) ? now : this.#sentAt
    return {
      totalMs: now - this.#startedAt,
      connectingMs: connectedAt - this.#startedAt,
      queuedMs: sentAt - connectedAt,
      waitingMs: now - sentAt,
    }
  }

  #fail(error: Error): void {
    if (this.#resolve === undefined) return
    this.#release()
    this.#reject(error)
  }

  #release(): void {
    this.#resolve = undefined
    this.#clock.cancel(this)
    if (this.#signal !== undefined) {
      unfollow(this.#signal, this)
      this.#signal = undefined
    }
    if (this.#onEnd !== undefined) {
      this.#onEnd(this)
      this.#onEnd = undefined
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
