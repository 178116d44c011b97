import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DnsOptions, dnsResolver } from '../../../../runtime/index.js'
import { DnsServer } from '../../../support/dns-server.js'
import { WatchedResolver } from '../../../support/watched-resolver.js'

const url = 'dns://chat.test:4000'
let server: DnsServer
let watched: WatchedResolver

beforeEach(async () => {
  server = await DnsServer.start()
})

afterEach(async () => {
  watched?.resolution.stop()
  await server.close()
})

function watch(options: DnsOptions = {}, target = url): WatchedResolver {
  watched = new WatchedResolver(dnsResolver(target, { servers: [server.address], ...options }))
  watched.resolution.start()
  return watched
}

/** Moves the time until the name is asked for again, and returns how long that took. */
function nextQuestion(): Promise<number> {
  const before = server.questions.length
  return watched.advanceUntil(() => server.questions.length > before)
}

describe('dnsResolver', () => {
  it('tells of the A and AAAA records, sorted, once each', async () => {
    server.set('chat.test', 'A', ['10.0.0.2', '10.0.0.1', '10.0.0.2'])
    server.set('chat.test', 'AAAA', ['2001:db8::1'])
    await watch().hasSets(1)
    await watched.advanceUntil(() => watched.urls.length === 3)
    expect(watched.urls).toEqual([
      'tcp://10.0.0.1:4000',
      'tcp://10.0.0.2:4000',
      'tcp://[2001:db8::1]:4000',
    ])
  })

  it('asks for one family only where told to', async () => {
    server.set('chat.test', 'A', ['10.0.0.1'])
    server.set('chat.test', 'AAAA', ['2001:db8::1'])
    await watch({ family: 6 }).hasSets(1)
    expect(watched.urls).toEqual(['tcp://[2001:db8::1]:4000'])
    expect(server.questions).toEqual(['AAAA chat.test'])
  })

  it('tells of tls:// endpoints whose certificates must carry the name', async () => {
    server.set('chat.test', 'A', ['10.0.0.1'])
    await watch({ secure: true }, 'dns://chat.test.:4000').hasSets(1)
    expect(watched.sets[0]).toMatchObject([
      { url: 'tls://10.0.0.1:4000', serverName: 'chat.test', weight: 1, priority: 0 },
    ])
  })

  it('notices an added and a removed address when the TTL is over', async () => {
    server.set('chat.test', 'A', ['10.0.0.1', '10.0.0.2'], 12)
    await watch().hasSets(1)
    server.set('chat.test', 'A', ['10.0.0.2', '10.0.0.3'], 12)
    const waited = await nextQuestion()
    expect(waited).toBeGreaterThanOrEqual(12_000)
    expect(waited).toBeLessThan(13_500)
    await watched.hasSets(2)
    expect(watched.urls).toEqual(['tcp://10.0.0.2:4000', 'tcp://10.0.0.3:4000'])
  })

  it.each([
    ['no sooner than minInterval', 0, 5_000],
    ['no later than maxInterval', 86_400, 30_000],
  ])('asks again %s', async (_, ttl, expected) => {
    server.set('chat.test', 'A', ['10.0.0.1'], ttl)
    await watch().hasSets(1)
    const waited = await nextQuestion()
    expect(waited).toBeGreaterThanOrEqual(expected)
    expect(waited).toBeLessThan(expected * 1.1 + 200)
  })

  it('says nothing while the addresses stay the same, in whatever order they come', async () => {
    server.set('chat.test', 'A', ['10.0.0.1', '10.0.0.2'])
    await watch().hasSets(1)
    server.set('chat.test', 'A', ['10.0.0.2', '10.0.0.1'])
    for (let look = 0; look < 3; look++) await nextQuestion()
    await watched.advance(100)
    expect(watched.sets).toHaveLength(1)
    expect(watched.failures).toEqual([])
  })

  it('looks again when the channel asks, and not more than once in a second', async () => {
    server.set('chat.test', 'A', ['10.0.0.1'], 3600)
    await watch({ family: 4 }).hasSets(1)
    await watched.advance(2_000)
    server.set('chat.test', 'A', ['10.0.0.9'], 3600)
    watched.resolution.refresh()
    await watched.advance(10)
    await watched.hasSets(2)
    expect(watched.urls).toEqual(['tcp://10.0.0.9:4000'])
    // Ten seconds of failing connections, a hundred a second.
    for (let ask = 0; ask < 1_000; ask++) {
      watched.resolution.refresh()
      await watched.advance(10)
    }
    const looks = server.count('A') - 2
    expect(looks).toBeGreaterThanOrEqual(3)
    expect(looks).toBeLessThanOrEqual(10)
  })

  it('takes what one family answers while the other is silent, and keeps what that one said before', async () => {
    server.set('chat.test', 'A', ['10.0.0.1'], 5)
    server.set('chat.test', 'AAAA', ['2001:db8::1'], 5)
    watch()
    await watched.advanceUntil(() => watched.urls.length === 2)
    server.behave('silence', 'AAAA')
    server.set('chat.test', 'A', ['10.0.0.2'], 5)
    const sets = watched.sets.length
    await nextQuestion()
    await watched.hasSets(sets + 1)
    expect(watched.urls).toEqual(['tcp://10.0.0.2:4000', 'tcp://[2001:db8::1]:4000'])
    expect(watched.failures).toEqual([])
  })

  it('does not wait for a family that never answers', async () => {
    server.set('chat.test', 'A', ['10.0.0.1'])
    server.behave('silence', 'AAAA')
    const start = performance.now()
    await watch().hasSets(1)
    // The query is given up after three seconds.
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it.each(['servfail', 'refused', 'garbage'] as const)(
    'takes the other family where one meets %s',
    async (mood) => {
      server.set('chat.test', 'AAAA', ['2001:db8::1'])
      server.behave(mood, 'A')
      await watch().hasSets(1)
      expect(watched.urls).toEqual(['tcp://[2001:db8::1]:4000'])
    },
  )

  it('reads answers too long for a datagram over TCP', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `10.0.${at >> 8}.${at & 255}`)
    server.set('chat.test', 'A', many)
    server.behave('truncated', 'A')
    await watch({ family: 4 }).hasSets(1)
    expect(watched.urls).toHaveLength(300)
  })

  it.each([
    ['a name that does not exist', 'answers', 'the name does not exist (ENOTFOUND)'],
    ['a server that fails', 'servfail', 'failed to find the answer (ESERVFAIL)'],
    ['a server that refuses', 'refused', 'refused to answer (EREFUSED)'],
    ['rubbish', 'garbage', 'cannot be read (EBADRESP)'],
    ['silence', 'silence', 'no answer from 127.0.0.1:'],
  ] as const)('fails for %s and says so', async (_, mood, text) => {
    server.behave(mood)
    await watch().hasFailures(1)
    expect(watched.texts[0]).toContain(text)
    expect(watched.sets).toEqual([])
  })

  it('fails for a name without addresses', async () => {
    server.set('chat.test', 'SRV', [])
    await watch().hasFailures(1)
    expect(watched.texts[0]).toMatch(/the name has no A+ record \(ENODATA\)/)
  })

  it('keeps the last addresses while the server is down, and finds the new ones when it is back', async () => {
    server.set('chat.test', 'A', ['10.0.0.1'], 5)
    await watch().hasSets(1)
    server.behave('servfail')
    await watched.advanceUntil(() => watched.failures.length === 3)
    expect(watched.sets).toHaveLength(1)
    expect(watched.resolution.endpoints).toMatchObject([{ url: 'tcp://10.0.0.1:4000' }])
    expect(watched.log.all).toHaveLength(1)
    expect(watched.log.all[0]).toContain('the last endpoints stay in use')
    server.behave('answers')
    server.set('chat.test', 'A', ['10.0.0.2'], 5)
    await watched.advanceUntil(() => watched.sets.length === 2)
    expect(watched.urls).toEqual(['tcp://10.0.0.2:4000'])
  })

  it('uses a literal address as it is, and asks nobody', async () => {
    watch({ servers: ['127.0.0.1:1'] }, 'dns://[::1]:4000')
    expect(watched.urls).toEqual(['tcp://[::1]:4000'])
    watch({ secure: true }, 'dns://10.0.0.1:4000')
    expect(watched.sets[0]).toMatchObject([{ url: 'tls://10.0.0.1:4000', serverName: '10.0.0.1' }])
  })

  it('looks localhost up on this machine', async () => {
    watched = new WatchedResolver(dnsResolver('dns://localhost:4000'))
    watched.resolution.start()
    await watched.hasSets(1)
    expect(watched.urls).toContain('tcp://127.0.0.1:4000')
  })

  it('stops in the middle of a question, and asks nothing more', async () => {
    server.behave('silence')
    watch()
    await watched.advanceUntil(() => server.questions.length > 0)
    watched.resolution.stop()
    const asked = server.questions.length
    await watched.advance(60_000)
    expect(server.questions.length).toBe(asked)
    expect(watched.clock.scheduled).toBe(0)
    expect(watched.failures).toEqual([])
  })

  const refused: readonly [target: unknown, text: string][] = [
    ['dns://chat.test', 'write dns://NAME:PORT'],
    ['dns:///chat.test:1', 'write dns://NAME:PORT'],
    ['dns://chat.test:0', 'write dns://NAME:PORT'],
    ['dns://chat.test:65536', 'write dns://NAME:PORT'],
    ['dns://:1', 'write dns://NAME:PORT'],
    ['dns://a..b:1', 'write dns://NAME:PORT'],
    ['dns://a b:1', 'write dns://NAME:PORT'],
    ['dns://user@a:1', 'write dns://NAME:PORT'],
    ['dns://ü.test:1', 'xn--'],
    ['dns://[zz]:1', 'write dns://NAME:PORT'],
    [`dns://${'a'.repeat(64)}.test:1`, 'write dns://NAME:PORT'],
    ['tcp://a:1', '"tcp://a:1" is not a DNS target'],
    [7, '7 is not a DNS target'],
    [undefined, 'undefined is not a DNS target'],
  ]
  it.each(refused)('refuses %j', (target, text) => {
    expect(() => dnsResolver(target as string)).toThrow(TypeError)
    expect(() => dnsResolver(target as string)).toThrow(text)
  })

  const wrong: readonly [options: object, text: string][] = [
    [{ server: ['127.0.0.1'] }, 'dnsResolver has no option "server"'],
    [{ servers: [] }, 'write IP addresses'],
    [{ servers: '127.0.0.1' }, 'write IP addresses'],
    [{ servers: ['localhost:53'] }, '"localhost:53" is not a name server'],
    [{ servers: ['127.0.0.1:99999'] }, 'is not a name server'],
    [{ servers: [53] }, '53 is not a name server'],
    [{ secure: 'yes' }, 'the option secure is "yes"'],
    [{ family: 5 }, 'the option family is 5'],
    [{ minInterval: 500 }, 'at least 1 s'],
    [{ minInterval: 'soon' }, 'the option minInterval is "soon"'],
    [{ minInterval: '1m' }, 'from minInterval (60000 ms) to 24 h'],
    [{ maxInterval: '25h' }, 'to 24 h'],
  ]
  it.each(wrong)('refuses the options %j', (options, text) => {
    expect(() => dnsResolver(url, options)).toThrow(text)
  })

  it.each([['127.0.0.1'], ['127.0.0.1:53'], ['::1'], ['[::1]'], ['[2001:db8::1]:5353']])(
    'takes %s for a name server',
    (address) => {
      expect(dnsResolver(url, { servers: [address] }).name).toBe(url)
    },
  )
})
