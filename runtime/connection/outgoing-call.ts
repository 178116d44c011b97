/** What all calls that this side makes have in common: deadline, cancellation, outcome, and where the time went. */

import type { CallOptions } from '../call.js'
import type { CallAttempt, CallTiming, PeerTiming } from '../call-report.js'
import { guardedCall } from '../logger.js'
import { decodeMetadata, type Metadata, type MetadataEntry } from '../metadata.js'
import type { Method } from '../method.js'
import { amend, isRpcError, type RpcError } from '../rpc-error.js'
import { MessageTooLargeError } from '../session/message-too-large.js'
import { SessionCall } from '../session/session-call.js'
import { type Outcome, statusNumbers } from '../status.js'
import { asError, textOf } from '../thrown.js'
import type { Head, Status } from '../wire/call-bodies.js'
import { encodeWith } from '../wire/fields.js'
import {
  type CallPlace,
  cancelled,
  connectionLost,
  deadlineExceeded,
  explain,
  invalidRequest,
  notOffered,
  tooLarge,
  unencodable,
} from './call-errors.js'
import { OutgoingExtras } from './call-extras.js'
import { headOf } from './call-head.js'
import type { CallHost } from './call-host.js'
import type { CallOrigin } from './call-origin.js'
import { timingOf } from './call-timing.js'
import { keepStack, withoutStack } from './callers-stack.js'
import type { Routing } from './routing.js'
import { type Abortable, follow, hasAborted, unfollow } from './signal-group.js'
import { violationsOf } from './violations.js'

