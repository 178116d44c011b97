/** What this side of a connection says of itself. */

import { agent } from '../version.js'
import type { Greeting } from '../wire/greeting.js'
import { majorVersion } from '../wire/preface.js'
import type { ConnectionOptions } from './call-host.js'
import { compressionFeatures } from './zlib-compression.js'

export function ownGreeting(options: ConnectionOptions): Greeting {
  const { limits, compression, defaultTimeoutMs, routes } = options
  return {
    version: majorVersion,
    agent,
    maxMessageBytes: limits.maxMessageBytes,
    streamCreditBytes: limits.streamCreditBytes,
    connectionCreditBytes: limits.connectionCreditBytes,
    maxCalls: limits.maxCallsPerConnection,
    defaultTimeoutMs,
    features: compressionFeatures(compression),
    methods: routes.offered,
  }
}
