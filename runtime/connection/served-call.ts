/**
 * What all calls that this side serves have in common: what the handler sees, the deadline, cancellation, and that
 * exactly one answer goes out whatever the handler does.
 */

import type { Peer, ServerCall } from '../call.js'
import type { PeerTiming } from '../call-report.js'
import { Issues } from '../codec/issues.js'
import { ContextValues } from '../context.js'
import { decodeMetadata, Metadata, type MetadataEntry } from '../metadata.js'
import type { AnyMethod } from '../method.js'
import { RpcError, type Violation } from '../rpc-error.js'
import { isLocalClosed } from '../session/call-state.js'
import { MessageTooLargeError } from '../session/message-too-large.js'
import { SessionCall } from '../session/session-call.js'
import { statusFromNumber, statusNumbers } from '../status.js'
import { textOf } from '../thrown.js'
import { type Cancel, type Head, refusal, type Status, successStatus } from '../wire/call-bodies.js'
import {
  internalError,
  interrupted,
  invalidArgument,
  listViolations,
  unsendable,
} from './call-errors.js'
import { ServedExtras } from './call-extras.js'
import { headOf } from './call-head.js'
import type { CallHost } from './call-host.js'
import { decodeMessage } from './decode.js'
import type { LateHandler } from './handler-gauge.js'
import { answerTo } from './thrown-answer.js'
import { violationsOf } from './violations.js'

/** Shared by all calls: checking is synchronous and makes no calls. */
const issues = new Issues()

/** The handler's own view is the interface ServerCall; the rest is the session's. */
export abstract class ServedCall extends SessionCall implements ServerCall, LateHandler {
  protected readonly route: AnyMethod
  protected readonly host: CallHost
  /** Whether the handler was called: if not, whatever ends the call leaves it untouched. */
  protected hasStarted = false
  /** Why the call is over for its handler; set once. */
  protected abortReason: Error | undefined = undefined
  #extras: ServedExtras | undefined = undefined
  #hasReplied = false
  readonly #receivedAt: number
  readonly #timeoutMs: number

  /** `receivedAt` is when the call arrived, and `timeoutMs` what it was given from then on; 0 for as long as it takes. */
  constructor(
    host: CallHost,
    method: AnyMethod,
    receivedAt: number,
    timeoutMs: number,
    head: Head | undefined,
  ) {
    super()
    if (head !== undefined) this.#own.head = head
    this.#receivedAt = receivedAt
    this.host = host
    this.route = method
    this.#timeoutMs = timeoutMs
    if (host.options.compression?.methods?.(method.name) === false) this.compressible = false
    // From now on, because the time also runs while the request is still arriving.
    if (timeoutMs === 0) return
    const { clock } = host.options
    clock.schedule(this, this.deadline)
    clock.watchLoop()
  }

