/** The metadata of a call as it travels, checked before it leaves. */

import { encodeMetadata, Metadata, type MetadataInit } from '../metadata.js'
import { type Head, writeHead } from '../wire/call-bodies.js'
import { encodeWith } from '../wire/fields.js'
import { maxHeadBytes } from '../wire/frame.js'

/** What a Head may get later: the number of the attempt, and that its message is compressed. */
const lateBytes = 8

/** How much metadata fits in a Head. */
const maxBytes = maxHeadBytes - lateBytes

/**
 * The Head that carries this metadata; undefined when there is nothing to carry. Throws TypeError for a key or value
 * that cannot travel, and for more than fits in a Head.
 */
export function headOf(init: MetadataInit | undefined): Head | undefined {
  if (init === undefined) return undefined
  const metadata = init instanceof Metadata ? init : new Metadata(init)
  if (metadata.size === 0) return undefined
  const head: Head = { metadata: encodeMetadata(metadata), attempt: 0, compressed: false }
  if (mostBytes(head) > maxBytes) {
    const { length } = encodeWith(writeHead, head)
    if (length > maxBytes) {
      throw new TypeError(`the metadata has ${length} bytes; ${maxBytes} fit beside a call`)
    }
  }
  return head
}

/** Tags and lengths of an entry, its key and its value, of a Head that fits. */
const framingBytes = 8

/** How long a Head is at the most: what encoding would tell exactly costs half of a call. */
function mostBytes({ metadata }: Head): number {
  let bytes = framingBytes
  for (const { key, value } of metadata) bytes += framingBytes + key.length + value.length
  return bytes
}
