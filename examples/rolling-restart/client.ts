/** Has jobs done, as fast as they are, until a signal comes. Says twice a second where, and at the end how many failed. */

import { connect } from 'trunkline'
import { Jobs } from './gen/jobs.js'

const addresses = process.argv.slice(2)
const workers = 40

const channel = connect(addresses.length > 0 ? addresses : ['tcp://127.0.0.1:4400'])
const jobs = channel.client(Jobs)

let isStopping = false
let done = 0
let failed = 0
const byServer = new Map<string, number>()

async function work(): Promise<void> {
  while (!isStopping) {
    const result = await jobs.run.safe({ ms: Math.round(Math.random() * 20) })
    if (result.ok) {
      const { server } = result.value
      byServer.set(server, (byServer.get(server) ?? 0) + 1)
      done++
    } else {
      console.log(`failed: ${result.error.message} (${result.error.outcome})`)
      failed++
    }
  }
}

function report(): void {
  const counts = Array.from(byServer, ([server, count]) => {
    byServer.set(server, 0)
    return `${server} ${count === 0 ? 'away' : String(count).padStart(5)}`
  })
  if (counts.length > 0) console.log(`jobs done: ${counts.sort().join('  ')}`)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    isStopping = true
  })
}

const timer = setInterval(report, 500)
await Promise.all(Array.from({ length: workers }, work))
clearInterval(timer)
await channel.close()
console.log(`${failed} of ${done + failed} calls failed`)
if (failed > 0) process.exitCode = 1
