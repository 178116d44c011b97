/** What stands before the message in OPEN, and the Head that may stand before the first message of each direction. */

import type { Writer } from 'protobufjs/minimal.js'
import { type Head, writeHead } from '../wire/call-bodies.js'
import { flags } from '../wire/frame.js'

/** How a call is opened; the message follows. */
export interface OpenHeader {
  readonly method: number
  /** Remaining time; undefined leaves it to the greeting's default, 0 is none. */
  readonly timeoutMs: number | undefined
  readonly head: Head | undefined
}

/** Writes it and returns the flags that say what of it is there. */
export function writeOpenHeader(writer: Writer, header: OpenHeader): number {
  let set = 0
  writer.uint32(header.method)
  if (header.timeoutMs !== undefined) {
    set |= flags.TIMEOUT
    writer.uint32(header.timeoutMs)
  }
  if (header.head !== undefined) {
    set |= flags.HEAD
    writeHeadBefore(writer, header.head)
  }
  return set
}

/** A Head behind its length. */
export function writeHeadBefore(writer: Writer, head: Head): void {
  writer.fork()
  writeHead(head, writer)
  writer.ldelim()
}
