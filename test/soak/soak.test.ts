/**
 * Many calls, many streams, many connections: all of them complete, and what they cost is measured, each side in a
 * process of its own. Small here; `npm run test:soak` runs it in full.
 */

import { afterEach, describe, expect, it } from 'vitest'
import { type Memory, SoakProcess } from './soak-process.js'

const full = process.env.TRUNKLINE_SOAK === 'full'
const calls = full ? 100_000 : 20_000
const streams = full ? 10_000 : 2_000
const loops = full ? 3_000_000 : 100_000
const connections = full ? 4_000 : 300

const processes: SoakProcess[] = []
afterEach(() => {
  for (const one of processes.splice(0)) one.kill()
})

function run(): SoakProcess {
  const one = new SoakProcess()
  processes.push(one)
  return one
}

async function pair() {
  const server = run()
  const client = run()
  const url = String(await server.do('serve'))
  await client.do('connect', 0, url)
  await client.do('loop', 20_000) // until the code is compiled and the buffers are there
  return { server, client, url }
}

const each = (before: Memory, after: Memory, count: number) =>
  Math.round((after.used - before.used) / count)

describe('in flight on one connection', { timeout: 300_000 }, () => {
  it(`${calls} calls complete, and cost little while they wait`, async () => {
    const { server, client } = await pair()
    await server.do('hold')
    const before = [await client.measure(), await server.measure()] as const
    await client.do('startCalls', calls)
    let held = 0
    while (held < calls) held = Number(await server.do('held'))
    const after = [await client.measure(), await server.measure()] as const
    const caller = each(before[0], after[0], calls)
    const callee = each(before[1], after[1], calls)
    console.log(
      `${calls} calls in flight: ${caller} bytes each in the caller, ${callee} in the server (target 600)`,
    )
    const start = performance.now()
    await server.do('release')
    expect(await client.do('finish')).toBe(calls)
    console.log(`answered and read within ${(performance.now() - start).toFixed(0)} ms`)
    expect(caller).toBeLessThan(2_000)
    expect(callee).toBeLessThan(2_000)
    const end = [await client.measure(), await server.measure()] as const
    // Tables that have grown may stay; calls may not.
    expect(each(before[0], end[0], calls)).toBeLessThan(100)
    expect(each(before[1], end[1], calls)).toBeLessThan(100)
  })

  it(`${streams} streams complete`, async () => {
    const { server, client } = await pair()
    await server.do('hold')
    const before = [await client.measure(), await server.measure()] as const
    await client.do('startStreams', streams)
    expect(await server.do('held')).toBe(streams)
    const after = [await client.measure(), await server.measure()] as const
    console.log(
      `${streams} streams in flight: ${each(before[0], after[0], streams)} bytes each in the caller, ${each(before[1], after[1], streams)} in the server`,
    )
    await server.do('release')
    expect(await client.do('finish')).toBe(streams)
    const end = [await client.measure(), await server.measure()] as const
    expect(each(before[0], end[0], streams)).toBeLessThan(500)
    expect(each(before[1], end[1], streams)).toBeLessThan(500)
  })
})

describe('over time', { timeout: 300_000 }, () => {
  it(`${loops} calls leave the heap as it was`, async () => {
    const { server, client } = await pair()
    await client.do('loop', 50_000)
    const before = [await client.measure(), await server.measure()] as const
    const start = performance.now()
    await client.do('loop', loops)
    const seconds = (performance.now() - start) / 1000
    const after = [await client.measure(), await server.measure()] as const
    const growth = after.map(({ heap }, i) => heap / (before[i]?.heap ?? 1) - 1)
    console.log(
      `${loops} calls in ${seconds.toFixed(1)} s: heap ${growth.map((part) => `${(part * 100).toFixed(2)} %`).join(' and ')} larger`,
    )
    for (const part of growth) expect(part).toBeLessThan(0.05)
  })
})

describe('idle', { timeout: 300_000 }, () => {
  it(`${connections} connections cost little over bare sockets`, async () => {
    const costs = async (serve: string, dial: string) => {
      const [server, client] = [run(), run()]
      const url = String(await server.do(serve))
      await client.do(dial, 20, url)
      const before = [await client.measure(), await server.measure()] as const
      await client.do(dial, connections, url)
      const after = [await client.measure(), await server.measure()] as const
      return {
        client: each(before[0], after[0], connections),
        server: each(before[1], after[1], connections),
      }
    }
    const bare = await costs('serveBare', 'openSockets')
    const ours = await costs('serve', 'openChannels')
    const over = { client: ours.client - bare.client, server: ours.server - bare.server }
    console.log(
      `bytes of an idle connection: bare ${bare.client} and ${bare.server}, Trunkline ${ours.client} and ${ours.server}: ${over.client} more in the client, ${over.server} more in the server (target 8192)`,
    )
    expect(over.client).toBeLessThan(32_768)
    expect(over.server).toBeLessThan(32_768)
  })
})
