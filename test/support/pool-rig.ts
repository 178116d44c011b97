/** The endpoints of a channel without a network: the test is the clock, the resolver and all servers. */

import { EndpointPool, type PoolOptions } from '../../runtime/client/endpoint-pool.js'
import type { Link } from '../../runtime/client/link.js'
import { checkEndpoints, type ResolvedEndpoint } from '../../runtime/client/resolve/endpoint-set.js'
import { FixedResolver } from '../../runtime/client/resolve/fixed-resolver.js'
import type { CallHost } from '../../runtime/connection/call-host.js'
import { CallMeter } from '../../runtime/connection/call-meter.js'
import type { Connection } from '../../runtime/connection/connection.js'
import type { Endpoint } from '../../runtime/index.js'
import { resolveLimits } from '../../runtime/limits.js'
import { RpcError, type RpcErrorOptions } from '../../runtime/rpc-error.js'
import type { StatusCode } from '../../runtime/status.js'
import { ManualClock } from './manual-clock.js'
import { methodOf } from './note-service.js'
import { Lines } from './rig.js'

/** As much of a connection as a link looks at. */
export class FakeConnection {
  readonly calls = { outgoing: { size: 0 }, nextLocalId: 1, opened: 0 }
  readonly session = { canOpen: true, calls: this.calls }
  readonly peer = { client: () => ({}) }
  closeReason: Error | undefined
  isDrained = false
  readonly link: Link

  constructor(link: Link) {
    this.link = link
  }

  get url(): string {
    return this.link.url
  }

  private get self(): Connection {
    return this as unknown as Connection // because links look at no more of it
  }

  stand(): void {
    this.link.onReady(this.self)
  }

  lose(error = new Error('reset')): void {
    this.link.onClosed(this.self, error)
  }

  leave(): void {
    this.link.onLeaving(this.self)
  }

  drain(): void {
    this.isDrained = true
  }

  destroy(error: Error): void {
    this.lose(error)
  }

  /** A call goes out. */
  open(): void {
    this.calls.outgoing.size++
    this.calls.nextLocalId += 2
    this.calls.opened++
  }

  /** A call has ended that began so long ago, in the order in which a connection tells of it. */
  end(now: number, elapsedMs = 0, error?: RpcError, kind: 'unary' | 'oneway' = 'unary'): void {
    this.link.onCallEnd(methodOf(kind), now - elapsedMs, now, error)
    this.calls.outgoing.size--
    if (this.link.isReady) this.link.onCapacity(this.self)
  }
}

export class PoolRig {
  readonly clock = new ManualClock()
  readonly log = new Lines()
  readonly dialled: FakeConnection[] = []
  /** What the pool told. */
  readonly told: string[] = []
  /** Calls that wait. */
  waiting = 0
  readonly pool: EndpointPool

  constructor(endpoints: readonly Endpoint[], options: Partial<PoolOptions> = {}) {
    this.pool = new EndpointPool({
      clock: this.clock,
      logger: this.log,
      limits: resolveLimits({}),
      resolver: new FixedResolver('test:', endpoints),
      balance: 'p2c',
      connections: 1,
      waitForReady: true,
      healthCheck: undefined,
      meter: new CallMeter(this.clock),
      dial: (_endpoint, link) => this.#dial(link),
      onReady: () => this.told.push('ready'),
      onUnready: () => this.told.push('unready'),
      onCapacity: () => this.told.push('capacity'),
      onUnavailable: () => this.told.push('unavailable'),
      onChange: () => {},
      isWanted: () => this.waiting > 0,
      onClosed: () => {},
      ...options,
    })
  }

  #dial(link: Link): Connection {
    const connection = new FakeConnection(link)
    this.dialled.push(connection)
    return connection as unknown as Connection // because links look at no more of it
  }

  /** The newest connection to an endpoint. */
  to(url: string): FakeConnection {
    const found = this.dialled.findLast((one) => one.url === url)
    if (found === undefined) throw new Error(`${url} was not dialled`)
    return found
  }

  /** How often it was dialled. */
  dials(url: string): number {
    return this.dialled.filter((one) => one.url === url).length
  }

  /** The resolver tells of another set. */
  resolve(endpoints: readonly Endpoint[]): void {
    this.pool.onEndpoints(checkEndpoints(endpoints).endpoints as readonly ResolvedEndpoint[])
  }

  /** Makes a call, where one can be made. */
  call(avoid?: ReadonlySet<string>): FakeConnection | undefined {
    const routing = avoid && { key: undefined, avoid, waitForReady: undefined }
    const host: CallHost | undefined = this.pool.pick(routing)
    const connection = host as unknown as FakeConnection | undefined // because the rig dials no other
    connection?.open()
    return connection
  }

  /** So many calls to an endpoint fail, as those of a server that is ill do. */
  fail(url: string, calls = 5): void {
    const connection = this.to(url)
    for (let call = 0; call < calls; call++) {
      connection.open()
      connection.end(this.clock.now(), 0, rpcError('UNAVAILABLE'))
    }
  }
}

export function rpcError(code: StatusCode, options: RpcErrorOptions = {}): RpcError {
  return new RpcError(code, 'not now', options)
}
