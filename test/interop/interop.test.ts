/** A client written in Python from PROTOCOL.md alone, against the real server over TCP. Skipped without python3. */

import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  connect,
  createServer,
  RpcError,
  type Server,
  type ServerOptions,
} from '../../runtime/index.js'
import { type Blob, Echo, type EchoHandlers } from '../bench/gen/echo.js'
import { concat } from '../support/bytes.js'
import { Authority, issueLocal } from '../support/certificates.js'
import { data, end, frame, welcome } from '../support/frames.js'
import { Notes, note, offeredNotes } from '../support/note-service.js'

interface Case {
  readonly name: string
  readonly expect: Readonly<Record<string, unknown>>
}

const unlimited = 0xffff_ffff
const wholeChunks = 65_536
const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('test/interop: python3 is missing, so the Python client is not tried')

const handlers: EchoHandlers = {
  async echo(request, call) {
    if (request.text === 'decline') throw new RpcError('FAILED_PRECONDITION', 'not now')
    if (request.text === 'crash') throw new Error('a secret of the handler')
    if (request.text === 'tenant') return { text: String(call.metadata.get('tenant')) }
    if (request.text === 'wait') {
      await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
    }
    return request
  },
  payload: (request) => request,
  record: (request) => request,
  async *down(request, call) {
    // An empty request asks for a stream that only its caller can end.
    while (request.data.length === 0 && !call.signal.aborted) {
      yield { data: new Uint8Array(98) }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    for (let count = 0; count < 30; count++) yield request
  },
  async up(requests) {
    let bytes = 0
    for await (const { data } of requests) bytes += data.length
    return { data: new TextEncoder().encode(String(bytes)) }
  },
  both: async function* (requests: AsyncIterable<Blob>) {
    yield* requests
  },
}

const quiet = { warn: () => {}, error: () => {}, info: () => {}, debug: () => {} }

async function listening(
  overrides: Partial<EchoHandlers> = {},
  options: ServerOptions = {},
): Promise<[Server, string]> {
  const server = createServer({ logger: quiet, ...options })
  server.add(Echo, { ...handlers, ...overrides })
  const url = await server.listen(`${options.tls ? 'tls' : 'tcp'}://127.0.0.1:0`)
  return [server, new URL(url).port]
}

/** Runs a file of cases, and holds each result against what the file expects. */
async function runCases(
  file: string,
  step: number,
  credit: number,
  options: ServerOptions = {},
  secrets: readonly string[] = [],
): Promise<void> {
  const [server, port] = await listening({}, options)
  try {
    const cases: readonly Case[] = JSON.parse(readFileSync(`${here}${file}`, 'utf8'))
    const args = [
      `${here}run_cases.py`,
      port,
      `${here}${file}`,
      String(step),
      String(credit),
      ...secrets,
    ]
    const { stdout } = await run('python3', ['-B', ...args], { timeout: 100_000 })
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results.length).toBe(cases.length)
    cases.forEach((each, index) => {
      expect(results[index]).toMatchObject({ name: each.name, ...each.expect })
    })
    if (process.env.TRUNKLINE_INTEROP_TIMES === '1') console.log(stdout)
  } finally {
    await server.close()
  }
}

describe.skipIf(!hasPython)('the Python client', () => {
  it('has no more than 170 lines', () => {
    const lines = readFileSync(`${here}trunkline_client.py`, 'utf8').split('\n')
    expect(lines.filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(170)
  })

  it('passes all cases', () => runCases('cases.json', wholeChunks, unlimited))

  it('passes all cases with limited credit of its own', () =>
    runCases('cases.json', wholeChunks, 65_536))

  it(
    'passes all cases when both ways go byte by byte',
    () => runCases('cases.json', 1, unlimited),
    120_000,
  )

  it(
    'moves 120 MiB each way through a connection credit of 16 MiB',
    () => runCases('large-cases.json', wholeChunks, 16 * 1024 * 1024),
    120_000,
  )

  it('passes all cases over TLS, with a client certificate and a token that it renews', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interop-'))
    try {
      const authority = await Authority.make('interop')
      const own = await authority.issue({ name: 'python', dns: ['python.internal'] })
      const ca = join(folder, 'ca.pem')
      const client = join(folder, 'client.pem')
      writeFileSync(ca, authority.ca)
      writeFileSync(client, own.cert + own.key)
      const seen: string[] = []
      const options: ServerOptions = {
        tls: { ...(await issueLocal(authority)), ca: authority.ca, requestClientCert: true },
        authenticate: ({ identity, token, isRenewal }) => {
          seen.push(`${identity?.altNames} ${token} ${isRenewal}`)
          return token === 'open sesame' ? { name: 'python' } : null
        },
      }
      await runCases('cases.json', wholeChunks, 65_536, options, [ca, client, 'open sesame'])
      const who = 'DNS:python.internal open sesame'
      expect(seen).toEqual([`${who} false`, `${who} true`])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('gets its answer from a server that drains, and opens no more', async () => {
    let closed: Promise<void> | undefined
    const [server, port] = await listening({
      async echo(request) {
        closed = server.close()
        await new Promise((resolve) => setTimeout(resolve, 100))
        return request
      },
    })
    const script = `
import sys; sys.path.insert(0, ${JSON.stringify(here)})
from trunkline_client import Client, text
client = Client(${port})
call = client.wait(client.open("echo.v1.Echo/echo", text(1, b"hi")))
assert call.messages == [text(1, b"hi")], call.status
assert client.leaving == 1, client.leaving
try: client.open("echo.v1.Echo/echo", b"")
except EOFError as error: print(error)
`
    const { stdout } = await run('python3', ['-B', '-c', script], { timeout: 20_000 })
    expect(stdout.trim()).toBe('the server is leaving')
    await closed
  })
})

describe('a server written by hand', () => {
  /** Answers the first call of a channel with these frames. */
  async function answered(...frames: readonly Uint8Array[]): Promise<unknown> {
    const tcp = createTcpServer((socket) => {
      socket.once('data', () => {
        socket.write(welcome({ methods: offeredNotes }))
        socket.once('data', () => socket.write(concat(...frames)))
      })
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const address = tcp.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const channel = connect(`tcp://127.0.0.1:${port}`, {
      logger: quiet,
      limits: { drainTimeoutMs: 100 },
    })
    try {
      return await channel.client(Notes).echo.safe(note('hi'))
    } finally {
      await channel.close()
      tcp.close()
    }
  }

  it('P-28 that ends a unary call without a message makes it fail with INTERNAL, unknown', async () => {
    const error = { code: 'INTERNAL', outcome: 'unknown' }
    expect(await answered(end(1))).toMatchObject({ ok: false, error })
  })

  it('P-4 may send hints that this version does not know', async () => {
    const hint = frame(12, 15, 9, new Uint8Array(100))
    const reply = data(1, new Uint8Array(0))
    expect(await answered(hint, reply, hint)).toMatchObject({ ok: true })
  })
})
