/**
 * When a connection that works is left all the same: after long disuse, and at an old age. Both times vary by a tenth,
 * so that connections opened together, by a server's restart, do not all come back together.
 */

import type { CallHost } from './call-host.js'
import { random } from './random.js'

const spread = 0.1

/** Calls pass without a note of the time; how often it is looked whether there were any, per idle timeout. */
const looksPerTimeout = 8

export class Retirement {
  readonly #host: CallHost
  readonly #idleMs: number
  readonly #retireAt: number
  #idleSince: number
  #callCount: number
  /** When to look next. */
  nextLook: number

  constructor(host: CallHost, now: number) {
    const { limits } = host.options
    this.#host = host
    this.#idleMs = isReachable(host) ? Number.POSITIVE_INFINITY : vary(limits.idleTimeoutMs)
    this.#retireAt = now + vary(limits.maxConnectionAgeMs)
    this.#idleSince = now
    this.#callCount = callCountOf(host)
    this.nextLook = this.#lookAfter(now)
  }

  /** Why the connection should be left now, or undefined. */
  look(now: number): Error | undefined {
    if (now >= this.#retireAt) return new Error('the connection has reached its greatest age')
    const { session, oneways } = this.#host
    const isBusy = !session.calls.isEmpty || oneways.accepted > 0
    const callCount = callCountOf(this.#host)
    if (isBusy || callCount !== this.#callCount) {
      this.#callCount = callCount
      this.#idleSince = now
    } else if (now >= this.#idleSince + this.#idleMs) {
      return new Error(`the connection had no calls for ${Math.round(now - this.#idleSince)} ms`)
    }
    this.nextLook = this.#lookAfter(now)
    return undefined
  }

  #lookAfter(now: number): number {
    return Math.min(this.#retireAt, now + this.#idleMs / looksPerTimeout)
  }
}

/** Grows with every call of either side. */
function callCountOf({ session }: CallHost): number {
  return session.calls.nextLocalId + session.calls.lastRemoteId
}

/** A program that serves methods over the connection it dialled is meant to be reached by it at any time. */
function isReachable({ options, session }: CallHost): boolean {
  const dialler = options.role === 'connecting' ? options.routes.offered : session.peer.methods
  return dialler.length > 0
}

function vary(ms: number): number {
  return ms * (1 - spread + 2 * spread * random())
}
