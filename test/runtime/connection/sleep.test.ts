import { describe, expect, it } from 'vitest'
import { Sleep, sleep } from '../../../runtime/connection/sleep.js'
import { ManualClock } from '../../support/manual-clock.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('sleep', () => {
  it('resolves when the time has come, and not before', async () => {
    const clock = new ManualClock()
    let isOver = false
    void sleep(clock, 100, new AbortController().signal).then(() => {
      isOver = true
    })
    clock.advance(99)
    await turn()
    expect(isOver).toBe(false)
    clock.advance(5)
    await turn()
    expect(isOver).toBe(true)
    expect(clock.scheduled).toBe(0)
  })

  it("rejects with the signal's reason, and leaves no timer", async () => {
    const clock = new ManualClock()
    const abort = new AbortController()
    const over = sleep(clock, 100, abort.signal)
    abort.abort(new Error('enough'))
    await expect(over).rejects.toThrow('enough')
    expect(clock.scheduled).toBe(0)
    await expect(sleep(clock, 100, abort.signal)).rejects.toThrow('enough')
    expect(clock.scheduled).toBe(0)
  })

  it('can be hurried, but not delayed', async () => {
    const clock = new ManualClock(0)
    const one = new Sleep(clock, 100, new AbortController().signal)
    one.hurry(200)
    one.hurry(50)
    clock.advance(60)
    await one.over
    one.hurry(70)
    expect(clock.scheduled).toBe(0)
  })

  it('that is stopped never settles, and leaves no timer and no listener', async () => {
    const clock = new ManualClock()
    const abort = new AbortController()
    const one = new Sleep(clock, 100, abort.signal)
    one.stop()
    abort.abort()
    clock.advance(200)
    expect(await Promise.race([one.over.catch(() => 'settled'), turn()])).toBeUndefined()
    expect(clock.scheduled).toBe(0)
  })
})
