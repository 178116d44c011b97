/** A unary call that this side serves: decode, check, run the handler, check its reply, answer exactly once. */

import type { UnaryHandler } from '../call.js'
import type { AnyMethod } from '../method.js'
import type { Head } from '../wire/call-bodies.js'
import { refusal } from '../wire/call-bodies.js'
import { invalidArgument } from './call-errors.js'
import type { CallHost } from './call-host.js'
import { decodeMessage } from './decode.js'
import { issues, isThenable, ServedCall } from './served-call.js'

export class ServedUnary extends ServedCall {
  readonly #handler: UnaryHandler<unknown, unknown>

  constructor(
    host: CallHost,
    method: AnyMethod,
    deadline: number,
    head: Head | undefined,
    handler: UnaryHandler<unknown, unknown>,
  ) {
    super(host, method, deadline, head)
    this.#handler = handler
  }

  override onMessage(bytes: Uint8Array, start: number, end: number): void {
    const { request } = this.route
    let message: unknown
    try {
      message = decodeMessage(request, bytes, start, end)
    } catch (error) {
      const text = `the request is malformed: ${(error as Error).message}` // because codecs throw Errors
      this.answer(refusal('INVALID_ARGUMENT', text))
      return
    }
    if (request.constrained) {
      request.check(message, issues, 0)
      if (issues.count > 0) {
        this.answer(invalidArgument(issues.take()))
        return
      }
    }
    this.#run(message)
  }

  #run(request: unknown): void {
    this.start()
    try {
      const result = this.#handler(request, this)
      if (isThenable(result)) {
        result.then(
          (reply) => this.#onReply(reply),
          (error) => this.#onThrown(error),
        )
      } else this.#onReply(result)
    } catch (error) {
      this.#onThrown(error)
    }
  }

  #onReply(reply: unknown): void {
    // A thenable may settle twice; the first counts.
    if (!this.handlerRunning) return
    if (this.abortReason === undefined) this.sendReply(reply, true)
    this.settle()
  }

  #onThrown(thrown: unknown): void {
    if (!this.handlerRunning) return
    this.answerThrown(thrown)
    this.settle()
  }
}
