/** `npm run bench`: runs every system against the others. See options.mjs for what it understands. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildStubs, buildUnmetered } from './build-stubs.mjs'
import { drawChart } from './chart.mjs'
import { runComparisons } from './comparisons.mjs'
import { baselineOf, judge, measureShares } from './gate.mjs'
import { help, readOptions } from './options.mjs'
import { Pair, Worker } from './processes.mjs'
import { printTables } from './report.mjs'
import { rows } from './rows.mjs'
import { summarise } from './statistics.mjs'
import { loadSystem } from './systems/index.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const baselineFile = here('baseline.json')

const IDLE_CONNECTIONS = 300
const HELD_CALLS = 10_000
const FRESH_STARTS = 3

/** Rows that need processes of their own. */
const runners = {
  async memoryPerConnection(name) {
    const grown = await memoryGrowth(name, openMany)
    const bare = await memoryGrowth('bare', openMany)
    return {
      clientBytes: (grown.client - bare.client) / IDLE_CONNECTIONS,
      serverBytes: (grown.server - bare.server) / IDLE_CONNECTIONS,
    }
  },
  async memoryPerCall(name) {
    const grown = await memoryGrowth(name, (client) => client.ask('hold', { count: HELD_CALLS }))
    return { clientBytes: grown.client / HELD_CALLS, serverBytes: grown.server / HELD_CALLS }
  },
  async start(name, pair) {
    const starts = []
    for (let i = 0; i < FRESH_STARTS; i++) {
      const client = new Worker(['client', name, String(pair.port)])
      try {
        await client.answer()
        starts.push(await client.ask('start'))
      } finally {
        client.stop()
      }
    }
    return {
      importMs: summarise(starts.map((start) => start.importMs)).median,
      firstCallMs: summarise(starts.map((start) => start.firstCallMs)).median,
    }
  },
}

async function openMany(client) {
  await client.ask('open', { count: IDLE_CONNECTIONS })
}

/** What both sides hold after `act` that they did not hold before, in a pair that has warmed up. */
async function memoryGrowth(name, act) {
  const pair = await Pair.start(name)
  try {
    await pair.client.ask('measure', { row: 'text-1', seconds: 0.3 })
    const before = {
      client: await pair.client.ask('memory'),
      server: await pair.server.ask('memory'),
    }
    await act(pair.client)
    const after = {
      client: await pair.client.ask('memory'),
      server: await pair.server.ask('memory'),
    }
    return { client: after.client - before.client, server: after.server - before.server }
  } finally {
    pair.stop()
  }
}

async function measure(name, rowName, pair, seconds) {
  const row = rows[rowName]
  if (row.runner) return runners[row.runner](name, pair)
  const cpuBefore = await pair.server.ask('cpu')
  const { calls, ...numbers } = await pair.client.ask('measure', { row: rowName, seconds })
  if (calls === undefined) return numbers
  return { ...numbers, serverCpuUs: ((await pair.server.ask('cpu')) - cpuBefore) / calls }
}

async function main() {
  const options = readOptions(process.argv.slice(2))
  if (options.isHelp) return process.stdout.write(help)
  if (options.isQuick) return quick(options)
  installPeers()
  await buildStubs()
  await buildUnmetered()

  const busyBefore = await busyShare()
  const failures = []
  const { systems, readings } = await measureRows(options, failures)
  const compared = await runComparisons(options.comparisons, {
    onStart: announce,
    onFailure: (name, error) => failures.push(`${name}: ${error.message}`),
  })
  progress('')

  const results = {
    machine: `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.versions.node}, ${process.platform}`,
    processors: cpus().length,
    busyBefore: Number(busyBefore.toFixed(2)),
    rounds: options.rounds,
    seconds: options.seconds,
    systems,
    rows: summaries(readings),
    comparisons: compared,
  }
  if (options.isJson) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  else process.stdout.write(printTables(results))
  if (options.isPublished && failures.length === 0) {
    save(results)
    writeJson(baselineFile, baselineOf(await measureShares({ onRow: announce })))
  }
  for (const failure of failures) {
    process.stderr.write(`${failure}\n`)
    process.exitCode = 1
  }
}

