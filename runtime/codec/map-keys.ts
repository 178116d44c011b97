/**
 * Keys of maps. The same few come with every message, and a new string costs more than its making: used as a key it is
 * looked up among all names that the program knows. So keys that came before are handed out again.
 */

import type { Reader } from 'protobufjs/minimal.js'
import { readString } from './strings.js'

const maxKnownBytes = 24

/** The key that came last of those that share a place; ASCII, as units are compared with bytes. */
const known: string[] = new Array(128).fill('')

export function readKey(reader: Reader): string {
  const { buf, pos } = reader
  const bytes = buf[pos] ?? 0
  const start = pos + 1
  const end = start + bytes
  if (bytes === 0 || bytes > maxKnownBytes || end > reader.len) return readString(reader)
  const place = (bytes * 37 + (buf[start] ?? 0) * 5 + (buf[end - 1] ?? 0)) % known.length
  const before = known[place] ?? ''
  if (before.length === bytes && stands(before, buf, start)) {
    reader.pos = end
    return before
  }
  const key = readString(reader)
  if (key.length === bytes) known[place] = key
  return key
}

function stands(text: string, buffer: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== buffer[start + i]) return false
  }
  return true
}
