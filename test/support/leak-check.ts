/** Says what a test left behind: sockets, servers, listeners for signals, and deadlines that nobody waits for any more. */

import { systemClock } from '../../runtime/connection/clock.js'
import type { TimerEntry } from '../../runtime/session/timer-wheel.js'

function sockets(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /^(TCP|Pipe)/.test(name))
}

function signalListeners(): number {
  return process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')
}

export class LeakCheck {
  readonly #before = sockets().length
  readonly #listenersBefore = signalListeners()
  readonly #entries = new Set<TimerEntry>()
  readonly #schedule = systemClock.schedule

  constructor() {
    const { schedule } = systemClock
    systemClock.schedule = (entry, dueAt) => {
      this.#entries.add(entry)
      schedule.call(systemClock, entry, dueAt)
    }
  }

  #left(): string[] {
    const timers = [...this.#entries].filter((entry) => entry.scheduled)
    const left = timers.map((entry) => `a deadline of ${entry.constructor.name}`)
    const open = sockets()
    if (open.length > this.#before) left.push(`sockets: ${open.join(', ')}, ${this.#before} before`)
    const listeners = signalListeners() - this.#listenersBefore
    if (listeners > 0) left.push(`${listeners} listeners for signals`)
    return left
  }

  /** Throws when something is left after two seconds: sockets need a turn or two to close. */
  async finish(): Promise<void> {
    systemClock.schedule = this.#schedule
    const until = performance.now() + 2_000
    while (this.#left().length > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const left = this.#left()
    if (left.length > 0) throw new Error(`left behind: ${left.join('; ')}`)
  }
}
