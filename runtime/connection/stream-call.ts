/** A streaming call that this side makes: requests, responses, or both come one after the other. */

import type { RequestSource } from '../call.js'
import type { Method } from '../method.js'
import type { RpcError } from '../rpc-error.js'
import { startStreams } from '../session/flow.js'
import { MessageTooLargeError } from '../session/message-too-large.js'
import { statusNumbers } from '../status.js'
import { asError } from '../thrown.js'
import {
  brokenResponse,
  cancelled,
  invalidRequest,
  stalled,
  tooLarge,
  undecodableResponse,
  unencodable,
} from './call-errors.js'
import type { CallHost } from './call-host.js'
import type { CallOrigin } from './call-origin.js'
import { keepStack } from './callers-stack.js'
import { decodeMessage } from './decode.js'
import { iterate, leave } from './iterators.js'
import { MessageQueue } from './message-queue.js'
import { OutgoingCall } from './outgoing-call.js'
import { streamsOf } from './route-table.js'
import { Turnstile } from './turnstile.js'
import { violationsOf } from './violations.js'

export class StreamCall<Request, Response> extends OutgoingCall<Request, Response> {
  /** What the program reads: of a client stream, one message. */
  readonly responses: MessageQueue<Response>
  /** Opens whenever a request can be sent, and for good when none is wanted any more. */
  readonly #turnstile = new Turnstile()
  /** How many sends wait, and when the last of them is written: whatever comes later stands behind it. */
  #inLine = 0
  #lineEnd: Promise<void> | undefined = undefined
  #requestsEnded = false
  /** Whether requests come from an iterable: nobody awaits that they are sent. */
  #isPumped = false
  #onRefused: ((error: RpcError) => void) | undefined = undefined
  /** The iterable while it has not ended. */
  #source: AsyncIterator<Request> | Iterator<Request> | undefined = undefined

  constructor(
    method: Method<Request, Response>,
    origin: CallOrigin,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ) {
    super(method, origin, timeoutMs, signal)
    this.responses = new MessageQueue<Response>({
      onTaken: (bytes) => {
        if (streamsOf(method.kind).out) this.connection?.taken(this, bytes)
      },
      onLeave: () => {
        this.leave('the caller left the stream')
      },
    })
  }

  /** Whether requests are still wanted. */
  get isOpen(): boolean {
    return !this.ended
  }

  /**
   * Sends a request when there is credit for it and those before are sent. Resolves when it has been handed on, a large one when it has
   * left, so that awaiting it slows the sender down to the pace of the receiver; returns false when the call is over or the requests
   * have ended, and none is wanted. Rejects with RpcError, and ends the call, when the request breaks its schema.
   */
  async sendRequest(request: Request): Promise<boolean> {
    if (this.#requestsEnded) return false
    if (this.#inLine > 0 || !this.#canSend()) await this.#sendInLine(request)
    else this.#write(request)
    // Until a large request has left, its memory is only lent to this call.
    while (!this.ended && this.flow?.fragmenting === true) await this.#turnstile.pass()
    return !this.ended
  }

  async #sendInLine(request: Request): Promise<void> {
    const before = this.#lineEnd
    let leave = () => {}
    this.#inLine++
    this.#lineEnd = new Promise((resolve) => {
      leave = resolve
    })
    try {
      await before
      while (!this.ended && !this.#canSend()) await this.#turnstile.pass()
      this.#write(request)
    } finally {
      this.#inLine--
      leave()
    }
  }

