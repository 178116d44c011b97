/** TCP and Unix sockets. The only file that imports node:net; what TLS adds is in tls-transport.ts. */

import net from 'node:net'
import { type Address, formatAddress } from '../address.js'
import type { Listener, Transport, TransportHandler } from './transport.js'

/**
 * Bytes waiting in one socket at the most. Small, because what a socket has taken can no longer be called unsent
 * nor be overtaken by a more urgent frame.
 */
const maxWaitingBytes = 128 * 1024

/** The kernel's own probes: a backstop for a process that hangs too hard to send its own. */
const kernelKeepaliveMs = 30_000

const nothing = Buffer.alloc(0)

/**
 * What sockets read into, all of them the same: a read is handled before the next one begins. Otherwise Node allocates 64 KiB
 * for each read, whose garbage delays every call of the process while large messages come. Three times that, because each
 * read costs a write that answers its PINGs: docs/decisions/0043. Not on Windows, where the system has the buffer
 * before there is anything to read.
 */
const input = process.platform === 'win32' ? undefined : Buffer.allocUnsafeSlow(192 * 1024)

/** Any socket: of TLS as well. */
export class SocketTransport implements Transport {
  readonly address: string
  readonly #socket: net.Socket
  readonly #handler: TransportHandler
  #draining = false

  constructor(socket: net.Socket, address: string, handler: TransportHandler) {
    this.#socket = socket
    this.#handler = handler
    this.address = address
    let failure: Error | undefined
    // First of all: an 'error' without a listener would end the process.
    socket.on('error', (error) => {
      failure ??= error
    })
    socket.on('close', () => handler.onClose(failure && this.explain(failure)))
    socket.on('data', (chunk) => handler.onData(chunk))
    socket.on('end', () => this.ended())
  }

  /** The peer closed its direction. */
  protected ended(): void {
    this.#handler.onEnd()
  }

  /** Says what an error of the socket means. */
  protected explain(error: Error): Error {
    return error
  }

