/** Counts the calls of each method, with how they ended and how long they took. */

import type { AnyMethod } from '../method.js'
import type { MethodStats } from '../stats.js'
import type { StatusCode } from '../status.js'
import { LatencyHistogram } from './latency-histogram.js'

interface Entry {
  readonly latency: LatencyHistogram
  /** Failed calls of each code. */
  readonly failed: Partial<Record<StatusCode, number>>
}

export class CallMeter {
  readonly #entries = new Map<AnyMethod, Entry>()

  /** A call took so long, however it ended. */
  took(method: AnyMethod, elapsedMs: number): void {
    this.#entry(method).latency.record(elapsedMs)
  }

  failed(method: AnyMethod, code: StatusCode): void {
    const { failed } = this.#entry(method)
    failed[code] = (failed[code] ?? 0) + 1
  }

  report(): readonly MethodStats[] {
    return Array.from(this.#entries, ([method, { latency, failed }]) => ({
      method: method.name,
      failed: { ...failed },
      latency: latency.report(),
    }))
  }

  #entry(method: AnyMethod): Entry {
    let entry = this.#entries.get(method)
    if (entry === undefined) {
      entry = { latency: new LatencyHistogram(), failed: {} }
      this.#entries.set(method, entry)
    }
    return entry
  }
}
