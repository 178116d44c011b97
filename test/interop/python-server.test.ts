/** The real client against a small server in Python. Skipped without python3. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Channel, connect } from '../../runtime/index.js'
import { type Blob, Echo, type EchoClient } from '../bench/gen/echo.js'

const script = fileURLToPath(new URL('trunkline_server.py', import.meta.url))
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('test/interop: python3 is missing, so the Python server is not tried')

const blob = (length: number): Blob => ({ data: new Uint8Array(length).fill(0x61) })

async function* blobs(count: number, length: number): AsyncGenerator<Blob> {
  for (let sent = 0; sent < count; sent++) yield blob(length)
}

describe.skipIf(!hasPython)('the Python server', () => {
  let python: ChildProcess
  let channel: Channel
  let echo: EchoClient

  beforeAll(async () => {
    python = spawn('python3', ['-B', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const [port] = python.stdout === null ? [] : await once(python.stdout, 'data')
    channel = connect(`tcp://127.0.0.1:${String(port).trim()}`)
    echo = channel.client(Echo)
  })

  afterAll(async () => {
    await channel?.close()
    python?.stdin?.end()
  })

  it('answers messages from nothing to 4 MiB', async () => {
    for (const length of [0, 1, 1000, 16_381, 16_384, 65_536, 4 * 1024 * 1024 - 5]) {
      expect((await echo.payload(blob(length))).data.length).toBe(length)
    }
  })

  it('answers 60 calls at once', async () => {
    const texts = Array.from({ length: 60 }, (_, index) => `call ${index}`)
    const answers = await Promise.all(texts.map((text) => echo.echo({ text })))
    expect(answers.map(({ text }) => text)).toEqual(texts)
  })

  it('declines with a status and its outcome', async () => {
    const failure = { code: 'FAILED_PRECONDITION', outcome: 'executed' }
    await expect(echo.echo({ text: 'decline' })).rejects.toMatchObject(failure)
  })

  it('is told when a deadline passes, and goes on', async () => {
    const failure = { code: 'DEADLINE_EXCEEDED', outcome: 'unknown' }
    await expect(echo.echo({ text: 'wait' }, { timeout: 50 })).rejects.toMatchObject(failure)
    expect((await echo.echo({ text: 'hi' })).text).toBe('hi')
  })

  it('streams down, also far beyond its credit', async () => {
    let bytes = 0
    for await (const { data } of echo.down(blob(100_000))) bytes += data.length
    expect(bytes).toBe(3_000_000)
  })

  it('is left in the middle of a stream, and goes on', async () => {
    for await (const { data } of echo.down(blob(100_000))) {
      expect(data.length).toBe(100_000)
      break
    }
    expect((await echo.echo({ text: 'hi' })).text).toBe('hi')
  })

  it('takes 20 MB through a connection credit of 1 MiB', async () => {
    const { data } = await echo.up(blobs(200, 100_000))
    expect(new TextDecoder().decode(data)).toBe('20000000')
  })

  it('streams both ways', async () => {
    let count = 0
    for await (const { data } of echo.both(blobs(50, 20_000))) {
      expect(data.length).toBe(20_000)
      count++
    }
    expect(count).toBe(50)
  })
})
