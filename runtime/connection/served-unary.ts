/** A unary call that this side serves: decode, check, run the handler, check its reply, answer exactly once. */

import { inspect } from 'node:util'
import { Reader } from 'protobufjs/minimal.js'
import type { Peer, ServerCall } from '../call.js'
import { Issues } from '../codec/issues.js'
import type { AnyMethod, UnaryHandler } from '../method.js'
import { MessageTooLargeError } from '../session/sender.js'
import { SessionCall } from '../session/session-call.js'
import { statusFromNumber } from '../status.js'
import type { Cancel, Head, Status } from '../wire/call-bodies.js'
import {
  internalError,
  interrupted,
  invalidArgument,
  refused,
  statusOfThrown,
} from './call-errors.js'
import type { CallHost } from './call-host.js'

/** Shared by all calls: checking and decoding are synchronous and run no code of the program's. */
const issues = new Issues()
const reader = new Reader(new Uint8Array(0))

/** The handler's own view is the interface ServerCall; the rest is the session's. */
export class ServedUnary extends SessionCall implements ServerCall {
  readonly deadline: number
  readonly #method: AnyMethod
  readonly #connection: CallHost
  readonly #handler: UnaryHandler<unknown, unknown>
  #controller: AbortController | undefined = undefined
  /** Why the call is over for its handler; set once. */
  #abortReason: Error | undefined = undefined

  constructor(
    connection: CallHost,
    method: AnyMethod,
    handler: UnaryHandler<unknown, unknown>,
    deadline: number,
  ) {
    super()
    this.#connection = connection
    this.#method = method
    this.#handler = handler
    this.deadline = deadline
  }

  // ---- what the handler sees ----

  get method(): string {
    return this.#method.name
  }

  get peer(): Peer {
    return this.#connection.peer
  }

  /** Made when somebody looks: most handlers never do. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason)
    }
    return this.#controller.signal
  }

  timeLeft(): number {
    return Math.max(0, this.deadline - this.#connection.options.clock.now())
  }

  [inspect.custom](): string {
    return `ServerCall { method: '${this.method}', timeLeft: ${Math.round(this.timeLeft())} ms }`
  }

  // ---- from the session ----

  override onMessage(bytes: Uint8Array, start: number, end: number): void {
    const { request } = this.#method
    let message: unknown
    reader.buf = bytes
    reader.pos = start
    reader.len = end
    try {
      message = request.decode(reader, 0)
    } catch (error) {
      const text = `the request is malformed: ${(error as Error).message}` // because codecs throw Errors
      this.#answer(refused('INVALID_ARGUMENT', text))
      return
    }
    if (request.constrained) {
      request.check(message, issues, 0)
      if (issues.count > 0) {
        this.#answer(invalidArgument(issues.take()))
        return
      }
    }
    this.#run(message)
  }

  override onCancel(cancel: Cancel): void {
    const code = cancel.code === 0 ? 'CANCELLED' : statusFromNumber(cancel.code)
    this.#interrupt(
      code === 'DEADLINE_EXCEEDED' ? code : 'CANCELLED',
      cancel.reason || 'the caller cancelled',
    )
  }

  override onDue(): void {
    this.#interrupt('DEADLINE_EXCEEDED', 'the deadline passed')
  }

  override onLost(_sent: boolean, error: Error): void {
    this.#abort(new Error(`the connection to the caller was lost: ${error.message}`))
  }

  override onHead(_head: Head): void {}
  override onStatus(_status: Status | undefined): void {}
  override onRequestEnd(): void {}
  override onWritable(): void {}

  // ---- the handler's life ----

  #run(request: unknown): void {
    const { options } = this.#connection
    if (this.deadline !== Number.POSITIVE_INFINITY) options.clock.schedule(this, this.deadline)
    this.handlerRunning = true
    try {
      const result = this.#handler(request, this)
      if (isThenable(result)) result.then(this.#onReply, this.#onThrown)
      else this.#onReply(result)
    } catch (error) {
      this.#onThrown(error)
    }
  }

  #onReply = (reply: unknown): void => {
    if (!this.handlerRunning) return
    if (this.#abortReason === undefined) this.#reply(reply)
    this.#settle()
  }

  #onThrown = (thrown: unknown): void => {
    if (!this.handlerRunning) return
    if (this.#abortReason === undefined) this.#answer(this.#statusOf(thrown))
    this.#settle()
  }

  #reply(reply: unknown): void {
    const { response } = this.#method
    response.check(reply, issues, 0)
    if (issues.count > 0) {
      const broken = issues.take().map(({ path, rule }) => `${path || 'message'} ${rule}`)
      this.#log(`the handler's reply breaks its schema: ${broken.join('; ')}`)
      this.#answer({ ...internalError, message: 'the reply breaks its schema' })
      return
    }
    try {
      this.#connection.session.send(this, response, reply, true)
    } catch (error) {
      const fault = error as Error // because codecs and the session throw Errors
      this.#log(`the handler's reply cannot be sent: ${fault.message}`)
      const code = fault instanceof MessageTooLargeError ? 'RESOURCE_EXHAUSTED' : 'INTERNAL'
      this.#answer({ ...refused(code, `the reply cannot be sent: ${fault.message}`), outcome: 2 })
    }
  }

  #statusOf(thrown: unknown): Status {
    try {
      const status = statusOfThrown(this.#method, thrown)
      if (status !== undefined) return status
    } catch (error) {
      this.#log(`the data of a declared error cannot be encoded: ${(error as Error).message}`) // because codecs throw Errors
      return internalError
    }
    this.#log(
      `the handler failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    )
    return internalError
  }

  /** Ends the call while its handler runs; what the handler still says is dropped. */
  #interrupt(code: 'CANCELLED' | 'DEADLINE_EXCEEDED', message: string): void {
    this.#answer(interrupted(code, message))
    this.#abort(new Error(message))
  }

  #abort(reason: Error): void {
    if (this.#abortReason !== undefined) return
    this.#abortReason = reason
    this.#connection.options.clock.cancel(this)
    this.#controller?.abort(reason)
  }

  #settle(): void {
    this.#connection.options.clock.cancel(this)
    this.#connection.session.settle(this)
  }

  #answer(status: Status): void {
    this.#connection.session.answer(this, status)
  }

  #log(text: string): void {
    this.#connection.options.logger.error(
      `trunkline: ${this.method} for ${this.#connection.address}: ${text}`,
    )
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