export abstract class OutgoingCall<Request, Response>
  extends SessionCall
  implements Abortable, CallPlace
{
  readonly method: Method<Request, Response>
  /** Infinity for none. */
  readonly timeoutMs: number
  protected connection: CallHost | undefined = undefined
  /** Whether the program has its answer. */
  protected ended = false
  /** Whether the program has its promise or its stream: what happens from now on, happens later. */
  isMade = false
  #extras: OutgoingExtras | undefined = undefined
  readonly #origin: CallOrigin
  /** On the clock of the origin. */
  readonly startedAt: number

  constructor(
    method: Method<Request, Response>,
    origin: CallOrigin,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ) {
    super()
    this.method = method
    this.timeoutMs = timeoutMs
    this.#origin = origin
    if (signal !== undefined) this.extras.signal = signal
    this.startedAt = origin.clock.now()
  }

  /** Made when it is needed: see there. */
  protected get extras(): OutgoingExtras {
    this.#extras ??= new OutgoingExtras()
    return this.#extras
  }

  get encoded(): Uint8Array | undefined {
    return this.#extras?.encoded
  }

  get routing(): Routing | undefined {
    return this.#extras?.routing
  }

  set routing(routing: Routing) {
    this.extras.routing = routing
  }

  protected get head(): Head | undefined {
    return this.#extras?.head
  }

  override get label(): string {
    return this.method.name
  }

  get endpoint(): string {
    return this.connection?.address ?? this.#origin.endpoint
  }

  /** The call has failed and is released; tells the program. Called at most once. */
  protected abstract onFailed(error: Error): void

  /** Writes the OPEN with its request, unless `encoded` holds that. Throws what the codec throws. */
  protected open(
    { session }: CallHost,
    method: number,
    timeoutMs: number | undefined,
    request: Request | undefined,
  ): void {
    const header = { method, timeoutMs, head: this.head }
    if (this.encoded !== undefined) session.open(this, header, undefined, this.encoded)
    else session.open(this, header, this.method.request, request as Request) // because without bytes there is one
  }

  /** Adds what only some calls have. Throws TypeError for metadata that cannot travel. */
  equip(options: CallOptions): void {
    const head = headOf(options.metadata)
    if (head !== undefined) this.extras.head = head
    if (options.compress === false) this.compressible = false
    const { key, waitForReady } = options
    if (key !== undefined || waitForReady !== undefined) {
      this.routing = { key, avoid: undefined, waitForReady }
    }
    if (options.onHeader !== undefined || options.onTrailer !== undefined)
      this.extras.observers = options
  }

  /** Milliseconds until the deadline; Infinity without one. */
  timeLeft(): number {
    return Math.max(0, this.startedAt + this.timeoutMs - this.#origin.clock.now())
  }

  /** Tells the server that this is not the first attempt. */
  countAttempt(attempt: number): void {
    this.extras.head = { metadata: this.head?.metadata ?? [], attempt, compressed: false }
  }

  /** Checks the request, if there is a single one, and starts the clock. Returns false when the call has failed. */
  begin(request: Request | undefined): boolean {
    if (request !== undefined || !this.streamsRequests) {
      const violations = violationsOf(this.method.request, request as Request) // because a single request is always given
      if (violations.length > 0) {
        this.fail(invalidRequest(this, violations))
        return false
      }
    }
    if (this.timeoutMs <= 0) {
      this.fail(deadlineExceeded(this, 0, 'not-sent', this.#timing()))
      return false
    }
    const signal = this.#extras?.signal
    if (signal !== undefined) {
      if (hasAborted(signal)) {
        this.extras.signal = undefined
        this.fail(cancelled(this, signal.reason, 'not-sent'))
        return false
      }
      follow(signal, this)
    }
    if (this.timeoutMs !== Number.POSITIVE_INFINITY) {
      const { clock } = this.#origin
      clock.schedule(this, this.startedAt + this.timeoutMs)
      clock.watchLoop()
    }
    return true
  }

  /** Keeps the request as bytes, because the program may change it while the call waits. */
  wait(request: Request | undefined, onLeaveQueue: () => void): boolean {
    const { request: codec } = this.method
    const { extras } = this
    try {
      extras.encoded =
        request === undefined
          ? new Uint8Array(0)
          : encodeWith((value: Request, writer) => codec.encode(value, writer), request)
    } catch (error) {
      this.fail(unencodable(this, asError(error)))
      return false
    }
    extras.onLeaveQueue = onLeaveQueue
    return !this.ended // which a getter of the request can bring about
  }

  /** Opens the call on a connection that can take it: with the request, or with what `wait` kept. */
  send(connection: CallHost, request: Request | undefined): void {
    const number = connection.numberOf(this.method)
    this.connection = connection
    const { compression } = connection.options
    if (compression?.methods?.(this.method.name) === false) this.compressible = false
    const extras = this.#extras
    if (extras !== undefined) extras.onLeaveQueue = undefined
    if (number === undefined) {
      this.fail(notOffered(this, connection.session.peer.agent))
      return
    }
    try {
      this.open(connection, number, this.#wireTimeout(connection), request)
    } catch (error) {
      const fault = asError(error)
      this.fail(
        fault instanceof MessageTooLargeError ? tooLarge(this, fault) : unencodable(this, fault),
      )
      return
    }
    if (extras?.encoded === undefined) return
    extras.encoded = undefined
    extras.sentAt = this.#origin.clock.now()
    if (Number.isNaN(extras.connectedAt)) extras.connectedAt = extras.sentAt
  }

  /** The connection stands, but the call still waits for room on it. */
  markConnected(): void {
    const { extras } = this
    if (Number.isNaN(extras.connectedAt)) extras.connectedAt = this.#origin.clock.now()
  }

  /** Ends the call with an error, once. */
  fail(error: Error): void {
    if (this.ended) return
    if (isRpcError(error) && error.attempts.length === 0)
      amend(error, { attempts: [this.#attempt(error)] })
    if (!this.isMade) keepStack(error)
    this.release()
    this.#observeEnd(this.#origin.clock.now(), error)
    this.onFailed(error)
  }

  /** The call is over, and it went well. */
  protected succeed(): void {
    this.release()
    // The time of the answer's arrival, because asking the clock for each call is measurable.
    if (this.connection !== undefined) this.#observeEnd(this.connection.receivedAt, undefined)
  }

  #observeEnd(at: number, error: Error | undefined): void {
    const observer = this.connection?.options.observer
    // because calls fail with RpcErrors only, whatever `fail` is given for the sake of its callers
    observer?.onCallEnd(this.method, this.startedAt, at, error as RpcError | undefined)
  }

  /** Cancels the call because the program wants no more of it, without an error. */
  leave(reason: string): void {
    if (this.ended) return
    this.#giveUp(statusNumbers.CANCELLED, reason)
    this.release()
  }

  /** Cancels the call because this side wants no more of it; it fails with CANCELLED. */
  cancelBy(reason: string): void {
    if (this.ended) return
    const error = cancelled(this, reason, this.outcomeSoFar())
    keepStack(error) // it leads to whoever cancels
    this.giveUpWith(statusNumbers.CANCELLED, reason, error)
  }

  // ---- from the session ----

  override onLost(sent: boolean, error: Error): void {
    this.fail(withoutStack(() => connectionLost(this, sent ? 'unknown' : 'not-sent', error)))
  }

  override onHead(head: Head): void {
    this.#observe(this.#extras?.observers?.onHeader, head.metadata)
  }

  override onStatus(status: Status | undefined): void {
    if (status !== undefined && status.trailers.length > 0) {
      this.#observe(this.#extras?.observers?.onTrailer, status.trailers)
    }
    if (status === undefined || status.code === 0) this.onSuccess()
    else this.fail(withoutStack(() => explain(this, status, () => this.#timing(status.timing))))
  }

  /** The peer ended the call without a fault and without a further message. */
  protected abstract onSuccess(): void

  override onMessageLost(): void {
    const fault = new Error('memory of the request was taken away while it was being sent')
    const error = unencodable(this, fault, this.outcomeSoFar())
    this.giveUpWith(statusNumbers.CANCELLED, fault.message, error)
  }

  override onOpened(): void {}
  override onRequestEnd(): void {}
  override onCancel(): void {}
  override onWritable(): void {}

  // ---- from this side ----

  override onDue(): void {
    const outcome = this.outcomeSoFar()
    const unreached = this.connection === undefined ? this.#origin.failures() : []
    const error = withoutStack(() =>
      deadlineExceeded(this, this.timeoutMs, outcome, this.#timing(), unreached),
    )
    this.giveUpWith(statusNumbers.DEADLINE_EXCEEDED, 'the deadline passed', error)
  }

  onAbort(reason: unknown): void {
    this.extras.signal = undefined
    const error = cancelled(this, reason, this.outcomeSoFar())
    this.giveUpWith(statusNumbers.CANCELLED, textOf(reason), error)
  }

  /** Tells the peer to stop and the program why. */
  protected giveUpWith(code: number, reason: string, error: RpcError): void {
    this.#giveUp(code, reason)
    this.fail(error)
  }

  /** The call is over for the program: no timer, signal or queue holds it any more. */
  protected release(): void {
    this.ended = true
    this.#origin.clock.cancel(this)
    const extras = this.#extras
    if (extras === undefined) return
    if (extras.signal !== undefined) unfollow(extras.signal, this)
    extras.signal = undefined
    extras.onLeaveQueue?.()
    extras.onLeaveQueue = undefined
  }

  protected get streamsRequests(): boolean {
    return false
  }

  #observe(
    observer: ((metadata: Metadata) => void) | undefined,
    entries: readonly MetadataEntry[],
  ): void {
    if (observer === undefined || this.ended) return
    // The program's own function may fail: that is no reason to lose the call, nor to end the process.
    const name = `${this.method.name}: onHeader or onTrailer`
    guardedCall(this.#origin.logger, name, () => observer(decodeMetadata(entries)))
  }

  #giveUp(code: number, reason: string): void {
    // Without an id nothing was sent, nor will it be, should a getter of its own request be the cause.
    if (this.id === 0) this.discarding = true
    else this.connection?.cancel(this, { code, reason })
  }

  /** What can be said of the handler if this side gives up now. */
  protected outcomeSoFar(): Outcome {
    // An OPEN that is written leaves with the next flush, and a CANCEL behind it cannot call it back.
    return this.id === 0 ? 'not-sent' : 'unknown'
  }

  #wireTimeout(connection: CallHost): number | undefined {
    if (this.timeoutMs === Number.POSITIVE_INFINITY) return 0
    if (this.encoded !== undefined) {
      const left = this.startedAt + this.timeoutMs - this.#origin.clock.now()
      return Math.max(1, Math.ceil(left))
    }
    if (this.timeoutMs === connection.options.defaultTimeoutMs) return undefined
    return Math.ceil(this.timeoutMs)
  }

  #attempt({ code, outcome, message }: RpcError): CallAttempt {
    const { endpoint, head } = this
    const durationMs = this.#origin.clock.now() - this.startedAt
    const number = head?.attempt || 1
    return { number, endpoint, code, outcome, message, startedAt: 0, durationMs }
  }

  #timing(peer?: PeerTiming): CallTiming {
    const { id, startedAt, connection } = this
    return timingOf({ id, startedAt, connection, extras: this.#extras }, this.#origin.clock, peer)
  }
}
