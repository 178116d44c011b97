/** Requests sent by hand, as an iterable: each `send` waits until its request is taken, so a slow taker slows the sender. */

import { MessageQueue } from './message-queue.js'
import { Turnstile } from './turnstile.js'

export class RequestPipe<Request> {
  readonly requests: MessageQueue<Request>
  readonly #taken = new Turnstile()
  #isOpen = true

  constructor() {
    this.requests = new MessageQueue<Request>({
      onTaken: () => this.#taken.open(),
      onLeave: () => this.close(),
    })
  }

  /** Resolves to false when nobody takes requests any more. */
  async send(request: Request): Promise<boolean> {
    if (!this.#isOpen) return false
    this.requests.push(request, 0)
    while (this.#isOpen && this.requests.size > 0) await this.#taken.pass()
    return this.#isOpen
  }

  /** No more requests. */
  end(): void {
    this.requests.end()
  }

  close(): void {
    this.#isOpen = false
    this.#taken.close()
  }
}
