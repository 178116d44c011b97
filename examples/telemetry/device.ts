/** A greenhouse: reports its temperature, and lets the server move its vent. Here both are made up. */

import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'trunkline'
import { carryOn } from './carry-on.js'
import { Controller, type Reading, Telemetry } from './gen/telemetry.js'

const [address = 'tcp://127.0.0.1:4300', device = `greenhouse-${process.pid}`, everyMs = '20'] =
  process.argv.slice(2)

let celsius = 24 + 4 * Math.random()
let isVentOpen = false
let longestWaitMs = 0
const stopping = new AbortController()

const channel = connect(address)

// Before the first call: the server is told what this side serves when the connection is made.
channel.add(Controller, {
  setVent({ open }) {
    isVentOpen = open
    console.log(`the vent ${open ? 'opens' : 'closes'} at ${celsius.toFixed(1)} °C`)
    return {}
  },
})

async function* readings(): AsyncGenerator<Reading> {
  while (!stopping.signal.aborted) {
    celsius += (isVentOpen ? -0.2 : 0.1) + 0.1 * (Math.random() - 0.5)
    const before = performance.now()
    yield { device, celsius, isVentOpen, takenAt: new Date() }
    longestWaitMs = Math.max(longestWaitMs, performance.now() - before)
    await sleep(Number(everyMs))
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopping.abort())
}

const telemetry = channel.client(Telemetry)
// What was measured while the server was away is not kept: the next reading says how things are.
await carryOn(stopping.signal, async (reached) => {
  await channel.ready()
  reached()
  const { taken } = await telemetry.report(readings())
  console.log(`${taken} readings taken; none waited longer than ${longestWaitMs.toFixed()} ms`)
})
await channel.close()
