import { describe, expect, it } from 'vitest'
import { FixedResolver } from '../../../../runtime/client/resolve/fixed-resolver.js'
import { type ChannelTarget, parseTarget } from '../../../../runtime/client/resolve/parse-target.js'

function fixed(target: ChannelTarget): FixedResolver {
  const resolver = parseTarget(target)
  if (resolver instanceof FixedResolver) return resolver
  throw new Error(`${resolver.name} is not fixed`)
}

describe('a target', () => {
  it.each([
    ['tcp://127.0.0.1:4000/', 'tcp://127.0.0.1:4000'],
    ['tls://chat.test:4000', 'tls://chat.test:4000'],
    ['unix:///run/chat.sock', 'unix:/run/chat.sock'],
  ])('%s is one server', (target, name) => {
    expect(fixed(target).endpoints.map(({ url }) => url)).toEqual([name])
    expect(fixed(target).name).toBe(name)
  })

  it('can be an array of addresses and endpoints', () => {
    const list = ['tcp://a:1', { url: 'tls://b:2', weight: 3, priority: 1, serverName: 'c' }]
    expect(fixed(list).endpoints).toMatchObject([
      { url: 'tcp://a:1', weight: 1, priority: 0, serverName: undefined },
      { url: 'tls://b:2', weight: 3, priority: 1, serverName: 'c' },
    ])
    expect(fixed(list).name).toBe('tcp://a:1, tls://b:2')
  })

  it('that changes after the call does not change the channel', () => {
    const endpoint = { url: 'tcp://a:1', weight: 1 }
    const list = [endpoint]
    const resolver = fixed(list)
    endpoint.weight = 9
    list.pop()
    expect(resolver.endpoints).toMatchObject([{ url: 'tcp://a:1', weight: 1 }])
  })

  it.each([['dns://chat.test:4000'], ['srv://_rpc._tcp.chat.test']])(
    '%s is asked for',
    (target) => {
      expect(parseTarget(target).name).toBe(target)
    },
  )

  it('that is a resolver is that resolver', () => {
    const resolver = { name: 'mine', async *watch() {} }
    expect(parseTarget(resolver)).toBe(resolver)
  })

  const wrong: readonly [target: unknown, text: string][] = [
    ['', '"" is not an address: write tcp://HOST:PORT, tls://HOST:PORT, unix:/PATH, dns://'],
    ['127.0.0.1:4000', 'write tcp://HOST:PORT'],
    ['http://a:1', '"http://a:1" is not an address'],
    ['tcp://a', '"tcp://a" is not an address'],
    ['dns:a:1', '"dns:a:1" is not a DNS target'],
    ['srv:a', '"srv:a" is not an SRV target'],
    [4000, "4000 is not an address: write a text, such as 'tcp://127.0.0.1:4000'"],
    [undefined, 'undefined is not an address'],
    [null, 'null is not an address'],
    [{}, 'is not an address'],
    [{ url: 'tcp://a:1' }, 'write an array, connect([{ url: … }])'],
    [{ watch: 1, name: 'x' }, 'is not an address'],
    [{ watch() {} }, 'a resolver with a name and watch()'],
    [[], 'an empty array names no server'],
    [['tcp://a:1', 'nonsense'], 'entry 1 of the array: "nonsense" is not an address'],
    [
      ['tcp://a:1', 'dns://b:1'],
      'entry 1 of the array is "dns://b:1", which stands for a changing set: give it alone',
    ],
    [[{ url: 'srv://_a._tcp.b' }], 'give it alone, or write a resolver that yields both'],
    [
      [{ url: 'tcp://a:1', prio: 1 }],
      'an endpoint has no option "prio": it has url, weight, priority, serverName',
    ],
    [[['tcp://a:1']], 'entry 0 of the array'],
    [[undefined], 'entry 0 of the array: undefined is not an endpoint'],
  ]
  it.each(wrong)('that is %j is refused', (target, text) => {
    expect(() => parseTarget(target as ChannelTarget)).toThrow(TypeError)
    expect(() => parseTarget(target as ChannelTarget)).toThrow(text)
  })

  it('with a weight out of range is refused', () => {
    expect(() => parseTarget([{ url: 'tcp://a:1', weight: 0 }])).toThrow(RangeError)
    expect(() => parseTarget([{ url: 'tcp://a:1', weight: 0 }])).toThrow(
      'entry 0 of the array: weight is 0',
    )
  })

  it('of more than 4096 addresses is refused', () => {
    const many = Array.from({ length: 4097 }, (_, at) => `tcp://a:${at}`)
    expect(() => parseTarget(many)).toThrow(RangeError)
  })
})
