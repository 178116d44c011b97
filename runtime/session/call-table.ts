/**
 * The calls of one direction, by id.
 *
 * Ids of a direction are consecutive, so the low bits of an id are a perfect hash until a call outlives thousands of
 * younger ones. The table is a ring indexed by them; a call that is still there when the ring comes round moves to a
 * map. Inserting, finding and removing are a few array accesses, without the hashing and growth of a map per call.
 */

/** Few, because most connections are idle most of the time; the ring doubles as calls come. */
const initialSlots = 8

interface Numbered {
  id: number
}

export class CallTable<Call extends Numbered> {
  #ring: (Call | undefined)[] = new Array(initialSlots).fill(undefined)
  #mask = initialSlots - 1
  /** Made when a first call outlives a round of the ring. */
  #old: Map<number, Call> | undefined = undefined
  /** How many calls are in the table. */
  size = 0

  get(id: number): Call | undefined {
    const call = this.#ring[(id >>> 1) & this.#mask]
    if (call !== undefined && call.id === id) return call
    return this.#old?.get(id)
  }

  /** Adds a call whose id is not in the table. */
  add(call: Call): void {
    if (this.size > this.#mask >> 1) this.#grow()
    this.#put(call)
    this.size++
  }

  delete(id: number): void {
    const at = (id >>> 1) & this.#mask
    if (this.#ring[at]?.id === id) this.#ring[at] = undefined
    else if (this.#old?.delete(id) !== true) return
    this.size--
  }

  /** Removes all calls and returns them, oldest first. */
  clear(): Call[] {
    const calls = [
      ...(this.#old?.values() ?? []),
      ...this.#ring.filter((call) => call !== undefined),
    ]
    this.#ring = new Array(initialSlots).fill(undefined)
    this.#mask = initialSlots - 1
    this.#old = undefined
    this.size = 0
    return calls.sort((a, b) => a.id - b.id)
  }

  [Symbol.iterator](): Iterator<Call> {
    return [...(this.#old?.values() ?? []), ...this.#ring.filter((call) => call !== undefined)][
      Symbol.iterator
    ]()
  }

  #put(call: Call): void {
    const at = (call.id >>> 1) & this.#mask
    const older = this.#ring[at]
    if (older !== undefined) {
      this.#old ??= new Map()
      this.#old.set(older.id, older)
    }
    this.#ring[at] = call
  }

  #grow(): void {
    const calls = this.#ring
    this.#ring = new Array(calls.length * 2).fill(undefined)
    this.#mask = calls.length * 2 - 1
    for (const call of calls) if (call !== undefined) this.#put(call)
  }
}
