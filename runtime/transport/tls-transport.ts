/** TLS over TCP. The only file that imports node:tls; loaded when a program first uses a tls: address. */

import tls from 'node:tls'
import { type Address, formatAddress } from '../address.js'
import type { PeerIdentity } from '../identity.js'
import { DeferredTransport } from './deferred-transport.js'
import { identityOf } from './peer-certificate.js'
import {
  isIpAddress,
  type ListenOptions,
  listenWith,
  peerAddress,
  SocketTransport,
  socketOptions,
} from './tcp-transport.js'
import { pem, ServerCertificates } from './tls-certificates.js'
import { TlsError } from './tls-error.js'
import { explainMaterial, explainToClient, explainToServer } from './tls-explanations.js'
import { type Certificate, loadAuthorities, loadCertificate } from './tls-files.js'
import type { ClientTlsOptions, Pem, ServerTlsOptions } from './tls-options.js'
import type { Listener, Transport, TransportHandler } from './transport.js'

type TlsAddress = Extract<Address, { readonly kind: 'tls' }>

/** Told on both sides, and required: nothing else can be talked into being this protocol (the ALPACA attacks). */
const alpn = 'trunkline/1'

const maxHandshakeMs = 2 ** 31 - 1

class TlsTransport extends SocketTransport {
  identity: PeerIdentity | undefined = undefined
  identityFault: string | undefined = undefined
  isSecure = false

  /** During the handshake it is an error, which Node reports behind it. */
  protected override ended(): void {
    if (this.isSecure) super.ended()
  }

  protected override explain(error: Error): Error {
    return explainToClient(error, this.isSecure)
  }
}

/** What a dial needs that may have to be read from files. */
export interface ClientMaterial {
  readonly options: ClientTlsOptions
  readonly certificate: Certificate | undefined
  readonly ca: Pem | undefined
}

/** Reads what the options name. Rejects with an Error that says which file is missing. */
export async function loadClient(options: ClientTlsOptions): Promise<ClientMaterial> {
  const [certificate, ca] = await Promise.all([
    loadCertificate('tls', options),
    loadAuthorities(options),
  ])
  return { options, certificate, ca }
}

/** Dials. `onConnect` comes once when the server has proved who it is; a failure comes as the handler's `onClose`. */
export function dialTls(
  address: TlsAddress,
  serverName: string | undefined,
  { options, certificate, ca }: ClientMaterial,
  handler: TransportHandler,
  onConnect: () => void,
): Transport {
  const name = serverName ?? options.serverName ?? address.host
  const socket = tls.connect({
    secureContext: contextOf(options, certificate, ca),
    host: address.host,
    port: address.port,
    ALPNProtocols: [alpn],
    rejectUnauthorized: options.insecureSkipVerify !== true,
    // An address is no server name (RFC 6066, section 3).
    servername: isIpAddress(name) ? '' : name,
    checkServerIdentity: (_, peer) => tls.checkServerIdentity(name, peer),
  })
  const transport = new TlsTransport(socket, formatAddress(address), handler)
  socket.once('connect', () => {
    socket.setNoDelay(true)
    socket.setKeepAlive(true, socketOptions.keepAliveInitialDelay)
  })
  socket.once('secureConnect', () => {
    transport.isSecure = true
    if (socket.alpnProtocol !== alpn) {
      socket.destroy(
        new TlsError('the server speaks TLS but not Trunkline', 'check the port', 'ALPN'),
      )
      return
    }
    const peer = socket.getPeerX509Certificate()
    if (socket.authorized && peer !== undefined) transport.identity = identityOf(peer)
    onConnect()
  })
  return transport
}

function contextOf(
  { minVersion = 'TLSv1.3' }: ClientTlsOptions,
  certificate: Certificate | undefined,
  ca: Pem | undefined,
): tls.SecureContext {
  try {
    return tls.createSecureContext({
      minVersion,
      ...(ca === undefined ? {} : { ca: pem(ca) }),
      ...(certificate === undefined
        ? {}
        : { cert: pem(certificate.cert), key: pem(certificate.key) }),
      ...(certificate?.passphrase === undefined ? {} : { passphrase: certificate.passphrase }),
    })
  } catch (error) {
    throw explainMaterial('tls', error)
  }
}

