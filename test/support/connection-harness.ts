/** A real connection whose transport, clock and peer are the test's. */

import { Connection } from '../../runtime/connection/connection.js'
import { HandlerGauge } from '../../runtime/connection/handler-gauge.js'
import { addRoutes, RouteTable } from '../../runtime/connection/route-table.js'
import { type LimitName, resolveLimits } from '../../runtime/limits.js'
import { hello, parseFrames, prefaceBytes, welcome } from './frames.js'
import { ManualClock } from './manual-clock.js'
import { MemoryTransport } from './memory-transport.js'
import { Notes, type NotesHandlers, notesHandlers, offeredNotes } from './note-service.js'

export interface HarnessOptions {
  readonly limits?: { readonly [Name in LimitName]?: number }
  readonly handlers?: Partial<NotesHandlers>
  /** Whether the peer greets at once; default true. */
  readonly greets?: boolean
}

export class ConnectionHarness {
  readonly connection: Connection
  readonly clock = new ManualClock()
  readonly transport = new MemoryTransport()
  /** Set when the connection is over. */
  closedBy: Error | undefined = undefined

  constructor(role: 'connecting' | 'accepting', options: HarnessOptions = {}) {
    const routes = new RouteTable()
    if (role === 'accepting') addRoutes(routes, Notes, notesHandlers(options.handlers))
    const quiet = { warn: () => {}, error: () => {}, info: () => {}, debug: () => {} }
    const limits = resolveLimits(options.limits ?? {})
    this.connection = new Connection(
      {
        role,
        limits,
        clock: this.clock,
        logger: quiet,
        routes,
        gauge: new HandlerGauge(),
        defaultTimeoutMs: 10_000,
      },
      {
        onReady: () => {},
        onCapacity: () => {},
        onLeaving: () => {},
        onClosed: (_connection, error) => {
          this.closedBy = error
        },
      },
    )
    this.transport.connect(this.connection)
    this.connection.attach(this.transport)
    if (role === 'connecting') this.connection.start()
    if (options.greets === false) return
    this.transport.arrive(role === 'connecting' ? welcome({ methods: offeredNotes }) : hello())
  }

  /** What was said since the last time, after everything under way has come to rest: `kind:id`. */
  async said(): Promise<string[]> {
    return parseFrames(await this.bytes()).map((frame) => `${frame.kind}:${frame.id}`)
  }

  /** The same as bytes, without a preface. */
  async bytes(): Promise<Uint8Array> {
    await new Promise((resolve) => setImmediate(resolve))
    const bytes = this.transport.take()
    return bytes[0] === prefaceBytes[0] ? bytes.slice(prefaceBytes.length) : bytes
  }
}

/** A connection past its handshake, with nothing left to read of it. */
export async function connected(
  role: 'connecting' | 'accepting',
  options: HarnessOptions = {},
): Promise<ConnectionHarness> {
  const harness = new ConnectionHarness(role, options)
  await harness.bytes()
  return harness
}
