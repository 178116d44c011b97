/**
 * Calls, servers and a balancer in virtual time: open loop (calls come by chance at a given rate, whether or not earlier ones
 * have ended), seeded, some hundred thousand calls a second. For what real servers would show only roughly and slowly.
 */

import {
  type BalancePolicy,
  createBalancer,
  type Target,
} from '../../runtime/client/balance/balancer.js'
import { Latency } from '../../runtime/client/balance/latency.js'
import { Chance } from './bytes.js'

export interface SimulatedServer {
  readonly url?: string
  readonly weight?: number
  /** How many times as long as usual a call takes that begins at this time. Default 1. */
  readonly slowness?: (atMs: number) => number
  /** From when to when it stands still: calls begun meanwhile, or under way, end after it. */
  readonly stall?: readonly [fromMs: number, toMs: number]
  /** When the channel learns of it. Default 0. */
  readonly joinsAt?: number
}

export interface SimulationOptions {
  readonly servers: readonly SimulatedServer[]
  readonly policy?: BalancePolicy
  readonly callsPerSecond: number
  readonly seconds: number
  /** Of a call, in the mean. Default 5. */
  readonly serviceMs?: number
  /** How service times vary: not at all, as most do (log-normal, sigma 0.5), or wildly. Default 'usual'. */
  readonly service?: 'constant' | 'usual' | 'exponential' | 'twoKinds'
  /** How many calls a server works on at once; more wait in line. Default Infinity: it waits for others itself. */
  readonly workers?: number
  readonly seed?: number
}

export interface SimulatedCall {
  readonly server: number
  readonly startedAt: number
  readonly latencyMs: number
}

class Server implements Target {
  readonly index: number
  readonly plan: SimulatedServer
  readonly url: string
  readonly weight: number
  pending = 0
  canOpen = true
  readonly measured = new Latency()
  readonly #workers: number[]

  constructor(index: number, plan: SimulatedServer, workers: number) {
    this.index = index
    this.plan = plan
    this.url = plan.url ?? `tcp://10.0.0.${index + 1}:4000`
    this.weight = plan.weight ?? 1
    this.#workers = Number.isFinite(workers) ? new Array(workers).fill(0) : []
  }

  get latencyMs(): number {
    return this.measured.value
  }

  /** When a call that comes at `now` and needs `serviceMs` ends. */
  finish(now: number, serviceMs: number): number {
    let begin = now
    let worker = -1
    if (this.#workers.length > 0) {
      const free = Math.min(...this.#workers)
      worker = this.#workers.indexOf(free)
      begin = Math.max(now, free)
    }
    let end = begin + serviceMs * (this.plan.slowness?.(begin) ?? 1)
    const [from, to] = this.plan.stall ?? [0, 0]
    if (begin < to && end > from) end += to - Math.max(from, begin)
    if (worker !== -1) this.#workers[worker] = end
    return end
  }
}

/** On the wire, both ways together. */
const networkMs = 0.2

export function simulate(options: SimulationOptions): SimulatedCall[] {
  const { callsPerSecond, seconds, serviceMs = 5, service = 'usual', workers = Infinity } = options
  const chance = new Chance(options.seed ?? 1)
  const luck = new Chance((options.seed ?? 1) + 1000)
  const balancer = createBalancer<Server>(options.policy ?? 'p2c', () => luck.next())
  const servers = options.servers.map((plan, index) => new Server(index, plan, workers))
  const calls: SimulatedCall[] = []
  const ends = new Heap<{ at: number; server: Server; startedAt: number }>((end) => end.at)
  let known = 0
  let now = 0
  for (;;) {
    now += (-Math.log(1 - chance.next()) * 1000) / callsPerSecond
    if (now > seconds * 1000) break
    for (let end = ends.first; end !== undefined && end.at <= now; end = ends.first) {
      ends.shift()
      end.server.pending--
      end.server.measured.record(end.at - end.startedAt, end.at)
    }
    const present = servers.filter(({ plan }) => (plan.joinsAt ?? 0) <= now)
    if (present.length !== known) {
      known = present.length
      balancer.update(present)
    }
    const server = balancer.pick(undefined, undefined)
    if (server === undefined) throw new Error('no server takes the call')
    server.pending++
    const at = server.finish(now, serviceMs * variation(service, chance)) + networkMs
    ends.add({ at, server, startedAt: now })
    calls.push({ server: server.index, startedAt: now, latencyMs: at - now })
  }
  return calls
}

/** 1 in the mean, but for two kinds: there one call in twenty takes fifty times as long as the others. */
function variation(service: SimulationOptions['service'], chance: Chance): number {
  const sigma = 0.5
  switch (service) {
    case 'constant':
      return 1
    case 'exponential':
      return -Math.log(1 - chance.next())
    case 'twoKinds':
      return chance.next() < 0.05 ? 50 : 1
    default:
      return Math.exp(sigma * normal(chance) - sigma ** 2 / 2)
  }
}

/** Box and Muller's. */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
}

/** The part of the calls, from 0 to 1, that each of the servers got. */
export function sharesOf(calls: readonly SimulatedCall[], servers: number): number[] {
  const counts = new Array<number>(servers).fill(0)
  for (const { server } of calls) counts[server] = (counts[server] ?? 0) + 1
  return counts.map((count) => count / Math.max(1, calls.length))
}

/** The latency that a part of the calls, from 0 to 1, stays within. */
export function percentile(calls: readonly SimulatedCall[], part: number): number {
  const latencies = calls.map(({ latencyMs }) => latencyMs).sort((one, other) => one - other)
  return latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? 0
}

/** A binary heap: the smallest comes first. */
class Heap<T> {
  readonly #items: T[] = []
  readonly #keyOf: (item: T) => number

  constructor(keyOf: (item: T) => number) {
    this.#keyOf = keyOf
  }

  get first(): T | undefined {
    return this.#items[0]
  }

  add(item: T): void {
    const items = this.#items
    let at = items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#key(parent) <= this.#key(at)) break
      this.#swap(at, parent)
      at = parent
    }
  }

  shift(): void {
    const items = this.#items
    const last = items.pop()
    if (items.length === 0 || last === undefined) return
    items[0] = last
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && this.#key(child + 1) < this.#key(child)) child++
      if (this.#key(at) <= this.#key(child)) break
      this.#swap(at, child)
      at = child
    }
  }

  #key(at: number): number {
    return this.#keyOf(this.#items[at] as T) // because callers pass places within the heap
  }

  #swap(one: number, other: number): void {
    const items = this.#items
    const kept = items[one] as T // because callers pass places within the heap
    items[one] = items[other] as T
    items[other] = kept
  }
}