  get #own(): ServedExtras {
    this.#extras ??= new ServedExtras()
    return this.#extras
  }

  // ---- what the handler sees ----

  get deadline(): number {
    return this.#timeoutMs === 0 ? Number.POSITIVE_INFINITY : this.#receivedAt + this.#timeoutMs
  }

  get method(): string {
    return this.route.name
  }

  get attempt(): number {
    return Math.max(1, this.#extras?.head?.attempt ?? 1)
  }

  get metadata(): Metadata {
    const own = this.#own
    own.metadata ??= decodeMetadata(own.head?.metadata ?? [])
    return own.metadata
  }

  get header(): Metadata {
    const own = this.#own
    own.header ??= new Metadata()
    return own.header
  }

  get trailer(): Metadata {
    const own = this.#own
    own.trailer ??= new Metadata()
    return own.trailer
  }

  get context(): ContextValues {
    const own = this.#own
    own.context ??= new ContextValues()
    return own.context
  }

  override get label(): string {
    return this.route.name
  }

  get peer(): Peer {
    return this.host.peer
  }

  /** Made when somebody looks: most handlers never do. */
  get signal(): AbortSignal {
    const own = this.#own
    if (own.controller === undefined) {
      own.controller = new AbortController()
      if (this.abortReason !== undefined) own.controller.abort(this.abortReason)
    }
    return own.controller.signal
  }

  get draining(): AbortSignal {
    const own = this.#own
    own.draining ??= this.host.drains.watch()
    return own.draining.signal
  }

  timeLeft(): number {
    return Math.max(0, this.deadline - this.host.options.clock.now())
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `ServerCall { method: '${this.method}', timeLeft: ${Math.round(this.timeLeft())} ms }`
  }

  // ---- from the session ----

  override onMessage(bytes: Uint8Array, start: number, end: number, last: boolean): void {
    const { request } = this.route
    let message: unknown
    try {
      message = decodeMessage(request, bytes, start, end)
    } catch (error) {
      const text = `the request is malformed: ${textOf(error)}`
      this.onBadRequest(refusal('INVALID_ARGUMENT', text), end - start)
      return
    }
    if (request.constrained) {
      request.check(message, issues, 0)
      if (issues.count > 0) {
        this.onBadRequest(invalidArgument(issues.take()), end - start)
        return
      }
    }
    this.onRequest(message, end - start, last)
  }

  /** A request that keeps its schema; `bytes` is its length. */
  protected abstract onRequest(request: unknown, bytes: number, last: boolean): void

  /** A request that cannot be decoded or breaks its schema, and the status that says so. */
  protected abstract onBadRequest(status: Status, bytes: number): void

  override onCancel(cancel: Cancel): void {
    const code = cancel.code === 0 ? 'CANCELLED' : statusFromNumber(cancel.code)
    const text = cancel.reason || 'the caller cancelled'
    this.interrupt(code === 'DEADLINE_EXCEEDED' ? code : 'CANCELLED', text)
  }

  override onDue(): void {
    if (this.abortReason === undefined) this.interrupt('DEADLINE_EXCEEDED', 'the deadline passed')
    else if (this.handlerRunning) {
      this.host.options.gauge.stuck++
      this.log(
        'the handler still runs long after its call ended; give call.signal to whatever it waits for',
      )
    }
  }

  override onLost(_sent: boolean, error: Error): void {
    this.abort(new RpcError('CANCELLED', `the connection to the caller was lost: ${error.message}`))
  }

  override onRefused(text: string): void {
    this.abort(new RpcError('RESOURCE_EXHAUSTED', text))
  }

  override onMessageLost(): void {
    const text = 'memory of the reply was taken away while it was being sent'
    this.log(`the handler's reply is lost: ${text}`)
    this.answer(internalError)
    this.abort(new RpcError('INTERNAL', text))
  }

  override onSent(): void {
    if (!this.handlerRunning) this.host.options.clock.cancel(this)
  }

  override onOpened(): void {}
  override onHead(_head: Head): void {}
  override onStatus(_status: Status | undefined): void {}
  override onRequestEnd(): void {}
  override onWritable(): void {}

  // ---- for the kinds of calls ----

  /** The handler starts; from now on its slot is taken until `settle`. */
  protected start(): void {
    this.handlerRunning = true
    this.hasStarted = true
    const { gauge } = this.host.options
    gauge.started++
    gauge.running++
  }

  /** The handler has settled. What it answered may still wait for credit; then the deadline goes on. */
  protected settle(): void {
    const { options, session } = this.host
    this.count()
    options.gauge.running--
    if (this.abortReason !== undefined) options.gauge.deleteLate(this)
    this.unwatchDrain()
    if (isLocalClosed(this.state) || this.abortReason !== undefined) options.clock.cancel(this)
    session.settle(this)
  }

  /** Puts the call into the statistics, with how long it took. */
  protected count(): void {
    this.host.options.meter?.settled(this.route, this.#receivedAt)
  }

  protected unwatchDrain(): void {
    const draining = this.#extras?.draining
    if (draining !== undefined) this.host.drains.unwatch(draining)
  }

  /** Whoever would hear that the handler is stuck is gone. */
  stopWatching(): void {
    this.host.options.clock.cancel(this)
  }

  /** Ends the call before its answer is out; what the handler still says is dropped. */
  protected interrupt(code: 'CANCELLED' | 'DEADLINE_EXCEEDED', message: string): void {
    if (this.abortReason !== undefined || isLocalClosed(this.state)) return
    this.answer(this.hasStarted ? interrupted(code, message) : refusal(code, message))
    this.abort(new RpcError(code, message))
  }

  protected abort(reason: Error): void {
    if (this.abortReason !== undefined) return
    this.abortReason = reason
    const { clock, limits, gauge } = this.host.options
    clock.cancel(this)
    // From here the same timer watches for a handler that does not notice.
    if (this.handlerRunning) {
      gauge.addLate(this)
      clock.schedule(this, clock.now() + limits.stuckHandlerMs)
    }
    this.onAborted(reason)
    this.#extras?.controller?.abort(reason)
  }

  /** The call is over for the handler: streams end. */
  protected onAborted(_reason: Error): void {}

  protected answer(status: Status): void {
    const { clock, meter } = this.host.options
    clock.cancel(this)
    // A generator may fail once more in its `finally`: the first answer counts.
    if (isLocalClosed(this.state)) return
    if (status.code !== 0) meter?.failed(this.route, statusFromNumber(status.code))
    const timing = status.code === statusNumbers.DEADLINE_EXCEEDED ? this.#timing() : undefined
    this.host.session.answer(this, { ...status, trailers: this.#trailers(), timing })
  }

  /** Where the time went on this side; undefined for a call that had as much as it liked. */
  #timing(): PeerTiming | undefined {
    if (this.deadline === Number.POSITIVE_INFINITY) return undefined
    const { clock } = this.host.options
    return {
      servedMs: Math.max(0, Math.round(clock.now() - this.#receivedAt)),
      eventLoopMs: Math.round(clock.stalledSince(this.#receivedAt)),
    }
  }

  /** The handler is done and has nothing more to send. */
  protected finish(): void {
    const trailers = this.#trailers()
    const { session } = this.host
    if (trailers.length === 0) session.end(this)
    else session.end(this, { ...successStatus, trailers })
  }

  /** Answers with what the handler threw, as far as it is meant for the caller. */
  protected answerThrown(thrown: unknown): void {
    if (this.abortReason !== undefined) return
    this.answer(answerTo(this.route, thrown, (text) => this.log(text)))
  }

  /** Sends a message of the handler's. Returns false when it could not be sent; the call is answered then. */
  protected sendReply(reply: unknown, last: boolean): boolean {
    const { response } = this.route
    const violations = violationsOf(response, reply)
    if (violations.length > 0) {
      this.#answerBroken(violations)
      return false
    }
    try {
      const trailing = last && this.#extras?.trailer !== undefined
      this.host.session.send(this, response, reply, last && !trailing, this.#takeHeader())
      if (trailing) this.finish()
      return true
    } catch (error) {
      const text = `the reply cannot be sent: ${textOf(error)}`
      this.log(`the handler's reply is lost: ${text}`)
      const isTooLarge = error instanceof MessageTooLargeError
      this.answer(isTooLarge ? unsendable('RESOURCE_EXHAUSTED', text) : internalError)
      return false
    }
  }

  /** The header, before the first message: another is a fault to the peer, which ends the connection. */
  #takeHeader(): Head | undefined {
    if (this.#hasReplied) return undefined
    this.#hasReplied = true
    const header = this.#extras?.header
    return header === undefined ? undefined : headOf(header)
  }

  #trailers(): readonly MetadataEntry[] {
    const trailer = this.#extras?.trailer
    if (trailer === undefined) return []
    try {
      return headOf(trailer)?.metadata ?? []
    } catch (error) {
      this.log(`the trailer is not sent: ${(error as Error).message}`) // because headOf throws TypeErrors
      return []
    }
  }

  protected log(text: string): void {
    this.host.options.logger.error(`trunkline: ${this.method} for ${this.host.address}: ${text}`)
  }

  #answerBroken(violations: readonly Violation[]): void {
    this.log(`the handler's reply breaks its schema: ${listViolations(violations)}`)
    this.answer({ ...internalError, message: 'the reply breaks its schema' })
  }
}