export type LoadedCertificates = ServerCertificates<tls.SecureContext>

/** Reads a server's certificates. Rejects with an Error that names the option. */
export function loadServer(options: ServerTlsOptions): Promise<LoadedCertificates> {
  return ServerCertificates.load(options, (context) => tls.createSecureContext(context))
}

/** Listens. Rejects with Node's error when the address cannot be had. */
export async function listenTls(
  address: TlsAddress,
  certificates: LoadedCertificates,
  options: ListenOptions,
): Promise<Listener> {
  const server = tls.createServer({
    ...certificates.usual,
    ...socketOptions,
    ALPNProtocols: [alpn],
    requestCert: certificates.clients !== false,
    // Looked at below: Node would cut the connection without a word, and its owner would learn nothing.
    rejectUnauthorized: false,
    SNICallback: (name, done) => done(null, certificates.contextFor(name)),
    // Node's own timer leaves the socket open; the connection's watchdog covers TCP, TLS and greeting in one.
    handshakeTimeout: maxHandshakeMs,
  })
  const strangers = new Map<string, DeferredTransport>()
  server.on('connection', (socket) => {
    const end = endOf(socket)
    socket.on('error', () => {}) // TLS hears of it as well, and tells
    options.accept((handler) => {
      const stranger = new DeferredTransport(peerAddress(socket, address), handler, () =>
        socket.destroy(),
      )
      strangers.set(end, stranger)
      socket.on('close', () => {
        if (strangers.get(end) === stranger) strangers.delete(end)
        stranger.fail(undefined)
      })
      return stranger
    })
  })
  server.on('secureConnection', (socket) => {
    const stranger = strangers.get(endOf(socket))
    if (stranger === undefined || socket.alpnProtocol !== alpn) {
      socket.on('error', () => {})
      socket.destroy()
      const text = `the peer did not ask for ALPN ${alpn}: it does not speak Trunkline`
      if (stranger?.isSettled === false) options.onFault(stranger.address, text)
      return
    }
    stranger.settle((handler) => {
      const transport = new TlsTransport(socket, stranger.address, handler)
      transport.isSecure = true
      transport.identityFault = faultOf(socket, certificates.clients)
      const peer = socket.getPeerX509Certificate()
      if (socket.authorized && peer !== undefined) transport.identity = identityOf(peer)
      return transport
    })
  })
  server.on('tlsClientError', (error, socket) => {
    const stranger = strangers.get(endOf(socket))
    const text = explainToServer(error)
    if (text !== undefined && stranger?.isSettled === false) options.onFault(stranger.address, text)
    stranger?.fail(error)
    socket.destroy()
  })
  const stop = certificates.use(server)
  const listener = await listenWith(server, address, options).catch((error) => {
    stop()
    throw error
  })
  return {
    address: listener.address,
    close: () => {
      stop()
      return listener.close()
    },
  }
}

/** Why a client is to be turned away because of its certificate. */
function faultOf(socket: tls.TLSSocket, clients: boolean | 'optional'): string | undefined {
  if (clients === false || socket.authorized) return undefined
  if (socket.getPeerX509Certificate() !== undefined)
    return `the client certificate was not accepted: ${socket.authorizationError}`
  return clients === true
    ? 'this server asks for a client certificate, and got none: give tls.certFile and tls.keyFile'
    : undefined
}

/** Tells the connections of a listener apart: TLS makes another socket of the one that arrived. */
function endOf(socket: {
  readonly remoteAddress?: string | undefined
  readonly remotePort?: number | undefined
  readonly localAddress?: string | undefined
}): string {
  return `${socket.remoteAddress} ${socket.remotePort} ${socket.localAddress}`
}
