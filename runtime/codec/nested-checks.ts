/** Checks of messages inside messages and of the items of lists: what they find gets the way to it put before. */

import { checkArray } from './checks.js'
import type { Issues } from './issues.js'
import type { MessageCodec } from './message-codec.js'

/** @param depth of the message that contains it; the same below */
export function checkMessage<T>(
  message: T,
  codec: MessageCodec<T>,
  issues: Issues,
  path: string,
  depth: number,
): void {
  const from = issues.count
  codec.check(message, issues, depth + 1)
  issues.within(from, path)
}

/** The same for a message that need not be there. */
export function checkOptionalMessage<T>(
  message: T | undefined,
  codec: MessageCodec<T>,
  issues: Issues,
  path: string,
  depth: number,
): void {
  if (message !== undefined) checkMessage(message, codec, issues, path, depth)
}

/** A list, and its messages. */
export function checkMessages<T>(
  list: readonly T[],
  codec: MessageCodec<T>,
  issues: Issues,
  path: string,
  depth: number,
): void {
  if (!checkArray(list, issues, path)) return
  const from = issues.count
  let at = from
  for (let index = 0; index < list.length; index++) {
    codec.check(list[index] as T, issues, depth + 1) // because the index is below the length
    if (issues.count === at) continue
    issues.within(at, index)
    if (issues.full) break
    at = issues.count
  }
  if (path !== '') issues.within(from, path)
}

/** A list, and its items, of which there is no more to say than what `check` finds. */
export function checkItems(
  list: readonly unknown[],
  check: (item: unknown, issues: Issues, path: string) => boolean,
  issues: Issues,
  path: string,
): void {
  if (!checkArray(list, issues, path)) return
  const from = issues.count
  let at = from
  for (let index = 0; index < list.length; index++) {
    if (check(list[index], issues, '')) continue
    issues.within(at, index)
    if (issues.full) break
    at = issues.count
  }
  if (path !== '') issues.within(from, path)
}
