/** Serves methods to every peer that connects. */

import { type Address, isLoopback, parseAddress } from '../address.js'
import type { Interceptor, Peer, Service } from '../call.js'
import { CallMeter } from '../connection/call-meter.js'
import { systemClock } from '../connection/clock.js'
import { Connection, type ConnectionOwner } from '../connection/connection.js'
import { HandlerGauge } from '../connection/handler-gauge.js'
import type { OnewayGate } from '../connection/oneway-gate.js'
import { warnOfHandlers } from '../connection/open-calls.js'
import { addRoutes, RouteTable } from '../connection/route-table.js'
import { type CompressionOptions, checkCompression } from '../connection/zlib-compression.js'
import type { Authenticate, Authorize, Gate } from '../identity.js'
import { type Limits, resolveLimits } from '../limits.js'
import { defaultLogger, guarded, guardedCall, type Logger } from '../logger.js'
import { checkFunctions, checkInterceptors, checkLogger, checkOptionNames } from '../options.js'
import type { ServerStats } from '../stats.js'
import { type ListenOptions, listenSocket } from '../transport/tcp-transport.js'
import type { CertificateOptions, ServerTlsOptions } from '../transport/tls-options.js'
import type { Listener, Transport, TransportHandler } from '../transport/transport.js'
import { ClosingSignals } from './closing-signals.js'
import { TlsListening } from './tls-listening.js'

export interface ServerOptions {
  /** Bounds to change; `limitTable` has all of them with their defaults. */
  readonly limits?: Partial<Limits>
  /** Default: warnings and errors to stderr. */
  readonly logger?: Logger
  /** Compresses long messages to peers that have it on as well. Default: off. */
  readonly compression?: CompressionOptions
  /** Certificates for `tls:` addresses, and whether clients need one. */
  readonly tls?: ServerTlsOptions
  /** Says who a peer is, before it is let in; handlers find it in `call.peer.principal`. Default: everybody is let in. */
  readonly authenticate?: Authenticate
  /**
   * Says which methods a principal may call; needs `authenticate`. A peer is not told of the others, and cannot call them.
   * Default: everybody who is let in may call everything.
   */
  readonly authorize?: Authorize
  /**
   * Allows listening where other machines can connect without TLS, or without having to say who they are: by a client
   * certificate (`tls.requestClientCert: true`) or to `authenticate`. Default false: such a listen() fails.
   */
  readonly insecure?: boolean
  /**
   * Signals of the process, such as `['SIGTERM', 'SIGINT']`, that close the server, from the first `listen()` until it is
   * closed. Only the first one does: a second finds Node's own way, which ends the process at once. Whether and with which
   * code the process ends after a polite close is the program's: by itself, with 0, when nothing is left to do. Default: none.
   */
  readonly signals?: readonly NodeJS.Signals[]
  /** Around the handlers of all services, the first outermost. */
  readonly interceptors?: readonly Interceptor[]
  /** A peer has connected: calls can be made to it with `peer.client(Service)`. */
  readonly onPeerJoin?: (peer: Peer) => void
  /** A peer is gone; all its calls have ended. */
  readonly onPeerLeave?: (peer: Peer) => void
}

const serverOptions = [
  'limits',
  'logger',
  'compression',
  'tls',
  'authenticate',
  'authorize',
  'insecure',
  'signals',
  'interceptors',
  'onPeerJoin',
  'onPeerLeave',
] as const satisfies (keyof ServerOptions)[]

export interface ServiceOptions {
  /** Around the handlers of this service, inside those of the server. */
  readonly interceptors?: readonly Interceptor[]
}

/** Throws RangeError for an option out of range, and TypeError for one that is something else or does not exist. */
export function createServer(options: ServerOptions = {}): Server {
  return new Server(options)
}

function checkGate({ authenticate, authorize }: ServerOptions): Gate | undefined {
  if (authenticate !== undefined) return { authenticate, authorize }
  if (authorize === undefined) return undefined
  throw new TypeError('createServer: authorize needs authenticate, which says who calls')
}

