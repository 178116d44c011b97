import { describe, expect, it } from 'vitest'
import { LoopWatch } from '../../../runtime/connection/loop-watch.js'
import type { TimerEntry } from '../../../runtime/session/timer-wheel.js'

/** A clock whose process can be kept from running. */
class SleepyClock {
  time = 0
  readonly #entries = new Set<TimerEntry>()

  now(): number {
    return this.time
  }

  schedule(entry: TimerEntry, dueAt: number): void {
    entry.dueAt = dueAt
    entry.nextEntry = entry // what makes an entry count as scheduled
    this.#entries.add(entry)
  }

  /** What else is scheduled in the process counts as well. */
  others = 1

  get scheduled(): number {
    return this.#entries.size + this.others
  }

  /** The time passes, and timers ring when they are due. */
  run(ms: number): void {
    const end = this.time + ms
    for (this.time++; this.time < end; this.time++) this.#ring()
    this.#ring()
  }

  /** The time passes, and nothing runs meanwhile. */
  block(ms: number): void {
    this.time += ms
  }

  #ring(): void {
    for (const entry of this.#entries) {
      if (entry.dueAt > this.time) continue
      this.#entries.delete(entry)
      entry.nextEntry = undefined
      entry.onDue()
    }
  }
}

describe('a watch on the event loop', () => {
  it('sees nothing where nothing happens', () => {
    const clock = new SleepyClock()
    const watch = new LoopWatch(clock)
    watch.use()
    clock.run(500)
    expect(watch.stalledSince(0)).toBe(0)
  })

  it('tells how long the loop stood still, to within 20 ms, and no more of it than was asked for', () => {
    const clock = new SleepyClock()
    const watch = new LoopWatch(clock)
    watch.use()
    clock.run(105)
    clock.block(200)
    clock.run(100)
    expect(watch.stalledSince(0)).toBeGreaterThanOrEqual(180)
    expect(watch.stalledSince(0)).toBeLessThanOrEqual(200)
    // From the middle of it on.
    expect(watch.stalledSince(205)).toBeLessThanOrEqual(101)
    expect(watch.stalledSince(205)).toBeGreaterThanOrEqual(95)
    expect(watch.stalledSince(310)).toBe(0)
    clock.block(300)
    clock.run(50)
    expect(watch.stalledSince(0)).toBeGreaterThanOrEqual(460)
    expect(watch.stalledSince(0)).toBeLessThanOrEqual(500)
  })

  it('counts a stall that has just ended, before its own timer rings', () => {
    const clock = new SleepyClock()
    const watch = new LoopWatch(clock)
    watch.use()
    clock.block(150)
    expect(watch.stalledSince(0)).toBeGreaterThanOrEqual(130)
    expect(watch.stalledSince(100)).toBeLessThanOrEqual(50)
  })

  it('rings on for half a minute after the last call, and no longer', () => {
    const clock = new SleepyClock()
    const watch = new LoopWatch(clock)
    watch.use()
    clock.run(20_000)
    watch.use()
    clock.run(29_000)
    expect(clock.scheduled).toBe(2)
    clock.run(2_000)
    expect(clock.scheduled).toBe(1)
    watch.use()
    expect(clock.scheduled).toBe(2)
  })

  it('stops where there is nothing else in the process to watch, and starts again', () => {
    const clock = new SleepyClock()
    const watch = new LoopWatch(clock)
    watch.use()
    clock.others = 0
    clock.run(50)
    expect(clock.scheduled).toBe(0)
    clock.others = 1
    watch.use()
    expect(clock.scheduled).toBe(2)
  })

  it('forgets the oldest of many stalls', () => {
    const clock = new SleepyClock()
    const watch = new LoopWatch(clock)
    watch.use()
    for (let i = 0; i < 100; i++) {
      clock.block(50)
      clock.run(25)
    }
    expect(watch.stalledSince(0)).toBeLessThanOrEqual(64 * 50)
  })
})
