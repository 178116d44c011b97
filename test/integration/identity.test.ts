/** Who a peer is and what it may call, over plain sockets: tokens, the hooks that look at them, and what they decide. */

import { describe, expect, it } from 'vitest'
import {
  type Authenticate,
  type AuthenticateRequest,
  type Authorize,
  type CredentialsContext,
  connect,
  createServer,
  type Principal,
} from '../../runtime/index.js'
import { auth, hello, kind, open, parseFields, textOf } from '../support/frames.js'
import { encodedNote, Notes, note, notesHandlers, numbers } from '../support/note-service.js'
import { RawPeer } from '../support/raw-peer.js'
import { failure, Gate, Lines, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

const ada: Principal = { name: 'ada', roles: ['user'] }
const byToken: Authenticate = ({ token }) => (token === 'ada-1' || token === 'ada-2' ? ada : null)
const withToken = (token: string) => ({ credentials: () => ({ token }) })
const secret = 'opaque-7f3a'

/** A server that counts the handlers that start. */
async function counting(
  server: NonNullable<Parameters<typeof start>[0]>['server'],
  channel: NonNullable<Parameters<typeof start>[0]>['channel'] = {},
) {
  let started = 0
  const count = <T>(request: T) => {
    started++
    return request
  }
  const handlers = { echo: count, quick: count, limited: count }
  const rig = await start({ ...(server && { server }), channel, handlers })
  return { ...rig, started: () => started }
}

function dialRaw(url: string): Promise<RawPeer> {
  return RawPeer.connect(portOf(url)).then((peer) => own(peer, (one) => one.destroy()))
}

/** What a GOAWAY among the frames says. */
function goodbyeOf(peer: RawPeer): { code: unknown; text: string } | undefined {
  const frame = peer.frames.find((each) => each.kind === kind.goaway)
  if (frame === undefined) return undefined
  const fields = parseFields(frame.body)
  return { code: fields.get(2), text: textOf(fields.get(3)) }
}

describe('authenticate', () => {
  it('gets what there is to know, and its principal reaches the handlers', async () => {
    const seen: AuthenticateRequest[] = []
    const { client } = await start({
      server: {
        authenticate: async (request) => {
          seen.push(request)
          return { name: 'ada', attributes: { tenant: 7 } }
        },
      },
      channel: { credentials: () => ({ token: secret, scheme: 'api-key' }) },
      handlers: {
        echo: (_, { peer }) =>
          note(`${peer.principal?.name} ${peer.principal?.attributes?.tenant}`),
      },
    })
    expect((await client.echo(note())).text).toBe('ada 7')
    expect(seen).toEqual([
      {
        scheme: 'api-key',
        token: secret,
        address: expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+$/),
        identity: undefined,
        agent: expect.stringMatching(/^trunkline/),
        isRenewal: false,
      },
    ])
  })

  it('is asked about clients without credentials too', async () => {
    const { client } = await start({
      server: { authenticate: ({ token }) => ({ name: token === undefined ? 'guest' : 'other' }) },
      handlers: { echo: (_, { peer }) => note(peer.principal?.name) },
    })
    expect((await client.echo(note())).text).toBe('guest')
  })

  it('leaves principal and identity undefined where there is none', async () => {
    const { client } = await start({
      channel: withToken('unread'),
      handlers: { echo: (_, { peer }) => note(`${peer.principal} ${peer.identity}`) },
    })
    expect((await client.echo(note())).text).toBe('undefined undefined')
  })

  const never = () => new Promise<never>(() => {})
  const denials: Readonly<Record<string, Authenticate>> = {
    'returns null': () => null,
    'returns undefined': () => undefined,
    'resolves to null': async () => null,
    'returns true': () => true as never,
    'returns a principal without a name': () => ({ name: '' }),
    'returns an expiry that is no Date': () => ({ name: 'ada', expiresAt: 5 as never }),
    'returns a principal that has expired': () => ({
      name: 'ada',
      expiresAt: new Date(Date.now() - 1),
    }),
    throws: () => {
      throw new Error(`cannot read ${secret}`)
    },
    'throws nothing': () => {
      throw undefined
    },
    rejects: async ({ token }) => Promise.reject(new Error(`cannot read ${token}`)),
    hangs: never,
  }
  for (const [what, authenticate] of Object.entries(denials)) {
    it(`P-58 that ${what} turns the peer away, and no handler starts`, async () => {
      const limits = { authenticateTimeoutMs: 150 }
      const rig = await counting({ authenticate, limits }, withToken(secret))
      const before = performance.now()
      const error = await failure(rig.client.echo(note()))
      expect(error).toMatchObject({ code: 'UNAUTHENTICATED', outcome: 'not-sent' })
      expect(error.message).toContain('the credentials were not accepted')
      expect(error.hint).toMatch(/credentials/)
      expect(performance.now() - before).toBeLessThan(3_000)
      expect(rig.started()).toBe(0)
      expect(rig.log.all.join()).not.toContain(secret)
      expect(JSON.stringify(error)).not.toContain(secret)
      // The process lives, and the server serves others.
      expect(rig.server.stats().connections).toBe(0)
    })
  }

  it('P-58 has its own time, whatever the handshake has left', async () => {
    const { client } = await start({
      server: {
        authenticate: async () => {
          await new Promise((resolve) => setTimeout(resolve, 400))
          return ada
        },
        limits: { handshakeTimeoutMs: 100 },
      },
    })
    expect(await client.echo(note('x'))).toEqual(note('x'))
  })

  it('P-58 that answers too late is not heard', async () => {
    const late = new Gate<Principal>()
    const limits = { authenticateTimeoutMs: 100 }
    const rig = await counting({ authenticate: () => late.passed, limits })
    const peer = await dialRaw(rig.url)
    peer.write(hello())
    await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
    late.open(ada)
    await new Promise(setImmediate)
    expect(rig.log.all).toHaveLength(2)
    peer.write(open(1, numbers.echo, encodedNote('x')))
    await until(() => peer.ended, 'the end')
    expect(peer.frames.map((frame) => frame.kind)).toEqual([kind.goaway])
    expect(rig.started()).toBe(0)
  })

  it('P-58 says the same to everybody it turns away', async () => {
    const texts = new Set<string>()
    for (const token of ['', 'ada', 'x'.repeat(8_000)]) {
      const rig = await counting({ authenticate: byToken })
      const peer = await dialRaw(rig.url)
      peer.write(hello(token === '' ? {} : { scheme: 'bearer', token }))
      await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
      expect(goodbyeOf(peer)?.code).toBe(16)
      texts.add(goodbyeOf(peer)?.text ?? '')
    }
    expect([...texts]).toEqual(['the credentials were not accepted'])
  })

  it('P-10 lets no call in before it has decided', async () => {
    const decision = new Gate<Principal>()
    const rig = await counting({ authenticate: () => decision.passed })
    const peer = await dialRaw(rig.url)
    peer.write(hello(), open(1, numbers.echo, encodedNote('early')))
    await until(() => peer.ended || peer.closed, 'the close')
    decision.open(ada)
    await new Promise(setImmediate)
    expect(rig.started()).toBe(0)
    expect(goodbyeOf(peer)?.text).toContain('before this side answered HELLO')
  })

  it('is not asked again and again by a channel that is turned away', async () => {
    let asked = 0
    const authenticate = () => {
      asked++
      return null
    }
    const { url } = await start({ server: { authenticate } })
    const channel = channelTo(url, { ...withToken('x'), retry: { attempts: 5 } })
    await failure(channel.client(Notes).echo(note()))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(asked).toBe(1)
  })

  it('keeps a peer that is being decided about from close()', async () => {
    const { server, url } = await start({
      server: { authenticate: () => new Promise(() => {}) },
    })
    const peer = await dialRaw(url)
    peer.write(hello())
    await until(() => server.stats().handshakes === 1)
    await server.close()
    expect(server.stats().handshakes).toBe(0)
  })
})

