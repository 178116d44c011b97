/**
 * A file on its way, on either side: it grows under another name, and gets its own only when all of it is there and
 * hashes to what was announced. What a cut leaves behind stays, because the next attempt goes on from it.
 */

import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { RpcError } from 'trunkline'
import type { FileInfo } from './gen/files.js'

export class UnfinishedFile {
  readonly #path: string
  readonly #handle: FileHandle
  readonly #hash: Hash
  readonly #file: FileInfo
  #received: number

  private constructor(path: string, handle: FileHandle, hashed: Hashed, file: FileInfo) {
    this.#path = path
    this.#handle = handle
    this.#hash = hashed.hash
    this.#received = hashed.size
    this.#file = file
  }

  /** Takes up what an earlier attempt left at this path. */
  static async open(path: string, file: FileInfo): Promise<UnfinishedFile> {
    const handle = await open(path, 'a')
    return new UnfinishedFile(path, handle, await hashFile(path), file)
  }

  /** How many bytes are here. */
  get received(): number {
    return this.#received
  }

  /** Resolves when the bytes are with the file system: awaiting it is what slows the sender to the disk's pace. */
  async append(data: Uint8Array): Promise<void> {
    if (this.#received + data.length > this.#file.size) {
      throw new RpcError('OUT_OF_RANGE', `more than the ${this.#file.size} bytes announced`)
    }
    await this.#handle.writeFile(data)
    this.#hash.update(data)
    this.#received += data.length
  }

  /** Gives the file its name. Removes it instead when its contents are wrong: no attempt could mend it. */
  async finish(target: string): Promise<void> {
    const { size, sha256 } = this.#file
    if (this.#received < size) {
      throw new RpcError('ABORTED', `only ${this.#received} of ${size} bytes came`)
    }
    await this.#handle.sync()
    await this.close() // first, because not every system renames or removes what is open
    if (this.#hash.digest('hex') !== sha256) {
      await rm(this.#path)
      throw new RpcError('DATA_LOSS', 'the contents do not hash to what was announced')
    }
    await rename(this.#path, target)
  }

  /** May be called again. */
  close(): Promise<void> {
    return this.#handle.close()
  }
}

interface Hashed {
  readonly hash: Hash
  readonly size: number
}

async function hashFile(path: string): Promise<Hashed> {
  const hash = createHash('sha256')
  let size = 0
  for await (const data of createReadStream(path)) {
    hash.update(data)
    size += data.length
  }
  return { hash, size }
}

export async function describeFile(path: string): Promise<FileInfo> {
  const { hash, size } = await hashFile(path)
  return { name: basename(path), size, sha256: hash.digest('hex') }
}
