/**
 * A server and a client in network namespaces of their own, joined by a virtual cable that is pulled. Run inside
 * `unshare --net`; everything it makes is gone with its processes. Prints what it measured as one line of JSON.
 */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connect, createServer, isRpcError } from '../../runtime/index.js'
import { Notes, note, notesHandlers } from './note-service.js'
import { Streams, streamsHandlers } from './stream-service.js'

const limits = { keepaliveIdleMs: 300, keepaliveTimeoutMs: 300, connectTimeoutMs: 1_000 }
const url = 'tcp://10.77.0.2:4000'

async function serve(): Promise<void> {
  const server = createServer({
    insecure: true,
    limits,
    onPeerLeave: () => console.log('left'),
  })
  server.add(Notes, notesHandlers({ echo: () => new Promise(() => {}) }))
  server.add(
    Streams,
    streamsHandlers({
      async *down(request) {
        yield request
        await new Promise(() => {})
      },
    }),
  )
  await server.listen('tcp://0.0.0.0:4000')
  console.log('listening')
}

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' })

/** How a call ended, and after how long. */
async function measured(call: Promise<unknown>) {
  const before = performance.now()
  const error = await call.then(
    () => undefined,
    (thrown) => thrown,
  )
  const ms = Math.round(performance.now() - before)
  if (!isRpcError(error)) return { ms, code: 'OK', outcome: '' }
  return { ms, code: error.code, outcome: error.outcome, message: error.message }
}

async function measure(): Promise<void> {
  const script = fileURLToPath(import.meta.url)
  const server = spawn(
    'unshare',
    ['--net', process.execPath, ...process.execArgv, script, 'serve'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  process.once('exit', () => server.kill('SIGKILL'))
  const lines = createInterface({ input: server.stdout })
  await once(lines, 'line')
  const inServer = (...args: string[]) =>
    run('nsenter', '--target', String(server.pid), '--net', 'ip', ...args)
  run(
    'ip',
    'link',
    'add',
    'here',
    'type',
    'veth',
    'peer',
    'name',
    'there',
    'netns',
    `${server.pid}`,
  )
  run('ip', 'address', 'add', '10.77.0.1/24', 'dev', 'here')
  run('ip', 'link', 'set', 'here', 'up')
  inServer('address', 'add', '10.77.0.2/24', 'dev', 'there')
  inServer('link', 'set', 'there', 'up')

  const channel = connect(url, { limits, retry: false })
  const notes = channel.client(Notes)
  const stream = channel.client(Streams).down(note())
  await stream.next()

  // A cable that is back in time: nobody notices.
  inServer('link', 'set', 'there', 'down')
  await sleep(200)
  inServer('link', 'set', 'there', 'up')
  const healed = await measured(notes.limited(note(), { timeout: '10s' }))

  const left = once(lines, 'line')
  inServer('link', 'set', 'there', 'down')
  const since = performance.now()
  const serverNotices = left.then(() => Math.round(performance.now() - since))
  const [withDeadline, longDeadline, withoutDeadline] = await Promise.all([
    measured(notes.limited(note(), { timeout: 200 })),
    measured(notes.limited(note(), { timeout: '10m' })),
    measured(stream.next()),
  ])
  const whileAway = await measured(notes.limited(note(), { timeout: 500 }))
  const noticedMs = await serverNotices
  inServer('link', 'set', 'there', 'up')
  let back = await measured(notes.limited(note()))
  for (let i = 0; i < 20 && back.code !== 'OK'; i++) back = await measured(notes.limited(note()))
  await channel.close()
  server.kill('SIGKILL')
  console.log(
    JSON.stringify({
      healed,
      withDeadline,
      longDeadline,
      withoutDeadline,
      whileAway,
      serverNotices: noticedMs,
      back,
    }),
  )
}

await (process.argv[2] === 'serve' ? serve() : measure())
