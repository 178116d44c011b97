import type { EndpointFailure } from '../call-report.js'
import type { Logger } from '../logger.js'
import type { Clock } from './clock.js'

/** Where calls come from: what they need to know before they have a connection. */
export interface CallOrigin {
  readonly clock: Clock
  /** What errors name until there is a connection. */
  readonly endpoint: string
  readonly logger: Logger
  /** The endpoints that cannot be reached at the moment. */
  failures(): readonly EndpointFailure[]
}
