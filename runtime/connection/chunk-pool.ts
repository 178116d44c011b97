/** Output buffers, shared by all connections of the process: an idle connection holds none. */

import type { ChunkPool } from '../session/outbox.js'
import { keepLargeBlocks } from './allocator.js'

/** Four fragments of large messages, the PING behind them, and a few small frames. */
const chunkBytes = 66 * 1024
const maxFree = 16

class BufferPool implements ChunkPool {
  readonly #free: Uint8Array[] = []

  acquire(): Uint8Array {
    // Not from Node's shared pool: a chunk that travels must not share memory with anything.
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(chunkBytes)
  }

  allocate(bytes: number): Uint8Array {
    keepLargeBlocks()
    // A plain array, because parts of it are handed to programs, and without zeros that would be overwritten at once.
    return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer)
  }

  release(chunk: Uint8Array): void {
    // A codec with a large message has put a buffer of its own in the chunk's place.
    if (chunk.length === chunkBytes && this.#free.length < maxFree) this.#free.push(chunk)
  }
}

export const chunkPool: ChunkPool = new BufferPool()
