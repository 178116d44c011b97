/**
 * Messages of one stream between the session, which pushes, and the program, which pulls.
 *
 * Not bounded here: credit bounds it, because a message's credit goes back only when the program takes the message.
 * May be iterated once; concurrent `next()` calls are answered in order.
 */

import { behindFailures, failWithCallersStack } from './callers-stack.js'

type Waiter<T> = (
  result: IteratorResult<T, undefined> | Promise<IteratorResult<T, undefined>>,
) => void

export interface MessageQueueOptions {
  /** The program took a message of this many bytes, or will never take it. */
  onTaken(bytes: number): void
  /** The program is done with all that came: it came for another message and there is none, or it has left, at any time. */
  onDone?(hasLeft: boolean): void
  /** The program left before the end. Called once, and not after the end. */
  onLeave(): void
}

const done: IteratorResult<never, undefined> = { value: undefined, done: true }

export class MessageQueue<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #options: MessageQueueOptions
  /** A message that was taken leaves undefined behind: nothing else may keep its memory. */
  #messages: (T | undefined)[] = []
  #sizes: number[] = []
  /** Where the oldest message is; what lies before it was taken. */
  #head = 0
  #waiters: Waiter<T>[] = []
  #state: 'open' | 'ended' | 'left' = 'open'
  #failure: Error | undefined = undefined
  /** An answer that is due now must not overtake the error, which is on its way. */
  #hasFailed = false

  constructor(options: MessageQueueOptions) {
    this.#options = options
  }

  /** How many messages wait to be taken. */
  get size(): number {
    return this.#messages.length - this.#head
  }

  push(message: T, bytes: number): void {
    if (this.#state !== 'open') {
      this.#options.onTaken(bytes)
      return
    }
    const waiter = this.#waiters.shift()
    if (waiter === undefined) {
      this.#messages.push(message)
      this.#sizes.push(bytes)
      return
    }
    this.#options.onTaken(bytes)
    waiter({ value: message, done: false })
  }

  /** No more messages come; those that are here can still be taken. The first end counts. */
  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    for (const waiter of this.#waiters) waiter(done)
    this.#waiters = []
  }

  /** As `end`, and whoever has taken the last message gets the error. */
  fail(error: Error): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    const [first, ...others] = this.#waiters
    this.#waiters = []
    if (first === undefined) this.#failure = error
    else first(this.#rejected(error))
    for (const waiter of others) waiter(this.#done())
  }

  /** Drops the messages that are here; whoever comes for them gets the error. */
  drop(error: Error): void {
    if (this.#state === 'left') return
    this.fail(error)
    this.#failure = error
    this.#dropAll()
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#head < this.#messages.length) return Promise.resolve(this.#take())
    this.#options.onDone?.(this.#state === 'left')
    if (this.#failure !== undefined) {
      const failure = this.#failure
      this.#failure = undefined
      return this.#rejected(failure)
    }
    if (this.#state !== 'open') return this.#done()
    return new Promise((resolve) => {
      this.#waiters.push(resolve)
    })
  }

  /** Leaves the stream: what is here is dropped, and the sender is told to stop. */
  return(): Promise<IteratorResult<T, undefined>> {
    const wasOpen = this.#state === 'open'
    this.#state = 'left'
    this.#failure = undefined
    this.#dropAll()
    for (const waiter of this.#waiters) waiter(done)
    this.#waiters = []
    if (wasOpen) this.#options.onLeave()
    this.#options.onDone?.(true)
    return this.#done()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  #rejected(error: Error): Promise<never> {
    this.#hasFailed = true
    return failWithCallersStack(error)
  }

  #done(): Promise<IteratorResult<never, undefined>> {
    return this.#hasFailed ? behindFailures(done) : Promise.resolve(done)
  }

  #dropAll(): void {
    for (let i = this.#head; i < this.#sizes.length; i++) this.#options.onTaken(this.#sizes[i] ?? 0)
    this.#messages = []
    this.#sizes = []
    this.#head = 0
  }

  #take(): IteratorResult<T, undefined> {
    const value = this.#messages[this.#head] as T // because the caller looked
    const bytes = this.#sizes[this.#head] ?? 0
    this.#messages[this.#head] = undefined
    this.#head++
    // Their places are dropped in bulk: shifting each would move all that follow.
    if (this.#head === this.#messages.length || this.#head >= 1024) {
      this.#messages = this.#messages.slice(this.#head)
      this.#sizes = this.#sizes.slice(this.#head)
      this.#head = 0
    }
    this.#options.onTaken(bytes)
    return { value, done: false }
  }
}
