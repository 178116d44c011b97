/**
 * UTF-8, by hand where that is faster: a native call costs as much as sixteen to forty characters of writing, or sixteen of
 * reading (docs/decisions/0033).
 */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

/** Since Node 22.12 compiled code hands text of one byte a unit to `utf8Write` as it is, which takes a third of the time. */
const isNativeQuick = major > 22 || (major === 22 && minor >= 12)

/** Up to here text is written in JavaScript; in UTF-16 units. */
export const maxHandWritten = isNativeQuick ? 16 : 40

/** Up to here text is read in JavaScript; in bytes. */
export const maxHandRead = 16

/**
 * Writes text of at most `maxHandWritten` units, for which there must be room: three bytes for each.
 * Half a surrogate pair becomes U+FFFD. Returns where the text ends.
 *
 * Two units at a time, and the letters of Europe in the same loop: finding out how a string is held, which every
 * `charCodeAt` does, costs more than all else, so that there is no time to lose.
 */
export function writeShort(text: string, buffer: Uint8Array, start: number): number {
  const { length } = text
  const last = length - 1
  let at = start
  let i = 0
  for (; i < last; i += 2) {
    const one = text.charCodeAt(i)
    const two = text.charCodeAt(i + 1)
    if ((one | two) < 0x80) {
      buffer[at] = one
      buffer[at + 1] = two
      at += 2
    } else if ((one | two) < 0x800) {
      if (one > 127) buffer[at++] = (one >> 6) | 0xc0
      buffer[at++] = one > 127 ? (one & 0x3f) | 0x80 : one
      if (two > 127) buffer[at++] = (two >> 6) | 0xc0
      buffer[at++] = two > 127 ? (two & 0x3f) | 0x80 : two
    } else return writeRest(text, i, buffer, at)
  }
  if (i > last) return at
  const unit = text.charCodeAt(i)
  if (unit > 127) return writeRest(text, i, buffer, at)
  buffer[at] = unit
  return at + 1
}

/** Goes on with characters of all kinds. */
function writeRest(text: string, from: number, buffer: Uint8Array, start: number): number {
  const { length } = text
  let at = start
  for (let i = from; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) buffer[at++] = unit
    else if (unit < 0x800) {
      buffer[at++] = (unit >> 6) | 0xc0
      buffer[at++] = (unit & 0x3f) | 0x80
    } else {
      let point = unit
      if ((unit & 0xf800) === 0xd800) {
        const low = (unit & 0xfc00) === 0xd800 && i + 1 < length ? text.charCodeAt(i + 1) : 0
        if ((low & 0xfc00) === 0xdc00) {
          i++
          const pair = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff)
          buffer[at++] = (pair >> 18) | 0xf0
          buffer[at++] = ((pair >> 12) & 0x3f) | 0x80
          buffer[at++] = ((pair >> 6) & 0x3f) | 0x80
          buffer[at++] = (pair & 0x3f) | 0x80
          continue
        }
        point = 0xfffd
      }
      buffer[at++] = (point >> 12) | 0xe0
      buffer[at++] = ((point >> 6) & 0x3f) | 0x80
      buffer[at++] = (point & 0x3f) | 0x80
    }
  }
  return at
}

const char = String.fromCharCode

/**
 * Reads 1 to `maxHandRead` bytes of ASCII; undefined for anything else.
 *
 * Every length has its own call, because one call makes one flat string, and adding characters up makes many.
 */
export function readShort(buffer: Uint8Array, at: number, bytes: number): string | undefined {
  const a = buffer[at] ?? 0
  let bits = a
  if (bytes === 1) return bits > 127 ? undefined : char(a)
  const b = buffer[at + 1] ?? 0
  bits |= b
  if (bytes === 2) return bits > 127 ? undefined : char(a, b)
  const c = buffer[at + 2] ?? 0
  bits |= c
  if (bytes === 3) return bits > 127 ? undefined : char(a, b, c)
  const d = buffer[at + 3] ?? 0
  bits |= d
  if (bytes === 4) return bits > 127 ? undefined : char(a, b, c, d)
  const e = buffer[at + 4] ?? 0
  bits |= e
  if (bytes === 5) return bits > 127 ? undefined : char(a, b, c, d, e)
  const f = buffer[at + 5] ?? 0
  bits |= f
  if (bytes === 6) return bits > 127 ? undefined : char(a, b, c, d, e, f)
  const g = buffer[at + 6] ?? 0
  bits |= g
  if (bytes === 7) return bits > 127 ? undefined : char(a, b, c, d, e, f, g)
  const h = buffer[at + 7] ?? 0
  bits |= h
  if (bytes === 8) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h)
  const i = buffer[at + 8] ?? 0
  bits |= i
  if (bytes === 9) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i)
  const j = buffer[at + 9] ?? 0
  bits |= j
  if (bytes === 10) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j)
  const k = buffer[at + 10] ?? 0
  bits |= k
  if (bytes === 11) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j, k)
  const l = buffer[at + 11] ?? 0
  bits |= l
  if (bytes === 12) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j, k, l)
  const m = buffer[at + 12] ?? 0
  bits |= m
  if (bytes === 13) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j, k, l, m)
  const n = buffer[at + 13] ?? 0
  bits |= n
  if (bytes === 14) return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j, k, l, m, n)
  const o = buffer[at + 14] ?? 0
  bits |= o
  if (bytes === 15)
    return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
  const p = buffer[at + 15] ?? 0
  bits |= p
  return bits > 127 ? undefined : char(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
}

/** Node's own functions, which its declarations leave out. `toString` and `write` end in them, and take Buffers only. */
interface NativeText {
  utf8Slice(this: Uint8Array, start: number, end: number): string
  utf8Write(this: Uint8Array, text: string, at: number): number
}

const native = Buffer.prototype as unknown as NativeText // because of the above

// Bound, because the compiler then knows what it calls, even in a bundle whose constants have become variables.
const utf8Slice = Function.prototype.call.bind(native.utf8Slice) as (
  buffer: Uint8Array,
  start: number,
  end: number,
) => string // because `bind` does not know
const utf8Write = Function.prototype.call.bind(native.utf8Write) as (
  buffer: Uint8Array,
  text: string,
  at: number,
) => number // because `bind` does not know

/** Reads text of any length. Bad bytes become U+FFFD. */
export function readLong(buffer: Uint8Array, start: number, end: number): string {
  return utf8Slice(buffer, start, end)
}

/** Writes text of any length, for which there must be room. Returns where it ends. */
export function writeLong(text: string, buffer: Uint8Array, start: number): number {
  return start + utf8Write(buffer, text, start)
}
