/**
 * What became of calls, from both ends. Handlers write to a file when they start and when they are done, before anything
 * can be lost with their process; callers write down how each call ended. Joined, the two show whether what errors claim
 * about handlers is true.
 */

import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Outcome } from '../../runtime/index.js'

/** The handlers' side. Several processes may append to one file. */
export class HandlerLedger {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  started(id: string): void {
    writeSync(this.#file, `started ${id}\n`)
  }

  done(id: string): void {
    writeSync(this.#file, `done ${id}\n`)
  }

  close(): void {
    closeSync(this.#file)
  }
}

export type CallKind = 'unary' | 'oneway'

interface Entry {
  readonly kind: CallKind
  readonly issuedAt: number
  ending: 'ok' | Outcome | undefined
  endings: number
  ms: number
}

/** The callers' side. */
export class CallerLedger {
  readonly #calls = new Map<string, Entry>()

  get size(): number {
    return this.#calls.size
  }

  issued(id: string, kind: CallKind): void {
    const issuedAt = performance.now()
    this.#calls.set(id, { kind, issuedAt, ending: undefined, endings: 0, ms: 0 })
  }

  ended(id: string, ending: 'ok' | Outcome): void {
    const call = this.#calls.get(id)
    if (call === undefined) throw new Error(`${id} was never issued`)
    call.ending = ending
    call.endings++
    call.ms = performance.now() - call.issuedAt
  }

  /** How many calls ended in which way, in all. */
  tally(): Record<string, number> {
    const tally: Record<string, number> = {}
    for (const { kind, ending } of this.#calls.values()) {
      const name = `${kind} ${ending ?? 'without an end'}`
      tally[name] = (tally[name] ?? 0) + 1
    }
    return tally
  }

  /** The longest that any call took. */
  longestMs(): number {
    let longest = 0
    for (const { ms } of this.#calls.values()) longest = Math.max(longest, ms)
    return longest
  }

  /** Every claim that the handlers' file does not bear out, and every call that did not end exactly once. */
  contradictions(path: string): string[] {
    const started = new Map<string, number>()
    const done = new Map<string, number>()
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const [what, id = ''] = line.split(' ')
      const counts = what === 'started' ? started : done
      if (id !== '') counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    const found: string[] = []
    for (const [id, { kind, ending, endings }] of this.#calls) {
      const starts = started.get(id) ?? 0
      const text = `${kind} call ${id} ended ${endings} times, with ${ending}; its handler started ${starts} times`
      if (endings !== 1 || !isBorneOut(kind, ending, starts, done.get(id) ?? 0)) found.push(text)
    }
    for (const id of started.keys()) {
      if (!this.#calls.has(id)) found.push(`a handler ran for ${id}, which nobody called`)
    }
    return found
  }
}

function isBorneOut(
  kind: CallKind,
  ending: Entry['ending'],
  starts: number,
  ends: number,
): boolean {
  // No method here is idempotent: whatever else happened, no handler ran twice.
  if (starts > 1) return false
  if (ending === 'not-sent' || ending === 'refused') return starts === 0
  if (ending === 'executed') return starts === 1
  // That a one-way message was sent says nothing of its arrival.
  if (ending === 'ok') return kind === 'oneway' || (starts === 1 && ends === 1)
  return true
}
