/**
 * Serves calls that it writes down, until it is killed. Says `ready` when it is loaded, and listens when a line with its
 * address comes: so the next is at hand when one dies. SIGTERM drains it. Arguments: the ledger's file.
 */

import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer, RpcError } from '../../runtime/index.js'
import { Log } from '../support/log-service.js'
import { Notes, notesHandlers } from '../support/note-service.js'
import { HandlerLedger } from './ledger.js'

const ledger = new HandlerLedger(process.argv[2] ?? '')
const server = createServer({ signals: ['SIGTERM'] })
server.add(
  Notes,
  notesHandlers({
    async echo(request) {
      ledger.started(request.text)
      if (request.number > 0) await sleep(request.number)
      ledger.done(request.text)
      return request
    },
    limited(request) {
      ledger.started(request.text)
      throw new RpcError('NOT_FOUND', 'there is none')
    },
  }),
)
server.add(Log, { tell: ({ text }) => ledger.started(text) })

console.log('ready')
for await (const url of createInterface({ input: process.stdin })) {
  console.log(`listening ${await server.listen(url)}`)
  break
}
