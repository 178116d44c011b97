/**
 * What travels beside a call's messages: request ids, trace contexts, hints. Not for data that a schema should hold.
 *
 * Keys are lower-case; those that end in `-bin` carry bytes, all others text (gRPC's convention), and the types know.
 */

/** One entry as it travels: text as UTF-8. */
export interface MetadataEntry {
  readonly key: string
  readonly value: Uint8Array
}

/** The value that goes with a key. */
export type MetadataValue<Key extends string> = Key extends `${string}-bin` ? Uint8Array : string

/** Metadata as a program may write it down: `{ 'request-id': 'a1', 'trace-bin': bytes }`, or pairs, as in a `Map` or `Headers`. */
export type MetadataInit =
  | Iterable<readonly [string, string | Uint8Array]>
  | { readonly [key: string]: string | Uint8Array }

/** gRPC's alphabet. Anything else could not be told apart from framing in a log or a proxy. */
const keyPattern = /^[a-z0-9._-]{1,64}$/
const maxEntries = 64

export class Metadata implements Iterable<[string, string | Uint8Array]> {
  // A map, because keys come from a peer: in an object `__proto__` would be a trap.
  readonly #values = new Map<string, string | Uint8Array>()

  /** Throws TypeError for a key or a value that cannot travel. */
  constructor(init?: MetadataInit) {
    if (init === undefined) return
    if (typeof init !== 'object' || init === null)
      throw new TypeError('metadata must be an object, or pairs of keys and values')
    const entries = Symbol.iterator in init ? init : Object.entries(init)
    for (const [key, value] of entries) this.set(key, value as MetadataValue<typeof key>) // because set checks it
  }

  get size(): number {
    return this.#values.size
  }

  get<Key extends string>(key: Key): MetadataValue<Key> | undefined {
    return this.#values.get(key) as MetadataValue<Key> | undefined // because set and decode keep to the key's type
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  /** Throws TypeError, naming the key, for a key that is not `[a-z0-9._-]{1,64}` or a value of the wrong kind. */
  set<Key extends string>(key: Key, value: MetadataValue<Key>): this {
    if (!keyPattern.test(key)) {
      throw new TypeError(`metadata key ${JSON.stringify(key)}: use 1 to 64 of a-z 0-9 . _ -`)
    }
    const binary = key.endsWith('-bin')
    if (binary ? !(value instanceof Uint8Array) : typeof value !== 'string') {
      throw new TypeError(
        `metadata ${key} takes ${binary ? 'a Uint8Array: its key ends in -bin' : 'a string'}`,
      )
    }
    if (!this.#values.has(key) && this.#values.size === maxEntries) {
      throw new TypeError(`metadata has ${maxEntries} entries already: ${key} does not fit`)
    }
    this.#values.set(key, value)
    return this
  }

  delete(key: string): boolean {
    return this.#values.delete(key)
  }

  [Symbol.iterator](): Iterator<[string, string | Uint8Array]> {
    return this.#values.entries()
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The entries as they travel. */
export function encodeMetadata(metadata: Metadata): readonly MetadataEntry[] {
  return Array.from(metadata, ([key, value]) => ({
    key,
    value: typeof value === 'string' ? encoder.encode(value) : value,
  }))
}

/** What a peer sent, as far as it has keys that could be sent; the rest is dropped. */
export function decodeMetadata(entries: readonly MetadataEntry[]): Metadata {
  const metadata = new Metadata()
  for (const { key, value } of entries) {
    if (!keyPattern.test(key)) continue
    const decoded = key.endsWith('-bin') ? value : decoder.decode(value)
    metadata.set(key, decoded as MetadataValue<typeof key>) // because the line above chose by the key
  }
  return metadata
}
