/** Values that travel with a call inside one process: from an interceptor to the handler, or from a caller to its interceptors. */

/** Names a value and its type. Two keys are never the same, whatever their names. */
export class ContextKey<T> {
  readonly name: string
  readonly defaultValue: T

  /** `name` is for people; `defaultValue` is what `get` returns where nothing was set. */
  constructor(name: string, defaultValue: T) {
    this.name = name
    this.defaultValue = defaultValue
  }
}

export class ContextValues {
  readonly #values = new Map<ContextKey<never>, unknown>()

  get<T>(key: ContextKey<T>): T {
    const known = key as unknown as ContextKey<never> // because the map does not care for types; set and get agree on them
    return this.#values.has(known) ? (this.#values.get(known) as T) : key.defaultValue // because set put a T there
  }

  set<T>(key: ContextKey<T>, value: T): this {
    this.#values.set(key as unknown as ContextKey<never>, value) // because as above
    return this
  }
}
