/** What `connect` takes, and what of it makes sense. */

import type { Interceptor } from '../call.js'
import type { CompressionOptions } from '../connection/zlib-compression.js'
import { parseDuration } from '../duration.js'
import type { CredentialsProvider } from '../identity.js'
import type { Limits } from '../limits.js'
import type { Logger } from '../logger.js'
import { checkFunctions, checkInterceptors, checkLogger, checkOptionNames } from '../options.js'
import type { ClientTls } from '../transport/tls-options.js'
import type { AttemptOptions } from './attempts.js'
import type { StateListener } from './channel-state.js'
import type { HealthCheck } from './health-watch.js'

/**
 * How a channel chooses a server for each call.
 *
 * - `p2c`: of two taken at random, the one with fewer calls in flight and shorter times (the power of two choices)
 * - `roundRobin`: each in turn, by weight
 * - `leastPending`: the one with the fewest calls in flight
 * - `hash`: by consistent hashing of the call's `key`; calls without one go as with `p2c`
 */
export type BalanceOption = 'p2c' | 'roundRobin' | 'leastPending' | 'hash'

export interface ChannelOptions extends AttemptOptions {
  /** Deadline of calls that name none and whose method names none. Milliseconds or '2s'. Default 10 s. */
  readonly timeout?: number | string
  /** Bounds to change; `limitTable` has all of them with their defaults. */
  readonly limits?: Partial<Limits>
  /** Default: warnings and errors to stderr. */
  readonly logger?: Logger
  /** Compresses long messages to peers that have it on as well. Default: off. */
  readonly compression?: CompressionOptions
  /** For `tls:` addresses; a function is asked at each dial, and files are read at each, so that new certificates are used. */
  readonly tls?: ClientTls
  /**
   * Says who this program is: called for every connection before it is dialled, and again before what it returned expires;
   * that does not interrupt calls. Only over TLS or within this machine, unless `insecureCredentials` says otherwise.
   */
  readonly credentials?: CredentialsProvider
  /** Sends credentials also where others could read them: over plain TCP, and to servers that are not verified. Default false. */
  readonly insecureCredentials?: boolean
  /** Around all calls of the channel, the first outermost. */
  readonly interceptors?: readonly Interceptor[]
  /** How calls are spread where there are several servers. Default `p2c`. */
  readonly balance?: BalanceOption
  /**
   * Connections to each endpoint, 1 to 64. Default 1, which is fastest; more where something between spreads connections
   * and not calls, such as a TCP load balancer or the workers of `node:cluster`.
   */
  readonly connections?: number
  /**
   * Whether calls wait, until their deadline, while nothing can be reached; false fails them at once. Calls always fail at
   * once where dialling again would bring the same answer. Default true.
   */
  readonly waitForReady?: boolean
  /**
   * Gives calls only to servers that say they serve: `watchHealth(Chat)` of `trunkline/health`. Servers that do not answer such
   * questions are taken to serve. Default: nobody is asked.
   */
  readonly healthCheck?: HealthCheck
  /** Called at each change of `channel.state`; what it throws is logged. */
  readonly onStateChange?: StateListener
}

const optionNames = [
  'timeout',
  'limits',
  'logger',
  'compression',
  'tls',
  'credentials',
  'insecureCredentials',
  'retry',
  'hedge',
  'attemptInterceptors',
  'interceptors',
  'balance',
  'connections',
  'waitForReady',
  'healthCheck',
  'onStateChange',
] as const satisfies (keyof ChannelOptions)[]

const balanceOptions: readonly BalanceOption[] = ['p2c', 'roundRobin', 'leastPending', 'hash']

/** The options that need a look, with their defaults. */
export interface CheckedOptions {
  readonly timeoutMs: number | undefined
  readonly balance: BalanceOption
  readonly connections: number
  readonly waitForReady: boolean
}

/** Throws TypeError for an option that does not exist and RangeError for one out of range. */
export function checkChannelOptions(options: ChannelOptions): CheckedOptions {
  checkOptionNames('connect', options, optionNames)
  checkFunctions('connect', options, ['onStateChange'])
  checkInterceptors('connect', options.interceptors)
  checkInterceptors('connect', options.attemptInterceptors, 'attemptInterceptors')
  checkLogger('connect', options.logger)
  const { timeout, balance = 'p2c', connections = 1, waitForReady = true, healthCheck } = options
  if (!balanceOptions.includes(balance)) {
    throw new RangeError(
      `connect: the option balance is ${JSON.stringify(balance)}: it must be one of ${balanceOptions.join(', ')}`,
    )
  }
  if (!Number.isInteger(connections) || connections < 1 || connections > 64) {
    throw new RangeError(
      `connect: the option connections is ${connections}: it must be a whole number from 1 to 64`,
    )
  }
  if (typeof waitForReady !== 'boolean') {
    throw new TypeError(
      `connect: the option waitForReady is ${JSON.stringify(waitForReady)}: it must be true or false`,
    )
  }
  if (healthCheck !== undefined && typeof healthCheck?.watch !== 'function') {
    throw new TypeError(
      'connect: the option healthCheck has no watch(): give watchHealth(service) of trunkline/health',
    )
  }
  return {
    timeoutMs:
      timeout === undefined ? undefined : parseDuration(timeout, 'connect: the option timeout'),
    balance,
    connections,
    waitForReady,
  }
}