  #write(request: Request): void {
    const { connection } = this
    if (this.ended || connection === undefined) return
    const violations = violationsOf(this.method.request, request)
    if (violations.length > 0)
      throw this.#refuse(invalidRequest(this, violations, this.outcomeSoFar()))
    try {
      connection.session.send(this, this.method.request, request, false)
    } catch (error) {
      const fault = asError(error)
      throw this.#refuse(
        fault instanceof MessageTooLargeError
          ? tooLarge(this, fault, this.outcomeSoFar())
          : unencodable(this, fault, this.outcomeSoFar()),
      )
    }
  }

  /** No more requests come. */
  async endRequests(): Promise<void> {
    this.#requestsEnded = true
    if (this.#inLine > 0) await this.#lineEnd
    while (!this.ended && this.id === 0) await this.#turnstile.pass()
    if (!this.ended) this.connection?.session.end(this)
  }

  /**
   * Sends what an iterable yields; leaves it when the call is over first, also while it waits. `onRefused` is told why a request
   * cannot be sent, before that.
   */
  async pump(
    requests: RequestSource<Request>,
    onRefused?: (error: unknown) => void,
  ): Promise<void> {
    this.#isPumped = true
    this.#onRefused = onRefused
    try {
      const source = iterate<Request>(requests)
      if (source === undefined) {
        this.#refuse(unencodable(this, notIterable(requests), this.outcomeSoFar()))
        return
      }
      this.#source = source
      for (;;) {
        if (this.ended) return this.#leaveRequests()
        const { value, done } = await source.next()
        if (done === true) break
        // A list may hold promises, as for `for await`.
        await this.sendRequest(value instanceof Promise ? await value : value)
      }
    } catch (error) {
      this.#failRequests(error)
      return
    }
    this.#source = undefined
    await this.endRequests()
  }

  #failRequests(error: unknown): void {
    if (this.ended) return
    // What has thrown has ended by itself.
    this.#source = undefined
    const failed = new Error(`the stream of requests failed: ${asError(error).message}`, {
      cause: error,
    })
    this.giveUpWith(
      statusNumbers.CANCELLED,
      failed.message,
      cancelled(this, failed, this.outcomeSoFar()),
    )
  }

  /** Nobody wants more of them; whatever feeds the iterable learns it at once, and not when it has another. */
  #leaveRequests(): void {
    // One that cannot be left now, since it runs, is left when it comes back.
    if (this.#source !== undefined && leave(this.#source)) this.#source = undefined
  }

  /** The only response of a client stream. */
  async single(): Promise<Response> {
    const { value, done } = await this.responses.next()
    if (done === true) throw brokenResponse(this, 'the peer ended the call without a response')
    return value
  }

  // ---- from the session ----

  override onMessage(bytes: Uint8Array, start: number, end: number, last: boolean): void {
    if (this.ended) return
    let response: Response
    try {
      response = decodeMessage(this.method.response, bytes, start, end)
    } catch (error) {
      const fault = undecodableResponse(this, asError(error))
      this.connection?.taken(this, end - start)
      this.giveUpWith(statusNumbers.INTERNAL, 'a response cannot be decoded', fault)
      return
    }
    // Before the push: whoever takes the last message must find the stream ended.
    if (last) this.succeed()
    this.responses.push(response, end - start)
    if (last) this.responses.end()
  }

  protected override onSuccess(): void {
    if (this.ended) return
    this.succeed()
    this.responses.end()
  }

  override onStalled(text: string): void {
    const error = stalled(this, text)
    // First, because a stream that is over may still have messages, and its end stands.
    this.responses.drop(error)
    this.fail(error)
  }

  override onMessageLeft(): void {
    this.#turnstile.open()
  }

  override onWritable(): void {
    this.#turnstile.open()
  }

  protected override onFailed(error: Error): void {
    this.responses.fail(error)
  }

  protected override get streamsRequests(): boolean {
    return streamsOf(this.method.kind).in
  }

  protected override open(
    connection: CallHost,
    method: number,
    timeoutMs: number | undefined,
    request: Request | undefined,
  ): void {
    const { session } = connection
    const streams = streamsOf(this.method.kind)
    // What streams in at the responder streams out here.
    startStreams(this, { in: streams.out, out: streams.in }, session.peer, session.limits)
    if (streams.in) session.openStream(this, { method, timeoutMs, head: this.head })
    else super.open(connection, method, timeoutMs, request)
    this.#turnstile.open()
  }

  #canSend(): boolean {
    return this.id !== 0 && this.connection?.session.sender.wantsToSend(this) === true
  }

  protected override release(): void {
    super.release()
    this.#turnstile.close()
    this.#leaveRequests()
  }

  #refuse(error: RpcError): RpcError {
    if (!this.#isPumped) keepStack(error) // it leads to the request
    // Before the iterable is left, which is all that its sender would learn.
    this.#onRefused?.(error)
    this.giveUpWith(statusNumbers.CANCELLED, 'a request could not be sent', error)
    return error
  }
}

function notIterable(requests: unknown): TypeError {
  const kind = requests === null ? 'null' : typeof requests
  return new TypeError(
    `the requests are ${kind}, and must be an iterable, such as an async generator`,
  )
}
