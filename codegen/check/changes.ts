/** Gathers changes, and works out from where a message travels who is harmed by each. */

import type { Place } from '../diagnostics.js'
import { type ChangeKind, type Effect, kindOfChange } from './kinds.js'
import type { State } from './state.js'

/** Which way a message travels: with calls, with answers, or, as far as is known, both. */
export interface Travels {
  readonly asRequest: boolean
  readonly asResponse: boolean
}

export type Severity = 'wire' | 'json' | 'source' | 'safe'

export type Broken = 'old clients' | 'old servers' | 'JSON' | 'source'

export interface Change {
  readonly kind: ChangeKind
  /** `shop.v1.Ask.size`, `shop.v1.Shop/ask` */
  readonly path: string
  readonly severity: Severity
  readonly breaks: readonly Broken[]
  readonly message: string
  readonly instead: string
  readonly place: Place | undefined
}

export const severities: readonly Severity[] = ['wire', 'json', 'source', 'safe']

export class Changes {
  readonly #found: Change[] = []

  get all(): readonly Change[] {
    return this.#found
  }

  add(
    kind: ChangeKind,
    subject: { readonly path: string; readonly place: Place | undefined },
    message: string,
    travels: Travels = { asRequest: true, asResponse: true },
    /** Advice for this one change, to be read before that for its kind. */
    advice = '',
  ): void {
    const { effects, instead } = kindOfChange(kind)
    const breaks = whoBreaks(effects, travels)
    const severity = severityOf(breaks)
    const { path, place } = subject
    const remedy = severity === 'safe' ? '' : `${advice} ${instead}`.trim()
    if (this.#found.some((one) => one.kind === kind && one.path === path)) return
    this.#found.push({ kind, path, severity, breaks, message, instead: remedy, place })
  }
}

/**
 * An old client sends old requests and reads new responses; an old server reads new requests and sends old responses.
 * Checks count for requests only: a receiver of responses does not repeat them.
 */
function whoBreaks(effects: readonly Effect[], travels: Travels): readonly Broken[] {
  const has = (effect: Effect) => effects.includes(effect)
  const { asRequest, asResponse } = travels
  const clients =
    has('clients') ||
    (asRequest && (has('oldToNew') || has('checkOldToNew'))) ||
    (asResponse && has('newToOld'))
  const servers =
    has('servers') ||
    (asRequest && (has('newToOld') || has('checkNewToOld'))) ||
    (asResponse && has('oldToNew'))
  const broken: Broken[] = []
  if (clients) broken.push('old clients')
  if (servers) broken.push('old servers')
  if (has('json')) broken.push('JSON')
  if (has('source')) broken.push('source')
  return broken
}

function severityOf(breaks: readonly Broken[]): Severity {
  if (breaks.includes('old clients') || breaks.includes('old servers')) return 'wire'
  if (breaks.includes('JSON')) return 'json'
  return breaks.includes('source') ? 'source' : 'safe'
}

/** Where each message and enum of a state travels; what no method reaches is not in it. */
export function travelsOf(state: State): ReadonlyMap<string, Travels> {
  const requests = new Set<string>()
  const responses = new Set<string>()
  for (const { methods } of state.services.values()) {
    for (const { request, response, options } of Object.values(methods)) {
      requests.add(request)
      responses.add(response)
      for (const { data } of Object.values(options?.errors ?? {})) responses.add(data)
    }
  }
  for (const reached of [requests, responses]) {
    // The set grows while it is walked.
    for (const name of reached) {
      for (const { type } of state.messages.get(name)?.fields ?? []) reached.add(namedIn(type))
    }
  }
  const names = new Set([...requests, ...responses])
  return new Map(
    [...names].map((name) => [
      name,
      { asRequest: requests.has(name), asResponse: responses.has(name) },
    ]),
  )
}

/** The value's type in `repeated T`, `optional T` and `map<K, T>`. */
export function namedIn(type: string): string {
  return type.replace(/^(repeated|optional) /, '').replace(/^map<\w+, (.*)>$/, '$1')
}
