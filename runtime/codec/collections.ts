/** Lists and maps. */

import { MalformedMessage } from './malformed.js'

/** An item can cost one byte on the wire and fifty in memory; this bounds what a message can make us allocate. */
export const maxItems = 1_000_000

export function append<T>(list: T[], item: T): void {
  if (list.push(item) > maxItems) {
    throw new MalformedMessage(`a list has more than ${maxItems} items`)
  }
}

/** The same bound for a list that was read in one go. */
export function checkCount(list: readonly unknown[]): void {
  if (list.length > maxItems) {
    throw new MalformedMessage(`a list has more than ${maxItems} items`)
  }
}

/**
 * Sets an entry of a map that arrived from a peer.
 *
 * Assigning to the key `__proto__` would replace the object's prototype instead of adding an entry.
 */
export function setEntry<T>(map: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  } else map[key] = value
}
