/**
 * The target with the fewest calls in flight for its weight. Those that have equally few take turns by weight, as in
 * nginx's smooth round robin. Looks at all targets for each call: meant for some dozens, and for calls that last long.
 */

import { type Balancer, isWelcome, sharesOf, type Target } from './target.js'

interface Slot<T> {
  readonly target: T
  /** 1 on average. */
  readonly share: number
  /** Grows by its share with each tie that it loses. */
  credit: number
}

export class LeastPending<T extends Target> implements Balancer<T> {
  #slots: readonly Slot<T>[] = []

  update(targets: readonly T[]): void {
    const known = new Map(this.#slots.map((slot) => [slot.target, slot.credit]))
    const shares = sharesOf(targets)
    this.#slots = targets.map((target, index) => ({
      target,
      share: shares[index] ?? 1,
      credit: known.get(target) ?? 0,
    }))
  }

  /** O(n). Allocates nothing. */
  pick(_key: string | undefined, avoid: ReadonlySet<string> | undefined): T | undefined {
    const slots = this.#slots
    if (slots.length <= 1) {
      const only = slots[0]?.target
      return only?.canOpen ? only : undefined
    }
    const chosen = this.#pick(avoid)
    return chosen !== undefined || avoid === undefined ? chosen : this.#pick(undefined)
  }

  #pick(avoid: ReadonlySet<string> | undefined): T | undefined {
    let least = Number.POSITIVE_INFINITY
    for (const slot of this.#slots) {
      const load = slot.target.pending / slot.share
      if (load < least && isWelcome(slot.target, avoid)) least = load
    }
    if (least === Number.POSITIVE_INFINITY) return undefined
    let chosen: Slot<T> | undefined
    let tied = 0
    for (const slot of this.#slots) {
      if (slot.target.pending / slot.share > least || !isWelcome(slot.target, avoid)) continue
      tied += slot.share
      slot.credit += slot.share
      if (chosen === undefined || slot.credit > chosen.credit) chosen = slot
    }
    if (chosen === undefined) return undefined
    chosen.credit -= tied
    return chosen.target
  }
}
