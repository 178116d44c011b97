/**
 * What a small call waits for the large ones: rows in which calls of twelve bytes, at a fixed rate, share the processes
 * with messages of 4 MiB, or with calls like them. On one connection, and with each load and stream on its own: what is
 * left then is the event loops' and the processors'.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { openLoop } from './measure.mjs'
import { makeOrder } from './payloads.mjs'

export const SMALL_CALLS_PER_SECOND = 500
export const LARGE_BYTES = 4 << 20
const PACE_MS = 200
const STREAMS = 16
const SMALL_LANES = 64
/** What paced streams carry together: a gigabit a second. */
const PACED_MIB = 128
const PACED_MS = (STREAMS * LARGE_BYTES * 1000) / (PACED_MIB << 20)
/** Short enough to stop soon after the measurement. */
const MESSAGES_PER_STREAM = 4

/**
 * Each repeats something in `lanes` at a time; with `paceMs` so often in each lane, the lanes one after the other. `needs` as in
 * rows.mjs. The `large` ones are compared with `small` as well: small calls wait for each other too, when both event loops
 * never rest.
 */
export const loads = {
  alone: { title: 'alone', lanes: 0, needs: 'echo' },
  small: {
    title: `${SMALL_LANES} small calls at a time`,
    lanes: SMALL_LANES,
    needs: 'echo',
    repeat: ({ client, messages }) => client.echo(messages.text),
  },
  paced: {
    title: `one call every ${PACE_MS} ms`,
    lanes: 1,
    needs: 'blob',
    large: true,
    paceMs: PACE_MS,
    repeat: ({ client, blob }) => client.blob(blob),
  },
  busy: {
    title: 'one call after the other',
    lanes: 1,
    needs: 'blob',
    large: true,
    repeat: ({ client, blob }) => client.blob(blob),
  },
  'paced down': {
    title: `${STREAMS} server streams, ${PACED_MIB} MiB/s`,
    lanes: STREAMS,
    needs: 'down',
    large: true,
    paceMs: PACED_MS,
    repeat: ({ client, messages }) => client.down(1, messages.bytes(makeOrder(1, LARGE_BYTES))),
  },
  'paced up': {
    title: `${STREAMS} client streams, ${PACED_MIB} MiB/s`,
    lanes: STREAMS,
    needs: 'up',
    large: true,
    paceMs: PACED_MS,
    repeat: ({ client, blob }) => client.up(1, blob),
  },
  down: {
    title: `${STREAMS} server streams`,
    lanes: STREAMS,
    needs: 'down',
    large: true,
    repeat: ({ client, messages }) => {
      const order = makeOrder(MESSAGES_PER_STREAM, LARGE_BYTES)
      return client.down(MESSAGES_PER_STREAM, messages.bytes(order))
    },
  },
  up: {
    title: `${STREAMS} client streams`,
    lanes: STREAMS,
    needs: 'up',
    large: true,
    repeat: ({ client, blob }) => client.up(MESSAGES_PER_STREAM, blob),
  },
}

/** `LOAD` and `LOAD-apart`. */
export const fairnessRows = {}

for (const [name, { needs, lanes, paceMs = 0, repeat }] of Object.entries(loads)) {
  for (const isApart of [false, true]) {
    fairnessRows[isApart ? `${name}-apart` : name] = {
      needs,
      async measure({ client, connect, messages, seconds }) {
        const blob = messages.blob(LARGE_BYTES)
        const call = () => client.echo(messages.text)
        let isOver = false
        let transferred = 0
        const lane = async (_, index) => {
          const own = isApart ? await connect() : client
          const counting = countedBy(own, (bytes) => {
            transferred += bytes
          })
          let due = performance.now() + (paceMs * index) / lanes
          while (!isOver) {
            if (paceMs > 0) await sleep(due - performance.now())
            await repeat({ client: counting, messages, blob })
            due += paceMs
          }
          if (isApart) await own.close()
        }
        const begin = performance.now()
        const load = Promise.all(Array.from({ length: lanes }, lane))
        await openLoop(call, SMALL_CALLS_PER_SECOND, 0.5) // settles
        const result = await openLoop(call, SMALL_CALLS_PER_SECOND, seconds)
        isOver = true
        await load
        return { ...result, bulk: transferred / ((performance.now() - begin) / 1000) }
      },
    }
  }
}

/** The client with its large calls counted: bytes that arrived at the far end and, of an echo, came back. */
function countedBy(client, count) {
  const counted = (call) => async (messages, content) => {
    const result = await call(messages, content)
    count(messages * LARGE_BYTES)
    return result
  }
  return {
    echo: (text) => client.echo(text),
    blob: (blob) => counted(() => client.blob(blob))(2),
    down: counted((messages, order) => client.down(messages, order)),
    up: counted((messages, blob) => client.up(messages, blob)),
  }
}
