import type { AnyMethod } from '../../method.js'
import type { RpcError } from '../../rpc-error.js'

/** What the end of a call says about its server; undefined where its caller wanted no answer, or no longer wanted one. */
export function verdictOf(
  { kind }: AnyMethod,
  error: RpcError | undefined,
): 'answered' | 'failed' | undefined {
  if (error === undefined) return kind === 'oneway' ? undefined : 'answered'
  const { code, outcome } = error
  if (code === 'CANCELLED') return undefined
  // All others say something of the call.
  const isServers =
    code === 'UNAVAILABLE' || (code === 'DEADLINE_EXCEEDED' && outcome === 'unknown')
  return isServers ? 'failed' : 'answered'
}
