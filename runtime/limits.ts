/**
 * Every bound and default of the runtime, in one table: unit, range, default, and what it protects. Editors show the latter
 * where a program sets one; it is a comment, so that no program loads it.
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
}

const KiB = 1024
const MiB = 1024 * KiB
const second = 1000
const minute = 60 * second

/** Timers in Node are 32-bit; a longer one fires at once. */
const maxTimerMs = 2 ** 31 - 1

export const limitTable = {
  /** The largest message accepted; a larger one is refused at its first fragment. gRPC has the same default. */
  maxMessageBytes: {
    unit: 'bytes',
    min: KiB,
    max: 1024 * MiB,
    default: 4 * MiB,
  },
  /** What a peer may send on one connection before we take it; bounds memory to this plus one message. */
  connectionCreditBytes: {
    unit: 'bytes',
    min: 64 * KiB,
    max: 2 ** 31 - 1,
    default: 16 * MiB,
  },
  /** The same for one stream, so that 64 full streams share a connection. Yamux has the same default. */
  streamCreditBytes: {
    unit: 'bytes',
    min: KiB,
    max: 2 ** 31 - 1,
    default: 256 * KiB,
  },
  /** Calls served at once for one peer; of handlers that outlive their calls, as many again: stops open-and-cancel floods. */
  maxCallsPerConnection: {
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 1024,
  },
  /** Calls that this side opens on one connection before it says goodbye and goes on with a new one: ids are not used twice. */
  callIdsPerConnection: {
    unit: 'count',
    min: 1,
    max: 2 ** 31 - 1,
    default: 2 ** 31 - 1,
  },
  /** Connections of a server; more are closed before a byte is read. */
  maxConnections: {
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 10_000,
  },
  /** Connections that have not finished their handshake: bounds what strangers can hold. */
  maxHandshakes: {
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 512,
  },
  /** The whole handshake body of a peer: about 1,000 methods with names of 60 characters. */
  maxHandshakeBytes: {
    unit: 'bytes',
    min: KiB,
    max: 16 * MiB,
    default: 64 * KiB,
  },
  /** Methods that a peer may announce. */
  maxMethods: {
    unit: 'count',
    min: 1,
    max: 65_535,
    default: 1024,
  },
  /** Name lookup, TCP and handshake together, on the connecting side: a peer that accepts and stays silent is given up. */
  connectTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: 10 * minute,
    default: 10 * second,
  },
  /** The longest pause between attempts to reach an endpoint: a server that is back is found within it. */
  redialMaxMs: {
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    default: 5 * second,
  },
  /** From accept to the complete handshake, on the accepting side. */
  handshakeTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: 10 * minute,
    default: 5 * second,
  },
  /** From the complete HELLO to what `authenticate` says of the peer; after that the peer is turned away. */
  authenticateTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: 10 * minute,
    default: 5 * second,
  },
  /** The deadline of a call that names none: no call waits for ever by accident. */
  callTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: maxTimerMs,
    default: 10 * second,
  },
  /** The longest deadline a server grants a unary call; longer ones are shortened to it. */
  maxCallTimeoutMs: {
    unit: 'ms',
    min: 1,
    max: maxTimerMs,
    default: 60 * minute,
  },
  /** Calls of a channel that wait for a connection or for room on it; more fail at once. */
  maxQueuedCalls: {
    unit: 'count',
    min: 0,
    max: 10_000_000,
    default: 100_000,
  },
  /** Encoded requests of those calls. */
  maxQueuedBytes: {
    unit: 'bytes',
    min: 0,
    max: 2 ** 31 - 1,
    default: 16 * MiB,
  },
  /** Bytes that wait for a slow reader; above it we stop reading that peer. */
  maxSendQueueBytes: {
    unit: 'bytes',
    min: 64 * KiB,
    max: 2 ** 31 - 1,
    default: 16 * MiB,
  },
  /** No progress on a socket with bytes to write for this long ends the connection. */
  writeStallMs: {
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    default: 10 * second,
  },
  /**
   * A stream of which nothing is read for this long is ended, if what it holds keeps other streams of its connection
   * waiting.
   */
  streamStallMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 30 * second,
  },
  /** A frame that has begun must be complete after this: stops slow senders that hold memory. */
  frameTimeoutMs: {
    unit: 'ms',
    min: 10,
    max: 10 * minute,
    default: 10 * second,
  },
  /** Silence after which a PING asks whether the peer lives; below the 60 s of common load balancers. */
  keepaliveIdleMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 20 * second,
  },
  /** Silence after that PING which ends the connection. */
  keepaliveTimeoutMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 10 * second,
  },
  /**
   * A connection without calls for this long, give or take a tenth, is closed politely, unless the dialling side
   * serves methods.
   */
  idleTimeoutMs: {
    unit: 'ms',
    min: 0,
    max: maxTimerMs,
    default: 10 * minute,
    mayBeOff: true,
  },
  /**
   * A connection of this age, give or take a tenth, is left politely, so that clients spread anew over servers behind
   * one address.
   */
  maxConnectionAgeMs: {
    unit: 'ms',
    min: 0,
    max: maxTimerMs,
    default: 0,
    mayBeOff: true,
  },
  /** How long close() waits for calls in flight before it cancels them. */
  drainTimeoutMs: {
    unit: 'ms',
    min: 0,
    max: maxTimerMs,
    default: 30 * second,
  },
  /** How long a closed connection still reads, so that the last frame reaches the peer instead of a reset. */
  lingerMs: {
    unit: 'ms',
    min: 0,
    max: minute,
    default: 1 * second,
  },
  /** A handler that runs on for this long after its call ended is reported once. */
  stuckHandlerMs: {
    unit: 'ms',
    min: 10,
    max: maxTimerMs,
    default: 10 * second,
  },
  /** Frames that cost us work and the peer nothing (PING, tiny CREDIT, frames for ended calls) before the rate counts. */
  nuisanceBurst: {
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 1024,
  },
  /** The rate of such frames that is tolerated for ever. */
  nuisancePerSecond: {
    unit: 'per second',
    min: 1,
    max: 1_000_000,
    default: 256,
  },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limitTable

/** A value for every limit. */
export type Limits = { readonly [Name in keyof typeof limitTable]: number }

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
  // A copy, because V8 makes a hash table of an object that a loop fills, larger and slower to read; and one that is complete,
  // because the loop visited every name.
  return { ...resolved } as Limits
}
