/** Does jobs, until SIGTERM: then it finishes those it has, and ends by itself. */

import { setTimeout as sleep } from 'node:timers/promises'
import { createServer } from 'trunkline'
import { Jobs } from './gen/jobs.js'

const [name = 'first', address = 'tcp://127.0.0.1:4400'] = process.argv.slice(2)
let begun = 0
let done = 0

const server = createServer({ signals: ['SIGTERM', 'SIGINT'] })
server.add(Jobs, {
  async run({ ms }) {
    begun++
    await sleep(ms)
    done++
    return { server: name }
  },
})

console.log(`listening on ${await server.listen(address)}`)

// Nobody calls process.exit(): this comes when all is finished and closed.
process.once('beforeExit', () => console.log(`ends with ${done} of ${begun} jobs done`))
