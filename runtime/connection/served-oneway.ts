/** A one-way message that this side serves: decode, check, run the handler. Nobody is told how that went but the log. */

import type { OnewayHandler } from '../call.js'
import type { AnyMethod } from '../method.js'
import { reportOf, textOf } from '../thrown.js'
import type { Head } from '../wire/call-bodies.js'
import { listViolations } from './call-errors.js'
import type { CallHost } from './call-host.js'
import { decodeMessage } from './decode.js'
import { issues, ServedCall } from './served-call.js'

export class ServedOneway extends ServedCall {
  readonly #handler: OnewayHandler<unknown>

  constructor(
    host: CallHost,
    method: AnyMethod,
    deadline: number,
    head: Head | undefined,
    handler: OnewayHandler<unknown>,
  ) {
    super(host, method, deadline, head)
    this.#handler = handler
  }

  override onMessage(bytes: Uint8Array, start: number, end: number): void {
    const { request } = this.route
    let message: unknown
    try {
      message = decodeMessage(request, bytes, start, end)
    } catch (error) {
      this.#drop(end - start, `the message is malformed: ${textOf(error)}`)
      return
    }
    if (request.constrained) {
      request.check(message, issues, 0)
      if (issues.count > 0) {
        this.#drop(end - start, `the message breaks its schema: ${listViolations(issues.take())}`)
        return
      }
    }
    this.host.oneways.enter(() => this.#run(message, end - start))
  }

  async #run(message: unknown, bytes: number): Promise<void> {
    const { gauge, clock } = this.host.options
    gauge.started++
    gauge.running++
    try {
      // A message that waited past its deadline is not worth starting.
      if (this.abortReason === undefined) await this.#handler(message, this)
    } catch (error) {
      this.log(`the handler failed: ${reportOf(error)}`)
    }
    gauge.running--
    clock.cancel(this)
    this.host.session.taken(this, bytes)
  }

  #drop(bytes: number, text: string): void {
    this.log(`a one-way message is dropped: ${text}`)
    this.host.options.clock.cancel(this)
    this.host.session.taken(this, bytes)
  }

  /** There is nobody to answer; the handler learns from its signal that the time is up. */
  override onDue(): void {
    if (this.abortReason === undefined) this.abort(new Error('the deadline passed'))
  }
}
