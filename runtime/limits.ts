/**
 * Every bound and default of the runtime, in one table: unit, range, default, and what it protects.
 *
 * A number that a peer sends is compared with one of these before memory, a loop or a timer depends on it.
 */

export interface Limit {
  readonly unit: 'bytes' | 'ms' | 'count' | 'per second'
  readonly min: number
  readonly max: number
  readonly default: number
  /** Whether 0 and Infinity turn it off; resolved limits then have Infinity. */
  readonly mayBeOff?: true
  readonly why: string
}

const KiB = 1024
const MiB = 1024 * KiB
const second = 1000
const minute = 60 * second

/** Timers in Node are 32-bit; a longer one fires at once. */
const maxTimerMs = 2 ** 31 - 1

export const limitTable = {
  maxMessageBytes: {
    unit: 'bytes',
    min: KiB,
    max: 1024 * MiB,
    default: 4 * MiB,
    why: 'The largest message accepted; a larger one is refused at its first fragment. gRPC has the same default.',
  },
  connectionCreditBytes: {
    unit: 'bytes',
    min: 64 * KiB,
    max: 2 ** 31 - 1,
    default: 16 * MiB,
    why: 'What a peer may send on one connection before we take it; bounds memory to this plus one message.',
  },
  streamCreditBytes: {
    unit: 'bytes',
    min: KiB,
    max: 2 ** 31 - 1,
    default: 256 * KiB,
    why: 'The same for one stream, so that 64 full streams share a connection. Yamux has the same default.',
  },
  maxCallsPerConnection: {
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 1024,
    why: 'Calls served at once for one peer; of handlers that outlive their calls, as many again: stops open-and-cancel floods.',
  },
  callIdsPerConnection: {
    unit: 'count',
    min: 1,
    max: 2 ** 31 - 1,
    default: 2 ** 31 - 1,
    why: 'Calls that this side opens on one connection before it says goodbye and goes on with a new one: ids are not used twice.',
  },
  maxConnections: {
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 10_000,
    why: 'Connections of a server; more are closed before a byte is read.',
  },
  maxHandshakes: {
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 512,
    why: 'Connections that have not finished their handshake: bounds what strangers can hold.',
  },
  maxHandshakeBytes: {
    unit: 'bytes',
    min: KiB,
    max: 16 * MiB,
    default: 64 * KiB,
    why: 'The whole handshake body of a peer: about 1,000 methods with names of 60 characters.',
  },
  maxMethods: {
    unit: 'count',
    min: 1,
    max: 65_535,
    default: 1024,
    why: 'Methods that a peer may announce.',
  },
  connectTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: 10 * minute,
    default: 10 * second,
    why: 'Name lookup, TCP and handshake together, on the connecting side: a peer that accepts and stays silent is given up.',
  },
  redialMaxMs: {
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    default: 5 * second,
    why: 'The longest pause between attempts to reach an endpoint: a server that is back is found within it.',
  },
  handshakeTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: 10 * minute,
    default: 5 * second,
    why: 'From accept to the complete handshake, on the accepting side.',
  },
  authenticateTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: 10 * minute,
    default: 5 * second,
    why: 'From the complete HELLO to what `authenticate` says of the peer; after that the peer is turned away.',
  },
  callTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: maxTimerMs,
    default: 10 * second,
    why: 'The deadline of a call that names none: no call waits for ever by accident.',
  },
  maxCallTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: maxTimerMs,
    default: 60 * minute,
    why: 'The longest deadline a server grants a unary call; longer ones are shortened to it.',
  },
  maxQueuedCalls: {
    unit: 'count',
    min: 0,
    max: 10_000_000,
    default: 100_000,
    why: 'Calls of a channel that wait for a connection or for room on it; more fail at once.',
  },
  maxQueuedBytes: {
    unit: 'bytes',
    min: 0,
    max: 2 ** 31 - 1,
    default: 16 * MiB,
    why: 'Encoded requests of those calls.',
  },
  maxSendQueueBytes: {
    unit: 'bytes',
    min: 64 * KiB,
    max: 2 ** 31 - 1,
    default: 16 * MiB,
    why: 'Bytes that wait for a slow reader; above it we stop reading that peer.',
  },
  writeStallMs: {
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    default: 10 * second,
    why: 'No progress on a socket with bytes to write for this long ends the connection.',
  },
  streamStallMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 30 * second,
    why: 'A stream of which nothing is read for this long is ended, if what it holds keeps other streams of its connection waiting.',
  },
  frameTimeoutMs: {
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    default: 10 * second,
    why: 'A frame that has begun must be complete after this: stops slow senders that hold memory.',
  },
  keepaliveIdleMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 20 * second,
    why: 'Silence after which a PING asks whether the peer lives; below the 60 s of common load balancers.',
  },
  keepaliveTimeoutMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 10 * second,
    why: 'Silence after that PING which ends the connection.',
  },
  idleTimeoutMs: {
    unit: 'ms',
    min: 0,
    max: maxTimerMs,
    default: 10 * minute,
    mayBeOff: true,
    why: 'A connection without calls for this long, give or take a tenth, is closed politely, unless the dialling side serves methods.',
  },
  maxConnectionAgeMs: {
    unit: 'ms',
    min: 0,
    max: maxTimerMs,
    default: 0,
    mayBeOff: true,
    why: 'A connection of this age, give or take a tenth, is left politely, so that clients spread anew over servers behind one address.',
  },
  drainTimeoutMs: {
    unit: 'ms',
    min: 0,
    max: maxTimerMs,
    default: 30 * second,
    why: 'How long close() waits for calls in flight before it cancels them.',
  },
  lingerMs: {
    unit: 'ms',
    min: 0,
    max: minute,
    default: 1 * second,
    why: 'How long a closed connection still reads, so that the last frame reaches the peer instead of a reset.',
  },
  stuckHandlerMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 10 * second,
    why: 'A handler that runs on for this long after its call ended is reported once.',
  },
  nuisanceBurst: {
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 1024,
    why: 'Frames that cost us work and the peer nothing (PING, tiny CREDIT, frames for ended calls) before the rate counts.',
  },
  nuisancePerSecond: {
    unit: 'per second',
    min: 1,
    max: 1_000_000,
    default: 256,
    why: 'The rate of such frames that is tolerated for ever.',
  },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limitTable

/** A value for every limit. */
export type Limits = { readonly [Name in LimitName]: number }

const entries = Object.entries(limitTable) as [LimitName, Limit][] // because Object.entries widens the keys

export const defaultLimits: Limits = resolveLimits({})

/**
 * Fills in the defaults. Throws RangeError for a name that is no limit, and for a value outside its range; the
 * text names the limit, the value, the range and the unit.
 */
export function resolveLimits(
  given: { readonly [Name in LimitName]?: number | undefined },
): Limits {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(limitTable, name)) throw new RangeError(`limits.${name} is not a limit`)
  }
  const resolved: Partial<Record<LimitName, number>> = {}
  for (const [name, limit] of entries) {
    const value = given[name] ?? limit.default
    if (limit.mayBeOff === true && (value === 0 || value === Number.POSITIVE_INFINITY)) {
      resolved[name] = Number.POSITIVE_INFINITY
      continue
    }
    if (!Number.isInteger(value) || value < limit.min || value > limit.max) {
      throw new RangeError(
        `limits.${name} is ${value}: it must be a whole number from ${limit.min} to ${limit.max} (${limit.unit})`,
      )
    }
    resolved[name] = value
  }
  return resolved as Limits // because the loop above visited every name
}
