/** A streaming call that this side serves: a stream of requests for the handler, a stream of its responses, or both. */

import type { Route } from '../call.js'
import { RpcError } from '../rpc-error.js'
import { outcomeNumbers } from '../status.js'
import type { Head, Status } from '../wire/call-bodies.js'
import type { CallHost } from './call-host.js'
import { iterate, leave } from './iterators.js'
import { MessageQueue } from './message-queue.js'
import { streamsOf } from './route-table.js'
import { ServedCall } from './served-call.js'
import { Turnstile } from './turnstile.js'

type StreamRoute = Exclude<Route, { readonly kind: 'unary' | 'oneway' }>

export class ServedStream extends ServedCall {
  readonly #route: StreamRoute
  readonly #requests: MessageQueue<unknown>
  readonly #turnstile = new Turnstile()
  #responses: AsyncIterator<unknown> | Iterator<unknown> | undefined = undefined

  constructor(
    host: CallHost,
    route: StreamRoute,
    receivedAt: number,
    timeoutMs: number,
    head: Head | undefined,
  ) {
    super(host, route.method, receivedAt, timeoutMs, head)
    this.#route = route
    this.#requests = new MessageQueue<unknown>({
      onTaken: (bytes) => host.taken(this, bytes),
      // The handler wants no more requests; it may still answer.
      onLeave: () => {
        this.discarding = true
      },
    })
  }

  // ---- from the session ----

  override onOpened(): void {
    this.#run(undefined)
  }

  protected override onRequest(request: unknown, bytes: number, last: boolean): void {
    if (!streamsOf(this.#route.kind).in) {
      this.#run(request)
      return
    }
    this.#requests.push(request, bytes)
    if (last) this.#requests.end()
  }

  protected override onBadRequest(status: Status, bytes: number): void {
    if (streamsOf(this.#route.kind).in) this.host.taken(this, bytes)
    this.answer(this.handlerRunning ? { ...status, outcome: outcomeNumbers.unknown } : status)
    this.abort(new RpcError('INVALID_ARGUMENT', status.message))
  }

  override onRequestEnd(): void {
    this.#requests.end()
  }

  override onStalled(text: string): void {
    const reason = new RpcError('RESOURCE_EXHAUSTED', text)
    this.#requests.drop(reason)
    this.abort(reason)
  }

  override onWritable(): void {
    this.#turnstile.open()
  }

  protected override onAborted(reason: Error): void {
    this.#turnstile.close()
    this.#requests.fail(reason)
    // Does not wait: a generator that is busy runs its `finally` when it comes back.
    if (this.#responses !== undefined) leave(this.#responses)
  }

  // ---- the handler's life ----

  #run(request: unknown): void {
    this.start()
    this.#serve(request).catch((error: unknown) => {
      this.answerThrown(error)
      this.#end()
    })
  }

  async #serve(request: unknown): Promise<void> {
    const route = this.#route
    // Handlers are bound by their routes; what they return is checked below, message by message.
    switch (route.kind) {
      case 'clientStream': {
        const reply = await route.handler?.(this.#requests, this)
        if (this.abortReason === undefined) this.sendReply(reply, true)
        break
      }
      case 'serverStream':
        await this.#pump(route.handler?.(request, this))
        break
      case 'bidiStream':
        await this.#pump(route.handler?.(this.#requests, this))
    }
    this.#end()
  }

  /** Sends what the handler yields at the pace of the reader. */
  async #pump(responses: unknown): Promise<void> {
    const iterator = iterate<unknown>(responses)
    if (iterator === undefined) {
      throw new TypeError(`the handler returned ${typeof responses} where an async iterable is due`)
    }
    this.#responses = iterator
    for (;;) {
      // Also until a large response has left: its memory is only lent, and the handler may fill it again for the next.
      while (this.#mustWait) await this.#turnstile.pass()
      if (this.abortReason !== undefined) break
      const { value, done } = await iterator.next()
      if (this.abortReason !== undefined) break
      if (done === true) {
        this.finish()
        return
      }
      // Again: while the handler was busy, another stream may have used the credit that both were woken for.
      while (this.#mustWait) await this.#turnstile.pass()
      if (this.abortReason !== undefined) break
      if (!this.sendReply(value, false)) break
    }
    await iterator.return?.()
  }

  /** Whether a message cannot be sent now; the turnstile opens when it can, or when the call is over. */
  get #mustWait(): boolean {
    return this.abortReason === undefined && !this.host.session.sender.wantsToSend(this)
  }

  #end(): void {
    this.#turnstile.close()
    // Requests that nobody took give their credit back.
    void this.#requests.return()
    this.settle()
  }
}