describe('credentials', () => {
  it('are asked for before every connection, and told where they go', async () => {
    const asked: CredentialsContext[] = []
    const { url } = await start({ server: { authenticate: byToken } })
    const channel = channelTo(url, {
      credentials: async (context) => {
        asked.push(context)
        return { token: 'ada-1' }
      },
    })
    await channel.ready()
    expect(asked).toMatchObject([{ endpoint: url, isRenewal: false }])
  })

  const wrong: Readonly<Record<string, [() => unknown, RegExp]>> = {
    throw: [
      () => {
        throw new Error('the vault is sealed')
      },
      /the option credentials failed: the vault is sealed/,
    ],
    reject: [() => Promise.reject(new Error('no network')), /no network/],
    'reject with nothing': [() => Promise.reject(undefined), /credentials failed/],
    'return nothing': [() => undefined, /credentials/],
    'return no token': [() => ({}), /has no token/],
    'return a token that is too long': [() => ({ token: 'é'.repeat(4_097) }), /8192 bytes/],
    'return a scheme that is too long': [
      () => ({ token: secret, scheme: 's'.repeat(65) }),
      /1 to 64 characters/,
    ],
    'return an expiry that is no Date': [
      () => ({ token: secret, expiresAt: 'soon' }),
      /expiresAt that is no Date/,
    ],
  }
  for (const [what, [credentials, text]] of Object.entries(wrong)) {
    it(`that ${what} fail the call with the reason, not sent`, async () => {
      const rig = await counting({ authenticate: byToken }, { credentials: credentials as never })
      const error = await failure(rig.client.echo(note()))
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
      expect(error.message).toMatch(text)
      expect(error.message).not.toContain(secret)
      expect(rig.started()).toBe(0)
    })
  }

  it('that hang fail the call within the time to connect, and learn that they may stop', async () => {
    let signal: AbortSignal | undefined
    const { client } = await start({
      channel: {
        credentials: (context) => {
          signal = context.signal
          return new Promise<never>(() => {})
        },
        limits: { connectTimeoutMs: 120 },
      },
    })
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toMatch(/the option credentials has not answered/)
    expect(signal?.aborted).toBe(true)
  })

  it('that come after close() open no connection', async () => {
    const token = new Gate<{ token: string }>()
    const { server, url } = await start({ server: { authenticate: byToken } })
    const channel = connect(url, { logger: new Lines(), credentials: () => token.passed })
    const call = failure(channel.client(Notes).echo(note()))
    await channel.close()
    token.open({ token: 'ada-1' })
    expect((await call).code).toBe('UNAVAILABLE')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.stats()).toMatchObject({ connections: 0, handshakes: 0 })
  })

  it('do not go over plain TCP to other machines, unless that was asked for', async () => {
    const credentials = () => ({ token: secret })
    const plain = channelTo('tcp://192.0.2.1:4000', { credentials, waitForReady: true })
    const error = await failure(plain.client(Notes).echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toMatch(/everybody on the way could read them/)
    expect(error.hint).toMatch(/insecureCredentials: true/)
    const channel = connect('tcp://192.0.2.1:4000', { credentials, insecureCredentials: true })
    await channel.close()
    await connect('unix:/nowhere', { credentials }).close()
  })

  it('must be a function', () => {
    expect(() => connect('unix:/x', { credentials: { token: secret } as never })).toThrow(
      /must be a function/,
    )
  })
})

