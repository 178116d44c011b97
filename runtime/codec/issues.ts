/**
 * Collects the rules that a message breaks.
 *
 * A valid message costs no allocation: paths are built on the way out, by the parents of the field that failed.
 */

import type { Violation } from '../rpc-error.js'

/** More than a reader takes in, and a bound on what a hostile message can make us answer. */
export const maxIssues = 16

export class Issues {
  #found: Violation[] = []

  /** How many were found so far; at most `maxIssues`. */
  get count(): number {
    return this.#found.length
  }

  /** Whether looking on is pointless: loops over items stop here. */
  get full(): boolean {
    return this.#found.length >= maxIssues
  }

  /** Reports a broken rule of the field called `path`, or of the message itself when it is empty. */
  add(path: string, rule: string): void {
    if (!this.full) this.#found.push({ path, rule })
  }

  /** Puts a field's name, or an item's index or key, before the issues found since `count` was `from`. */
  within(from: number, segment: string | number): void {
    for (let i = from; i < this.#found.length; i++) {
      const issue = this.#found[i]
      if (issue !== undefined) this.#found[i] = { ...issue, path: join(segment, issue.path) }
    }
  }

  /** Hands out what was found and starts over. */
  take(): readonly Violation[] {
    const found = this.#found
    this.#found = []
    return found
  }
}

function join(segment: string | number, rest: string): string {
  const head = typeof segment === 'number' ? `[${segment}]` : segment
  if (rest === '') return head
  return rest.startsWith('[') ? head + rest : `${head}.${rest}`
}
