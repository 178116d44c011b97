/** Counts the calls of each method, with how they ended and how long they took. */

import type { AnyMethod } from '../method.js'
import type { MethodStats } from '../stats.js'
import type { StatusCode } from '../status.js'
import type { Clock } from './clock.js'
import { LatencyHistogram } from './latency-histogram.js'

interface Entry {
  readonly method: AnyMethod
  readonly latency: LatencyHistogram
  /** Failed calls of each code. */
  readonly failed: Partial<Record<StatusCode, number>>
  /** Calls that were settled in this turn of the event loop and have arrived at the same time. */
  settled: number
  receivedAt: number
}

export class CallMeter {
  readonly #clock: Clock
  readonly #entries = new Map<AnyMethod, Entry>()
  /** The one that was looked up last: most calls are followed by others of their method. */
  #last: Entry | undefined = undefined
  /** Those with settled calls. */
  #open: Entry[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A call took so long, however it ended. */
  took(method: AnyMethod, elapsedMs: number): void {
    this.#entry(method).latency.record(elapsedMs)
  }

  /**
   * A served call is settled. It takes until the end of this turn of the event loop, when the answers of the turn leave
   * together: so the clock is read once for all of them.
   */
  settled(method: AnyMethod, receivedAt: number): void {
    const entry = this.#entry(method)
    if (entry.settled === 0) this.#begin(entry)
    else if (entry.receivedAt !== receivedAt) this.#close(entry)
    entry.receivedAt = receivedAt
    entry.settled++
  }

  failed(method: AnyMethod, code: StatusCode): void {
    const { failed } = this.#entry(method)
    failed[code] = (failed[code] ?? 0) + 1
  }

  report(): readonly MethodStats[] {
    this.#closeAll()
    return Array.from(this.#entries.values(), ({ method, latency, failed }) => ({
      method: method.name,
      failed: { ...failed },
      latency: latency.report(),
    }))
  }

  #entry(method: AnyMethod): Entry {
    const last = this.#last
    if (last?.method === method) return last
    let entry = this.#entries.get(method)
    if (entry === undefined) {
      const latency = new LatencyHistogram()
      entry = { method, latency, failed: {}, settled: 0, receivedAt: 0 }
      this.#entries.set(method, entry)
    }
    this.#last = entry
    return entry
  }

  #begin(entry: Entry): void {
    // As answers leave: after all promise callbacks of the turn.
    if (this.#open.length === 0) process.nextTick(this.#closeAll)
    this.#open.push(entry)
  }

  #closeAll = (): void => {
    for (const entry of this.#open.splice(0)) this.#close(entry)
  }

  #close(entry: Entry): void {
    entry.latency.record(this.#clock.now() - entry.receivedAt, entry.settled)
    entry.settled = 0
  }
}
