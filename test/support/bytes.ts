/** Bytes for tests: hex literals, a seeded source of chance, and the three ways in which a stream can arrive. */

/** Bytes written as hex; blanks, line ends and `# comments` are ignored. */
export function hex(
  strings: TemplateStringsArray,
  ...values: readonly (string | number)[]
): Uint8Array {
  const text = String.raw({ raw: strings }, ...values)
    .replace(/#[^\n]*/g, '')
    .replace(/\s+/g, '')
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw new Error(`not hex: ${text}`)
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)))
}

/** As `concat`, for data too large to go through arrays. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** The ways a decoder's input can arrive: whole, byte by byte, and in two parts cut at every index. */
export function arrivals(
  bytes: Uint8Array,
): { readonly name: string; readonly chunks: Uint8Array[] }[] {
  const ways = [
    { name: 'whole', chunks: [bytes] },
    { name: 'byte by byte', chunks: Array.from(bytes, (byte) => Uint8Array.of(byte)) },
  ]
  for (let at = 1; at < bytes.length; at++) {
    ways.push({ name: `cut at ${at}`, chunks: [bytes.slice(0, at), bytes.slice(at)] })
  }
  return ways
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('nothing to pick from')
    return items[this.int(0, items.length - 1)] as T // because the index is in range
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.int(0, 255))
  }
}