  write(bytes: Uint8Array): boolean {
    // Behind our end nothing is said: Node would take it for an error and drop what has not left.
    if (this.#socket.destroyed || this.#socket.writableEnded) return true
    this.#socket.write(bytes)
    // Zero means that the kernel took everything during the call.
    if (this.#socket.writableLength === 0) return true
    this.#awaitDrain()
    return false
  }

  /** Node's 'drain' comes only after more than a high-water mark; this comes after any bytes that had to wait. */
  #awaitDrain(): void {
    if (this.#draining) return
    this.#draining = true
    this.#socket.write(nothing, () => {
      this.#draining = false
      if (this.#socket.destroyed || this.#socket.writableEnded) return
      if (this.#socket.writableLength > 0) this.#awaitDrain()
      else this.#handler.onDrain()
    })
  }

  get hasRoom(): boolean {
    return this.#socket.writableLength < maxWaitingBytes && !this.#socket.destroyed
  }

  get waitingBytes(): number {
    return this.#socket.writableLength
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  end(): void {
    if (!this.#socket.destroyed) this.#socket.end()
  }

  destroy(error?: Error): void {
    this.#socket.destroy(error)
  }
}

/** The option with which a socket reads into `input`. Its 'data' never comes then. */
function readingInto(handler: TransportHandler): { onread?: net.OnReadOpts } {
  if (input === undefined) return {}
  return {
    onread: {
      buffer: input,
      callback(bytes) {
        handler.onData(input.subarray(0, bytes))
        return true
      },
    },
  }
}

/** What Node's own modules give each other, and its declarations leave out: the same in Node 20 to 26, and tested for. */
interface Husk {
  _handle: object | null
}
interface HandleOption {
  readonly handle: object
}

/**
 * A socket that reads into `input`, in place of one that a server accepted: `net.createServer` cannot be told to. The
 * accepted one, which must not have begun to read, is over afterwards. Where Node does not have what this needs, it stays.
 */
function takeOver(accepted: net.Socket, handler: TransportHandler): net.Socket {
  const husk = accepted as unknown as Husk // because see there
  const handle = husk._handle
  if (input === undefined || handle === null || !('useUserBuffer' in handle)) {
    accepted.resume()
    return accepted
  }
  husk._handle = null
  accepted.destroy()
  const options: net.SocketConstructorOpts & HandleOption = {
    handle,
    allowHalfOpen: true,
    ...readingInto(handler),
  }
  return new net.Socket(options) // which begins to read
}

/** What all sockets of connections have. */
export const socketOptions = {
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: kernelKeepaliveMs,
}

/** Dials. `onConnect` comes once when the connection stands; a failure comes as the handler's `onClose`. */
export function dialSocket(
  address: Exclude<Address, { readonly kind: 'tls' }>,
  handler: TransportHandler,
  onConnect: () => void,
): Transport {
  const options = { allowHalfOpen: true, ...readingInto(handler) }
  const socket =
    address.kind === 'unix'
      ? net.connect({ path: address.path, ...options })
      : net.connect({ host: address.host, port: address.port, ...socketOptions, ...options })
  socket.once('connect', onConnect)
  return new SocketTransport(socket, formatAddress(address), handler)
}

export interface ListenOptions {
  readonly maxConnections: number
  /** A peer arrived; returns its handler. */
  accept(open: (handler: TransportHandler) => Transport): void
  /** Something went wrong with a peer before it could speak; for the log. */
  onFault(peer: string, text: string): void
  /** A peer was turned away because there are too many. */
  onRefused(): void
}

/** Listens. Rejects with Node's error, code included, when the address cannot be had. */
export async function listenSocket(
  address: Exclude<Address, { readonly kind: 'tls' }>,
  options: ListenOptions,
): Promise<Listener> {
  if (address.kind === 'unix') await removeStaleSocket(address.path)
  const server = net.createServer({
    ...socketOptions,
    // The last frame of a closing connection reaches the peer only if we go on reading after our own end.
    allowHalfOpen: true,
    pauseOnConnect: true,
  })
  // Node's own count ends with the sockets that are taken over.
  let connections = 0
  // Out here, so that it keeps no accepted socket alive.
  const onClose = () => {
    connections--
  }
  server.on('connection', (accepted) => {
    if (connections >= options.maxConnections) {
      accepted.destroy()
      options.onRefused()
      return
    }
    const peer = peerAddress(accepted, address)
    options.accept((handler) => {
      const socket = takeOver(accepted, handler)
      connections++
      socket.once('close', onClose)
      return new SocketTransport(socket, peer, handler)
    })
  })
  return listenWith(server, address, options)
}

/** Makes a server listen whose connections somebody takes. */
export async function listenWith(
  server: net.Server,
  address: Address,
  options: ListenOptions,
): Promise<Listener> {
  server.maxConnections = options.maxConnections
  server.on('drop', () => options.onRefused())
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      const onListening = () => {
        server.off('error', reject)
        server.on('error', () => {}) // accept failures such as a full descriptor table; the next accept tries again
        resolve()
      }
      if (address.kind === 'unix') server.listen(address.path, onListening)
      else server.listen(address.port, address.host, onListening)
    })
  } catch (error) {
    // Made here and not in the callback, so that its stack leads to the program.
    throw listenError(address, error as NodeJS.ErrnoException) // because a server's errors are such
  }
  return {
    address: formatAddress(boundAddress(server, address)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the address is in use: stop what listens there, or choose another',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this process may not listen there',
}

/** The same error in words, with its code. */
function listenError(address: Address, error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error
  const text = `cannot listen on ${formatAddress(address)}: ${listenFaults[code] ?? message}`
  return Object.assign(new Error(text, { cause: error }), { code })
}

export function isIpAddress(host: string): boolean {
  return net.isIP(host) !== 0
}

function boundAddress(server: net.Server, asked: Address): Address {
  const bound = server.address()
  if (asked.kind === 'unix' || bound === null || typeof bound === 'string') return asked
  return { ...asked, port: bound.port }
}

export function peerAddress(socket: net.Socket, listening: Address): string {
  if (listening.kind === 'unix') return 'unix:'
  const { remoteAddress = '', remotePort = 0 } = socket
  return formatAddress({
    kind: listening.kind,
    host: remoteAddress.replace(/^::ffff:/, ''),
    port: remotePort,
  })
}

/**
 * Removes what a crashed server left behind. A socket that answers, or a file that is no socket, is left alone, and
 * listening then fails.
 */
async function removeStaleSocket(path: string): Promise<void> {
  const { lstat, unlink } = await import('node:fs/promises')
  const found = await lstat(path).catch(() => undefined)
  if (found?.isSocket() !== true) return
  const stale = await new Promise<boolean>((resolve) => {
    const probe = net.connect({ path })
    probe.once('connect', () => {
      probe.destroy()
      resolve(false)
    })
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  })
  if (stale) await unlink(path).catch(() => {})
}
