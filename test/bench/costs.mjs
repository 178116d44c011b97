/**
 * Processor time per call, of two situations in turns.
 *
 * Not the time on the wall: that is what others leave of the machine, while the processor time that a call takes depends
 * much less on them. And of each situation the best round: others can only add to it, by cold caches, and so can compiling.
 */

import { summarise } from './statistics.mjs'

/** Enough for a pair of processes to compile what a row needs. */
const WARM_UP_CPU_SECONDS = 0.3
/** Where others leave so little of the machine that it is not to be had, measuring begins with what there is. */
const MAX_WARM_UP_SECONDS = 0.8

/**
 * @typedef {object} Situation
 * @property {import('./processes.mjs').Pair} pair
 * @property {string} row Of rows.mjs; it must count its calls.
 */
/**
 * @typedef {object} Cost Microseconds per call, on the client, the server and both.
 * @property {number} client
 * @property {number} server
 * @property {number} both
 */

/** @returns {Promise<Cost & { calls: number }>} */
async function costOf({ pair, row }, seconds) {
  const before = await pair.server.ask('cpu')
  const { calls, clientCpuUs } = await pair.client.ask('measure', { row, seconds })
  const serverCpuUs = ((await pair.server.ask('cpu')) - before) / calls
  return { client: clientCpuUs, server: serverCpuUs, both: clientCpuUs + serverCpuUs, calls }
}

async function warmUp(situation, seconds) {
  const end = performance.now() + MAX_WARM_UP_SECONDS * 1000
  let used = 0
  do {
    const { both, calls } = await costOf(situation, seconds)
    used += (both * calls) / 1e6
  } while (used < WARM_UP_CPU_SECONDS && performance.now() < end)
}

/**
 * Measures both in each round, and the next round begins with the other one.
 *
 * @param {Situation} base
 * @param {Situation} other
 * @returns {Promise<{ base: Cost[], other: Cost[] }>}
 */
export async function takeTurns(base, other, { rounds, seconds }) {
  await warmUp(base, seconds)
  await warmUp(other, seconds)
  const costs = { base: [], other: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ['base', 'other'] : ['other', 'base']
    for (const which of order) {
      costs[which].push(await costOf(which === 'base' ? base : other, seconds))
    }
  }
  return costs
}

/** How many times the cost of `base` that of `other` is, on one side: of the best of each, and how far the rounds lay apart. */
export function ratioOf({ base, other }, side) {
  const ratios = other.map((cost, round) => cost[side] / base[round][side])
  const { min, max } = summarise(ratios)
  return { best: best(other, side) / best(base, side), min, max }
}

/** @param {Cost[]} costs */
export function best(costs, side) {
  return Math.min(...costs.map((cost) => cost[side]))
}
