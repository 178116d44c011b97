/** The metadata of a call as it travels, checked before it leaves. */

import { encodeMetadata, Metadata, type MetadataInit } from '../metadata.js'
import { type Head, writeHead } from '../wire/call-bodies.js'
import { encodeWith } from '../wire/fields.js'
import { maxHeadBytes } from '../wire/frame.js'

/**
 * The Head that carries this metadata; undefined when there is nothing to carry. Throws TypeError for a key or value
 * that cannot travel, and for more than fits in a Head.
 */
export function headOf(init: MetadataInit | undefined): Head | undefined {
  if (init === undefined) return undefined
  const metadata = init instanceof Metadata ? init : new Metadata(init)
  if (metadata.size === 0) return undefined
  const head: Head = { metadata: encodeMetadata(metadata), attempt: 0, compressed: false }
  const { length } = encodeWith(writeHead, head)
  if (length > maxHeadBytes) {
    throw new TypeError(`the metadata has ${length} bytes; ${maxHeadBytes} fit beside a call`)
  }
  return head
}
