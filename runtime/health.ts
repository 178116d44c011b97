/** `trunkline/health`: says whether a server can be given calls, per service, and has channels follow it. */

import type { ServerCall } from './call.js'
import type { HealthCheck } from './client/health-watch.js'
import {
  Health,
  type HealthAnswer,
  type HealthAnswerStatus,
  type HealthHandlers,
  type HealthQuestion,
} from './services/health.js'

export type { HealthCheck } from './client/health-watch.js'
export { Health, type HealthAnswerStatus } from './services/health.js'

/** A service as programs have it, or its full name; empty for the server as a whole. */
export type Named = string | { readonly name: string }

/**
 * What a server says of its health; serve it with `server.add(Health, board)`. The server as a whole serves from the start;
 * a service is `unknown` until `set` tells of it. During a goodbye nothing serves.
 */
export interface HealthBoard extends HealthHandlers {
  /** Whether a service, or without one the whole server, can be given calls; whoever watches it is told at once. */
  set(service: Named, serving: boolean): void
  /** What callers are told of it. */
  get(service: Named): HealthAnswerStatus
}

/** Throws TypeError for a service that is neither a text nor a generated service. */
export function healthBoard(): HealthBoard {
  return new Board()
}

class Board implements HealthBoard {
  readonly #statuses = new Map<string, HealthAnswerStatus>([['', 'serving']])
  /** Wakes those who watch. */
  readonly #watchers = new Set<() => void>()

  set(service: Named, serving: boolean): void {
    this.#statuses.set(nameOf(service), serving ? 'serving' : 'notServing')
    for (const wake of [...this.#watchers]) wake()
  }

  get(service: Named): HealthAnswerStatus {
    return this.#statuses.get(nameOf(service)) ?? 'unknown'
  }

  check({ service }: HealthQuestion): HealthAnswer {
    return { status: this.get(service) }
  }

  async *watch({ service }: HealthQuestion, call: ServerCall): AsyncGenerator<HealthAnswer> {
    let wake = () => {}
    const onChange = () => wake()
    const { draining, signal } = call
    this.#watchers.add(onChange)
    draining.addEventListener('abort', onChange)
    signal.addEventListener('abort', onChange)
    try {
      for (let told: HealthAnswerStatus | undefined; !signal.aborted; ) {
        const status = draining.aborted ? 'notServing' : this.get(service)
        if (status !== told) {
          told = status
          yield { status }
        } else if (draining.aborted) return
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      this.#watchers.delete(onChange)
      draining.removeEventListener('abort', onChange)
      signal.removeEventListener('abort', onChange)
    }
  }
}

/**
 * Has a channel give calls only to servers that say they serve: `connect(urls, { healthCheck: watchHealth(Chat) })`. Costs one
 * stream for each connection, which keeps connections from being left as idle.
 */
export function watchHealth(service: Named = ''): HealthCheck {
  const question = { service: nameOf(service) }
  return {
    async *watch(client, signal) {
      for await (const { status } of client(Health).watch(question, { signal })) {
        yield status === 'serving'
      }
    },
  }
}

function nameOf(service: Named): string {
  const name: unknown = typeof service === 'string' ? service : service?.name
  if (typeof name === 'string') return name
  throw new TypeError(`${String(service)} is no service: give a generated service or its full name`)
}
