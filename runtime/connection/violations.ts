/** Asks a codec about a value that a program gave, which may be anything. */

import { Issues } from '../codec/issues.js'
import type { MessageCodec } from '../codec/message-codec.js'
import type { Violation } from '../rpc-error.js'
import { textOf } from '../thrown.js'

/** Shared by all calls: checking is synchronous and makes no calls. */
const issues = new Issues()
const none: readonly Violation[] = []

/** The rules that a value breaks. One whose getter or proxy throws breaks one as well. */
export function violationsOf<T>(codec: MessageCodec<T>, value: T): readonly Violation[] {
  try {
    codec.check(value, issues, 0)
  } catch (error) {
    issues.take()
    return [{ path: '', rule: `must be readable: ${textOf(error)}` }]
  }
  return issues.count > 0 ? issues.take() : none
}
