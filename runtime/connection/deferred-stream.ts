/** A stream that is there at once, of responses that come from a promise: interceptors are asynchronous, stubs are not. */

import type { ResponseStream } from '../call.js'

export class DeferredStream<Response> implements ResponseStream<Response> {
  readonly #source: Promise<AsyncIterable<Response>>
  readonly #onEnd: () => void
  #iterator: AsyncIterator<Response> | undefined = undefined
  #left = false

  /** A rejected source fails the first `next()`. `onEnd`: the reader has met the end or an error, or leaves; perhaps more than once. */
  constructor(source: Promise<AsyncIterable<Response>>, onEnd: () => void = nothing) {
    this.#source = source
    this.#onEnd = onEnd
    // Whoever leaves before the start never looks; that is no unhandled rejection.
    source.catch(() => {})
  }

  async next(): Promise<IteratorResult<Response, undefined>> {
    if (this.#left) return { value: undefined, done: true }
    try {
      this.#iterator ??= (await this.#source)[Symbol.asyncIterator]()
      const step = await this.#iterator.next()
      if (step.done !== true) return step
    } catch (error) {
      this.#onEnd()
      throw error
    }
    this.#onEnd()
    return { value: undefined, done: true }
  }

  async return(): Promise<IteratorResult<Response, undefined>> {
    this.#left = true
    this.#onEnd()
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

function nothing(): void {}
