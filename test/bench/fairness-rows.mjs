/**
 * What a small call waits for the large ones: rows in which calls of twelve bytes, at a fixed rate, share the processes
 * with messages of 4 MiB. On one connection, and with each load and stream on its own: what is left then is the event
 * loops' and the processors'.
 */

import { openLoop } from './measure.mjs'
import { makeOrder } from './payloads.mjs'

export const SMALL_CALLS_PER_SECOND = 500
export const LARGE_BYTES = 4 << 20
const PACE_MS = 200
const STREAMS = 16
/** Short enough to stop soon after the measurement. */
const MESSAGES_PER_STREAM = 4

/** Each starts something that goes on until `isOver()`; `needs` as in rows.mjs. */
export const loads = {
  alone: { title: 'alone', lanes: 0, needs: 'echo' },
  paced: {
    title: `one call every ${PACE_MS} ms`,
    lanes: 1,
    needs: 'blob',
    async repeat({ client, blob }) {
      await client.blob(blob)
      await new Promise((resolve) => setTimeout(resolve, PACE_MS))
    },
  },
  busy: {
    title: 'one call after the other',
    lanes: 1,
    needs: 'blob',
    repeat: ({ client, blob }) => client.blob(blob),
  },
  down: {
    title: `${STREAMS} server streams`,
    lanes: STREAMS,
    needs: 'down',
    repeat: ({ client, messages }) => {
      const order = makeOrder(MESSAGES_PER_STREAM, LARGE_BYTES)
      return client.down(MESSAGES_PER_STREAM, messages.bytes(order))
    },
  },
  up: {
    title: `${STREAMS} client streams`,
    lanes: STREAMS,
    needs: 'up',
    repeat: ({ client, blob }) => client.up(MESSAGES_PER_STREAM, blob),
  },
}

/** `LOAD` and `LOAD-apart`. */
export const fairnessRows = {}

for (const [name, { needs, lanes, repeat }] of Object.entries(loads)) {
  for (const isApart of [false, true]) {
    fairnessRows[isApart ? `${name}-apart` : name] = {
      needs,
      async measure({ client, connect, messages, seconds }) {
        const blob = messages.blob(LARGE_BYTES)
        const call = () => client.echo(messages.text)
        let isOver = false
        let transferred = 0
        const lane = async () => {
          const own = isApart ? await connect() : client
          const counting = countedBy(own, (bytes) => {
            transferred += bytes
          })
          while (!isOver) await repeat({ client: counting, messages, blob })
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
  const counted =
    (call, bytes) =>
    async (...args) => {
      const result = await call(...args)
      count(bytes)
      return result
    }
  return {
    blob: counted((...args) => client.blob(...args), 2 * LARGE_BYTES),
    down: counted((...args) => client.down(...args), MESSAGES_PER_STREAM * LARGE_BYTES),
    up: counted((...args) => client.up(...args), MESSAGES_PER_STREAM * LARGE_BYTES),
  }
}
