/** Iterables of programs, held by hand: `for await` cannot be left while it waits. */

/** An iterator of either kind; undefined for what is not iterable. */
export function iterate<T>(value: unknown): AsyncIterator<T> | Iterator<T> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Symbol.asyncIterator in value) {
    return (value as AsyncIterable<T>)[Symbol.asyncIterator]() // because it has the method
  }
  if (Symbol.iterator in value) return (value as Iterable<T>)[Symbol.iterator]() // because as above
  return undefined
}

/**
 * Ends an iterator without waiting for it. What it throws on the way out concerns nobody any more; false when it did so at once,
 * as a generator that is left from within.
 */
export function leave(iterator: AsyncIterator<unknown> | Iterator<unknown>): boolean {
  try {
    Promise.resolve(iterator.return?.()).catch(() => {})
    return true
  } catch {
    return false
  }
}
