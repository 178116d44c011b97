/** A resolution whose time the test moves, and everything it told. */

import type { ResolvedEndpoint } from '../../runtime/client/resolve/endpoint-set.js'
import { Resolution, type ResolutionOwner } from '../../runtime/client/resolve/resolution.js'
import type { Resolver } from '../../runtime/index.js'
import { ManualClock } from './manual-clock.js'
import { Lines, until } from './rig.js'

export class WatchedResolver implements ResolutionOwner {
  readonly clock = new ManualClock()
  readonly log = new Lines()
  readonly sets: (readonly ResolvedEndpoint[])[] = []
  readonly failures: Error[] = []
  readonly resolution: Resolution

  constructor(resolver: Resolver) {
    this.resolution = new Resolution({ resolver, clock: this.clock, logger: this.log }, this)
  }

  onEndpoints(endpoints: readonly ResolvedEndpoint[]): void {
    this.sets.push(endpoints)
  }

  onFailure(error: Error): void {
    this.failures.push(error)
  }

  /** The URLs of the set told last. */
  get urls(): readonly string[] {
    return (this.sets.at(-1) ?? []).map(({ url }) => url)
  }

  /** The texts of all failures. */
  get texts(): readonly string[] {
    return this.failures.map(({ message }) => message)
  }

  /** Moves the time, and lets what it wakes run, every few milliseconds. */
  async advance(ms: number): Promise<void> {
    await turn()
    for (let left = ms; left > 0; left -= 10) {
      this.clock.advance(Math.min(left, 10))
      await turn()
    }
  }

  /** Moves the time until something holds. Returns how many milliseconds that took, on the clock's scale. */
  async advanceUntil(holds: () => boolean, withinMs = 120_000): Promise<number> {
    const start = this.clock.now()
    await turn()
    while (!holds()) {
      if (this.clock.now() - start > withinMs)
        throw new Error(`it did not happen in ${withinMs} ms`)
      // While nothing is scheduled, an answer is on its way in real time.
      if (this.clock.scheduled === 0) {
        await until(() => this.clock.scheduled > 0 || holds(), 'an answer')
        continue
      }
      await this.advance(10)
    }
    return this.clock.now() - start
  }

  /** Waits in real time for so many sets. */
  hasSets(count: number): Promise<void> {
    return until(() => this.sets.length >= count, `set ${count}`)
  }

  /** Waits in real time for so many failures. */
  hasFailures(count: number): Promise<void> {
    return until(() => this.failures.length >= count, `failure ${count}`)
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
