/** A stream that is there at once, of responses that come from a promise: interceptors are asynchronous, stubs are not. */

import type { ResponseStream } from '../call.js'

export class DeferredStream<Response> implements ResponseStream<Response> {
  readonly #source: Promise<AsyncIterable<Response>>
  #iterator: AsyncIterator<Response> | undefined = undefined
  #left = false

  /** A rejected source fails the first `next()`. */
  constructor(source: Promise<AsyncIterable<Response>>) {
    this.#source = source
    // Whoever leaves before the start never looks; that is no unhandled rejection.
    source.catch(() => {})
  }

  async next(): Promise<IteratorResult<Response, undefined>> {
    if (this.#left) return { value: undefined, done: true }
    this.#iterator ??= (await this.#source)[Symbol.asyncIterator]()
    const step = await this.#iterator.next()
    return step.done === true ? { value: undefined, done: true } : step
  }

  async return(): Promise<IteratorResult<Response, undefined>> {
    this.#left = true
    const source = await this.#source.catch(() => undefined)
    const iterator = this.#iterator ?? source?.[Symbol.asyncIterator]()
    await iterator?.return?.()
    return { value: undefined, done: true }
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }
}
