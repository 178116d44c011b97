/** `put FILE` and `get NAME [FOLDER]`: transfers that go on where they were cut. */

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, isRpcError, type StatusCode } from 'trunkline'
import { type FileInfo, Files, type UploadPart } from './gen/files.js'
import { Progress } from './progress.js'
import { describeFile, UnfinishedFile } from './unfinished-file.js'

const maxAttempts = 8

const [address = '', command = '', subject = '', folder = '.'] = process.argv.slice(2)
const channel = connect(address)
const files = channel.client(Files)

const passing = new Set<StatusCode>(['UNAVAILABLE', 'ABORTED'])

/**
 * Repeats an attempt that begins with asking how far the last one came. That makes it safe whatever the outcome of the
 * lost call, `unknown` included.
 */
async function persist<T>(say: (text: string) => void, attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isRpcError(error)) throw error
      say(`attempt ${attempts} failed: ${error.message} (${error.outcome})`)
      if (!passing.has(error.code) || attempts === maxAttempts) throw error
      await sleep(Math.random() * Math.min(5000, 200 * 2 ** attempts))
    }
  }
}

async function* partsOf(
  file: FileInfo,
  offset: number,
  progress: Progress,
): AsyncGenerator<UploadPart> {
  yield { kind: 'file', file, offset }
  // The generator is asked for the next chunk when the last one could leave: a slow server slows the reading down.
  let sent = offset
  for await (const data of createReadStream(subject, { start: offset })) {
    yield { kind: 'chunk', data }
    sent += data.length
    progress.at(sent)
  }
}

async function put(): Promise<void> {
  const file = await describeFile(subject)
  const progress = new Progress(file.name, file.size)
  await persist(
    (text) => progress.say(text),
    async () => {
      const { bytes, isComplete } = await files.received(file)
      if (isComplete) return
      progress.begin(bytes)
      await files.upload(partsOf(file, bytes, progress))
    },
  )
  progress.say(`the server has it, sha256 ${file.sha256.slice(0, 16)}…`)
}

async function get(): Promise<void> {
  const file = await persist(console.log, () => files.describe({ name: subject }))
  const target = join(folder, file.name)
  const progress = new Progress(file.name, file.size)
  await persist(
    (text) => progress.say(text),
    async () => {
      // Named after the contents, so that what is left of another version is not continued.
      const part = await UnfinishedFile.open(`${target}.${file.sha256.slice(0, 16)}.part`, file)
      try {
        progress.begin(part.received)
        for await (const { data } of files.download({ name: subject, offset: part.received })) {
          await part.append(data)
          progress.at(part.received)
        }
        await part.finish(target)
      } finally {
        await part.close()
      }
    },
  )
  progress.say(`it is here, sha256 ${file.sha256.slice(0, 16)}…`)
}

const commands: Record<string, () => Promise<void>> = { put, get }
try {
  const run = commands[command]
  if (run === undefined) throw new Error('usage: client.ts ADDRESS put FILE | get NAME [FOLDER]')
  await run()
} catch (error) {
  if (!isRpcError(error)) console.error(error) // what an attempt ended with is on the screen
  process.exitCode = 1
}
await channel.close()
