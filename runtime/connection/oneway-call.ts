/** A one-way message that this side sends: over as soon as the transport has it. */

import type { Method } from '../method.js'
import type { CallHost } from './call-host.js'
import type { CallOrigin } from './call-origin.js'
import { failWithCallersStack } from './callers-stack.js'
import { OutgoingCall } from './outgoing-call.js'

export class OnewayCall<Request, Response> extends OutgoingCall<Request, Response> {
  readonly promise: Promise<void>
  #resolve: (failure?: Promise<never>) => void = () => {}

  constructor(
    method: Method<Request, Response>,
    origin: CallOrigin,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ) {
    super(method, origin, timeoutMs, signal)
    this.oneway = true
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /** The transport has all of it. */
  onFlushed(): void {
    if (this.ended) return
    this.succeed()
    this.#resolve()
  }

  override onMessage(): void {}
  protected override onSuccess(): void {}

  protected override onFailed(error: Error): void {
    this.#resolve(failWithCallersStack(error))
  }

  protected override open(
    connection: CallHost,
    method: number,
    timeoutMs: number | undefined,
    request: Request | undefined,
  ): void {
    super.open(connection, method, timeoutMs, request)
    connection.awaitFlush(this)
  }
}
