/** The live view: a table that redraws itself on a terminal, a line for each snapshot elsewhere. */

import { clearScreenDown, moveCursor } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pc from 'picocolors'
import { connect } from 'trunkline'
import { carryOn } from './carry-on.js'
import { type Reading, type Snapshot, Telemetry } from './gen/telemetry.js'

const [address = 'tcp://127.0.0.1:4300', everyMs = '100'] = process.argv.slice(2)

const isTerminal = process.stdout.isTTY === true
let taken = 0
let rows = 0

function describe({ device, celsius, isVentOpen }: Reading): string {
  const text = `${device.padEnd(14)} ${celsius.toFixed(1).padStart(5)} °C  vent ${isVentOpen ? 'open' : 'shut'}`
  if (!isTerminal) return text.replaceAll(/ +/g, ' ')
  const colour = celsius > 30 ? pc.red : celsius < 25 ? pc.blue : pc.green
  return `${text}  ${colour('█'.repeat(Math.max(0, Math.min(50, Math.round((celsius - 15) * 2)))))}`
}

function draw(snapshot: Snapshot): void {
  const readings = snapshot.latest.toSorted((a, b) => (a.device < b.device ? -1 : 1))
  const ages = readings.map(({ takenAt }) => Date.now() - takenAt.getTime())
  const summary = `${snapshot.taken} readings, ${snapshot.taken - taken} since the last view, the oldest shown is ${Math.max(0, ...ages)} ms old`
  taken = snapshot.taken
  if (!isTerminal) {
    console.log([summary, ...readings.map(describe)].join(' | '))
    return
  }
  moveCursor(process.stdout, 0, -rows)
  clearScreenDown(process.stdout)
  const lines = [...readings.map(describe), pc.dim(summary)]
  console.log(lines.join('\n'))
  rows = lines.length
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopping.abort())
}

const channel = connect(address)
const telemetry = channel.client(Telemetry)
await carryOn(stopping.signal, async (reached) => {
  // Whatever was drawn or counted belongs to the last connection.
  rows = 0
  taken = 0
  const watch = telemetry.watch.open({ signal: stopping.signal })
  await watch.send({})
  for await (const snapshot of watch.responses) {
    reached()
    draw(snapshot)
    // One request, one snapshot, at the viewer's own pace: what comes is never older than the way it took.
    await sleep(Number(everyMs))
    await watch.send({})
  }
})
await channel.close()
