import type { SrvAnswer } from 'dns-packet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DnsOptions, srvResolver } from '../../../../runtime/index.js'
import { DnsServer } from '../../../support/dns-server.js'
import { WatchedResolver } from '../../../support/watched-resolver.js'

const service = '_rpc._tcp.chat.test'
let server: DnsServer
let watched: WatchedResolver

beforeEach(async () => {
  server = await DnsServer.start()
  for (const [at, name] of ['a', 'b', 'c', 'd'].entries()) {
    server.set(`${name}.test`, 'A', [`10.0.0.${at + 1}`])
  }
})

afterEach(async () => {
  watched?.resolution.stop()
  await server.close()
})

function record(target: string, port: number, weight = 0, priority = 0): SrvAnswer['data'] {
  return { target, port, weight, priority }
}

function watch(options: DnsOptions = {}): WatchedResolver {
  watched = new WatchedResolver(
    srvResolver(`srv://${service}`, { servers: [server.address], family: 4, ...options }),
  )
  watched.resolution.start()
  return watched
}

/** What the last set says, as `URL weight priority`. */
function told(): string[] {
  return (watched.sets.at(-1) ?? []).map(
    ({ url, weight, priority }) => `${url} ${weight} ${priority}`,
  )
}

describe('srvResolver', () => {
  it('tells of hosts with their ports, weights and priorities', async () => {
    server.set(service, 'SRV', [
      record('a.test', 4001, 10, 1),
      record('b.test', 4002, 20, 1),
      record('c.test', 4003, 65_535, 2),
    ])
    await watch().hasSets(1)
    expect(told()).toEqual([
      'tcp://10.0.0.1:4001 500 1',
      'tcp://10.0.0.2:4002 1000 1',
      'tcp://10.0.0.3:4003 1000 2',
    ])
  })

  it('gives weight 0 the smallest share beside others, and equal shares when all have it', async () => {
    server.set(service, 'SRV', [
      record('a.test', 1, 0, 1),
      record('b.test', 1, 1, 1),
      record('c.test', 1, 0, 2),
      record('d.test', 1, 0, 2),
    ])
    await watch().hasSets(1)
    expect(told()).toEqual([
      'tcp://10.0.0.1:1 1 1',
      'tcp://10.0.0.2:1 1000 1',
      'tcp://10.0.0.3:1 1000 2',
      'tcp://10.0.0.4:1 1000 2',
    ])
  })

  it("shares a host's weight among its addresses", async () => {
    server.set('a.test', 'A', ['10.0.1.1', '10.0.1.2', '10.0.1.3', '10.0.1.4'])
    server.set(service, 'SRV', [record('a.test', 1, 5), record('b.test', 1, 5)])
    await watch().hasSets(1)
    const weights = watched.sets[0]?.map(({ weight }) => weight)
    expect(weights).toEqual([1000, 250, 250, 250, 250])
  })

  it('notices an added record, another port and another weight', async () => {
    server.set(service, 'SRV', [record('a.test', 1)])
    await watch().hasSets(1)
    server.set(service, 'SRV', [record('a.test', 2, 1), record('b.test', 2, 2)])
    await watched.advanceUntil(() => watched.sets.length === 2)
    expect(told()).toEqual(['tcp://10.0.0.1:2 500 0', 'tcp://10.0.0.2:2 1000 0'])
  })

  it('looks again as often as the TTL of the addresses says', async () => {
    server.set('a.test', 'A', ['10.0.0.1'], 20)
    server.set('b.test', 'A', ['10.0.0.2'], 7)
    server.set(service, 'SRV', [record('a.test', 1), record('b.test', 1)], 3600)
    await watch().hasSets(1)
    const waited = await watched.advanceUntil(() => server.count('SRV') === 2)
    expect(waited).toBeGreaterThanOrEqual(7_000)
    expect(waited).toBeLessThan(8_000)
  })

  it('leaves out a host without an address, and keeps one that nobody answers for', async () => {
    server.set(service, 'SRV', [record('a.test', 1), record('b.test', 1), record('x.test', 1)])
    await watch().hasSets(1)
    expect(watched.urls).toEqual(['tcp://10.0.0.1:1', 'tcp://10.0.0.2:1'])
    server.behave('servfail', 'A')
    await watched.advanceUntil(() => server.count('SRV') === 3)
    server.behave('answers', 'A')
    server.delete('b.test')
    await watched.advanceUntil(() => watched.sets.length === 2)
    expect(watched.urls).toEqual(['tcp://10.0.0.1:1'])
    expect(watched.failures).toEqual([])
  })

  it('asks once for a host of several records', async () => {
    server.set(service, 'SRV', [record('a.test', 1), record('a.test', 2), record('A.test', 3)])
    await watch().hasSets(1)
    expect(watched.urls).toEqual(['tcp://10.0.0.1:1', 'tcp://10.0.0.1:2', 'tcp://10.0.0.1:3'])
    expect(server.count('A')).toBeLessThanOrEqual(2)
  })

  it('has certificates carry the name of the service, whatever hosts the records name', async () => {
    server.set(service, 'SRV', [record('a.test', 1)])
    await watch({ secure: true }).hasSets(1)
    expect(watched.sets[0]).toMatchObject([
      { url: 'tls://10.0.0.1:1', serverName: 'chat.test', weight: 1000, priority: 0 },
    ])
  })

  it('fails where the records say that there is no such service', async () => {
    server.set(service, 'SRV', [record('.', 0)])
    await watch().hasFailures(1)
    expect(watched.texts[0]).toContain('the service is not offered')
  })

  it.each([
    ['the name does not exist', 'answers', '(ENOTFOUND)'],
    ['the name server fails', 'servfail', '(ESERVFAIL)'],
    ['the answer is rubbish', 'garbage', '(EBADRESP)'],
  ] as const)('fails where %s', async (_, mood, text) => {
    server.behave(mood, 'SRV')
    await watch().hasFailures(1)
    expect(watched.texts[0]).toContain(text)
  })

  it('fails where no host has an address', async () => {
    server.set(service, 'SRV', [record('x.test', 1), record('y.test', 1)])
    await watch().hasFailures(1)
    expect(watched.texts[0]).toMatch(
      /none of the hosts has an address; [xy]\.test: the name does not exist/,
    )
  })

  it('reads records too long for a datagram over TCP', async () => {
    const many = Array.from({ length: 200 }, (_, at) => record('a.test', at + 1))
    server.set(service, 'SRV', many)
    server.behave('truncated', 'SRV')
    await watch().hasSets(1)
    expect(watched.urls).toHaveLength(200)
  })

  it.each([
    ['srv://'],
    ['srv://_rpc._tcp.chat.test:4000'],
    ['srv://10.0.0.1'],
    ['srv://a..b'],
    ['srv://a/b'],
    ['dns://a:1'],
    [7],
  ])('refuses %j', (target) => {
    expect(() => srvResolver(target as string)).toThrow(TypeError)
    expect(() => srvResolver(target as string)).toThrow('write srv://_SERVICE._tcp.NAME')
  })

  it('refuses options that do not exist', () => {
    expect(() => srvResolver(`srv://${service}`, { port: 1 } as object)).toThrow(
      'srvResolver has no option "port"',
    )
  })
})
