/**
 * `npm run bench:fairness`: by how much large messages delay small calls on the same connection.
 *
 * Server and client are two processes. The ratios are those of the p99 beside a load to the p99 alone, and to that beside
 * small calls which keep both event loops as busy, in the same processes, each of its best round. Raw sockets know no
 * turns, so there the large messages have connections of their own: what they show is the cost of sharing two event loops
 * and their processors, which no framing can undo.
 */

import { parseArgs } from 'node:util'
import { buildStubs } from './build-stubs.mjs'
import { fairnessRows, loads } from './fairness-rows.mjs'
import { Pair } from './processes.mjs'
import { summarise } from './statistics.mjs'
import { loadSystem } from './systems/index.mjs'

const help = `Measures small calls beside 4 MiB messages, and beside small ones.

  npm run bench:fairness [-- options]

  --only a,b       these systems (default trunkline,raw); see npm run bench -- --help
  --loads a,b      these loads: ${Object.keys(loads).join(' ')} (default all; alone always runs)
  --rounds N       how often each load is measured (default 5)
  --seconds S      how long each measurement lasts (default 4)
  --node="a b"     options of Node for server and client, such as --single-threaded-gc
  --help           this text
`

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'trunkline,raw' },
    loads: { type: 'string', default: Object.keys(loads).join() },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    node: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})

const micros = (value) => `${Math.round(value)} µs`

async function measureSystem(name) {
  const { title } = await loadSystem(name)
  const pair = await Pair.start(name, { nodeOptions: values.node.split(' ').filter(Boolean) })
  const chosen = new Set(['alone', ...values.loads.split(',')])
  const rows = Object.keys(fairnessRows).filter((row) => {
    const [load, apart] = row.split('-')
    if (!chosen.has(load) || pair.missing.has(fairnessRows[row].needs)) return false
    // Raw sockets answer in order, so a large message on the same one is a wait for all of it.
    if (apart === undefined) return name !== 'raw' || loads[load].large !== true
    return loads[load].large === true
  })
  const readings = Object.fromEntries(rows.map((row) => [row, []]))
  try {
    await pair.client.ask('measure', { row: 'text-64', seconds: 1 })
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const row of rows) {
        readings[row].push(
          await pair.client.ask('measure', { row, seconds: Number(values.seconds) }),
        )
      }
    }
  } finally {
    pair.stop()
  }
  // The best round: whatever else the machine does only adds to a wait.
  const best = (row, metric) => Math.min(...readings[row].map((one) => one[metric]))
  const medianOf = (row, metric) => summarise(readings[row].map((one) => one[metric])).median
  const ratio = (row, to) =>
    rows.includes(to) && row !== to ? (best(row, 'p99') / best(to, 'p99')).toFixed(1) : ''
  const line = (text, ...cells) =>
    process.stdout.write(`${text.padEnd(50)}${cells.map((cell) => cell.padStart(11)).join('')}\n`)
  line(`\n${title}`, 'p50', 'p99', 'to alone', 'to small', 'MiB/s')
  for (const row of rows) {
    const [load, apart] = row.split('-')
    line(
      `  ${loads[load].title}${apart === undefined ? '' : ', apart'}`,
      micros(best(row, 'p50')),
      micros(best(row, 'p99')),
      ratio(row, 'alone'),
      loads[load].large === true ? ratio(row, 'small') : '',
      loads[load].large !== true ? '' : (medianOf(row, 'bulk') / (1 << 20)).toFixed(0),
    )
  }
}

if (values.help) process.stdout.write(help)
else {
  await buildStubs()
  for (const name of values.only.split(',')) await measureSystem(name)
}
