/** What the runtime needs to know about a message type; generated code implements it. */

import type { Reader } from 'protobufjs/minimal.js'
import type { Issues } from './issues.js'
import type { MessageWriter } from './message-writer.js'

export interface MessageCodec<T> {
  /** Full protobuf name: `chat.v1.Message`. */
  readonly name: string

  /**
   * Whether a well-typed value can still break a rule of its schema. A receiver skips `check` when it cannot,
   * because `decode` guarantees the types.
   */
  readonly constrained: boolean

  /** Appends the message's fields. Assumes a value that passed `check`; anything else may write nonsense. */
  encode(message: T, writer: MessageWriter): void

  /**
   * Reads fields from `reader.pos` to `reader.len` and leaves the position there.
   *
   * Nothing in the result points into the reader's buffer. Throws an Error for every malformed input: truncation,
   * overrun, nesting deeper than 100, invalid UTF-8, a missing required message, an unknown enum number.
   *
   * Of a field that occurs twice the last value counts, for messages too: protobuf would merge those, but no encoder
   * writes them twice, and merging would let a few bytes cost quadratic time.
   */
  decode(reader: Reader, depth: number): T

  /** Reports every rule that the value breaks, types included; never throws for any value. */
  check(value: T, issues: Issues, depth: number): void
}
