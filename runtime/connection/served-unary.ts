/** A unary call that this side serves: decode, check, run the handler, check its reply, answer exactly once. */

import type { UnaryHandler } from '../call.js'
import type { AnyMethod } from '../method.js'
import type { Head, Status } from '../wire/call-bodies.js'
import type { CallHost } from './call-host.js'
import { ServedCall } from './served-call.js'

export class ServedUnary extends ServedCall {
  readonly #handler: UnaryHandler<unknown, unknown>

  constructor(
    host: CallHost,
    method: AnyMethod,
    receivedAt: number,
    timeoutMs: number,
    head: Head | undefined,
    handler: UnaryHandler<unknown, unknown>,
  ) {
    super(host, method, receivedAt, timeoutMs, head)
    this.#handler = handler
  }

  protected override onRequest(request: unknown): void {
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

  protected override onBadRequest(status: Status): void {
    this.answer(status)
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

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
