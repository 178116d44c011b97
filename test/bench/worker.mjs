/**
 * One process of the bench: `worker.mjs server <system>` or `worker.mjs client <system> <port>`.
 *
 * It answers the runner's questions, one at a time: `{ ask, ...arguments }` in, `{ answer }` or `{ failure }` out.
 */

import { fairnessRows } from './fairness-rows.mjs'
import { growthRows } from './growth-rows.mjs'
import { settledBytes } from './measure.mjs'
import * as payloads from './payloads.mjs'
import { connectMany, rows } from './rows.mjs'
import { loadSystem } from './systems/index.mjs'

const [role, name, port] = process.argv.slice(2)

const questions = {
  cpu() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  memory: settledBytes,
}

if (role === 'server') {
  const system = await loadSystem(name)
  const server = await system.startServer()
  questions.release = () => payloads.releaseHeld()
  process.send({ answer: server.port })
} else {
  const importStart = performance.now()
  const system = await loadSystem(name)
  const importMs = performance.now() - importStart
  const target = Number(port) || port
  const connect = () => system.connect(target)
  const messages = naturalMessages(system)
  const client = await connect()
  await client.echo(messages.text)
  const firstCallMs = performance.now() - importStart

  let opened = []
  let held = []
  Object.assign(questions, {
    start: () => ({ importMs, firstCallMs }),
    measure: ({ row, seconds }) =>
      (rows[row] ?? growthRows[row] ?? fairnessRows[row]).measure({
        client,
        connect,
        opened,
        messages,
        seconds,
      }),
    async open({ count }) {
      opened = await connectMany(async () => {
        const another = await connect()
        await another.echo(messages.text)
        return another
      }, count)
    },
    async close() {
      for (const another of opened.splice(0)) await another.close()
    },
    hold({ count }) {
      held = Array.from({ length: count }, () => client.echo(messages.hold))
    },
    async unhold() {
      await Promise.all(held.splice(0))
    },
  })
  process.send({ answer: missingFunctions(client) })
}

process.on('message', async ({ ask, ...rest }) => {
  try {
    process.send({ answer: await questions[ask](rest) })
  } catch (error) {
    process.send({ failure: error?.stack ?? String(error) })
  }
})
// Calls that are held fail when their server is stopped. Catching each would weigh as much as a third of the call.
process.on('unhandledRejection', (error) => {
  if (questions.hold === undefined) throw error
})
process.on('disconnect', () => process.exit())

/** The messages as this system likes them, each made once. */
function naturalMessages(system) {
  const natural = system.messages ?? {}
  const same = (value) => value
  const blob = natural.blob ?? same
  const blobs = new Map()
  return {
    text: (natural.text ?? same)(payloads.text),
    hold: (natural.text ?? same)('hold'),
    record: (natural.record ?? same)(payloads.record, { encodedBytes: payloads.recordBytes }),
    bytes: blob,
    blob(size) {
      if (!blobs.has(size)) blobs.set(size, blob(payloads.someBytes(size)))
      return blobs.get(size)
    },
  }
}

function missingFunctions(client) {
  return ['echo', 'record', 'blob', 'down', 'up', 'both', 'converse'].filter(
    (key) => !(key in client),
  )
}
