/** Stands for a call that was turned away while the peer still sends its request: takes it and drops it. */

import { SessionCall } from './session-call.js'

export class RefusedCall extends SessionCall {
  constructor() {
    super()
    this.discarding = true
  }

  override onOpened(): void {}
  override onMessage(): void {}
  override onHead(): void {}
  override onStatus(): void {}
  override onRequestEnd(): void {}
  override onCancel(): void {}
  override onWritable(): void {}
  override onLost(): void {}
  override onDue(): void {}
}
