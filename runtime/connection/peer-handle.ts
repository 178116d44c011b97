/** The other end of a connection, as programs see it: who it is, and a way to call it. */

import type { Caller, Peer, Service } from '../call.js'
import type { PeerIdentity, Principal } from '../identity.js'
import { printable } from '../logger.js'
import type { CallHost } from './call-host.js'
import { CallStarter } from './call-starter.js'
import { createCaller } from './caller.js'
import type { HostPicker } from './host-picker.js'
import { assertService } from './route-table.js'

export class PeerHandle implements Peer {
  readonly address: string
  readonly agent: string
  readonly identity: PeerIdentity | undefined
  readonly #host: CallHost
  readonly #starter: CallStarter
  readonly #caller: Caller

  constructor(host: CallHost) {
    const { clock, limits, logger, defaultTimeoutMs } = host.options
    this.#host = host
    this.address = host.address
    this.identity = host.identity
    this.agent = printable(host.session.peer.agent)
    this.#starter = new CallStarter({
      clock,
      limits,
      logger,
      timeoutMs: defaultTimeoutMs,
      endpoint: host.address,
      hosts: new OnlyHost(host),
    })
    this.#caller = createCaller(this.#starter)
  }

  get principal(): Principal | undefined {
    return this.#host.principal
  }

  client<Client, Handlers>(service: Service<Client, Handlers>): Client {
    assertService(service)
    return service.client(this.#caller)
  }

  /** The connection may have room again. */
  resume(): void {
    this.#starter.resume()
  }

  /** The connection takes no more calls. */
  close(reason: string): void {
    this.#starter.close(reason)
  }
}

/** A peer is one connection: when it is gone, so is the peer. */
class OnlyHost implements HostPicker {
  readonly isReady = true
  readonly #host: CallHost

  constructor(host: CallHost) {
    this.#host = host
  }

  pick(): CallHost | undefined {
    return this.#host.session.canOpen ? this.#host : undefined
  }

  canAvoid(): boolean {
    return false
  }

  want(): void {}

  refuse(): undefined {}

  failures(): readonly [] {
    return []
  }
}
