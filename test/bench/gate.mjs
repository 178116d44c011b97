/**
 * Keeps speed from slipping: Trunkline's ratios to the other systems in one run, against those committed.
 *
 * Ratios only, since both sides of one come from the same minutes on the same machine; absolute numbers would
 * measure the machine. And of each side its best round, since a busy machine takes away and never adds.
 */

import { rows, tables } from './rows.mjs'

const TOLERATED_LOSS = 0.3

/** How many times the others' rate Trunkline reaches, by row and other system. */
export function ratiosOf(results) {
  const ratios = {}
  for (const rowName of Object.keys(rows)) {
    const bySystem = results.rows[rowName]
    const own = bySystem?.trunkline?.rate?.max
    if (own === undefined) continue
    ratios[rowName] = {}
    for (const [name, { rate }] of Object.entries(bySystem)) {
      if (name !== 'trunkline') ratios[rowName][name] = Number((own / rate.max).toPrecision(3))
    }
  }
  return ratios
}

export function compareWithGate(committed, current) {
  let report = '\nTrunkline against the committed ratios\n'
  let isPassed = true
  let compared = 0
  for (const [rowName, bySystem] of Object.entries(committed)) {
    for (const [name, expected] of Object.entries(bySystem)) {
      const reached = current[rowName]?.[name]
      if (reached === undefined) continue
      compared++
      const share = reached / expected
      const isSlower = share < 1 - TOLERATED_LOSS
      if (isSlower) isPassed = false
      report +=
        `  ${titleOf(rowName).padEnd(62)} × ${name.padEnd(12)}` +
        `${reached.toFixed(2).padStart(7)}  committed ${expected.toFixed(2).padStart(7)}` +
        `  ${isSlower ? `FELL by ${Math.round((1 - share) * 100)} %` : 'ok'}\n`
    }
  }
  if (compared === 0) {
    return {
      report: `${report}  nothing to compare: run Trunkline and the rows of the file\n`,
      isPassed: false,
    }
  }
  return { report, isPassed }
}

function titleOf(rowName) {
  for (const { title, columns } of tables) {
    const column = columns.find(({ row }) => row === rowName)
    if (column) return `${title}, ${column.title}`
  }
  return rowName
}
