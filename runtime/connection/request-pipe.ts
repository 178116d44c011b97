/**
 * Requests sent by hand, as an iterable: each `send` waits until whoever took its request comes for another. So a slow taker slows
 * the sender, and the request's memory, which may be lent until it has left, is the sender's again.
 */

import { MessageQueue } from './message-queue.js'
import { Turnstile } from './turnstile.js'

export class RequestPipe<Request> {
  readonly requests: MessageQueue<Request>
  /** Opens when all requests are taken and another is asked for. */
  readonly #done = new Turnstile()
  #isDone = true
  #hasEnded = false
  #hasTaker = false
  /** Whether anybody takes requests. */
  #isOpen = true

  constructor() {
    this.requests = new MessageQueue<Request>({
      onTaken: () => {
        this.#hasTaker = true
      },
      onDone: (hasLeft) => {
        this.#hasTaker = true
        this.#isDone = true
        if (hasLeft) this.close()
        else this.#done.open()
      },
      onLeave: () => {},
    })
  }

  /** Resolves to false when nobody takes requests any more, as behind their end. */
  async send(request: Request): Promise<boolean> {
    if (!this.#isOpen || this.#hasEnded) return false
    this.#isDone = false
    this.requests.push(request, 0)
    while (this.#isOpen && !this.#isDone) await this.#done.pass()
    return this.#isOpen
  }

  /** No more requests. */
  end(): void {
    this.#hasEnded = true
    this.requests.end()
  }

  /** Nobody comes who has not come yet. A taker goes on until it leaves: what it has taken may still be on its way. */
  closeToTakers(): void {
    if (!this.#hasTaker) this.close()
  }

  close(): void {
    this.#isOpen = false
    this.#done.close()
  }
}
