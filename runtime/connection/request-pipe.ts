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
  #sent = 0
  #taken = 0
  /** Why the call could not send a request, and which that was: the last one taken. */
  #refusal: { readonly number: number; readonly error: unknown } | undefined = undefined

  constructor() {
    this.requests = new MessageQueue<Request>({
      onTaken: () => {
        this.#hasTaker = true
        this.#taken++
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

  /**
   * Resolves to false when nobody takes requests any more, as behind their end; rejects with what `refuse` was given for the
   * request.
   */
  async send(request: Request): Promise<boolean> {
    if (!this.#isOpen || this.#hasEnded) return false
    this.#isDone = false
    const number = ++this.#sent
    this.requests.push(request, 0)
    while (this.#isOpen && !this.#isDone) await this.#done.pass()
    if (this.#refusal?.number === number) throw this.#refusal.error
    return this.#isOpen
  }

  /** Tells whoever sent the request that was taken last why it cannot be sent. The taker leaves next. */
  refuse(error: unknown): void {
    this.#refusal = { number: this.#taken, error }
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