describe('credentials that expire', () => {
  const soon = (ms: number) => new Date(Date.now() + ms)

  it('P-59 are renewed on the connection that stands, without interrupting calls', async () => {
    const seen: string[] = []
    const held = new Gate()
    let count = 0
    const { client, server } = await start({
      server: {
        authenticate: ({ token = '', isRenewal }) => {
          seen.push(`${token} ${isRenewal}`)
          return { name: 'ada', attributes: { token } }
        },
      },
      channel: {
        credentials: () => {
          count++
          return count === 1
            ? { token: 'ada-1', expiresAt: soon(1_300) }
            : { token: 'ada-2', expiresAt: soon(3_600_000) }
        },
      },
      handlers: {
        quick: (_, { peer }) => note(String(peer.principal?.attributes?.token)),
        echo: (request) => held.passed.then(() => request),
      },
    })
    const slow = client.echo(note('slow'))
    expect((await client.quick(note())).text).toBe('ada-1')
    await until(() => seen.length === 2, 'the renewal')
    expect((await client.quick(note())).text).toBe('ada-2')
    expect(seen).toEqual(['ada-1 false', 'ada-2 true'])
    held.open()
    expect(await slow).toEqual(note('slow'))
    expect(server.stats().connections).toBe(1)
  })

  it('P-59 of somebody else end the connection', async () => {
    const { url } = await start({
      server: { authenticate: ({ token = '' }) => ({ name: token }) },
    })
    const peer = await dialRaw(url)
    peer.write(hello({ scheme: 'bearer', token: 'ada' }))
    await until(() => peer.frames.length === 1, 'WELCOME')
    peer.write(auth('bearer', 'ada'))
    peer.write(auth('bearer', 'eve'))
    await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
    expect(goodbyeOf(peer)).toEqual({ code: 16, text: 'the credentials were not accepted' })
  })

  it('P-59 that are not accepted later end the calls', async () => {
    const { url } = await start({
      server: { authenticate: byToken },
      handlers: { echo: () => new Promise(() => {}) },
    })
    const peer = await dialRaw(url)
    peer.write(hello({ scheme: 'bearer', token: 'ada-1' }))
    await until(() => peer.frames.length === 1, 'WELCOME')
    peer.write(open(1, numbers.echo, encodedNote('x')), auth('bearer', 'stolen'))
    await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
    expect(goodbyeOf(peer)?.code).toBe(16)
    await until(() => peer.ended, 'the end')
  })

  it('P-59 of several that wait, only the last is looked at', async () => {
    const seen: string[] = []
    const gates: Gate<Principal>[] = []
    const { url } = await start({
      server: {
        authenticate: ({ token = '' }) => {
          seen.push(token)
          const gate = new Gate<Principal>()
          gates.push(gate)
          return gate.passed
        },
      },
    })
    const peer = await dialRaw(url)
    peer.write(hello({ scheme: 'bearer', token: '0' }))
    await until(() => gates.length === 1)
    gates[0]?.open(ada)
    await until(() => peer.frames.length === 1, 'WELCOME')
    peer.write(...['1', '2', '3', '4', '5'].map((token) => auth('bearer', token)))
    await until(() => gates.length === 2)
    gates[1]?.open(ada)
    await until(() => gates.length === 3)
    gates[2]?.open(ada)
    expect(seen).toEqual(['0', '1', '5'])
  })

  it('P-60 and are not renewed refuse further calls, and let those in flight finish', async () => {
    const held = new Gate()
    let started = 0
    const { url } = await start({
      server: { authenticate: () => ({ name: 'ada', expiresAt: soon(150) }) },
      handlers: {
        echo: (request) => {
          started++
          return held.passed.then(() => request)
        },
      },
    })
    const peer = await dialRaw(url)
    peer.write(hello())
    await until(() => peer.frames.length === 1, 'WELCOME')
    peer.write(open(1, numbers.echo, encodedNote('in time')))
    await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
    expect(goodbyeOf(peer)?.code).toBeUndefined()
    peer.write(open(3, numbers.echo, encodedNote('late')))
    await until(() => peer.frames.some((frame) => frame.id === 3), 'the refusal')
    const refusal = peer.frames.find((frame) => frame.id === 3)
    const fields = parseFields(refusal?.body ?? new Uint8Array())
    expect([fields.get(1), fields.get(3)]).toEqual([14, 1])
    held.open()
    await until(() => peer.frames.some((frame) => frame.id === 1), 'the answer')
    expect(started).toBe(1)
  })

  it('cost a channel whose provider has new ones no call', async () => {
    let dials = 0
    const { client } = await start({
      server: { authenticate: ({ token }) => ({ name: 'ada', expiresAt: soon(Number(token)) }) },
      // The client does not know when they expire; a call that crosses the goodbye is tried again.
      channel: {
        retry: {},
        credentials: () => {
          dials++
          return { token: dials === 1 ? '200' : '60000' }
        },
      },
    })
    const end = performance.now() + 600
    while (performance.now() < end) {
      await client.echo(note('x'))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(dials).toBe(2)
  })

  it('and cannot be renewed are asked for again, and the log does not have the token', async () => {
    let count = 0
    const log = new Lines()
    const { url } = await start({ server: { authenticate: () => ada } })
    const channel = channelTo(url, {
      logger: log,
      credentials: ({ isRenewal }) => {
        count++
        if (isRenewal) throw new Error('the vault is sealed')
        return { token: secret, expiresAt: soon(1_500) }
      },
    })
    await channel.ready()
    await until(() => log.all.length > 0, 'the warning')
    expect(log.all[0]).toMatch(/credentials are not renewed: the vault is sealed/)
    expect(log.all.join()).not.toContain(secret)
    expect(count).toBeGreaterThan(1)
  })
})

describe('authorize', () => {
  const methods = ['echo', 'quick', 'limited'] as const
  const rights: Readonly<Record<string, readonly string[]>> = {
    admin: ['echo', 'quick', 'limited'],
    user: ['echo'],
    nobody: [],
  }
  const authorize: Authorize = ({ name }, method) =>
    rights[name]?.includes(method.name.split('/')[1] ?? '') === true
  const authenticate: Authenticate = ({ token = '' }) => ({ name: token })

  for (const [name, allowed] of Object.entries(rights)) {
    for (const method of methods) {
      const may = allowed.includes(method)
      it(`P-61 lets ${name} ${may ? 'call' : 'neither see nor call'} ${method}`, async () => {
        const rig = await counting({ authenticate, authorize }, withToken(name))
        if (may) {
          expect(await rig.client[method](note('x'))).toEqual(note('x'))
          return
        }
        const error = await failure(rig.client[method](note('x')))
        expect(error).toMatchObject({ code: 'UNIMPLEMENTED', outcome: 'not-sent' })
        expect(rig.started()).toBe(0)
      })

      it(`P-61 answers ${name} who sends the number of ${method} as policy says`, async () => {
        const rig = await counting({ authenticate, authorize })
        const peer = await dialRaw(rig.url)
        peer.write(hello({ scheme: 'bearer', token: name }))
        await until(() => peer.frames.length === 1, 'WELCOME')
        peer.write(open(1, numbers[method], encodedNote('x')))
        await until(() => peer.frames.length === 2, 'the answer')
        if (may) expect(peer.frames[1]?.kind).toBe(kind.data)
        else {
          const text = `OPEN 1: method ${numbers[method]} was not offered`
          expect(goodbyeOf(peer)).toEqual({ code: 13, text })
        }
        expect(rig.started()).toBe(may ? 1 : 0)
      })
    }

    it(`P-16 answers ${name} who guesses a number that nothing has the same`, async () => {
      const rig = await counting({ authenticate, authorize })
      const peer = await dialRaw(rig.url)
      peer.write(hello({ scheme: 'bearer', token: name }))
      await until(() => peer.frames.length === 1, 'WELCOME')
      peer.write(open(1, 77, encodedNote('x')))
      await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
      expect(goodbyeOf(peer)).toEqual({ code: 13, text: 'OPEN 1: method 77 was not offered' })
    })
  }

  const noes: Readonly<Record<string, unknown>> = {
    'returns undefined': () => undefined,
    'returns 1': () => 1,
    'returns a promise of true': async () => true,
    'returns a promise that rejects': async () => Promise.reject(new Error('late')),
    throws: () => {
      throw new Error('broken')
    },
  }
  for (const [what, hook] of Object.entries(noes)) {
    it(`that ${what} means no`, async () => {
      const rig = await counting({ authenticate, authorize: hook as Authorize }, withToken('admin'))
      expect(await failure(rig.client.echo(note()))).toMatchObject({ code: 'UNIMPLEMENTED' })
      expect(rig.started()).toBe(0)
    })
  }

  it('P-61 asked again at later credentials drains the connection, and refuses what is lost', async () => {
    const held = new Gate()
    let roles = ['echo', 'quick']
    const { url } = await start({
      server: {
        authenticate: () => ({ name: 'ada' }),
        authorize: (_, method) => roles.includes(method.name.split('/')[1] ?? ''),
      },
      handlers: { quick: (request) => held.passed.then(() => request) },
    })
    const peer = await dialRaw(url)
    peer.write(hello({ scheme: 'bearer', token: 'x' }))
    await until(() => peer.frames.length === 1, 'WELCOME')
    peer.write(open(1, numbers.quick, encodedNote('held')))
    roles = ['quick']
    peer.write(auth('bearer', 'y'))
    await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
    peer.write(open(3, numbers.echo, encodedNote('lost')))
    await until(() => peer.frames.some((frame) => frame.id === 3), 'the refusal')
    const fields = parseFields(
      peer.frames.find((frame) => frame.id === 3)?.body ?? new Uint8Array(),
    )
    expect([fields.get(1), fields.get(3)]).toEqual([7, 1])
    held.open()
    await until(() => peer.frames.some((frame) => frame.id === 1), 'the answer')
  })

  it('needs authenticate', () => {
    expect(() => createServer({ authorize })).toThrow(/authorize needs authenticate/)
    expect(() => createServer({ authenticate: 'ada' as never })).toThrow(/must be a function/)
  })

  it('hides what was added after the peer connected', async () => {
    const server = own(
      createServer({ logger: new Lines(), authenticate: () => ada, authorize: () => true }),
      (one) => one.close(),
    )
    const url = await server.listen('tcp://127.0.0.1:0')
    const peer = await dialRaw(url)
    peer.write(hello())
    await until(() => peer.frames.length === 1, 'WELCOME')
    server.add(Notes, notesHandlers())
    peer.write(open(1, numbers.echo, encodedNote('x')))
    await until(() => goodbyeOf(peer) !== undefined, 'the goodbye')
    expect(goodbyeOf(peer)?.text).toContain('was not offered')
  })
})
