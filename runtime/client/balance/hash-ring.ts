/**
 * Calls of one key to one endpoint (consistent hashing, Karger et al., 1997): each endpoint has many points on a ring of
 * 2^32, and a key belongs to the next point after its own. When an endpoint comes or goes, only the keys move that it
 * takes or leaves behind: one of n.
 *
 * A key whose endpoint cannot take the call goes to the next endpoint on the ring, always the same one. How many calls a
 * key makes is not looked at: one that makes half of all calls keeps its endpoint half busy.
 */

import { hashOf } from './hash.js'
import { PowerOfTwo } from './power-of-two.js'
import { type Balancer, isWelcome, type Target } from './target.js'

/** On average; the keys of endpoints of the same weight then differ by about a twelfth. */
const pointsPerEndpoint = 160

interface Owner<T> {
  readonly url: string
  readonly weight: number
  readonly connections: T[]
  /** The search that has looked at it. */
  seenIn: number
}

export class HashRing<T extends Target> implements Balancer<T> {
  readonly #keyless: PowerOfTwo<T>
  #owners: readonly Owner<T>[] = []
  /** Ascending; `#ownerOf` has the owner's place for each. */
  #points = new Uint32Array(0)
  #ownerOf = new Uint32Array(0)
  #searches = 0

  constructor(luck: () => number) {
    this.#keyless = new PowerOfTwo<T>(luck)
  }

  update(targets: readonly T[]): void {
    this.#keyless.update(targets)
    const byUrl = new Map<string, Owner<T>>()
    for (const target of targets) {
      const { url, weight } = target
      const owner = byUrl.get(url)
      if (owner !== undefined) owner.connections.push(target)
      else byUrl.set(url, { url, weight, connections: [target], seenIn: 0 })
    }
    // In the order of their URLs, so that the ring is the same for every client, whatever order it learnt them in.
    const owners = [...byUrl.values()].sort((one, other) => (one.url < other.url ? -1 : 1))
    if (!this.#isRingOf(owners)) this.#build(owners)
    this.#owners = owners
  }

  /** O(log n) while the key's endpoint can take the call. Allocates nothing. */
  pick(key: string | undefined, avoid: ReadonlySet<string> | undefined): T | undefined {
    if (key === undefined) return this.#keyless.pick(key, avoid)
    const owners = this.#owners
    const only = owners[0]
    if (only === undefined) return undefined
    if (owners.length === 1) return freest(only, undefined)
    const from = this.#after(hashOf(key))
    const chosen = this.#walk(from, avoid)
    return chosen !== undefined || avoid === undefined ? chosen : this.#walk(from, undefined)
  }

  /** Whether the ring is that of these owners already: connections come and go more often than endpoints. */
  #isRingOf(owners: readonly Owner<T>[]): boolean {
    const current = this.#owners
    return (
      current.length === owners.length &&
      owners.every(
        ({ url, weight }, at) => current[at]?.url === url && current[at].weight === weight,
      )
    )
  }

  #build(owners: readonly Owner<T>[]): void {
    const total = owners.reduce((sum, { weight }) => sum + weight, 0)
    const points: number[] = []
    const places: number[] = []
    for (const [place, { url, weight }] of owners.entries()) {
      const count = Math.max(1, Math.round((pointsPerEndpoint * owners.length * weight) / total))
      for (let point = 0; point < count; point++) {
        points.push(hashOf(`${url}#${point}`))
        places.push(place)
      }
    }
    const order = points.map((_, at) => at)
    order.sort((one, other) => (points[one] ?? 0) - (points[other] ?? 0) || one - other)
    this.#points = Uint32Array.from(order, (at) => points[at] ?? 0)
    this.#ownerOf = Uint32Array.from(order, (at) => places[at] ?? 0)
  }

  /** The first point at or after a number, round the ring. */
  #after(hash: number): number {
    const points = this.#points
    let low = 0
    let high = points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((points[middle] ?? 0) < hash) low = middle + 1
      else high = middle
    }
    return low === points.length ? 0 : low
  }

  /** The first endpoint from a point on that can take the call. */
  #walk(from: number, avoid: ReadonlySet<string> | undefined): T | undefined {
    const count = this.#points.length
    const search = ++this.#searches
    let unseen = this.#owners.length
    for (let step = 0; step < count && unseen > 0; step++) {
      const owner = this.#owners[this.#ownerOf[(from + step) % count] ?? 0]
      if (owner === undefined || owner.seenIn === search) continue
      owner.seenIn = search
      unseen--
      const target = freest(owner, avoid)
      if (target !== undefined) return target
    }
    return undefined
  }
}

/** Of an endpoint's connections that can take a call, the one with the fewest. */
function freest<T extends Target>(
  owner: Owner<T>,
  avoid: ReadonlySet<string> | undefined,
): T | undefined {
  let found: T | undefined
  for (const target of owner.connections) {
    if (!isWelcome(target, avoid)) continue
    if (found === undefined || target.pending < found.pending) found = target
  }
  return found
}
