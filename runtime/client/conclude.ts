/** The one error of a call of which several attempts failed. */

import type { CallAttempt, EndpointFailure } from '../call-report.js'
import { deadlineExceeded } from '../connection/call-errors.js'
import type { RetriedCall } from '../connection/retries.js'
import { amend, type RpcError } from '../rpc-error.js'

/**
 * The last attempt's error, with what that attempt cannot know: those before it. Its outcome speaks for all of them: where an
 * earlier one may have reached a handler, the call is no longer one that was not sent.
 *
 * @param last of the last attempt, or of the wait after it
 * @param attempts all of them
 */
export function conclude<Response>(
  call: RetriedCall<Response>,
  last: RpcError,
  attempts: readonly CallAttempt[],
): RpcError {
  const error = overAllAttempts(call, last, attempts.at(-1)?.startedAt ?? 0)
  amend(error, { attempts, endpoints: failedEndpoints(call.endpoint, error, attempts) })
  const ran = attempts.some(({ outcome }) => outcome === 'executed' || outcome === 'unknown')
  if (ran && (error.outcome === 'not-sent' || error.outcome === 'refused')) {
    const hint = 'an earlier attempt may have run the handler; repeat only what may run twice'
    amend(error, { outcome: 'unknown', hint })
  }
  return error
}

/** A deadline is that of the whole call, and the last attempt had only what was left of it. */
function overAllAttempts<Response>(
  call: RetriedCall<Response>,
  error: RpcError,
  earlierMs: number,
): RpcError {
  const { timing, outcome, endpoint = call.endpoint } = error
  if (error.code !== 'DEADLINE_EXCEEDED' || timing === undefined || earlierMs === 0) return error
  const startedAt = call.clock.now() - call.elapsed()
  const whole = {
    ...timing,
    totalMs: timing.totalMs + earlierMs,
    earlierMs,
    eventLoopMs: call.clock.stalledSince(startedAt),
  }
  return deadlineExceeded({ method: call.method, endpoint }, call.timeoutMs, outcome, whole)
}

/** The endpoints of all attempts that found nobody, or lost whom they found, each with how often and the last reason. */
function failedEndpoints(
  target: string,
  error: RpcError,
  attempts: readonly CallAttempt[],
): readonly EndpointFailure[] {
  const failures = new Map<string, EndpointFailure>()
  const known = new Set(error.endpoints.map(({ url }) => url))
  for (const { endpoint: url, code, message } of attempts) {
    // An attempt that found no connection has the name of the whole channel for an endpoint.
    if (code !== 'UNAVAILABLE' || (url === target && !known.has(url))) continue
    failures.set(url, { url, attempts: (failures.get(url)?.attempts ?? 0) + 1, lastError: message })
  }
  // What the channel knows of an endpoint says more than what calls saw of it.
  for (const { url, attempts: dials, lastError } of error.endpoints) {
    const seen = failures.get(url)?.attempts ?? 0
    failures.set(url, { url, attempts: Math.max(seen, dials), lastError })
  }
  return [...failures.values()]
}
