/** How each kind of row is measured, on the client's side. Every function returns numbers by name. */

import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from './statistics.mjs'

/** Keeps `inFlight` calls going for `seconds`; `callOf(i)` makes worker i's next call. */
export async function callRate(callOf, inFlight, seconds) {
  let isOver = false
  let calls = 0
  const worker = async (index) => {
    while (!isOver) {
      await callOf(index)
      calls++
    }
  }
  const cpu = process.cpuUsage()
  const start = performance.now()
  const timer = setTimeout(() => {
    isOver = true
  }, seconds * 1000)
  await Promise.all(Array.from({ length: inFlight }, (_, index) => worker(index)))
  clearTimeout(timer)
  const elapsed = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { rate: calls / elapsed, calls, clientCpuUs: (user + system) / calls }
}

/** Streams again and again for `seconds`; `stream()` resolves to how many of the `count` messages came through. Messages count as calls. */
export async function streamRate(count, bytes, stream, seconds) {
  let streams = 0
  const cpu = process.cpuUsage()
  const start = performance.now()
  do {
    const received = await stream()
    if (received !== count) throw new Error(`${received} of ${count} messages came through`)
    streams++
  } while (performance.now() - start < seconds * 1000)
  const elapsed = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const calls = streams * count
  return {
    rate: calls / elapsed,
    bytesPerSecond: (calls * bytes) / elapsed,
    calls,
    clientCpuUs: (user + system) / calls,
  }
}

/** One turn after the other for `seconds`, each timed from its beginning: nobody is kept waiting meanwhile. */
export async function turnTimes(turn, seconds) {
  const times = []
  const end = performance.now() + seconds * 1000
  for (let begin = performance.now(); begin < end; begin = performance.now()) {
    await turn()
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  return { p50: percentile(times, 0.5) * 1000, p99: percentile(times, 0.99) * 1000 }
}

/**
 * Sends at a fixed rate whatever becomes of the answers, and counts each latency from the moment the call was due,
 * so that a stall is paid for by all the calls that it held up.
 */
export async function openLoop(call, ratePerSecond, seconds) {
  const total = Math.round(ratePerSecond * seconds)
  const latencies = new Float64Array(total)
  const interval = 1000 / ratePerSecond
  const start = performance.now() + 5
  let sent = 0
  let answered = 0
  await new Promise((resolve, reject) => {
    const send = (index) => {
      const due = start + index * interval
      call().then(() => {
        latencies[index] = performance.now() - due
        if (++answered === total) resolve()
      }, reject)
    }
    // Spins, because a timer is a millisecond late and a call takes a tenth of that.
    const tick = () => {
      while (sent < total && start + sent * interval <= performance.now()) send(sent++)
      if (sent < total) setImmediate(tick)
    }
    tick()
  })
  latencies.sort()
  return {
    p50: percentile(latencies, 0.5) * 1000,
    p99: percentile(latencies, 0.99) * 1000,
    p999: percentile(latencies, 0.999) * 1000,
  }
}

/** Bytes in use after everything that can go has gone. */
export async function settledBytes() {
  for (let i = 0; i < 3; i++) {
    await sleep(30)
    globalThis.gc()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
