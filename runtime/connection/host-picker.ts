import type { EndpointFailure } from '../call-report.js'
import type { RpcError } from '../rpc-error.js'
import type { CallHost } from './call-host.js'
import type { Routing } from './routing.js'

/** Knows the connections that calls can go to: all of a channel's, or the one of a peer. */
export interface HostPicker {
  /** A connection that can take the call now; undefined when it must wait. */
  pick(routing: Routing | undefined): CallHost | undefined
  /** Whether another endpoint than these could take a call now. */
  canAvoid(avoid: ReadonlySet<string>): boolean
  /** Whether there is a connection, though it may be full. */
  readonly isReady: boolean
  /** A call waits and there is no connection: opens one, if that can be done. */
  want(): void
  /** Why a call will find no connection soon; undefined while there is hope, or where the call is willing to wait. */
  refuse(method: string, waits: boolean | undefined): RpcError | undefined
  /** The endpoints that cannot be reached at the moment. */
  failures(): readonly EndpointFailure[]
}
