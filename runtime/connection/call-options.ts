/** Reads the options of a call. What makes no sense fails the call, before anything of it is sent. */

import { readHedge, readRetry } from '../attempt-options.js'
import type { CallOptions } from '../call.js'
import { parseDuration } from '../duration.js'
import type { AnyMethod } from '../method.js'
import { interceptorsFault } from '../options.js'
import { misuse } from './call-errors.js'
import type { OutgoingCall } from './outgoing-call.js'
import { joinSignals } from './signal-group.js'

const known: Readonly<Record<keyof CallOptions, true>> = {
  timeout: true,
  signal: true,
  parent: true,
  metadata: true,
  onHeader: true,
  onTrailer: true,
  compress: true,
  retry: true,
  hedge: true,
  waitForReady: true,
  key: true,
  context: true,
  interceptors: true,
}

export interface ResolvedOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * Applies the call being served, if one is given: its time and its cancellation bound this call too. Throws RpcError for
 * options that make no sense.
 */
export function resolveOptions(
  method: AnyMethod,
  usual: number,
  options: CallOptions,
): ResolvedOptions {
  checkOptions(method, options)
  const { timeout, signal, parent } = options
  const timeoutMs = timeout === undefined ? usual : callTimeout(timeout, method.name)
  if (parent === undefined) return { timeoutMs, signal }
  return {
    timeoutMs: Math.min(timeoutMs, parent.timeLeft()),
    signal: signal === undefined ? parent.signal : joinSignals(signal, parent.signal),
  }
}

/** Gives the call what only some calls have. Throws RpcError for metadata that cannot travel. */
export function equip<Request, Response>(
  call: OutgoingCall<Request, Response>,
  options: CallOptions,
): void {
  try {
    call.equip(options)
  } catch (error) {
    throw misuse(call.method.name, (error as Error).message) // because equip throws TypeErrors
  }
}

/** A signal or a parent that is something else would fail deep inside otherwise. */
function checkOptions(method: AnyMethod, options: CallOptions): void {
  // Not by the table of options.ts, which makes a list of keys: this is on the way of each call that has options.
  for (const name in options) {
    if (name in known) continue
    const names = Object.keys(known).join(', ')
    throw misuse(method.name, `a call has no option ${JSON.stringify(name)}: it has ${names}`)
  }
  const { signal, parent, retry, hedge, interceptors } = options
  const fault = interceptorsFault(interceptors)
  if (fault !== undefined) throw misuse(method.name, fault)
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    const text = 'the option signal is no AbortSignal (of an AbortController, give its signal)'
    throw misuse(method.name, text)
  }
  if (parent !== undefined && typeof parent?.timeLeft !== 'function') {
    throw misuse(method.name, 'the option parent is not the call that a handler got')
  }
  if (retry || hedge) checkAttempts(method, options)
}

function checkAttempts(method: AnyMethod, { retry, hedge }: CallOptions): void {
  const what = retry ? 'retry' : 'hedge'
  if (method.kind !== 'unary') {
    throw misuse(method.name, `the option ${what} is for methods with one request and one response`)
  }
  try {
    if (retry) readRetry(retry, 'the option retry')
    if (hedge) readHedge(hedge, 'the option hedge')
  } catch (error) {
    throw misuse(method.name, (error as Error).message) // because reading throws TypeErrors and RangeErrors
  }
  if (method.idempotent) return
  const codes = retry ? retry.codes : undefined
  if (!hedge && codes === undefined) return
  const needs = hedge ? 'hedge' : 'retry.codes'
  throw misuse(method.name, `the option ${needs} needs a method that is idempotent in its schema`)
}

function callTimeout(timeout: number | string, method: string): number {
  try {
    return parseDuration(timeout, 'the option timeout')
  } catch (error) {
    throw misuse(method, (error as Error).message) // because parseDuration throws RangeErrors
  }
}