/** Trunkline beside the raw echo only; what CI runs. */
async function quick({ isGate, writesBaseline }) {
  await buildStubs()
  const committed = readJson(baselineFile)
  const shares = await measureShares({ committed: isGate ? committed : {}, onRow: progress })
  progress('')
  const { report, fallen } = judge(committed, shares)
  process.stdout.write(report)
  if (writesBaseline) writeJson(baselineFile, baselineOf(shares))
  if (isGate && fallen.length > 0) {
    process.stderr.write(
      `Slower than test/bench/baseline.json by more than 30 %: ${fallen.join(', ')}\n`,
    )
    process.exitCode = 1
  }
}

async function measureRows(options, failures) {
  const systems = {}
  const pairs = new Map()
  const readings = new Map() // 'row system metric' by round
  const loaded = new Map()
  try {
    for (const name of options.systems) {
      const system = await loadSystem(name)
      const { title, settings, packages, isOneProcess } = system
      systems[name] = { title, settings, versions: packages.map(withVersion), isOneProcess }
      loaded.set(name, system)
      pairs.set(name, await Pair.start(name))
    }
    for (let round = 1; round <= options.rounds; round++) {
      for (const rowName of options.rows) {
        if (rows[rowName].isOnce && round > 1) continue
        announce(`round ${round} of ${options.rounds}: ${rowName}`)
        for (const name of inTurn(options.systems, round)) {
          const pair = pairs.get(name)
          if (!takesPart(loaded.get(name), rowName, pair)) continue
          progress(`round ${round} of ${options.rounds}: ${rowName}, ${systems[name].title}`)
          try {
            if (round === 1 && rows[rowName].measure && !rowName.startsWith('connections')) {
              const settling = rows[rowName].settleSeconds ?? options.seconds
              await measure(name, rowName, pair, settling)
            }
            record(readings, rowName, name, await measure(name, rowName, pair, options.seconds))
          } catch (error) {
            failures.push(`${rowName}, ${name}: ${error.message}`)
            pair.stop()
            pairs.set(name, await Pair.start(name))
          }
        }
      }
    }
  } finally {
    for (const pair of pairs.values()) pair.stop()
    progress('')
  }
  return { systems, readings }
}

function takesPart({ isOneConnection, rows: own }, rowName, { missing }) {
  const { needs, needsConnections } = rows[rowName]
  if (missing.has(needs) || (needsConnections && isOneConnection)) return false
  return own === undefined || own.includes(rowName)
}

/** Each round begins with another system, so that none always follows the same one. */
function inTurn(names, round) {
  const shift = round % names.length
  return [...names.slice(shift), ...names.slice(0, shift)]
}

function record(readings, rowName, name, numbers) {
  for (const [metric, value] of Object.entries(numbers)) {
    const key = `${rowName} ${name} ${metric}`
    readings.set(key, [...(readings.get(key) ?? []), value])
  }
}

/** Row, then system, then metric: the median of the rounds, their least and their greatest. */
function summaries(readings) {
  const summary = {}
  for (const [key, values] of readings) {
    const [rowName, name, metric] = key.split(' ')
    summary[rowName] ??= {}
    summary[rowName][name] ??= {}
    summary[rowName][name][metric] = summarise(values)
  }
  return summary
}

/** Of all processors, in a second in which this program does nothing. */
async function busyShare() {
  const count = () => {
    const sums = { idle: 0, all: 0 }
    for (const { times } of cpus()) {
      sums.idle += times.idle
      for (const time of Object.values(times)) sums.all += time
    }
    return sums
  }
  const before = count()
  await sleep(1000)
  const after = count()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

function installPeers() {
  if (existsSync(here('node_modules'))) return
  process.stderr.write('Installing the systems to measure against into test/bench/node_modules …\n')
  // `npm run` hands the strictness of this project's .npmrc down, and that wins over the one in test/bench.
  const options = ['--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync('npm', ['ci', ...options], {
    cwd: here('.'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('npm ci in test/bench failed')
}

function withVersion(name) {
  const file = name === 'trunkline' ? '../../package.json' : `node_modules/${name}/package.json`
  return `${name} ${readJson(here(file)).version}`
}

function save(results) {
  mkdirSync(here('results'), { recursive: true })
  writeJson(here('results/latest.json'), results)
  writeFileSync(here('results/latest.svg'), drawChart(results))
}

/** What is under way, for whoever reads the output of a run. */
function announce(text) {
  if (process.stderr.isTTY) progress(text)
  else process.stderr.write(`${text}\n`)
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
