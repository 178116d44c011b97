/**
 * Calls that share an AbortSignal share one listener on it. A listener per call would make a signal that lives as
 * long as the program collect thousands, and removing one from a signal costs a search through all of them.
 */

/** Something a signal can cancel. */
export interface Abortable {
  onAbort(reason: unknown): void
}

const groups = new WeakMap<AbortSignal, SignalGroup>()

class SignalGroup {
  readonly join: JoinedSignals | undefined
  readonly #members = new Set<Abortable>()
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal, join?: JoinedSignals) {
    this.#signal = signal
    this.join = join
  }

  add(member: Abortable): void {
    if (this.#members.size === 0) {
      this.#signal.addEventListener('abort', this.#onAbort, { once: true })
      this.join?.attach()
    }
    this.#members.add(member)
  }

  delete(member: Abortable): void {
    if (!this.#members.delete(member) || this.#members.size > 0) return
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.join?.detach()
  }

  #onAbort = (): void => {
    const members = [...this.#members]
    this.#members.clear()
    for (const member of members) member.onAbort(this.#signal.reason)
  }
}

/** Several signals as one, which hangs on them only while something follows it. */
class JoinedSignals implements Abortable {
  readonly #controller = new AbortController()
  readonly #sources: readonly AbortSignal[]

  constructor(sources: readonly AbortSignal[]) {
    this.#sources = sources
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Aborts when a source has aborted while nothing followed. */
  look(): void {
    const aborted = this.#sources.find(hasAborted)
    if (aborted !== undefined) this.#controller.abort(aborted.reason)
  }

  attach(): void {
    for (const source of this.#sources) follow(source, this)
  }

  detach(): void {
    for (const source of this.#sources) unfollow(source, this)
  }

  onAbort(reason: unknown): void {
    this.detach()
    this.#controller.abort(reason)
  }
}

/**
 * A signal that aborts with the first of others, as from `AbortSignal.any`, to be asked by `hasAborted` and followed by
 * `follow` only: that leaves an entry at each of the others for as long as they live.
 */
export function joinSignals(...sources: readonly AbortSignal[]): AbortSignal {
  const join = new JoinedSignals(sources)
  groups.set(join.signal, new SignalGroup(join.signal, join))
  return join.signal
}

/** Whether the signal has aborted, or one of those that are joined in it. */
export function hasAborted(signal: AbortSignal): boolean {
  groups.get(signal)?.join?.look()
  return signal.aborted
}

/** Calls `member.onAbort` when the signal aborts, until `unfollow`. The signal must not have aborted yet: see `hasAborted`. */
export function follow(signal: AbortSignal, member: Abortable): void {
  let group = groups.get(signal)
  if (group === undefined) {
    group = new SignalGroup(signal)
    groups.set(signal, group)
  }
  group.add(member)
}

export function unfollow(signal: AbortSignal, member: Abortable): void {
  groups.get(signal)?.delete(member)
}
