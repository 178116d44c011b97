import { parseArgs } from 'node:util'
import { comparisons } from './comparisons.mjs'
import { rows } from './rows.mjs'
import { systemNames } from './systems/index.mjs'

/** Of a process with many connections: its own, and some to spare. */
const OTHER_FILES = 100

export const help = `Measures Trunkline beside other systems on this machine, server and client in two processes.

  npm run bench [-- options]

  --quick          only Trunkline beside the raw echo, by processor time per call, in under a minute
  --gate           the same, compared with baseline.json; exits 1 if a row is more than 30 % worse
  --write-baseline the same, written to baseline.json
  --only a,b       these systems: ${systemNames.join(' ')}
  --rows a,b       these rows; 'text' means every row whose name starts with text:
                   ${wrap(rowNames(), 80).join('\n                   ')}
                   connections-10000 and growth-connections-10000 need as many open files in each process;
                   where there are fewer (ulimit -n), the first runs only when named
  --rounds N       how often each row is measured (default 3; rows of prices and growth have rounds of their own)
  --seconds S      how long each measurement lasts (default 0.5)
  --publish        writes baseline.json, results/latest.json and results/latest.svg; for a quiet machine
  --json           prints the results as JSON instead of the tables
  --help           this text

The first run installs the other systems into test/bench/node_modules; --quick does without them.
`

export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
      'write-baseline': { type: 'boolean', default: false },
      publish: { type: 'boolean', default: false },
      only: { type: 'string' },
      rows: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const isQuick = values.quick || values.gate || values['write-baseline']
  if (isQuick && (values.only ?? values.rows ?? values.rounds ?? values.seconds) !== undefined) {
    throw new TypeError('--quick, --gate and --write-baseline take no rows, systems or times')
  }
  const isWhole = !isQuick && values.only === undefined && values.rows === undefined
  if (values.publish && !isWhole) throw new TypeError('--publish wants a run of everything')
  const names = values.rows
    ? chosen(values.rows, rowNames(), 'row')
    : rowNames().filter((name) => (rows[name]?.openFiles ?? 0) + OTHER_FILES <= maxOpenFiles())
  return {
    isHelp: values.help,
    isJson: values.json,
    isQuick,
    isGate: values.gate,
    writesBaseline: values['write-baseline'],
    isPublished: values.publish,
    systems: values.only ? chosen(values.only, systemNames, 'system') : systemNames,
    rows: names.filter((name) => name in rows),
    // They are about Trunkline and the raw echo, whatever other systems run.
    comparisons:
      values.only !== undefined && values.rows === undefined
        ? []
        : names.filter((name) => name in comparisons),
    rounds: positive('rounds', values.rounds ?? 3),
    seconds: positive('seconds', values.seconds ?? 0.5),
  }
}

/** What a process may have open: that of the bench and of those that it starts. */
function maxOpenFiles() {
  const { soft } = process.report.getReport().userLimits?.open_files ?? {}
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}

function rowNames() {
  return [...Object.keys(rows), ...Object.keys(comparisons)]
}

/** Names in full, or the beginnings of names. */
function chosen(list, names, what) {
  const wanted = new Set()
  for (const part of list.split(',')) {
    const matches = names.includes(part) ? [part] : names.filter((name) => name.startsWith(part))
    if (part === '' || matches.length === 0) {
      throw new TypeError(`no ${what} is called '${part}'; there are: ${names.join(' ')}`)
    }
    for (const match of matches) wanted.add(match)
  }
  return names.filter((name) => wanted.has(name))
}

function positive(option, text) {
  const value = Number(text)
  if (!(value > 0)) throw new TypeError(`--${option} wants a number above 0, not '${text}'`)
  return value
}

function wrap(words, width) {
  const lines = ['']
  for (const word of words) {
    if (lines.at(-1).length + word.length > width) lines.push('')
    lines[lines.length - 1] += `${word} `
  }
  return lines.map((line) => line.trimEnd())
}
