/**
 * `npm run bench:balance`: what one slow server of three does to the calls of a channel, compared with three that are well at
 * the same time, and how soon an added one has its share. Servers are processes of their own, whose handlers wait for a timer;
 * calls come by chance at a given rate, whether or not earlier ones have ended. `--seconds N` for each line of the table
 * (default 10).
 */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildStubs, stubsFile } from './build-stubs.mjs'

const SERVICE_MS = 5
const RATES = [50, 200, 1_000]
const WARM_UP_SECONDS = 2

// ---- a server ----

async function serve() {
  const { createServer } = await import('../../dist/index.js')
  const { Echo } = await import(stubsFile)
  let times = 1
  let more = 0
  process.on('message', (slowness) => {
    times = slowness.times
    more = slowness.more
    process.send('done')
  })
  process.on('disconnect', () => process.exit(0))
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  const server = createServer()
  server.add(Echo, {
    async echo() {
      await wait(SERVICE_MS * times + more)
      return { text: String(process.pid) }
    },
    payload: (blob) => blob,
    record: (order) => order,
    async *down() {},
    up: async () => ({ data: new Uint8Array(0) }),
    async *both() {},
  })
  process.send(await server.listen('tcp://127.0.0.1:0'))
}

class ServerProcess {
  static async start() {
    const server = new ServerProcess()
    server.child = fork(fileURLToPath(import.meta.url))
    ;[server.url] = await once(server.child, 'message')
    return server
  }

  async slow(slowness) {
    this.child.send({ times: 1, more: 0, ...slowness })
    await once(this.child, 'message')
  }
}

// ---- the calls ----

/** Makes calls for some seconds. Returns when each was made, how long it took, and the process that answered. */
async function load(echo, callsPerSecond, seconds) {
  const calls = []
  const open = []
  const began = performance.now()
  let next = began
  while (next < began + seconds * 1000) {
    const ahead = next - performance.now()
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead))
    // Timers are late; those whose time has come meanwhile are made together, and counted from when they should have been.
    while (next <= performance.now()) {
      const at = next
      const note = (server) => calls.push({ at: at - began, ms: performance.now() - at, server })
      open.push(
        echo.echo({ text: '' }).then(
          ({ text }) => note(Number(text)),
          () => note(-1),
        ),
      )
      next += (-Math.log(1 - Math.random()) * 1000) / callsPerSecond
    }
  }
  await Promise.all(open)
  return calls
}

function percentile(calls, part) {
  const sorted = calls.map(({ ms }) => ms).sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

function share(calls, { child }) {
  return calls.filter(({ server }) => server === child.pid).length / calls.length
}

// ---- the measurements ----

async function main() {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' } } })
  const seconds = Number(values.seconds)
  if (!(seconds > 0)) throw new Error(`--seconds is ${values.seconds}: it must be a number above 0`)
  await buildStubs()
  const servers = await Promise.all(Array.from({ length: 6 }, () => ServerProcess.start()))
  try {
    await compareSlowness(servers.slice(0, 3), servers.slice(3), seconds)
    await addServer(servers.slice(3))
  } finally {
    for (const { child } of servers) child.kill()
  }
}

/** Three servers, one of them slow, and three that are well, at the same time: what else the machine does hits both. */
async function compareSlowness(slow, well, seconds) {
  const cases = [
    { title: '50 ms more', slowness: { more: 50 } },
    { title: '10 ×', slowness: { times: 10 } },
    { title: '100 ×', slowness: { times: 100 } },
  ]
  print(['policy', 'calls/s', 'slow one', 'p50 ms', 'well', 'p99 ms', 'well', '×', 'shares %'])
  for (const balance of ['p2c', 'leastPending']) {
    for (const rate of RATES) {
      for (const { title, slowness } of cases) {
        await slow[0].slow(slowness)
        const [calls, others] = await Promise.all(
          [slow, well].map((servers) => measure(servers, balance, rate, seconds)),
        )
        print([
          balance,
          String(rate),
          title,
          percentile(calls, 0.5).toFixed(1),
          percentile(others, 0.5).toFixed(1),
          percentile(calls, 0.99).toFixed(1),
          percentile(others, 0.99).toFixed(1),
          (percentile(calls, 0.99) / percentile(others, 0.99)).toFixed(2),
          slow.map((server) => (100 * share(calls, server)).toFixed(1)).join(' / '),
        ])
      }
    }
  }
}

async function measure(servers, balance, rate, seconds) {
  const { connect } = await import('../../dist/index.js')
  const { Echo } = await import(stubsFile)
  const channel = connect(
    servers.map(({ url }) => url),
    { balance },
  )
  const echo = channel.client(Echo)
  await load(echo, rate, WARM_UP_SECONDS)
  const calls = await load(echo, rate, seconds)
  await channel.close()
  const failed = calls.filter(({ server }) => server === -1).length
  if (failed > 0) throw new Error(`${failed} calls failed`)
  return calls
}

/** How soon a third server has half of its fair share, which is a sixth of the calls. */
async function addServer(servers) {
  const { connect } = await import('../../dist/index.js')
  const { Echo } = await import(stubsFile)
  const [first, second, third] = servers
  for (const rate of RATES) {
    let add
    const added = new Promise((resolve) => {
      add = resolve
    })
    const resolver = {
      name: 'bench',
      async *watch({ signal }) {
        yield [first, second].map(({ url }) => ({ url }))
        await added
        yield servers.map(({ url }) => ({ url }))
        await once(signal, 'abort')
      },
    }
    const channel = connect(resolver)
    const echo = channel.client(Echo)
    await load(echo, rate, WARM_UP_SECONDS)
    add()
    const calls = await load(echo, rate, 3)
    await channel.close()
    const inFirstSecond = calls.filter(({ at }) => at < 1000)
    process.stdout.write(
      `\nadded at ${rate} calls/s: ${(100 * share(inFirstSecond, third)).toFixed(1)} % of the first second's calls` +
        `, half of its share after ${timeToShare(calls, third, 1 / 6)} ms\n`,
    )
  }
}

/** The end of the first stretch, from the beginning, in which a server had so much of the calls. */
function timeToShare(calls, server, wanted) {
  const sorted = [...calls].sort((one, other) => one.at - other.at)
  let own = 0
  for (const [index, call] of sorted.entries()) {
    if (call.server === server.child.pid) own++
    if (own / (index + 1) >= wanted) return Math.round(call.at)
  }
  return Number.POSITIVE_INFINITY
}

function print(columns) {
  const widths = [13, 8, 11, 7, 6, 7, 6, 6, 0]
  process.stdout.write(`${columns.map((text, at) => text.padEnd(widths[at])).join(' ')}\n`)
}

if (process.send === undefined) await main()
else await serve()
