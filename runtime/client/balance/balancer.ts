/** Which server a call goes to. Pure: the channel tells it the targets and lends it its luck. */

import { HashRing } from './hash-ring.js'
import { LeastPending } from './least-pending.js'
import { PowerOfTwo } from './power-of-two.js'
import { RoundRobin } from './round-robin.js'
import type { Balancer, Target } from './target.js'

export type { Balancer, Target } from './target.js'

/**
 * - `p2c`: the better of two targets drawn at random, by calls in flight and recent latency
 * - `roundRobin`: one after the other, by weight
 * - `leastPending`: the one with the fewest calls in flight for its weight
 * - `hash`: calls of one key to one endpoint; those without a key by `p2c`
 */
export type BalancePolicy = 'p2c' | 'roundRobin' | 'leastPending' | 'hash'

/** `luck` returns numbers from 0 up to, and without, 1. */
export function createBalancer<T extends Target>(
  policy: BalancePolicy,
  luck: () => number,
): Balancer<T> {
  switch (policy) {
    case 'p2c':
      return new PowerOfTwo<T>(luck)
    case 'roundRobin':
      return new RoundRobin<T>(luck)
    case 'leastPending':
      return new LeastPending<T>()
    case 'hash':
      return new HashRing<T>(luck)
  }
}
