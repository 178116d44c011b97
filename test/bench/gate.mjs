/**
 * Keeps speed from slipping: what a call costs the raw echo, as a share of what it costs Trunkline, beside the committed
 * share. Of both sides' processors, in turns, the best of many rounds: docs/decisions/0042 says how far that can be trusted.
 */

import { best, ratioOf, takeTurns } from './costs.mjs'
import { Pair } from './processes.mjs'
import { tables } from './rows.mjs'

const TOLERATED_LOSS = 0.3
/** Fresh processes each, because one and the same program can be compiled for better or worse for as long as it runs. */
const SETS = 3
const ROUNDS = 3
const SECONDS = 0.2

/** The quickest first: they have everything compiled for the slower ones. */
const gateRows = ['text-64', 'text-512', 'text-1', 'record-64', 'blob-1m', 'down-16', 'up-16']

/** Measures all rows, and once more those that `committed` says have become slower: what disturbed them may be over. */
export async function measureShares({ committed = {}, onRow = () => {} } = {}) {
  const shares = await measureSets(gateRows, onRow)
  const doubtful = gateRows.filter((row) => hasFallen(committed[row], shares[row].best))
  if (doubtful.length === 0) return shares
  return { ...shares, ...(await measureSets(doubtful, (text) => onRow(`${text}, again`))) }
}

async function measureSets(rowNames, onRow) {
  const costs = Object.fromEntries(rowNames.map((row) => [row, { base: [], other: [] }]))
  for (let set = 1; set <= SETS; set++) {
    const pairs = []
    try {
      for (const name of ['trunkline', 'raw'])
        pairs.push(await Pair.start(name, { isShared: true }))
      const [own, raw] = pairs
      for (const row of rowNames) {
        onRow(`set ${set} of ${SETS}: ${row}`)
        const turns = { rounds: ROUNDS, seconds: SECONDS }
        const { base, other } = await takeTurns({ pair: own, row }, { pair: raw, row }, turns)
        costs[row].base.push(...base)
        costs[row].other.push(...other)
      }
    } finally {
      for (const pair of pairs) pair.stop()
    }
  }
  return Object.fromEntries(
    rowNames.map((row) => [
      row,
      {
        ...ratioOf(costs[row], 'both'),
        ownMicros: best(costs[row].base, 'both'),
        rawMicros: best(costs[row].other, 'both'),
      },
    ]),
  )
}

function hasFallen(committed, share) {
  return committed !== undefined && share < committed * (1 - TOLERATED_LOSS)
}

/** The lines to print, and the rows that have become slower by more than is tolerated. */
export function judge(committed, shares) {
  const fallen = []
  const lines = [
    '',
    'Processor time per call, both sides together: the raw echo as a share of Trunkline',
  ]
  for (const [row, { best: share, min, max, ownMicros, rawMicros }] of Object.entries(shares)) {
    const expected = committed[row]
    let verdict = expected === undefined ? 'not committed' : 'ok'
    if (hasFallen(expected, share)) {
      fallen.push(row)
      verdict = `FELL by ${Math.round((1 - share / expected) * 100)} %`
    }
    lines.push(
      [
        `  ${titleOf(row).padEnd(56)}`,
        share.toFixed(3).padStart(6),
        `(${min.toFixed(3)}–${max.toFixed(3)})`.padStart(15),
        `${rawMicros.toPrecision(3)} of ${ownMicros.toPrecision(3)} µs`.padStart(18),
        expected === undefined ? '' : `committed ${expected.toFixed(3)}`,
        verdict,
      ].join('  '),
    )
  }
  return { report: `${lines.join('\n')}\n`, fallen }
}

/** What is committed of a measurement. */
export function baselineOf(shares) {
  return Object.fromEntries(
    Object.entries(shares).map(([row, { best: share }]) => [row, Number(share.toFixed(3))]),
  )
}

function titleOf(rowName) {
  for (const { title, columns } of tables) {
    const column = columns.find(({ row }) => row === rowName)
    if (column) return `${title}, ${column.title}`
  }
  return rowName
}
