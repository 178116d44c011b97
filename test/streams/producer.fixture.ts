/** A server in a process of its own, so that its memory is its own; prints its address and serves until it is killed. */

import { createServer } from '../../runtime/index.js'
import { noteOfBytes } from '../support/note-service.js'
import { Streams, streamsHandlers } from '../support/stream-service.js'

/** 10 GiB. */
const wanted = 10 * 2 ** 30

let produced = 0
const startRss = process.memoryUsage().rss

const server = createServer()
server.add(
  Streams,
  streamsHandlers({
    /** Sends 10 GiB in messages of `number` bytes, or as many as its text says: a number of a note is at most 1,000,000. */
    async *down({ number, text }) {
      const bytes = text === '' ? number : Number(text)
      const message = noteOfBytes(bytes)
      for (let sent = 0; sent < wanted; sent += bytes) {
        produced += bytes
        yield message
      }
    },
    /** `report`: what was produced and what it took. */
    echo(request) {
      if (request.text !== 'report') return request
      const { rss } = process.memoryUsage()
      return { ...request, text: JSON.stringify({ produced, rss, startRss }) }
    },
  }),
)
console.log(await server.listen('tcp://127.0.0.1:0'))
