/**
 * A number of 32 bits for a text, spread evenly: FNV-1a over its UTF-16 units, then the final mixing of MurmurHash3, because
 * FNV alone leaves the high bits of similar texts alike. Not for secrets: whoever chooses the text chooses the number.
 */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
