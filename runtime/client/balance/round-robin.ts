/**
 * One target after the other, each as often as its weight says, and the turns of a heavy one spread among those of the
 * others. The turns are kept as times on a scale of their own: a target's next is one over its share after its last, and
 * the earliest goes first (earliest deadline first, as in gRPC's and Envoy's weighted round robin). A heap finds it.
 */

import { type Balancer, isWelcome, sharesOf, type Target } from './target.js'

interface Turn<T> {
  readonly target: T
  /** Between two turns of the target. */
  readonly gap: number
  due: number
}

export class RoundRobin<T extends Target> implements Balancer<T> {
  readonly #luck: () => number
  /** A heap by `due`: nobody's is later than those of `2i + 1` and `2i + 2`. */
  #turns: Turn<T>[] = []
  /** When the last turn was due. */
  #now = 0

  constructor(luck: () => number) {
    this.#luck = luck
  }

  update(targets: readonly T[]): void {
    const shares = sharesOf(targets)
    const known = new Map(this.#turns.map((turn) => [turn.target, turn.due]))
    this.#turns = targets.map((target, index) => {
      const gap = 1 / (shares[index] ?? 1)
      // Those that are new begin anywhere within their gap, so that clients that start together do not go in step.
      const due = known.get(target) ?? this.#now + this.#luck() * gap
      return { target, gap, due: Math.min(due, this.#now + gap) }
    })
    this.#turns.sort((one, other) => one.due - other.due)
  }

  /** O(log n), for each target whose turn it is and that cannot take the call. Allocates nothing. */
  pick(_key: string | undefined, avoid: ReadonlySet<string> | undefined): T | undefined {
    const turns = this.#turns
    if (turns.length <= 1) {
      const only = turns[0]?.target
      return only?.canOpen ? only : undefined
    }
    for (let tries = 0; tries < 2 * turns.length; tries++) {
      const turn = turns[0]
      if (turn === undefined) return undefined
      // Whoever cannot take its turn loses it: nobody has a claim to many calls at once afterwards.
      this.#now = turn.due
      turn.due += turn.gap
      this.#sink(turn)
      if (isWelcome(turn.target, avoid)) return turn.target
    }
    return this.#any(avoid) ?? this.#any(undefined)
  }

  /** Whoever can take the call: heavy targets can use up the tries. */
  #any(avoid: ReadonlySet<string> | undefined): T | undefined {
    for (const { target } of this.#turns) if (isWelcome(target, avoid)) return target
    return undefined
  }

  /** Restores the heap after the first turn has become later. */
  #sink(turn: Turn<T>): void {
    const turns = this.#turns
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      let earliest = turns[child]
      if (earliest === undefined) break
      const right = turns[child + 1]
      if (right !== undefined && right.due < earliest.due) {
        earliest = right
        child++
      }
      if (earliest.due >= turn.due) break
      turns[at] = earliest
      at = child
    }
    turns[at] = turn
  }
}
