import { afterEach, describe, expect, it } from 'vitest'
import { FixedResolver } from '../../../../runtime/client/resolve/fixed-resolver.js'
import type { Endpoint, Resolver, ResolverContext } from '../../../../runtime/index.js'
import { until } from '../../../support/rig.js'
import { WatchedResolver } from '../../../support/watched-resolver.js'

const a: Endpoint = { url: 'tcp://10.0.0.1:1' }
const b: Endpoint = { url: 'tcp://10.0.0.2:1' }

type Watch = (context: ResolverContext) => unknown

let watched: WatchedResolver

afterEach(() => watched.resolution.stop())

/** Starts a resolver whose `watch` is the test's, whatever it gives. */
function start(watch: Watch): WatchedResolver {
  const resolver = { name: 'test://plug-in', watch } as Resolver // because some tests lie about what watch() gives
  watched = new WatchedResolver(resolver)
  watched.resolution.start()
  return watched
}

/** Never settles. */
function forever(): Promise<never> {
  return new Promise(() => {})
}

describe('a resolution', () => {
  it('does not touch the resolver before it is started', async () => {
    let watches = 0
    watched = new WatchedResolver({
      name: 'test://plug-in',
      async *watch() {
        watches++
        yield [a]
        await forever()
      },
    })
    await watched.advance(1_000)
    expect(watches).toBe(0)
    watched.resolution.start()
    watched.resolution.start()
    await watched.advance(1_000)
    expect(watches).toBe(1)
    expect(watched.urls).toEqual([a.url])
  })

  it('does not look twice because of calls that came before the first set', async () => {
    let answer = () => {}
    let looks = 0
    start(async function* ({ wait }) {
      for (;;) {
        looks++
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        yield [a]
        await wait(10_000)
      }
    })
    await watched.advance(10)
    watched.resolution.start()
    watched.resolution.refresh()
    answer()
    await watched.advance(100)
    watched.resolution.start()
    await watched.advance(9_000)
    expect(looks).toBe(1)
  })

  it('tells of a fixed set at once', () => {
    watched = new WatchedResolver(new FixedResolver('two', [a, { ...b, weight: 3 }]))
    watched.resolution.start()
    expect(watched.sets).toMatchObject([
      [
        { ...a, weight: 1 },
        { ...b, weight: 3 },
      ],
    ])
    watched.resolution.refresh()
    expect(watched.sets).toHaveLength(1)
    expect(watched.clock.scheduled).toBe(0)
  })

  it('tells of each set, with defaults filled in and addresses parsed', async () => {
    start(async function* () {
      yield [{ url: 'unix:///run/a.sock' }]
      yield [{ url: 'tls://[::1]:1', weight: 1000, priority: 7, serverName: 'a.test' }]
      await forever()
    })
    await watched.advance(100)
    expect(watched.sets).toEqual([
      [
        {
          url: 'unix:/run/a.sock',
          address: { kind: 'unix', path: '/run/a.sock' },
          weight: 1,
          priority: 0,
          serverName: undefined,
        },
      ],
      [
        {
          url: 'tls://[::1]:1',
          address: { kind: 'tls', host: '::1', port: 1 },
          weight: 1000,
          priority: 7,
          serverName: 'a.test',
        },
      ],
    ])
  })

  describe('with a resolver that throws', () => {
    const lies: readonly [how: string, watch: Watch, text: string][] = [
      [
        'before it watches',
        () => {
          throw new Error('no token')
        },
        'no token',
      ],
      [
        'while it watches',
        // biome-ignore lint/correctness/useYield: it does not get there
        async function* () {
          throw new Error('no route')
        },
        'no route',
      ],
      [
        'something that is no error',
        // biome-ignore lint/correctness/useYield: it does not get there
        async function* () {
          throw null
        },
        'null',
      ],
      [
        'something that cannot be printed',
        // biome-ignore lint/correctness/useYield: it does not get there
        async function* () {
          throw Object.create(null)
        },
        'something that cannot be printed',
      ],
      ['nothing, but gives nothing', () => undefined, 'watch() must give an async iterable'],
      ['nothing, but gives an array', () => [[a]], 'watch() must give an async iterable'],
      [
        'nothing, but gives an iterator that is none',
        () => ({ [Symbol.asyncIterator]: () => ({}) }),
        'is not a function',
      ],
      ['nothing, but ends', async function* () {}, 'ended and told of no endpoints'],
    ]
    it.each(lies)('%s, says so', async (_, watch, text) => {
      start(watch)
      await watched.advance(10)
      expect(watched.texts[0]).toContain(text)
      expect(watched.sets).toEqual([])
    })

    it('watches again after growing pauses, of 36 s at the most', async () => {
      const times: number[] = []
      start(() => {
        times.push(watched.clock.now())
        throw new Error('down')
      })
      await watched.advanceUntil(() => times.length === 14, 600_000)
      const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0))
      for (const [at, pause] of pauses.entries()) {
        const expected = Math.min(1_000 * 1.6 ** at, 30_000)
        expect(pause).toBeGreaterThanOrEqual(expected * 0.8 - 1)
        expect(pause).toBeLessThanOrEqual(expected * 1.2 + 30)
      }
    })

    it('watches again within a second when the channel asks', async () => {
      let watches = 0
      start(() => {
        watches++
        throw new Error('down')
      })
      await watched.advanceUntil(() => watches === 10, 600_000)
      await watched.advance(2_000)
      watched.resolution.refresh()
      await watched.advance(10)
      expect(watches).toBe(11)
      // Not for each of the calls that fail meanwhile.
      for (let ask = 0; ask < 95; ask++) {
        watched.resolution.refresh()
        await watched.advance(10)
      }
      expect(watches).toBe(11)
      await watched.advance(100)
      expect(watches).toBe(12)
    })

    it('watches again within a second when there are calls and no set', async () => {
      let watches = 0
      start(() => {
        watches++
        throw new Error('down')
      })
      await watched.advanceUntil(() => watches === 10, 600_000)
      watched.resolution.start()
      expect(await watched.advanceUntil(() => watches === 11)).toBeLessThan(1_100)
    })

    it('keeps the last set, and logs a failure that stays once', async () => {
      let watches = 0
      start(async function* () {
        watches++
        if (watches === 1) yield [a]
        throw new Error('down')
      })
      await watched.advanceUntil(() => watched.failures.length === 4)
      expect(watched.sets).toHaveLength(1)
      expect(watched.resolution.endpoints).toMatchObject([a])
      expect(watched.log.all).toEqual([
        'warn trunkline: test://plug-in: down; the last endpoints stay in use',
      ])
    })

    it('starts over with short pauses after a watch that was good for five seconds', async () => {
      let watches = 0
      start(async function* ({ wait }) {
        watches++
        if (watches === 8) {
          yield [a]
          await wait(6_000)
        }
        throw new Error('down')
      })
      await watched.advanceUntil(() => watches === 8, 600_000)
      const failed = watched.failures.length
      await watched.advanceUntil(() => watched.failures.length > failed)
      expect(await watched.advanceUntil(() => watches === 9)).toBeLessThan(1_300)
    })
  })

  it('watches again when a resolver ends, and takes that for no failure if it told of a set', async () => {
    let watches = 0
    start(async function* () {
      watches++
      yield watches % 2 === 1 ? [a] : [b]
    })
    await watched.advanceUntil(() => watched.sets.length === 4)
    expect(watched.sets.map((set) => set[0]?.url)).toEqual([a.url, b.url, a.url, b.url])
    expect(watched.failures).toEqual([])
  })

  it('reports a resolver that says nothing for ten seconds, and takes what it says later', async () => {
    let say = () => {}
    start(async function* () {
      await new Promise<void>((resolve) => {
        say = resolve
      })
      yield [a]
      await forever()
    })
    expect(await watched.advanceUntil(() => watched.failures.length === 1)).toBeGreaterThan(9_990)
    expect(watched.texts).toEqual(['has told of no endpoints for 10 s'])
    await watched.advance(60_000)
    expect(watched.failures).toHaveLength(1)
    // Each call that waits anew learns of it.
    watched.resolution.refresh()
    await watched.advance(10_010)
    expect(watched.failures).toHaveLength(2)
    say()
    await watched.advance(10)
    expect(watched.urls).toEqual([a.url])
    expect(watched.clock.scheduled).toBeLessThanOrEqual(1)
  })

  it('lets the event loop go on beside a resolver that yields without end', async () => {
    let sets = 0
    start(async function* () {
      for (;;) {
        sets++
        yield [a]
      }
    })
    await watched.advance(1_000)
    expect(sets).toBeGreaterThan(10)
    expect(sets).toBeLessThanOrEqual(51)
  })

  describe('with a set that is', () => {
    const rubbish: readonly [what: string, set: unknown, text: string][] = [
      ['undefined', undefined, 'told of undefined: it must yield arrays'],
      ['a text', 'tcp://10.0.0.1:1', 'it must yield arrays'],
      ['empty', [], 'told of no endpoints'],
      ['of texts', ['tcp://10.0.0.1:1'], '"tcp://10.0.0.1:1" is not an endpoint'],
      ['of URLs of another kind', [{ url: 'http://a' }], '"http://a" is not an address'],
      ['of nothing', [null], 'null is not an endpoint'],
      ['without URLs', [{}], 'undefined is not an address'],
      [
        'of weight 0',
        [{ ...a, weight: 0 }],
        'weight is 0: it must be a whole number from 1 to 1000',
      ],
      ['of weight 1001', [{ ...a, weight: 1001 }], 'weight is 1001'],
      ['of weight NaN', [{ ...a, weight: Number.NaN }], 'weight is NaN'],
      ['of weight 1.5', [{ ...a, weight: 1.5 }], 'weight is 1.5'],
      ['of weight "5"', [{ ...a, weight: '5' }], 'weight is "5"'],
      ['of priority -1', [{ ...a, priority: -1 }], 'priority is -1'],
      ['of no server name', [{ ...a, serverName: '' }], 'serverName is ""'],
      ['a trap', [new Proxy({}, { get: () => forever() })], 'is not an address'],
      [
        'a mine',
        [
          {
            get url() {
              throw new Error('boom')
            },
          },
        ],
        'boom',
      ],
    ]
    it.each(rubbish)('%s, fails and keeps the last one and the watch', async (_, set, text) => {
      let watches = 0
      start(async function* () {
        watches++
        yield [a]
        yield set
        yield [b]
        await forever()
      })
      await watched.advance(100)
      expect(watched.texts).toHaveLength(1)
      expect(watched.texts[0]).toContain(text)
      expect(watched.sets).toMatchObject([[a], [b]])
      expect(watches).toBe(1)
    })

    it('partly rubbish, leaves that out and logs it once', async () => {
      start(async function* () {
        for (let at = 0; at < 3; at++) yield [a, { url: 'nonsense' }, { ...b, weight: -1 }]
        await forever()
      })
      await watched.advance(100)
      expect(watched.urls).toEqual([a.url])
      expect(watched.failures).toEqual([])
      expect(watched.log.all).toHaveLength(1)
      expect(watched.log.all[0]).toMatch(/endpoint 1 left out: "nonsense" .* \(and 1 more\)/)
    })

    it('full of duplicates, merges them: the better priority counts, and the sum of the weights', async () => {
      start(async function* () {
        yield [
          { ...a, weight: 2, priority: 1 },
          { url: 'tcp://10.0.0.1:1/', weight: 3, priority: 1 },
          { ...b, weight: 9, priority: 5 },
          { ...b, weight: 600, priority: 2 },
          { ...b, weight: 600, priority: 2 },
          { ...b, weight: 9, priority: 3 },
        ]
        await forever()
      })
      await watched.advance(10)
      expect(watched.sets[0]).toMatchObject([
        { ...a, weight: 5, priority: 1 },
        { ...b, weight: 1000, priority: 2 },
      ])
    })

    it('too large, uses the first 4096', async () => {
      start(async function* () {
        yield Array.from({ length: 70_000 }, (_, port) => ({
          url: `tcp://10.0.0.1:${port % 65_536}`,
        }))
        await forever()
      })
      await watched.advance(10)
      expect(watched.urls).toHaveLength(4096)
      expect(watched.log.all[0]).toContain('all after the first 4096 are left out')
    })
  })

  describe('gives its resolver a context whose', () => {
    it('refresh() resolves when the channel asks, once', async () => {
      let asked = 0
      start(async function* ({ refresh }) {
        yield [a]
        for (;;) {
          await refresh()
          asked++
        }
      })
      await watched.advance(100)
      expect(asked).toBe(0)
      watched.resolution.refresh()
      await watched.advance(10)
      expect(asked).toBe(1)
      watched.resolution.refresh()
      await watched.advance(10)
      expect(asked).toBe(2)
    })

    it('wait() ends after its time, or a second after it began when the channel asks', async () => {
      let ended = 0
      start(async function* ({ wait }) {
        yield [a]
        for (;;) {
          await wait(10_000)
          ended++
        }
      })
      await watched.advance(9_900)
      expect(ended).toBe(0)
      await watched.advance(200)
      expect(ended).toBe(1)
      watched.resolution.refresh()
      await watched.advance(800)
      expect(ended).toBe(1)
      await watched.advance(300)
      expect(ended).toBe(2)
    })

    it('wait() is short when the channel asked while the resolver was looking', async () => {
      let answer = () => {}
      let looks = 0
      start(async function* ({ wait }) {
        for (;;) {
          looks++
          await new Promise<void>((resolve) => {
            answer = resolve
          })
          yield [a]
          await wait(30_000)
        }
      })
      await watched.advance(10)
      answer()
      await watched.advanceUntil(() => looks === 2)
      watched.resolution.refresh()
      answer()
      await watched.advance(1_100)
      expect(looks).toBe(3)
    })

    it('wait() that nobody awaits does no harm when the channel is closed', async () => {
      start(async function* ({ wait }) {
        yield [a]
        void wait(1_000)
        void wait(60_000)
        await forever()
      })
      await watched.advance(100)
      watched.resolution.stop()
      await watched.advance(100)
      expect(watched.clock.scheduled).toBe(0)
    })

    it('signal aborts when a watch is over, and another one comes with the next', async () => {
      const signals: AbortSignal[] = []
      start(({ signal }) => {
        signals.push(signal)
        throw new Error('down')
      })
      await watched.advanceUntil(() => signals.length === 2)
      expect(signals[0]?.aborted).toBe(true)
      expect(signals[0]).not.toBe(signals[1])
    })
  })

  describe('that is stopped', () => {
    const habits: readonly [how: string, watch: Watch][] = [
      ['hangs from the start', () => ({ [Symbol.asyncIterator]: () => ({ next: forever }) })],
      [
        'hangs after a set',
        async function* () {
          yield [a]
          await forever()
        },
      ],
      [
        'waits',
        async function* ({ wait }) {
          yield [a]
          await wait(60_000)
        },
      ],
      [
        'yields without end',
        async function* () {
          for (;;) yield [a]
        },
      ],
      [
        'is between two watches',
        () => {
          throw new Error('down')
        },
      ],
      [
        'hangs on its way out',
        async function* () {
          try {
            for (;;) yield [a]
          } finally {
            await forever()
          }
        },
      ],
      [
        'throws on its way out',
        async function* () {
          try {
            for (;;) yield [a]
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: that is the point
            throw new Error('out')
          }
        },
      ],
    ]
    it.each(habits)(
      'leaves nothing behind and says nothing more when its resolver %s',
      async (_, watch) => {
        start(watch)
        await watched.advance(200)
        watched.resolution.stop()
        const { sets, failures } = watched
        const before = [sets.length, failures.length]
        await watched.advance(60_000)
        watched.resolution.refresh()
        watched.resolution.start()
        await watched.advance(20_000)
        expect([sets.length, failures.length]).toEqual(before)
        expect(watched.clock.scheduled).toBe(0)
      },
    )

    it('lets the resolver clean up', async () => {
      let isClean = false
      start(async function* ({ signal }) {
        try {
          for (;;) {
            yield [a]
            signal.throwIfAborted()
          }
        } finally {
          isClean = true
        }
      })
      await watched.advance(100)
      watched.resolution.stop()
      await until(() => isClean)
    })

    it('before it was started, never starts', async () => {
      watched = new WatchedResolver(new FixedResolver('one', [a]))
      watched.resolution.stop()
      watched.resolution.start()
      expect(watched.sets).toEqual([])
    })
  })
})
