/**
 * Peers that are gone without a word: no end, no reset, only silence. Real ones: a proxy that swallows, a process that is
 * stopped, a cable that is pulled, a handshake that never ends. Every call ends by its deadline; those without one end
 * with the connection, which is given up `keepaliveIdleMs` plus `keepaliveTimeoutMs` after the last byte.
 */

import { execFile, execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { connect, type RpcError } from '../../runtime/index.js'
import { ChaosProxy } from '../support/chaos-proxy.js'
import { hello, prefaceBytes, welcome } from '../support/frames.js'
import { Notes, note, offeredNotes } from '../support/note-service.js'
import { startNotesProgram } from '../support/notes-program.js'
import { RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, portOf, until, useRigs } from '../support/rig.js'
import { Streams } from '../support/stream-service.js'

const { start, own, channelTo } = useRigs()

const limits = { keepaliveIdleMs: 200, keepaliveTimeoutMs: 200, connectTimeoutMs: 500 }
const silenceMs = 400
/** What a busy machine may add. */
const slackMs = 2_000

interface Ended {
  readonly error: RpcError
  readonly ms: number
}

/** How a call ended, and how long after `since`. */
async function ended(call: Promise<unknown>, since = performance.now()): Promise<Ended> {
  const error = await failure(call)
  return { error, ms: performance.now() - since }
}

function expectGivenUp({ error, ms }: Ended): void {
  expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
  expect(error.message).toMatch(/silent for \d+ ms and answered no PING/)
  expect(ms).toBeLessThan(silenceMs + slackMs)
}

function expectDeadline({ error, ms }: Ended, timeoutMs: number): void {
  expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  expect(ms).toBeGreaterThanOrEqual(timeoutMs - 5)
  expect(ms).toBeLessThan(timeoutMs + slackMs)
}

describe('a network that swallows everything', () => {
  it('is noticed by both sides: calls end, and so do the signals of handlers', async () => {
    const started = new Gate()
    const aborted = new Gate<unknown>()
    const { server, url } = await start({
      server: { limits },
      handlers: {
        echo: (request, call) => {
          started.open()
          return new Promise((resolve) =>
            call.signal.addEventListener('abort', () => {
              aborted.open(call.signal.reason)
              resolve(request)
            }),
          )
        },
      },
    })
    const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
    const client = channelTo(proxy.url, { limits }).client(Notes)
    const call = ended(client.echo(note(), { timeout: '1h' }))
    await started.passed
    proxy.swallow()
    const since = performance.now()
    const short = ended(client.limited(note(), { timeout: 100 }))
    const { error } = await call
    expectGivenUp({ error, ms: performance.now() - since })
    expectDeadline(await short, 100)
    expect(String(await aborted.passed)).toContain('answered no PING')
    await until(() => server.stats().connections === 0)
    expect(performance.now() - since).toBeLessThan(silenceMs + slackMs)
  })

  it('for less time than that costs nothing but the time', async () => {
    const { server, url } = await start({ server: { limits } })
    const proxy = own(await ChaosProxy.to(portOf(url)), (one) => one.close())
    const client = channelTo(proxy.url, { limits }).client(Notes)
    await client.limited(note())
    const [peer] = server.peers
    proxy.swallow()
    await sleep(100)
    proxy.restore()
    expect(await client.limited(note('x'))).toEqual(note('x'))
    expect([...server.peers]).toEqual([peer])
  })
})

describe('a server process that is stopped', () => {
  it('is given up, calls are not sent to it again until it speaks, and it serves when it goes on', async () => {
    const { child, url } = await startNotesProgram(own)
    const channel = channelTo(url, { limits })
    const notes = channel.client(Notes)
    const stream = channel.client(Streams).down(note('', 3))
    await notes.limited(note())
    child.kill('SIGSTOP')
    const since = performance.now()
    const calls = [
      ended(notes.echo(note(), { timeout: '1h' }), since),
      ended(channel.client(Streams).both.open().responses.next(), since),
    ]
    expectDeadline(await ended(notes.limited(note(), { timeout: 100 })), 100)
    for (const call of await Promise.all(calls)) expectGivenUp(call)
    // Its kernel still accepts connections; nobody answers on them.
    const next = await ended(notes.limited(note(), { timeout: '1s' }))
    expect(next.error.outcome).toBe('not-sent')
    expect(next.ms).toBeLessThan(1_000 + slackMs)
    child.kill('SIGCONT')
    const patience = performance.now() + 10_000
    while (!(await notes.limited.safe(note('back'))).ok) {
      if (performance.now() > patience) throw new Error('the server did not come back')
      await sleep(20)
    }
    await stream.return?.()
  })
})

describe('one of two server processes that is stopped', () => {
  it('costs the calls that it had, and no others once it is given up', async () => {
    const [stopped, other] = await Promise.all([startNotesProgram(own), startNotesProgram(own)])
    const channel = own(
      connect([stopped.url, other.url], { limits, retry: false, logger: new Lines() }),
      (one) => one.close(),
    )
    const notes = channel.client(Notes)
    const call = () => notes.limited.safe(note(), { timeout: '1m' })
    await call()
    await until(() => channel.stats().endpoints.filter(({ ready }) => ready).length === 2)
    stopped.child.kill('SIGSTOP')
    const since = performance.now()
    const lost = (await Promise.all(Array.from({ length: 100 }, call))).filter(({ ok }) => !ok)
    expect(lost.length).toBeGreaterThan(0)
    expect(performance.now() - since).toBeLessThan(silenceMs + slackMs)
    for (const result of lost) {
      if (!result.ok) expectGivenUp({ error: result.error, ms: 0 })
    }
    const later = await Promise.all(Array.from({ length: 100 }, call))
    expect(later.filter(({ ok }) => !ok)).toEqual([])
  })
})

describe('a process that stood still itself', () => {
  it('does not hold it against its peer: what came meanwhile is read first', async () => {
    const { url } = await startNotesProgram(own)
    const channel = channelTo(url, {
      limits: { keepaliveIdleMs: 40, keepaliveTimeoutMs: 800, drainTimeoutMs: 50 },
    })
    const notes = channel.client(Notes)
    await notes.limited(note())
    const call = notes.echo(note(), { timeout: '1h' })
    let isOver = false
    const error = failure(call).finally(() => {
      isOver = true
    })
    const sleeper = new Int32Array(new SharedArrayBuffer(4))
    for (let i = 0; i < 4; i++) {
      // Behind the turn in which a PING went out, most of the time.
      await new Promise(setImmediate)
      Atomics.wait(sleeper, 0, 0, 1_000)
    }
    expect(isOver).toBe(false)
    expect(channel.stats().connections).toBe(1)
    await channel.close()
    expect(await error).toMatchObject({ outcome: 'unknown' })
  })
})

describe('a peer in a handshake that never ends', () => {
  const silences: [string, (peer: RawPeer) => void][] = [
    ['that accepts and never speaks', () => {}],
    ['that falls silent in its preface', (peer) => peer.write(prefaceBytes.slice(0, 3))],
    ['that falls silent in its WELCOME', (peer) => peer.write(welcome().slice(0, 12))],
  ]
  for (const [name, behave] of silences) {
    it(`${name} is given up; calls end by their deadline, not sent`, async () => {
      const silent = own(await RawServer.listen(behave), (one) => one.close())
      const channel = channelTo(silent.url, { limits })
      const since = performance.now()
      const [call, ready] = await Promise.all([
        ended(channel.client(Notes).echo(note(), { timeout: 100 }), since),
        ended(channel.ready(), since),
      ])
      expectDeadline(call, 100)
      expect(call.error.outcome).toBe('not-sent')
      expect(ready.error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
      expect(ready.error.message).toContain('handshake was not complete within 500 ms')
      expect(ready.ms).toBeLessThan(limits.connectTimeoutMs + slackMs)
    })
  }

  for (const how of ['end', 'resetAndDestroy'] as const) {
    it(`because it dies in the middle of it (${how}) is not connected to`, async () => {
      const dying = own(
        await RawServer.listen((peer) => {
          peer.socket.write(welcome({ methods: offeredNotes }).slice(0, 30), () =>
            peer.socket[how](),
          )
        }),
        (one) => one.close(),
      )
      const ready = await ended(channelTo(dying.url, { limits }).ready())
      expect(ready.error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
      expect(ready.ms).toBeLessThan(limits.connectTimeoutMs + slackMs)
    })
  }

  it('is given up by a server as well, whether it falls silent or dies', async () => {
    const { server, url } = await start({ server: { limits: { handshakeTimeoutMs: 200 } } })
    const since = performance.now()
    const [silent, dying] = await Promise.all([1, 2].map(() => RawPeer.connect(portOf(url))))
    for (const peer of [silent, dying]) if (peer !== undefined) own(peer, (one) => one.destroy())
    for (const peer of [silent, dying]) peer?.write(hello().slice(0, 15))
    await until(() => server.stats().handshakes === 2)
    dying?.socket.resetAndDestroy()
    await until(() => server.stats().handshakes === 1)
    await until(() => server.stats().handshakes === 0)
    expect(performance.now() - since).toBeLessThan(200 + slackMs)
    await until(() => silent?.ended === true || silent?.closed === true)
  })
})

/** Whether this machine lets a test make network namespaces and cables between them. */
function hasNamespaces(): boolean {
  try {
    const make = 'ip link add here type veth peer name there && nsenter --version'
    execFileSync('unshare', ['--net', 'sh', '-c', make], { stdio: 'ignore', timeout: 10_000 })
    return true
  } catch {
    return false
  }
}

describe('a cable that is pulled', () => {
  const name = 'ends calls by their deadline or with the connection, on both sides, and heals'
  if (!hasNamespaces()) {
    it.skip(`${name} (skipped: needs root, and ip, unshare and nsenter of Linux)`)
    return
  }
  it(name, async () => {
    const script = fileURLToPath(new URL('../support/partition-process.ts', import.meta.url))
    const node = [process.execPath, '--import', 'tsx', script]
    const { stdout } = await promisify(execFile)('unshare', ['--net', ...node], { timeout: 60_000 })
    const seen = JSON.parse(stdout)
    // With 300 ms of idleness and 300 ms for the answer.
    const givenUp = { code: 'UNAVAILABLE', outcome: 'unknown' }
    expect(seen.healed.code).toBe('OK')
    expect(seen.withDeadline).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'unknown' })
    expect(seen.withDeadline.ms).toBeLessThan(200 + slackMs)
    for (const call of [seen.longDeadline, seen.withoutDeadline]) {
      expect(call).toMatchObject(givenUp)
      expect(call.ms).toBeLessThan(600 + slackMs)
    }
    expect(seen.whileAway).toMatchObject({ code: 'DEADLINE_EXCEEDED', outcome: 'not-sent' })
    expect(seen.serverNotices).toBeLessThan(600 + slackMs)
    expect(seen.back.code).toBe('OK')
  }, 90_000)
})
