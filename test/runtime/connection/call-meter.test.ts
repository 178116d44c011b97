import { describe, expect, it } from 'vitest'
import { CallMeter } from '../../../runtime/connection/call-meter.js'
import { ManualClock } from '../../support/manual-clock.js'
import { methodOf } from '../../support/note-service.js'

const [one, other] = [methodOf('unary'), methodOf('oneway')]

/** A clock that counts how often it was read. */
class CountingClock extends ManualClock {
  reads = 0
  override now(): number {
    this.reads++
    return super.now()
  }
}

function latencyOf(meter: CallMeter, name: string) {
  return meter.report().find(({ method }) => method === name)?.latency
}

describe('CallMeter', () => {
  it('reads the clock once for served calls that arrived together and are settled in one turn', async () => {
    const clock = new CountingClock(1_000)
    const meter = new CallMeter(clock)
    for (let call = 0; call < 50; call++) meter.settled(one, 990)
    clock.advance(10)
    await new Promise((resolve) => setImmediate(resolve))
    expect(clock.reads).toBe(1)
    // Until the end of the turn, when the answers leave.
    expect(latencyOf(meter, one.name)).toMatchObject({ count: 50, meanMs: 20, maxMs: 20 })
  })

  it('tells calls of other methods and of other arrivals apart', async () => {
    const meter = new CallMeter(new ManualClock(1_000))
    for (const receivedAt of [990, 900, 990, 900, 900]) {
      meter.settled(one, receivedAt)
      meter.settled(other, 999)
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect(latencyOf(meter, one.name)).toMatchObject({ count: 5, meanMs: 64, maxMs: 100 })
    expect(latencyOf(meter, other.name)).toMatchObject({ count: 5, meanMs: 1, maxMs: 1 })
  })

  it('counts nothing twice, and leaves nothing out of a report in the same turn', async () => {
    const clock = new ManualClock(1_000)
    const meter = new CallMeter(clock)
    meter.settled(one, 990)
    expect(latencyOf(meter, one.name)?.count).toBe(1)
    meter.settled(one, 995)
    clock.advance(100)
    await new Promise((resolve) => setImmediate(resolve))
    expect(latencyOf(meter, one.name)).toMatchObject({ count: 2, maxMs: 105 })
    clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(latencyOf(meter, one.name)?.maxMs).toBe(105)
  })

  it('counts failures of each code beside the calls', () => {
    const meter = new CallMeter(new ManualClock())
    meter.took(one, 3)
    meter.failed(one, 'NOT_FOUND')
    meter.failed(one, 'NOT_FOUND')
    meter.failed(other, 'INTERNAL')
    expect(meter.report()).toMatchObject([
      { method: one.name, failed: { NOT_FOUND: 2 }, latency: { count: 1, maxMs: 3 } },
      { method: other.name, failed: { INTERNAL: 1 }, latency: { count: 0, meanMs: 0 } },
    ])
  })
})
