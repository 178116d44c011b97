import { describe, expect, it } from 'vitest'
import { TimerEntry, TimerWheel, tickMs } from '../../../runtime/session/timer-wheel.js'
import { Chance } from '../../support/bytes.js'

class Alarm extends TimerEntry {
  firedAt: number[] = []
  readonly #act: (alarm: Alarm) => void

  constructor(act: (alarm: Alarm) => void) {
    super()
    this.#act = act
  }

  override onDue(): void {
    this.#act(this)
  }
}

/** A wheel whose alarms note when they rang. */
function clockwork(start = 0) {
  const wheel = new TimerWheel(start)
  let now = start
  const rang: Alarm[] = []
  return {
    wheel,
    rang,
    alarm: (act?: (alarm: Alarm) => void) =>
      new Alarm((alarm) => {
        alarm.firedAt.push(now)
        rang.push(alarm)
        act?.(alarm)
      }),
    advance: (to: number) => {
      now = to
      wheel.advance(to)
    },
  }
}

describe('the timer wheel', () => {
  const distances = [
    0, 1, 3, 4, 5, 1_019, 1_020, 1_023, 1_024, 1_025, 2_048, 262_143, 262_144, 262_145, 1_000_003,
    4_194_304,
  ]
  for (const start of [0, 1_020, 262_143.7, 5_000_001]) {
    for (const distance of distances) {
      it(`fires an entry due ${distance} ms after ${start} never early and at most a tick late`, () => {
        const { wheel, alarm, advance } = clockwork(start)
        const one = alarm()
        wheel.add(one, start + distance)
        expect([one.scheduled, wheel.count]).toEqual([true, 1])
        advance(start + distance - 0.001)
        expect(one.firedAt).toEqual([])
        advance(start + distance + 2 * tickMs)
        expect(one.firedAt).toHaveLength(1)
        expect([one.scheduled, wheel.count]).toEqual([false, 0])
      })
    }
  }

  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`agrees with a sorted list over a random life, seed ${seed}`, () => {
      const chance = new Chance(seed)
      let now = chance.next() * 10_000
      const { wheel, alarm, advance } = clockwork(now)
      const waiting = new Map<Alarm, number>()
      for (let step = 0; step < 3_000; step++) {
        const action = chance.next()
        if (action < 0.5) {
          const one = alarm()
          const dueAt = now + chance.next() * 10 ** chance.int(0, 6) - 5
          wheel.add(one, dueAt)
          waiting.set(one, dueAt)
        } else if (action < 0.7 && waiting.size > 0) {
          const one = chance.pick([...waiting.keys()])
          wheel.remove(one)
          waiting.delete(one)
        } else {
          const before = now
          now += chance.next() * 10 ** chance.int(0, 4)
          advance(now)
          for (const [one, dueAt] of waiting) {
            const mustRing = Math.max(dueAt, before) + 2 * tickMs < now
            if (one.firedAt.length > 0) {
              expect(dueAt).toBeLessThanOrEqual(now)
              waiting.delete(one)
            } else expect(mustRing, `due ${dueAt}, from ${before} to ${now}`).toBe(false)
          }
        }
        expect(wheel.count).toBe(waiting.size)
        const wake = wheel.nextWake()
        for (const dueAt of waiting.values())
          if (wake > Math.max(dueAt, now) + 2 * tickMs) expect.fail(`wakes at ${wake} for ${dueAt}`)
      }
    })
  }

  it('fires in the order of time', () => {
    const { wheel, rang, alarm, advance } = clockwork()
    const chance = new Chance(9)
    const alarms = Array.from({ length: 500 }, () => {
      const one = alarm()
      wheel.add(one, chance.int(1, 400_000))
      return one
    })
    advance(500_000)
    const ticks = rang.map(({ dueAt }) => Math.ceil(dueAt / tickMs))
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b))
    expect(rang).toHaveLength(alarms.length)
  })

  it('lets an alarm remove others of the same tick, add itself again, and add new ones', () => {
    const { wheel, alarm, advance } = clockwork()
    const victim = alarm()
    const late = alarm()
    const first = alarm(() => {
      wheel.remove(victim)
      wheel.add(late, 0)
    })
    const again = alarm((self) => {
      if (self.firedAt.length < 3) wheel.add(self, 8)
    })
    wheel.add(first, 8)
    wheel.add(victim, 8)
    wheel.add(again, 8)
    advance(40)
    expect(first.firedAt).toHaveLength(1)
    expect(victim.firedAt).toHaveLength(0)
    expect(late.firedAt).toHaveLength(1)
    expect(again.firedAt).toHaveLength(3)
    expect(wheel.count).toBe(0)
  })

  it('does nothing when an entry is removed twice', () => {
    const { wheel, alarm } = clockwork()
    const one = alarm()
    wheel.add(one, 100)
    wheel.remove(one)
    wheel.remove(one)
    expect(wheel.count).toBe(0)
  })

  it('reaches its last level: an entry due in 19 hours comes down all four', () => {
    const { wheel, alarm, advance } = clockwork(100)
    const one = alarm()
    wheel.add(one, 67_200_000)
    advance(67_199_999)
    expect(one.firedAt).toEqual([])
    advance(67_200_008)
    expect(one.firedAt).toHaveLength(1)
  }, 60_000)

  it('asks to be woken at the next entry, at a boundary before it, or never', () => {
    const { wheel, alarm } = clockwork()
    expect(wheel.nextWake()).toBe(Number.POSITIVE_INFINITY)
    const far = alarm()
    wheel.add(far, 3_600_000)
    expect(wheel.nextWake()).toBe(256 * tickMs)
    const near = alarm()
    wheel.add(near, 41)
    expect(wheel.nextWake()).toBe(44)
    wheel.remove(near)
    wheel.remove(far)
    expect(wheel.nextWake()).toBe(Number.POSITIVE_INFINITY)
  })

  it('jumps over time in which nothing is scheduled', () => {
    const { wheel, alarm, advance } = clockwork()
    const before = performance.now()
    advance(10 ** 13)
    expect(performance.now() - before).toBeLessThan(100)
    const one = alarm()
    wheel.add(one, 10 ** 13 + 5)
    advance(10 ** 13 + 8)
    expect(one.firedAt).toHaveLength(1)
  })
})
