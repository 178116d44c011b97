/** Targets for balancers whose state a test sets, and counts of where calls went. */

import type { Balancer, Target } from '../../runtime/client/balance/balancer.js'

export class FakeTarget implements Target {
  readonly url: string
  weight = 1
  pending = 0
  latencyMs = 0
  canOpen = true

  constructor(name: string, state: Partial<Omit<Target, 'url'>> = {}) {
    this.url = `tcp://${name}:4000`
    Object.assign(this, state)
  }
}

export function fakeTargets(count: number, state: Partial<Omit<Target, 'url'>> = {}): FakeTarget[] {
  return Array.from({ length: count }, (_, index) => new FakeTarget(`server-${index}`, state))
}

/** How many of so many calls went to each target, in their order. Calls end at once, unless `lasting`. */
export function countPicks(
  balancer: Balancer<FakeTarget>,
  targets: readonly FakeTarget[],
  calls: number,
  options: { readonly lasting?: boolean; readonly avoid?: ReadonlySet<string> } = {},
): number[] {
  const counts = new Map<FakeTarget, number>(targets.map((target) => [target, 0]))
  for (let call = 0; call < calls; call++) {
    const target = balancer.pick(undefined, options.avoid)
    if (target === undefined) throw new Error('no target takes the call')
    counts.set(target, (counts.get(target) ?? 0) + 1)
    if (options.lasting) target.pending++
  }
  return [...counts.values()]
}
