/**
 * Processor time per call, of two situations in turns.
 *
 * Not the time on the wall: that is what others leave of the machine, while the processor time that a call takes hardly
 * depends on them. What is left of their influence (caches, clock rates) changes slowly, so it meets both of a turn.
 */

import { summarise } from './statistics.mjs'

/**
 * @typedef {object} Situation
 * @property {import('./processes.mjs').Pair} pair
 * @property {string} row Of rows.mjs; it must count its calls.
 */

/** What a call takes of the processors in one measurement, in microseconds. */
export async function costOf({ pair, row }, seconds) {
  const before = await pair.server.ask('cpu')
  const { calls, clientCpuUs } = await pair.client.ask('measure', { row, seconds })
  const serverCpuUs = ((await pair.server.ask('cpu')) - before) / calls
  return { client: clientCpuUs, server: serverCpuUs, both: clientCpuUs + serverCpuUs }
}

/**
 * How many times what `base` costs `other` costs, for the client, the server and both: of all rounds the median, the least
 * and the greatest. Each round measures one after the other, and the next begins with the other one.
 */
export async function compareCosts(base, other, { rounds, seconds }) {
  await costOf(base, seconds)
  await costOf(other, seconds)
  const ratios = { client: [], server: [], both: [] }
  const micros = { base: [], other: [] }
  for (let round = 0; round < rounds; round++) {
    const cost = {}
    const order = round % 2 === 0 ? ['base', 'other'] : ['other', 'base']
    for (const which of order) {
      cost[which] = await costOf(which === 'base' ? base : other, seconds)
      micros[which].push(cost[which].both)
    }
    for (const side of Object.keys(ratios)) ratios[side].push(cost.other[side] / cost.base[side])
  }
  return {
    client: summarise(ratios.client),
    server: summarise(ratios.server),
    both: summarise(ratios.both),
    baseMicros: summarise(micros.base).median,
    otherMicros: summarise(micros.other).median,
  }
}
