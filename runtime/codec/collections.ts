/** Lists and maps. */

import { MalformedMessage } from './malformed.js'

/** An item can cost one byte on the wire and fifty in memory; this bounds what a message can make us allocate. */
export const maxItems = 1_000_000

/** By index, which is compiled where lists of different kinds pass through, and pushing is not. */
export function append<T>(list: T[], item: T): void {
  const { length } = list
  list[length] = item
  if (length >= maxItems) throw tooManyItems()
}

export function tooManyItems(): MalformedMessage {
  return new MalformedMessage(`a list has more than ${maxItems} items`)
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
