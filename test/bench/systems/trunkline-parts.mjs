/** What Trunkline's rows and their variants share. */

import { answer, downMessages } from '../payloads.mjs'

/** Bounds that no row is about. */
export const limits = {
  maxMessageBytes: 64 << 20,
  maxCallsPerConnection: 200_000,
  maxConnections: 20_000,
  maxQueuedCalls: 200_000,
}

export const handlers = {
  echo({ text }) {
    return text === 'hold' ? answer(text).then((held) => ({ text: held })) : { text }
  },
  record: (order) => order,
  payload: (blob) => blob,
  async *down({ data }) {
    for (const message of downMessages(data)) yield { data: message }
  },
  async up(blobs) {
    let received = 0
    for await (const _ of blobs) received++
    return { data: Buffer.from(String(received)) }
  },
  async *both(blobs) {
    yield* blobs
  },
}

/** All functions of a `Client`, see index.mjs, but `close`. */
export function clientOf(echo) {
  return {
    echo: (text) => echo.echo(text),
    record: (order) => echo.record(order),
    blob: (blob) => echo.payload(blob),
    down: (_count, order) => countOf(echo.down(order)),
    up: async (count, blob) => Number(Buffer.from((await echo.up(repeated(count, blob))).data)),
    both: (count, blob) => countOf(echo.both(repeated(count, blob))),
    async converse(blob) {
      const { send, end, responses } = echo.both.open()
      const turn = async () => {
        await send(blob)
        return responses.next()
      }
      return { turn, end }
    },
  }
}

async function* repeated(count, message) {
  for (let i = 0; i < count; i++) yield message
}

async function countOf(stream) {
  let received = 0
  for await (const _ of stream) received++
  return received
}

export const messages = {
  text: (text) => ({ text }),
  blob: (data) => ({ data }),
}