export class Server implements ConnectionOwner, AsyncDisposable {
  readonly #limits: Limits
  readonly #logger: Logger
  readonly #options: ServerOptions
  readonly #peers = new Set<Peer>()
  readonly #routes = new RouteTable()
  readonly #gauge = new HandlerGauge()
  readonly #signals: ClosingSignals
  readonly #meter = new CallMeter(systemClock)
  readonly #compression: CompressionOptions | undefined
  readonly #gate: Gate | undefined
  readonly #tls: TlsListening
  readonly #listeners = new Set<Listener>()
  readonly #connections = new Set<Connection>()
  /** Connections whose handshake is under way. */
  readonly #strangers = new Set<Connection>()
  /** One-way messages of peers that are gone and whose handlers still work on them. */
  readonly #busy = new Set<OnewayGate>()
  #closing: Promise<void> | undefined = undefined
  #onAllClosed: (() => void) | undefined = undefined

  constructor(options: ServerOptions) {
    checkOptionNames('createServer', options, serverOptions)
    checkFunctions('createServer', options, [
      'authenticate',
      'authorize',
      'onPeerJoin',
      'onPeerLeave',
    ])
    checkInterceptors('createServer', options.interceptors)
    checkLogger('createServer', options.logger)
    this.#limits = resolveLimits(options.limits ?? {})
    this.#compression = options.compression && checkCompression(options.compression)
    this.#logger = guarded(options.logger ?? defaultLogger)
    this.#options = options
    this.#signals = new ClosingSignals(options.signals ?? [], (signal) => {
      this.#logger.info(`trunkline: ${signal}: the server closes`)
      void this.close()
    })
    this.#gate = checkGate(options)
    this.#tls = new TlsListening(options.tls)
  }

  /**
   * Serves a generated service with these handlers: an object or a class instance. Throws TypeError when a handler is
   * missing or the service is served already. Peers that are connected learn of it when they connect again.
   */
  add<Client, Handlers>(
    service: Service<Client, Handlers>,
    handlers: Handlers,
    options: ServiceOptions = {},
  ): this {
    checkOptionNames('add', options, ['interceptors'])
    checkInterceptors('add', options.interceptors)
    const around = [...(this.#options.interceptors ?? []), ...(options.interceptors ?? [])]
    addRoutes(this.#routes, service, handlers, around)
    return this
  }

  /**
   * Listens on `tcp://HOST:PORT`, `tls://HOST:PORT` or `unix:/PATH` and returns where, with port 0 replaced by the port it
   * got. May be called several times. Rejects when the address is taken or cannot be read, when a certificate cannot be
   * used, and where other machines could connect in a way that needs `insecure`.
   */
  async listen(url: string): Promise<string> {
    const address = parseAddress(url)
    if (this.#closing !== undefined) throw new Error('the server is closed')
    if (this.#options.insecure !== true) this.#refuseExposure(url, address)
    const options: ListenOptions = {
      maxConnections: this.#limits.maxConnections,
      accept: (open) => this.#accept(open),
      onFault: (peer, text) => this.#logger.warn(`trunkline: connection ${peer}: ${text}`),
      onRefused: () =>
        this.#logger.warn('trunkline: a connection was refused: limits.maxConnections is reached'),
    }
    const listener = await (address.kind === 'tls'
      ? this.#tls.listen(address, options)
      : listenSocket(address, options))
    if (this.#closing !== undefined) {
      await listener.close()
      throw new Error('the server was closed while it began to listen')
    }
    this.#listeners.add(listener)
    this.#signals.watch()
    return listener.address
  }

  /**
   * Replaces the certificate of `tls:` addresses, or the one that `tls.certificates` has for a server name. Handshakes from
   * now on use it, connections that stand go on. Rejects, and changes nothing, when it cannot be read or its key is another's.
   */
  setCertificate(certificate: CertificateOptions, serverName?: string): Promise<void> {
    return this.#tls.replace(certificate, serverName)
  }

  /**
   * Stops politely: takes no new connections, says goodbye on the others, lets the calls in flight finish for at most
   * `limits.drainTimeoutMs`, then cancels the rest. Handlers learn of it from `call.draining`. What had to be cancelled,
   * and handlers that still run after that, are named in the log. Always resolves; closing again waits for the same end.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** What the server is doing at this moment. */
  stats(): ServerStats {
    let queuedBytes = 0
    let waitingBytes = 0
    for (const { session } of this.#connections) {
      queuedBytes += session.sender.queuedBytes
      waitingBytes += session.sender.waitingBytes
    }
    return {
      connections: this.#peers.size,
      handshakes: this.#strangers.size,
      handlers: this.#gauge.stats,
      queuedBytes,
      waitingBytes,
      methods: this.#meter.report(),
    }
  }

  /** The peers whose handshake is complete. */
  get peers(): ReadonlySet<Peer> {
    return this.#peers
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  // ---- from the connections ----

  onReady(connection: Connection): void {
    this.#strangers.delete(connection)
    this.#peers.add(connection.peer)
    this.#tell('onPeerJoin', connection.peer)
    if (this.#closing !== undefined) connection.drain(new Error('the server is shutting down'))
  }

  onCapacity(): void {}

  onLeaving(connection: Connection): void {
    connection.drain(new Error('the client said goodbye'))
  }

  onClosed(connection: Connection): void {
    this.#strangers.delete(connection)
    this.#connections.delete(connection)
    const { oneways } = connection
    if (oneways.accepted > 0) {
      this.#busy.add(oneways)
      void oneways.whenIdle().then(() => this.#busy.delete(oneways))
    }
    // A stranger has no peer yet, and asking for one would make it.
    if (this.#peers.size > 0 && this.#peers.delete(connection.peer))
      this.#tell('onPeerLeave', connection.peer)
    if (this.#connections.size === 0) this.#onAllClosed?.()
  }

  // ---- internals ----

  #refuseExposure(url: string, address: Address): void {
    if (isLoopback(address)) return
    const knowsPeers = this.#gate !== undefined || this.#options.tls?.requestClientCert === true
    if (address.kind === 'tls' && knowsPeers) return
    const what = address.kind === 'tls' ? 'without saying who they are' : 'without encryption'
    const remedy =
      address.kind === 'tls'
        ? 'give authenticate or tls.requestClientCert, or say createServer({ insecure: true }) where everybody may call'
        : 'use a tls: address, listen on 127.0.0.1, or say createServer({ insecure: true }) where the network is trusted'
    throw new TypeError(`${url} can be reached from other machines ${what}: ${remedy}`)
  }

  #tell(event: 'onPeerJoin' | 'onPeerLeave', peer: Peer): void {
    guardedCall(this.#logger, event, () => this.#options[event]?.(peer))
  }

  #accept(open: (handler: TransportHandler) => Transport): void {
    const connection = new Connection(
      {
        role: 'accepting',
        limits: this.#limits,
        clock: systemClock,
        logger: this.#logger,
        routes: this.#routes,
        gauge: this.#gauge,
        meter: this.#meter,
        compression: this.#compression,
        gate: this.#gate,
        defaultTimeoutMs: this.#limits.callTimeoutMs,
      },
      this,
    )
    this.#connections.add(connection)
    this.#strangers.add(connection)
    connection.attach(open(connection))
    if (this.#strangers.size > this.#limits.maxHandshakes) {
      this.#logger.warn('trunkline: a connection was refused: limits.maxHandshakes is reached')
      connection.destroy(new Error('too many handshakes at once'))
    }
  }

  async #close(): Promise<void> {
    this.#signals.unwatch()
    const until = systemClock.now() + this.#limits.drainTimeoutMs
    const freed = [...this.#listeners].map((listener) => listener.close())
    const reason = new Error('the server is shutting down')
    for (const stranger of this.#strangers) stranger.destroy(reason)
    if (this.#connections.size > 0) {
      const closed = new Promise<void>((resolve) => {
        this.#onAllClosed = resolve
      })
      for (const connection of this.#connections) connection.drain(reason)
      await closed
    }
    await Promise.all([...this.#busy].map((gate) => gate.whenIdleBy(systemClock, until)))
    this.#abandon(reason)
    await Promise.all(freed)
  }

  /** What still runs is told that nobody waits, and named. */
  #abandon(reason: Error): void {
    const labels = this.#gauge.dismissLate()
    for (const gate of this.#busy) {
      labels.push(...gate.labels)
      gate.abandon(reason)
    }
    warnOfHandlers(this.#logger, 'the server is closed', labels)
  }
}
