/**
 * Serves notes and streams until it is killed, or drained by SIGTERM: its handler `echo` never answers, the others do at
 * once. Prints its address.
 */

import { createServer } from '../../runtime/index.js'
import { Notes, notesHandlers } from './note-service.js'
import { Streams, streamsHandlers } from './stream-service.js'

async function* silent(): AsyncGenerator<never> {
  await new Promise(() => {})
}

const server = createServer({ signals: ['SIGTERM'] })
server.add(Notes, notesHandlers({ echo: () => new Promise(() => {}) }))
server.add(Streams, streamsHandlers({ both: silent }))
process.stdout.write(`${await server.listen(process.argv[2] ?? 'tcp://127.0.0.1:0')}\n`)
