/**
 * What a slow server does to the calls of a channel, in virtual time. The figures are decision 0022's: 99 of 100 calls stay
 * within one and a half times of what they take when all servers are well, at any load that the others can bear.
 */

import { describe, expect, it } from 'vitest'
import {
  percentile,
  type SimulatedCall,
  type SimulatedServer,
  type SimulationOptions,
  sharesOf,
  simulate,
} from '../../../support/balance-simulation.js'

const well: SimulatedServer = {}
const slow = (times: number): SimulatedServer => ({ slowness: () => times })

type Load = Omit<SimulationOptions, 'servers'>

/** From nearly no calls in flight to some hundred, on servers that wait for others and on servers that compute. */
const loads: Record<string, Load> = {
  'at 10 calls a second': { callsPerSecond: 10, seconds: 2_000 },
  'at 100 calls a second': { callsPerSecond: 100, seconds: 300 },
  'at 1,000 calls a second': { callsPerSecond: 1_000, seconds: 30 },
  'at 10,000 calls a second': { callsPerSecond: 10_000, seconds: 10 },
  'of all the same length': { callsPerSecond: 100, seconds: 300, service: 'constant' },
  'of lengths that vary wildly': { callsPerSecond: 100, seconds: 300, service: 'exponential' },
  'where servers take two calls at a time': { callsPerSecond: 500, seconds: 60, workers: 2 },
}

/** How many times as long 99 of 100 calls take, compared with servers that are all well. */
function loss(load: Load, servers: readonly SimulatedServer[]): number {
  // Where servers queue, two that are well have more to do than three: only what the slow one adds counts.
  const sound = load.workers === undefined ? servers.length : servers.length - 1
  const healthy = simulate({ ...load, servers: new Array<SimulatedServer>(sound).fill(well) })
  return percentile(simulate({ ...load, servers }), 0.99) / percentile(healthy, 0.99)
}

function between(calls: readonly SimulatedCall[], fromMs: number, toMs: number): SimulatedCall[] {
  return calls.filter(({ startedAt }) => startedAt >= fromMs && startedAt < toMs)
}

describe.each(Object.entries(loads))('p2c, %s', (_, load) => {
  it.each([10, 100])(
    'keeps the 99th percentile when one of three servers is %i times slower',
    (times) => {
      expect(loss(load, [slow(times), well, well])).toBeLessThan(1.5)
    },
  )

  it('keeps it when one of three servers stands still for two seconds', () => {
    expect(loss(load, [{ stall: [5_000, 7_000] }, well, well])).toBeLessThan(1.5)
  })
})

describe('p2c', () => {
  const load: Load = { callsPerSecond: 1_000, seconds: 30 }

  it('loses few calls to a server that stands still, however long', () => {
    const calls = simulate({ ...load, servers: [{ stall: [5_000, 20_000] }, well, well] })
    const meanwhile = between(calls, 5_000, 20_000)
    expect(meanwhile.filter(({ latencyMs }) => latencyMs > 200).length).toBeLessThan(40)
  })

  it('keeps the 99th percentile when half of ten servers are ten times slower', () => {
    const servers = Array.from({ length: 10 }, (__, index) => (index < 5 ? slow(10) : well))
    expect(loss(load, servers)).toBeLessThan(1.5)
  })

  it('does worse by calls in flight alone: the reason for all this', () => {
    const servers = [slow(10), well, well]
    const byPending = simulate({
      callsPerSecond: 10,
      seconds: 2_000,
      servers,
      policy: 'leastPending',
    })
    const healthy = simulate({ callsPerSecond: 10, seconds: 2_000, servers: [well, well, well] })
    expect(percentile(byPending, 0.99) / percentile(healthy, 0.99)).toBeGreaterThan(5)
  })

  it.each([
    { callsPerSecond: 100, withinSeconds: 25 },
    { callsPerSecond: 1_000, withinSeconds: 8 },
  ])(
    'gives a server that has recovered its share within $withinSeconds s, at $callsPerSecond calls a second',
    ({ callsPerSecond, withinSeconds }) => {
      const recovering: SimulatedServer = { slowness: (atMs) => (atMs < 20_000 ? 100 : 1) }
      const calls = simulate({ callsPerSecond, seconds: 60, servers: [recovering, well, well] })
      const from = 20_000 + withinSeconds * 1_000
      const [share = 0] = sharesOf(between(calls, from, from + 10_000), 3)
      expect(share).toBeGreaterThan(0.2)
    },
  )

  it.each([100, 1_000, 10_000])(
    'gives an added server at least half of its share within a second, and never floods it, at %i calls a second',
    (callsPerSecond) => {
      for (const service of ['constant', 'usual', 'exponential'] as const) {
        let calls = 0
        // Twenty times slower at first: it has to warm up.
        const added = { joinsAt: 10_000, slowness: () => (calls++ < 2 ? 20 : 1) }
        const servers = [well, well, added]
        const all = simulate({ callsPerSecond, seconds: 12, servers, service })
        const [, , share = 0] = sharesOf(between(all, 10_000, 11_000), 3)
        expect(share).toBeGreaterThan(1 / 6)
        expect(share).toBeLessThan(1 / 2)
      }
    },
  )

  it('does as well as the least calls in flight of all when servers are alike and busy', () => {
    const busy: SimulationOptions = {
      callsPerSecond: 1_000,
      seconds: 60,
      workers: 2,
      servers: [well, well, well],
    }
    const p2c = percentile(simulate(busy), 0.99)
    const least = percentile(simulate({ ...busy, policy: 'leastPending' }), 0.99)
    const inTurn = percentile(simulate({ ...busy, policy: 'roundRobin' }), 0.99)
    expect(p2c / least).toBeLessThan(1.1)
    expect(p2c).toBeLessThan(inTurn)
  })
})
