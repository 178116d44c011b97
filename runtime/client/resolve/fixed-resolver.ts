/** Endpoints that the program knows from the start. */

import type { Endpoint, Resolver, ResolverContext } from '../../endpoint.js'
import { checkEndpoints, type ResolvedEndpoint } from './endpoint-set.js'

export class FixedResolver implements Resolver {
  readonly name: string
  /** What `watch` yields, checked: a channel need not wait for it. */
  readonly endpoints: readonly ResolvedEndpoint[]
  readonly #told: readonly Endpoint[]

  /** The endpoints must be usable, and at least one. */
  constructor(name: string, told: readonly Endpoint[]) {
    this.name = name
    this.#told = told
    this.endpoints = checkEndpoints(told).endpoints
  }

  /** Yields once, and has nothing to add. */
  async *watch({ signal }: ResolverContext): AsyncGenerator<readonly Endpoint[]> {
    yield this.#told
    if (signal.aborted) return
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}
