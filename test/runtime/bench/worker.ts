/**
 * `worker.ts SYSTEM DESCRIPTORS MILLISECONDS [WORDS]`: times one system's tasks, in a process of its own: what a system's
 * functions have seen of another's messages decides how well they are compiled.
 *
 * Prints JSON: by task, nanoseconds of CPU time and bytes allocated for each run. CPU time, because a busy machine takes
 * away time on the clock.
 */

import { readFileSync } from 'node:fs'
import { getHeapStatistics } from 'node:v8'
import { measure } from 'mitata'
import { type System, tasksOf } from './tasks.js'

export interface Timing {
  readonly ns: number
  readonly bytes: number
}

/** Compiled code replaces that of the first tens of thousands of runs, which take up to ten times as long. */
const warmUpRuns = 100_000

const [, , system = '', descriptors = '', milliseconds = '', words = ''] = process.argv

function cpuNow(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

const timings: Record<string, Timing> = {}
const tasks = tasksOf(system as System, readFileSync(descriptors)) // because run.ts names the systems
for (const [name, run] of Object.entries(tasks)) {
  if (!name.includes(words)) continue
  // Warm, because the first run decides whether many are timed at once, and CPU time is told in microseconds.
  for (let i = 0; i < warmUpRuns; i++) run()
  const { p25, heap } = await measure(run, {
    now: cpuNow,
    min_cpu_time: Number(milliseconds) * 1e6,
    heap: () => getHeapStatistics().used_heap_size,
  })
  timings[name] = { ns: p25, bytes: heap?.avg ?? 0 }
}
console.log(JSON.stringify(timings))
