/** Keeps files in a folder: whole ones under their names, unfinished ones in a folder below it under their hashes. */

import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer, RpcError } from 'trunkline'
import { type FileInfo, Files } from './gen/files.js'
import { describeFile, UnfinishedFile } from './unfinished-file.js'

const dayMs = 24 * 60 * 60 * 1000

const [folder = 'files', address = 'tcp://127.0.0.1:4200'] = process.argv.slice(2)
const unfinished = join(folder, '.unfinished')
await mkdir(unfinished, { recursive: true })

// Kept so that uploads can go on, but not for those that never do.
for (const name of await readdir(unfinished)) {
  const path = join(unfinished, name)
  if (Date.now() - (await stat(path)).mtimeMs > dayMs) await rm(path)
}

const pathOf = (name: string) => join(folder, name)
const partOf = ({ sha256 }: FileInfo) => join(unfinished, sha256)

/** Undefined where there is no such file. */
async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? found.size : undefined
}

/** Hashes of the files that are being received: two uploads must not write to one file. */
const uploading = new Set<string>()

const server = createServer()

server.add(Files, {
  async describe({ name }) {
    if ((await sizeOf(pathOf(name))) === undefined) throw Files.errors.NotThere({})
    return describeFile(pathOf(name))
  },

  async received(file) {
    const begun = await sizeOf(partOf(file))
    if (begun !== undefined) return { bytes: begun, isComplete: false }
    const isComplete =
      (await sizeOf(pathOf(file.name))) === file.size &&
      (await describeFile(pathOf(file.name))).sha256 === file.sha256
    return { bytes: isComplete ? file.size : 0, isComplete }
  },

  async upload(parts) {
    let file: FileInfo | undefined
    let target: UnfinishedFile | undefined
    try {
      for await (const part of parts) {
        if (part.kind === 'chunk') {
          if (target === undefined) throw new RpcError('INVALID_ARGUMENT', 'bytes of which file?')
          await target.append(part.data)
          continue
        }
        if (file !== undefined) throw new RpcError('INVALID_ARGUMENT', 'one file for each upload')
        if (uploading.has(part.file.sha256)) throw new RpcError('ABORTED', 'it is being uploaded')
        file = part.file
        uploading.add(file.sha256)
        target = await UnfinishedFile.open(partOf(file), file)
        if (target.received !== part.offset) {
          throw new RpcError('ABORTED', `the server has ${target.received} bytes of it`)
        }
      }
      if (file === undefined) throw new RpcError('INVALID_ARGUMENT', 'which file?')
      await target?.finish(pathOf(file.name))
      console.log(`${file.name}: whole, ${file.size} bytes, sha256 ${file.sha256.slice(0, 16)}…`)
      return {}
    } catch (error) {
      if (file !== undefined) {
        const kept = await sizeOf(partOf(file))
        console.log(`${file.name}: the upload ended early; ${kept ?? 'no'} bytes kept`)
      }
      throw error
    } finally {
      await target?.close()
      if (file !== undefined) uploading.delete(file.sha256)
    }
  },

  async *download({ name, offset }, call) {
    if ((await sizeOf(pathOf(name))) === undefined) throw Files.errors.NotThere({})
    const { signal } = call
    // Read at the pace of the client: the next chunk is asked for when there is credit to send it.
    for await (const data of createReadStream(pathOf(name), { start: offset, signal })) {
      yield { data }
    }
  },
})

const rssAtStart = process.memoryUsage.rss()
console.log(`listening on ${await server.listen(address)}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await server.close()
    const grown = process.resourceUsage().maxRSS / 1024 - rssAtStart / 1024 ** 2
    console.log(`memory grew by at most ${Math.max(0, grown).toFixed()} MiB`)
  })
}
