/**
 * Frame kinds, flags and the 7-byte header, as PROTOCOL.md §3 defines them.
 *
 *   offset  size  field
 *   0       2     length of the body, big-endian
 *   2       1     kind (high four bits) and flags (low four bits)
 *   3       4     call id, big-endian; 0 for frames of the connection
 *
 * A length cannot express more than 65,535 bytes, so no header can make a reader allocate more than one frame.
 */

export const headerBytes = 7

/** Largest body after which a header is a protocol error: one TLS record of message plus room for the rest. */
export const maxBodyBytes = 16_448

/** Message bytes in one fragment at the most, and, unless it is the last, at the least. */
export const maxFragmentBytes = 16_384
export const minFragmentBytes = 1_024

/** Bytes of fragments for which their sender may ask by PING whether they have arrived. */
export const fragmentBytesPerPing = 65_536

/** A call's metadata in one direction at the most: it fits in one frame, so there is nothing to continue or to compress. */
export const maxHeadBytes = 8_192

/** A token that says who its sender is at the most: signed ones with many claims have 4 KiB. */
export const maxTokenBytes = 8_192

/** What every message costs on top of its length, so that empty ones are not free. */
export const messageOverheadBytes = 64

export const frameKinds = {
  HELLO: 1,
  WELCOME: 2,
  OPEN: 3,
  DATA: 4,
  END: 5,
  CANCEL: 6,
  CREDIT: 7,
  PING: 8,
  PONG: 9,
  GOAWAY: 10,
  AUTH: 11,
} as const

/** Kinds that a receiver skips, so that later versions can add hints. */
export const ignorableKinds = [12, 13, 14] as const

export const flags = {
  /** The sender's last message of this call. */
  LAST: 1,
  /** More fragments of this message, or of this handshake body, follow. */
  MORE: 2,
  /** OPEN: a timeout stands before the message. */
  TIMEOUT: 4,
  /** DATA: the message is compressed. */
  COMPRESSED: 4,
  /** OPEN and DATA: a Head stands before the message. */
  HEAD: 8,
} as const

/** The flags that may be set on each kind; any other is a protocol error. */
export const allowedFlags: Readonly<Record<number, number>> = {
  [frameKinds.HELLO]: flags.MORE,
  [frameKinds.WELCOME]: flags.MORE,
  [frameKinds.OPEN]: flags.LAST | flags.MORE | flags.TIMEOUT | flags.HEAD,
  [frameKinds.DATA]: flags.LAST | flags.MORE | flags.COMPRESSED | flags.HEAD,
  [frameKinds.END]: 0,
  [frameKinds.CANCEL]: 0,
  [frameKinds.CREDIT]: 0,
  [frameKinds.PING]: 0,
  [frameKinds.PONG]: 0,
  [frameKinds.GOAWAY]: 0,
  [frameKinds.AUTH]: 0,
}

/** The name of a kind for error texts. */
export function kindName(kind: number): string {
  for (const [name, number] of Object.entries(frameKinds)) if (number === kind) return name
  return `kind ${kind}`
}

/** Writes a header at `at`; the caller made room for it. */
export function writeHeader(
  buffer: Uint8Array,
  at: number,
  bodyBytes: number,
  kindAndFlags: number,
  id: number,
): void {
  buffer[at] = bodyBytes >>> 8
  buffer[at + 1] = bodyBytes
  buffer[at + 2] = kindAndFlags
  buffer[at + 3] = id >>> 24
  buffer[at + 4] = id >>> 16
  buffer[at + 5] = id >>> 8
  buffer[at + 6] = id
}

/** Reads an unsigned 32-bit big-endian integer; bytes past the end count as zero, so check bounds first. */
export function readUint32(buffer: Uint8Array, at: number): number {
  return (
    (((buffer[at] ?? 0) << 24) |
      ((buffer[at + 1] ?? 0) << 16) |
      ((buffer[at + 2] ?? 0) << 8) |
      (buffer[at + 3] ?? 0)) >>>
    0
  )
}
