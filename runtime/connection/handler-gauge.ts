/** Counts the handlers of a server or channel, over all its connections, and knows those that outlive their calls. */

import { RareSet } from '../session/rare-set.js'
import type { HandlerStats } from '../stats.js'

/** A handler that runs on although its call is over. */
export interface LateHandler {
  readonly label: string
  /** Stops the time after which it would be reported. */
  stopWatching(): void
}

export class HandlerGauge {
  started = 0
  running = 0
  stuck = 0
  readonly #late = new RareSet<LateHandler>()

  addLate(handler: LateHandler): void {
    this.#late.add(handler)
  }

  deleteLate(handler: LateHandler): void {
    this.#late.delete(handler)
  }

  get stats(): HandlerStats {
    const { started, running, stuck } = this
    return { started, running, overtime: this.#late.size, stuck }
  }

  /** Nobody will be there to hear of them: stops watching, and returns their labels. */
  dismissLate(): string[] {
    for (const handler of this.#late) handler.stopWatching()
    return Array.from(this.#late, ({ label }) => label)
  }
}
