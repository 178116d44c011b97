import { parseArgs } from 'node:util'
import { rows } from './rows.mjs'
import { systemNames } from './systems/index.mjs'

export const help = `Measures Trunkline beside other systems on this machine, server and client in two processes.

  npm run bench [-- options]

  --quick          the core ratios in under a minute: four systems, four rows, short rounds
  --only a,b       these systems: ${systemNames.join(' ')}
  --rows a,b       these rows; 'text' means every row whose name starts with text:
                   ${wrap(Object.keys(rows), 80).join('\n                   ')}
                   connections-10000 runs only when named, and needs 20,000 open files
  --rounds N       how often each row is measured (default 3)
  --seconds S      how long each measurement lasts (default 1; with --quick 0.6)
  --json           prints the results as JSON instead of the tables
  --gate FILE      compares the ratios with those in FILE; exits 1 if one is more than 30 % worse
  --write-gate FILE
                   writes this run's ratios to FILE, for --gate
  --help           this text

A run of everything also writes test/bench/results/latest.json and latest.svg.
The first run installs the other systems into test/bench/node_modules.
`

const quick = {
  systems: ['raw', 'trunkline', 'grpc-js', 'moleculer'],
  rows: ['text-1', 'text-64', 'text-512', 'blob-1m'],
}

export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rows: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'boolean', default: false },
      gate: { type: 'string' },
      'write-gate': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    isHelp: values.help,
    isJson: values.json,
    isQuick: values.quick,
    isWhole: !values.quick && values.only === undefined && values.rows === undefined,
    systems: values.only
      ? chosen(values.only, systemNames, 'system')
      : values.quick
        ? quick.systems
        : systemNames,
    rows: values.rows
      ? chosen(values.rows, Object.keys(rows), 'row')
      : values.quick
        ? quick.rows
        : Object.keys(rows).filter((name) => !rows[name].isOnRequest),
    rounds: positive('rounds', values.rounds ?? 3),
    seconds: positive('seconds', values.seconds ?? (values.quick ? 0.6 : 1)),
    gateFile: values.gate,
    writeGateFile: values['write-gate'],
  }
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
