/**
 * What is measured in pairs, by processor time per call: what each feature adds to a call, and what calls cost where there
 * are many, or many connections. A comparison names two situations; costs.mjs takes them in turns.
 */

import { ratioOf, takeTurns } from './costs.mjs'
import { inFlightCounts } from './growth-rows.mjs'
import { Pair } from './processes.mjs'

const ROUNDS = 6
const SECONDS = 0.3
/** Calls that are not answered while others are. The comparison fails when their deadline comes before its end. */
const HELD = 100_000
/** With the room that V8 gives young objects by default, those of so many calls have become old before the calls have ended. */
const MORE_YOUNG = '--max-semi-space-size=128'

/** @type {Record<string, Comparison>} */
export const comparisons = {}

const plain = { system: 'trunkline', row: 'text-64' }

/** Each with the variant of systems/trunkline-variants.mjs that has it on. */
const features = {
  constrained: 'a schema with rules',
  metadata: 'metadata both ways',
  'interceptors-1': 'an interceptor on each side',
  'interceptors-3': 'three on each side',
  signal: 'an AbortSignal for each call',
  deadline: 'a deadline for each call',
  tls: 'TLS',
  endpoints: 'balancing over three endpoints',
  authorize: 'authenticate and authorize',
}
for (const [variant, title] of Object.entries(features)) {
  comparisons[`price-${variant}`] = {
    table: 'prices',
    title,
    base: plain,
    other: { system: `trunkline:${variant}`, row: 'text-64' },
  }
}
comparisons['price-stats'] = {
  table: 'prices',
  title: 'stats(), which are always on',
  base: { system: 'trunkline:unmetered', row: 'text-64' },
  other: { system: 'trunkline:metered', row: 'text-64' },
}
comparisons['price-gzip'] = {
  table: 'prices',
  title: 'gzip, records of about 1 KiB',
  base: { system: 'trunkline', row: 'record-64' },
  other: { system: 'trunkline:gzip', row: 'record-64' },
}

for (const system of ['trunkline', 'raw']) {
  for (const count of inFlightCounts.slice(1)) {
    comparisons[`growth-calls-${count}-${system}`] = {
      table: 'growth',
      title: `${count.toLocaleString('en')} calls in flight`,
      base: { system, row: `in-flight-${inFlightCounts[0]}` },
      other: { system, row: `in-flight-${count}` },
      // So many take a while to have all been made anew.
      seconds: count > 10_000 ? 1.5 : SECONDS,
    }
  }
  comparisons[`growth-young-${HELD}-${system}`] = {
    table: 'growth',
    title: `${HELD.toLocaleString('en')} calls in flight, ${MORE_YOUNG}`,
    base: { system, row: 'in-flight-64' },
    other: { system, row: `in-flight-${HELD}` },
    seconds: 1.5,
    nodeOptions: [MORE_YOUNG],
  }
  for (const open of [100, 1000, 10_000]) {
    comparisons[`growth-connections-${open}-${system}`] = {
      table: 'growth',
      title: `${open.toLocaleString('en')} connections, 64 calls to each in turn`,
      base: { system, row: 'bursts', open: 1 },
      other: { system, row: 'bursts', open },
    }
  }
}

// Raw frames are answered in order: behind one that waits all do.
comparisons[`growth-held-${HELD}-trunkline`] = {
  table: 'growth',
  title: `64 calls in flight beside ${HELD.toLocaleString('en')} that wait`,
  base: { system: 'trunkline', row: 'in-flight-64' },
  other: { system: 'trunkline', row: 'in-flight-64', held: HELD },
}

/** Names to the ratios of their costs. `onFailure` hears of those that could not be made; `onStart` of each name. */
export async function runComparisons(names, { onStart, onFailure }) {
  const results = {}
  for (const name of names) {
    onStart(name)
    const { table, title, base, other, nodeOptions = [] } = comparisons[name]
    const pairs = []
    try {
      const situations = []
      for (const { system, row, open, held } of [base, other]) {
        const pair = await Pair.start(system, { isShared: true, nodeOptions })
        pairs.push(pair)
        if (open !== undefined) await pair.client.ask('open', { count: open })
        if (held !== undefined) await pair.client.ask('hold', { count: held })
        // Collects garbage: calls that wait have done so for a while.
        for (const side of [pair.client, pair.server]) await side.ask('memory')
        situations.push({ pair, row })
      }
      const seconds = comparisons[name].seconds ?? SECONDS
      const costs = await takeTurns(...situations, { rounds: ROUNDS, seconds })
      if (other.held !== undefined) {
        const { pair } = situations[1]
        await pair.server.ask('release')
        await pair.client.ask('unhold')
      }
      results[name] = {
        table,
        title,
        system: base.system.split(':')[0],
        client: ratioOf(costs, 'client'),
        server: ratioOf(costs, 'server'),
        both: ratioOf(costs, 'both'),
      }
    } catch (error) {
      onFailure(name, error)
    } finally {
      for (const pair of pairs) pair.stop()
    }
  }
  return results
}

/**
 * @typedef {object} Comparison
 * @property {'prices' | 'growth'} table
 * @property {string} title
 * @property {Place} base
 * @property {Place} other
 * @property {string[]} [nodeOptions] Of all four processes.
 * @property {number} [seconds] How long each measurement lasts, where the usual is too short.
 */
/**
 * @typedef {object} Place
 * @property {string} system
 * @property {string} row
 * @property {number} [open] So many clients are opened before.
 * @property {number} [held] So many calls are made before that are not answered.
 */
