/** A TCP proxy that cuts, slices and swallows: faults of a network, from a seed. */

import net from 'node:net'
import { Chance } from './bytes.js'

export type Cut = 'fin' | 'reset' | 'silence'
export type Direction = 'toServer' | 'toClient'

export interface Chaos {
  readonly seed?: number
  /** Pieces are at most this long. */
  readonly sliceBytes?: number
  /** After this many bytes of a direction, the connection is cut: exactly there. */
  readonly cutAfter?: { readonly direction: Direction; readonly bytes: number; readonly how: Cut }
}

export class ChaosProxy {
  chaos: Chaos
  /** Bytes that passed, over all connections, as a network would see them. */
  readonly seen: Record<Direction, Buffer[]> = { toServer: [], toClient: [] }
  readonly #server: net.Server
  readonly #sockets = new Set<net.Socket>()
  readonly #target: number
  #isSwallowing = false

  private constructor(server: net.Server, target: number, chaos: Chaos) {
    this.#server = server
    this.#target = target
    this.chaos = chaos
  }

  static async to(target: number, chaos: Chaos = {}): Promise<ChaosProxy> {
    const server = net.createServer({ noDelay: true })
    const proxy = new ChaosProxy(server, target, chaos)
    server.on('connection', (socket) => proxy.#join(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    const address = this.#server.address()
    return `tcp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }

  /** Ends every connection that passes through. */
  cut(how: Cut): void {
    for (const socket of this.#sockets) end(socket, how)
  }

  /** From now on nothing passes, not even an end, and every socket stays open: a black hole. */
  swallow(): void {
    this.#isSwallowing = true
  }

  /** What is sent from now on passes; what was swallowed is gone. */
  restore(): void {
    this.#isSwallowing = false
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #join(client: net.Socket): void {
    const server = net.connect({ host: '127.0.0.1', port: this.#target, noDelay: true })
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        if (this.#isSwallowing) return
        const other = socket === client ? server : client
        other.destroy()
      })
    }
    this.#carry('toServer', client, server)
    this.#carry('toClient', server, client)
  }

  #carry(direction: Direction, from: net.Socket, to: net.Socket): void {
    const { seed = 1, sliceBytes, cutAfter } = this.chaos
    const chance = new Chance(seed)
    let left = cutAfter?.direction === direction ? cutAfter.bytes : Number.POSITIVE_INFINITY
    from.on('data', (chunk: Buffer) => {
      if (left <= 0 || this.#isSwallowing) return
      const passing = chunk.subarray(0, Math.min(chunk.length, left))
      left -= passing.length
      this.seen[direction].push(Buffer.from(passing))
      for (let at = 0; at < passing.length; ) {
        const take = sliceBytes === undefined ? passing.length : chance.int(1, sliceBytes)
        if (!to.destroyed) to.write(passing.subarray(at, at + take))
        at += take
      }
      if (left > 0 || cutAfter === undefined) return
      // What was let through must arrive before the end does.
      to.write('', () => {
        end(to, cutAfter.how)
        end(from, cutAfter.how)
      })
    })
    from.on('end', () => {
      if (!this.#isSwallowing) to.end()
    })
  }
}

function end(socket: net.Socket, how: Cut): void {
  if (how === 'fin') socket.end()
  else if (how === 'reset') socket.resetAndDestroy()
}
