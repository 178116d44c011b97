/** The tables that `npm run bench` prints. */

import { tables } from './rows.mjs'

const YARDSTICK = 'raw'

export function printTables(results) {
  const names = Object.keys(results.systems)
  let text = `\n${results.machine}. Server and client in two processes over loopback.\n`
  if (names.length > 0)
    text += `Median of ${results.rounds} round${results.rounds === 1 ? '' : 's'} of ${results.seconds} s, (least–greatest), and the ratio to the raw frame echo.\n`
  if (isBusy(results)) text += `${busyNote(results)}\n`

  for (const table of tables) {
    const columns = table.columns.filter(({ row }) => results.rows[row])
    if (columns.length === 0) continue
    const lines = [['', ...columns.map(({ title }) => title)]]
    for (const name of names) {
      const cells = columns.map((column) => cell(results, name, column))
      if (cells.some((text) => text !== '–')) lines.push([results.systems[name].title, ...cells])
    }
    text += `\n${table.title}${' '.repeat(2)}[${table.unit}]\n${align(lines)}`
  }

  text += printComparisons(results.comparisons)
  if (names.length === 0) return text

  text += '\nSettings\n'
  text += align(
    Object.values(results.systems).map(({ title, versions, settings }) => [
      title,
      `${versions.join(', ')}${versions.length > 0 ? ': ' : ''}${settings}`,
    ]),
    'left',
  )
  return text
}

/** Others at work slow the systems that use several threads more than they slow the rest. */
export function isBusy({ busyBefore }) {
  return busyBefore > 0.1
}

export function busyNote({ busyBefore }) {
  return `Other programs used ${Math.round(busyBefore * 100)} % of the machine before the run: not for publication.`
}

/** What features cost, and what calls cost where there are many: by processor time, which the rounds above do not tell. */
function printComparisons(comparisons) {
  let text = ''
  const all = Object.values(comparisons)
  const prices = all.filter(({ table }) => table === 'prices')
  if (prices.length > 0) {
    const lines = [['', 'client', 'server', 'both']]
    for (const { title, client, server, both } of prices) {
      lines.push([title, ...[client, server, both].map(added)])
    }
    text += `\nPrice of features: processor time that each adds to a call, 12-byte text, 64 in flight\n${align(lines)}`
  }
  const growth = all.filter(({ table }) => table === 'growth')
  if (growth.length > 0) {
    const systems = [...new Set(growth.map(({ system }) => system))]
    const lines = [['', ...systems.flatMap((system) => [`${system}: client`, 'server', 'both'])]]
    for (const title of new Set(growth.map((row) => row.title))) {
      const cells = systems.flatMap((system) => {
        const row = growth.find((other) => other.title === title && other.system === system)
        if (row === undefined) return ['–', '–', '–']
        return [row.client, row.server, row.both].map(
          ({ best, min, max }) => `×${significant(best)} (${significant(min)}–${significant(max)})`,
        )
      })
      lines.push([title, ...cells])
    }
    text += `\nProcessor time per call, 12-byte text, as a multiple of 64 calls in flight on one connection\n${align(lines)}`
  }
  return text
}

/** `+12 %`, and how far the rounds lay apart. */
function added({ best, min, max }) {
  const percent = (ratio) => `${ratio >= 1 ? '+' : '−'}${Math.abs(Math.round((ratio - 1) * 100))}`
  return `${percent(best)} % (${percent(min)}–${percent(max)})`
}

function cell(results, name, { row, metric, format, hasRatio }) {
  const reading = results.rows[row][name]?.[metric]
  if (reading === undefined) return '–'
  const show = formats[format]
  const yardstick = results.rows[row][YARDSTICK]?.[metric]
  const ratio =
    hasRatio && yardstick !== undefined
      ? ` ×${significant(reading.median / yardstick.median).padEnd(6)}`
      : ''
  const range = results.rounds > 1 ? ` (${show(reading.min)}–${show(reading.max)})` : ''
  return show(reading.median) + range + ratio
}

export const formats = {
  rate: (value) =>
    value >= 1e6
      ? `${(value / 1e6).toFixed(2)} M`
      : value >= 1000
        ? `${significant(value / 1000)} k`
        : value.toFixed(0),
  megabytes: (value) => significant(value / 1e6),
  micros: (value) => significant(value),
  millis: (value) => significant(value),
  bytes: (value) => Math.round(value).toLocaleString('en'),
}

/** Two or three digits, without an exponent. */
function significant(value) {
  if (value >= 100) return value.toFixed(0)
  if (value >= 10) return value.toFixed(1)
  if (value >= 0.1) return value.toFixed(2)
  return value >= 0.01 ? value.toFixed(3) : value.toFixed(4)
}

function align(lines, side = 'right') {
  const widths = []
  for (const line of lines) {
    line.forEach((text, i) => {
      widths[i] = Math.max(widths[i] ?? 0, text.length)
    })
  }
  return lines
    .map((line) => {
      const cells = line.map((text, i) =>
        i === 0 || side === 'left' ? text.padEnd(widths[i]) : text.padStart(widths[i]),
      )
      return `  ${cells.join('   ').trimEnd()}\n`
    })
    .join('')
}
