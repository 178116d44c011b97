/** Takes in readings, keeps temperatures between two bounds by calling the devices, and shows it all to viewers. */

import { EventEmitter, once } from 'node:events'
import { createServer } from 'trunkline'
import { Controller, type ControllerClient, type Reading, Telemetry } from './gen/telemetry.js'

const openAboveCelsius = 30
const closeBelowCelsius = 25

const [address = 'tcp://127.0.0.1:4300'] = process.argv.slice(2)

/**
 * All that is kept: the latest reading of each device. Viewers are shown this and not a queue, so that a slow one
 * misses readings and costs neither memory nor anybody else's time.
 */
const latest = new Map<string, Reading>()
let taken = 0
const news = new EventEmitter().setMaxListeners(0)

/** Sets the vent if it is not as it should be. */
async function steer(controller: ControllerClient, reading: Reading): Promise<void> {
  const { celsius, device, isVentOpen } = reading
  const open = isVentOpen ? celsius > closeBelowCelsius : celsius > openAboveCelsius
  if (open === isVentOpen) return
  const set = await controller.setVent.safe({ open })
  const result = set.ok ? 'done' : `${set.error.message} (${set.error.outcome})`
  console.log(
    `${device} has ${celsius.toFixed(1)} °C: ${open ? 'open' : 'close'} its vent: ${result}`,
  )
}

// Streams of readings do not end by themselves; close() is not to wait for them.
const server = createServer({ limits: { drainTimeoutMs: 200 } })

server.add(Telemetry, {
  async report(readings, call) {
    const controller = call.peer.client(Controller)
    const devices = new Set<string>()
    let count = 0
    let isSteering = false
    try {
      for await (const reading of readings) {
        latest.set(reading.device, reading)
        devices.add(reading.device)
        count++
        taken++
        news.emit('reading')
        if (isSteering) continue
        isSteering = true
        // Not awaited: a controller that is slow to answer does not hold up its sensor.
        void steer(controller, reading).finally(() => {
          isSteering = false
        })
      }
      return { taken: count }
    } finally {
      for (const device of devices) latest.delete(device)
    }
  },

  async *watch(requests, call) {
    let seen = -1
    for await (const _ of requests) {
      while (seen === taken) await once(news, 'reading', { signal: call.signal })
      seen = taken
      yield { taken, latest: [...latest.values()] }
    }
  },

  async ventAll({ open }, call) {
    const calls = [...server.peers].map((peer) =>
      peer.client(Controller).setVent.safe({ open }, { parent: call }),
    )
    const results = await Promise.all(calls)
    const failures = results.flatMap((result) => (result.ok ? [] : [result.error.code]))
    // Viewers are peers as well, and serve no vent.
    const failed = failures.filter((code) => code !== 'UNIMPLEMENTED').length
    return { done: results.length - failures.length, failed }
  },
})

console.log(`listening on ${await server.listen(address)}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close())
