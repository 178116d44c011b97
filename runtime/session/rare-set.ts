const none: ReadonlySet<never> = new Set<never>()

/**
 * A set that most of its owners never add to: until then it costs them 32 bytes instead of 150. A connection has several,
 * and there are many idle connections.
 */
export class RareSet<T> implements Iterable<T> {
  #set: Set<T> | undefined = undefined

  get size(): number {
    return this.#set === undefined ? 0 : this.#set.size
  }

  has(value: T): boolean {
    return this.#set?.has(value) === true
  }

  add(value: T): void {
    this.#set ??= new Set()
    this.#set.add(value)
  }

  /** Returns whether it was there. */
  delete(value: T): boolean {
    return this.#set?.delete(value) === true
  }

  clear(): void {
    this.#set = undefined
  }

  [Symbol.iterator](): Iterator<T> {
    return (this.#set ?? none)[Symbol.iterator]()
  }
}
