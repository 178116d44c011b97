import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installExamples, installMs, programsOf, runProgram } from './example-programs.js'

let folder = ''
beforeAll(async () => {
  folder = await installExamples()
}, installMs)

const { start, stopAll } = programsOf(() => join(folder, 'telemetry'))
afterEach(stopAll)

async function startServer() {
  const server = start('server.ts', 'tcp://127.0.0.1:0')
  const [, address = ''] = await server.shows(/listening on (\S+)/)
  return { server, address }
}

/** A device that is too hot and whose controller never answers. */
const stuck = `
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'trunkline'
import { Controller, Telemetry } from './gen/telemetry.js'

const channel = connect(process.argv[2])
channel.add(Controller, { setVent: () => new Promise(() => {}) })
async function* readings() {
  for (;;) {
    yield { device: 'stuck', celsius: 50, isVentOpen: false, takenAt: new Date() }
    await sleep(20)
  }
}
await channel.client(Telemetry).report(readings())
`

describe('the telemetry', () => {
  it('runs its scripted session to the end', { timeout: 60_000 }, async () => {
    const { code, stdout, stderr } = await runProgram(folder, 'telemetry/demo.ts')
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/server +north has 30\.\d °C: open its vent: done/)
    expect(stdout).toMatch(/south +the vent opens at/)
    expect(stdout).toMatch(/slow +\d+ readings, \d{2,} since the last view/)
    expect(stdout).toMatch(/operator +vents closed: 2, failed: 0/)
    expect(stdout).toMatch(/north +back/)
    expect(stdout).toMatch(/south +\d{2,} readings taken; none waited longer than \d+ ms/)
  })

  it('goes on at full speed for the sensors and other viewers while one viewer is frozen', async () => {
    const { address } = await startServer()
    const frozen = start('viewer.ts', address, '10')
    await frozen.shows(/0 readings/)
    const device = start('device.ts', address, 'north', '10')
    await frozen.shows(/north/)
    frozen.process.kill('SIGSTOP')
    await sleep(3000)
    const viewer = start('viewer.ts', address, '50')
    const [, taken, age] = await viewer.shows(/(\d+) readings.*shown is (\d+) ms old/)
    expect(Number(taken), 'readings in at least 3 s').toBeGreaterThan(100)
    expect(Number(age)).toBeLessThan(1000)

    // Nothing has been queued for the one that was frozen: it goes on with the present.
    frozen.process.kill('SIGCONT')
    const [, stale] = await frozen.shows(/ \d{3,} since the last view.*shown is (\d+) ms old/)
    expect(Number(stale)).toBeLessThan(1000)
    device.process.kill('SIGTERM')
    const [, wait] = await device.shows(/none waited longer than (\d+) ms/)
    expect(Number(wait)).toBeLessThan(500)
    expect(await device.ended).toBe(0)
  })

  it('does not wait for a controller that never answers, and says what it does not know', async () => {
    writeFileSync(join(folder, 'telemetry/stuck.mts'), stuck)
    const { server, address } = await startServer()
    start('stuck.mts', address)
    start('device.ts', address, 'north')
    await server.shows(/stuck has 50\.0 °C: open its vent: .*no answer within 1000 ms.*\(unknown\)/)
    await server.shows(/north has .*: done/)
    const viewer = start('viewer.ts', address)
    await viewer.shows(/\| stuck 50\.0 °C vent shut/)
    const { stdout } = await runProgram(folder, 'telemetry/operator.ts', address, 'open')
    expect(stdout).toBe('vents opened: 1, failed: 1\n')
  })

  it('forgets a device that is gone', async () => {
    const { address } = await startServer()
    const north = start('device.ts', address, 'north')
    start('device.ts', address, 'south')
    const viewer = start('viewer.ts', address)
    await viewer.shows(/north .* south /)
    north.process.kill('SIGKILL')
    await viewer.shows(/old \| south [^|]*\n/)
    viewer.process.kill('SIGINT')
    expect(await viewer.ended).toBe(0)
  })
})
