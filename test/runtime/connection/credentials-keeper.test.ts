/** When a channel's program is asked for credentials, by a clock that the test moves. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CredentialsKeeper } from '../../../runtime/connection/credentials-keeper.js'
import type { Credentials, CredentialsContext } from '../../../runtime/identity.js'
import { defaultLimits } from '../../../runtime/limits.js'
import type { TimerEntry } from '../../../runtime/session/timer-wheel.js'
import { ManualClock } from '../../support/manual-clock.js'
import { Lines } from '../../support/rig.js'

const hour = 3_600_000
let wall = 0

beforeEach(() => {
  wall = 1_700_000_000_000
  vi.spyOn(Date, 'now').mockImplementation(() => wall)
})
afterEach(() => {
  vi.restoreAllMocks()
})

function keeper(answer: (context: CredentialsContext) => Credentials | Promise<Credentials>) {
  const clock = new ManualClock()
  const log = new Lines()
  const asked: boolean[] = []
  const sent: string[] = []
  const host = {
    options: { clock, logger: log, limits: defaultLimits },
    session: { renew: ({ token }: { token: string }) => sent.push(token) },
    destroy: (error: Error) => sent.push(`destroyed: ${error.message}`),
  } as unknown as ConstructorParameters<typeof CredentialsKeeper>[2] // because the rest of the options is not looked at
  const one = new CredentialsKeeper(
    (context) => {
      asked.push(context.isRenewal)
      return answer(context)
    },
    'tls://a:1',
    host,
  )
  /** Both clocks go on, in steps that let promises settle. */
  const pass = async (ms: number) => {
    const steps = Math.min(ms, 200)
    for (let step = 0; step < steps; step++) {
      wall += ms / steps
      clock.advance(Math.round(ms / steps))
      for (let turns = 0; turns < 5; turns++) await Promise.resolve()
    }
  }
  const begin = async () => {
    const first = await new Promise((resolve) => one.first(resolve))
    one.start()
    return first
  }
  return { one, clock, log, asked, sent, pass, begin }
}

const lasting = (ms: number): Date => new Date(wall + ms)

describe('credentials', () => {
  it('are asked for once where they do not expire', async () => {
    const { begin, asked, pass, clock } = keeper(() => ({ token: 'a' }))
    expect(await begin()).toEqual({ scheme: 'bearer', token: 'a' })
    await pass(600_000)
    expect([asked, clock.scheduled]).toEqual([[false], 0])
  })

  it('are asked for again after four fifths of their time, and sent', async () => {
    let count = 0
    const { begin, asked, sent, pass, one, clock } = keeper(() => {
      count++
      return { token: `t${count}`, expiresAt: lasting(100_000) }
    })
    await begin()
    await pass(79_000)
    expect(asked).toEqual([false])
    await pass(3_000)
    expect([asked, sent]).toEqual([[false, true], ['t2']])
    await pass(82_000)
    expect(sent).toEqual(['t2', 't3'])
    one.stop()
    expect(clock.scheduled).toBe(0)
  })

  it('that are the same again are not sent, and asked for until they expire', async () => {
    const expiresAt = lasting(10_000)
    const { begin, asked, sent, pass, clock } = keeper(() => ({ token: 'a', expiresAt }))
    await begin()
    await pass(20_000)
    expect(sent).toEqual([])
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.length).toBeLessThan(12)
    expect(clock.scheduled).toBe(0)
  })

  it('that fail to come are asked for again, no more than once a second', async () => {
    let fails = false
    const expiresAt = lasting(30_000)
    const { begin, asked, log, pass } = keeper(() => {
      if (fails) throw new Error('the vault is sealed')
      return { token: 'a', expiresAt }
    })
    await begin()
    fails = true
    await pass(29_000)
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.length).toBeLessThan(12)
    expect(log.all[0]).toContain('the vault is sealed')
  })

  it('of a year are looked at again when timers end, and not asked for', async () => {
    const expiresAt = lasting(365 * 24 * hour)
    const { begin, asked, clock } = keeper(() => ({ token: 'a', expiresAt }))
    const waits: [TimerEntry, number][] = []
    vi.spyOn(clock, 'schedule').mockImplementation((entry, dueAt) => {
      waits.push([entry, dueAt - clock.now()])
    })
    await begin()
    const [entry, ms = 0] = waits.at(-1) ?? []
    expect(ms).toBe(2 ** 31 - 1)
    wall += ms
    entry?.onDue()
    await Promise.resolve()
    expect(asked).toEqual([false])
    expect(waits.at(-1)?.[1]).toBe(2 ** 31 - 1)
  })

  it('that do not come at all end the connection before its time to connect is over', async () => {
    let signal: AbortSignal | undefined
    const { one, sent, pass } = keeper((context) => {
      signal = context.signal
      return new Promise<never>(() => {})
    })
    one.first(() => sent.push('began'))
    await pass(9_100)
    expect(sent).toEqual(['destroyed: the option credentials has not answered in time'])
    one.stop()
    expect(signal?.aborted).toBe(true)
  })
})
