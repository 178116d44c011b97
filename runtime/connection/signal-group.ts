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
  readonly #members = new Set<Abortable>()
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  add(member: Abortable): void {
    if (this.#members.size === 0) this.#signal.addEventListener('abort', this.#onAbort)
    this.#members.add(member)
  }

  delete(member: Abortable): void {
    this.#members.delete(member)
    if (this.#members.size === 0) this.#signal.removeEventListener('abort', this.#onAbort)
  }

  #onAbort = (): void => {
    const members = [...this.#members]
    this.#members.clear()
    for (const member of members) member.onAbort(this.#signal.reason)
  }
}

/** Calls `member.onAbort` when the signal aborts, until `unfollow`. The signal must not be aborted yet. */
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
