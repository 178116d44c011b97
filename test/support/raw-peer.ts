/** Sockets that speak bytes: a client and a server without a line of the runtime's, for tests that misbehave. */

import net from 'node:net'
import { join } from './bytes.js'
import { type ParsedFrame, parsePrefix, prefaceBytes } from './frames.js'

export class RawPeer {
  readonly socket: net.Socket
  readonly #parts: Uint8Array[] = []
  /** How the connection ended for this side. */
  ended = false
  closed = false
  error: Error | undefined

  constructor(socket: net.Socket) {
    this.socket = socket
    socket.on('data', (chunk) => this.#parts.push(chunk))
    socket.on('end', () => {
      this.ended = true
    })
    socket.on('error', (error) => {
      this.error = error
    })
    socket.on('close', () => {
      this.closed = true
    })
  }

  static async connect(port: number): Promise<RawPeer> {
    const peer = new RawPeer(net.connect({ host: '127.0.0.1', port, allowHalfOpen: true }))
    await new Promise<void>((resolve, reject) => {
      peer.socket.once('connect', resolve)
      peer.socket.once('error', reject)
    })
    return peer
  }

  write(...parts: readonly Uint8Array[]): void {
    if (!this.socket.destroyed) this.socket.write(join(parts))
  }

  /** Everything that has arrived. */
  get received(): Uint8Array {
    return join(this.#parts)
  }

  /** The frames that have arrived, without the preface. */
  get frames(): ParsedFrame[] {
    const bytes = this.received
    return parsePrefix(bytes[0] === prefaceBytes[0] ? bytes.slice(8) : bytes).frames
  }

  destroy(): void {
    this.socket.destroy()
  }
}

/** A server whose behaviour is the test's. */
export class RawServer {
  readonly peers: RawPeer[] = []
  readonly #server: net.Server

  private constructor(server: net.Server) {
    this.#server = server
  }

  static async listen(behave: (peer: RawPeer) => void = () => {}): Promise<RawServer> {
    const server = net.createServer({ allowHalfOpen: true })
    const self = new RawServer(server)
    server.on('connection', (socket) => {
      const peer = new RawPeer(socket)
      self.peers.push(peer)
      behave(peer)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return self
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  get url(): string {
    return `tcp://127.0.0.1:${this.port}`
  }

  async close(): Promise<void> {
    for (const peer of this.peers) peer.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
