/** A one-way message that this side serves: decode, check, run the handler. Nobody is told how that went but the log. */

import type { OnewayHandler } from '../call.js'
import type { AnyMethod } from '../method.js'
import { isRpcError } from '../rpc-error.js'
import { statusFromNumber } from '../status.js'
import { reportOf } from '../thrown.js'
import type { Head, Status } from '../wire/call-bodies.js'
import type { CallHost } from './call-host.js'
import type { OnewayWork } from './oneway-gate.js'
import { ServedCall } from './served-call.js'

export class ServedOneway extends ServedCall implements OnewayWork {
  readonly #handler: OnewayHandler<unknown>
  #message: unknown = undefined
  #bytes = 0

  constructor(
    host: CallHost,
    method: AnyMethod,
    receivedAt: number,
    timeoutMs: number,
    head: Head | undefined,
    handler: OnewayHandler<unknown>,
  ) {
    super(host, method, receivedAt, timeoutMs, head)
    this.#handler = handler
  }

  protected override onRequest(message: unknown, bytes: number): void {
    this.#message = message
    this.#bytes = bytes
    this.host.oneways.enter(this)
  }

  protected override onBadRequest(status: Status, bytes: number): void {
    this.log(`a one-way message is dropped: ${status.message}`)
    this.host.options.meter?.failed(this.route, statusFromNumber(status.code))
    this.host.options.clock.cancel(this)
    this.host.taken(this, bytes)
  }

  /** The message will not be complete. */
  override onCancel(): void {
    this.host.options.clock.cancel(this)
  }

  // ---- from the gate ----

  async run(): Promise<void> {
    const { gauge, clock, meter } = this.host.options
    gauge.started++
    gauge.running++
    try {
      // A message that waited past its deadline is not worth starting.
      if (this.abortReason === undefined) await this.#handler(this.#message, this)
      else meter?.failed(this.route, 'DEADLINE_EXCEEDED')
    } catch (error) {
      meter?.failed(this.route, isRpcError(error) ? error.code : 'INTERNAL')
      this.log(`the handler failed: ${reportOf(error)}`)
    }
    gauge.running--
    this.count()
    clock.cancel(this)
    this.unwatchDrain()
    this.host.taken(this, this.#bytes)
  }

  abandon(reason: Error): void {
    this.abort(reason)
  }

  /** There is nobody to answer; the handler learns from its signal that the time is up. */
  override onDue(): void {
    if (this.abortReason === undefined) this.abort(new Error('the deadline passed'))
  }
}
