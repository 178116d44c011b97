/** Serves notes until it is killed: its handler `echo` never answers, the others do at once. Prints its address. */

import { createServer } from '../../runtime/index.js'
import { Notes, notesHandlers } from './note-service.js'

const server = createServer()
server.add(Notes, notesHandlers({ echo: () => new Promise(() => {}) }))
process.stdout.write(`${await server.listen(process.argv[2] ?? 'tcp://127.0.0.1:0')}\n`)
process.on('SIGTERM', () => {
  void server.close().then(() => process.exit(0))
})
