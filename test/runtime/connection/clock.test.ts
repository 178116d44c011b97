import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../runtime/connection/clock.js'
import { TimerEntry } from '../../../runtime/session/timer-wheel.js'
import { until } from '../../support/rig.js'

class Alarm extends TimerEntry {
  rangAt: number | undefined
  override onDue(): void {
    this.rangAt = systemClock.now()
  }
}

describe('the clock of the process', () => {
  it('never rings early, whatever was scheduled before', async () => {
    const alarms = [300, 20, 5, 0, 90, 40, 1, -10].map((ms) => {
      const alarm = new Alarm()
      systemClock.schedule(alarm, systemClock.now() + ms)
      return alarm
    })
    await until(() => alarms.every(({ rangAt }) => rangAt !== undefined))
    for (const { rangAt, dueAt } of alarms) {
      expect(rangAt).toBeGreaterThanOrEqual(dueAt)
      expect((rangAt ?? 0) - dueAt).toBeLessThan(1_000)
    }
  })

  it('rings for a near entry although it slept for a far one', async () => {
    const far = new Alarm()
    systemClock.schedule(far, systemClock.now() + 60_000)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const near = new Alarm()
    systemClock.schedule(near, systemClock.now() + 10)
    await until(() => near.rangAt !== undefined)
    expect(far.rangAt).toBeUndefined()
    systemClock.cancel(far)
    systemClock.cancel(far)
    expect(far.scheduled).toBe(false)
  })

  it('does not keep the process alive', () => {
    const alarm = new Alarm()
    const timers = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    systemClock.schedule(alarm, systemClock.now() + 60_000)
    expect(timers()).toBe(before)
    systemClock.cancel(alarm)
  })
})
