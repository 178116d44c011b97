/** Mistakes of programs: each gets an error that says what is wrong and what to write. */

import { describe, expect, it } from 'vitest'
import { type Channel, connect, createServer, type Peer } from '../../runtime/index.js'
import { TestConnection, testClient } from '../../runtime/testing/index.js'
import { Echo } from '../bench/gen/echo.js'
import { welcome } from '../support/frames.js'
import { Notes, notesHandlers, offeredNotes } from '../support/note-service.js'
import { RawServer } from '../support/raw-peer.js'
import { failure, Gate, Lines, useRigs } from '../support/rig.js'

const rigs = useRigs()
const note = { text: '', number: 1, data: new Uint8Array() }

describe('a call', () => {
  it('with a controller where its signal is due rejects, and safe() resolves', async () => {
    const { client } = await rigs.start()
    const wrong = { signal: new AbortController() as never }
    expect((await failure(client.echo(note, wrong))).message).toBe(
      'test.v1.Notes/echo: the option signal is no AbortSignal (of an AbortController, give its signal)',
    )
    expect(await client.echo.safe(note, wrong)).toMatchObject({
      ok: false,
      error: { code: 'INVALID_ARGUMENT', outcome: 'not-sent' },
    })
  })

  it('with a parent that is none rejects', async () => {
    const { client } = await rigs.start()
    const error = await failure(client.echo(note, { parent: {} as never }))
    expect(error.message).toContain('the option parent is not the call that a handler got')
  })

  it('with an option that there is not rejects, and names those that there are', async () => {
    const { client } = await rigs.start()
    const error = await failure(client.echo(note, { timeOut: 5 } as never))
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', outcome: 'not-sent' })
    expect(error.message).toContain(
      'a call has no option "timeOut": it has timeout, signal, parent,',
    )
  })

  it('that streams with a bad timeout fails where it is read', async () => {
    const channel = rigs.channelTo('tcp://127.0.0.1:1')
    const stream = channel.client(Echo).down({ data: new Uint8Array() }, { timeout: 'soon' })
    await expect(stream.next()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  it('to a peer with another version of the schema is made, and the log says so once', async () => {
    const log = new Lines()
    const methods = offeredNotes.map((method) => ({ ...method, fingerprint: 99n }))
    const peer = rigs.own(await RawServer.listen((it) => it.write(welcome({ methods }))), (it) =>
      it.close(),
    )
    const options = { logger: log, limits: { drainTimeoutMs: 10 } } // the peer answers nothing
    const channel: Channel = rigs.own(connect(peer.url, options), (it) => it.close())
    const client = channel.client(Notes)
    await failure(client.quick(note, { timeout: 50 }))
    await failure(client.quick(note, { timeout: 50 }))
    expect(log.all.filter((line) => line.includes('another version of its schema'))).toHaveLength(1)
  })

  it('of a method that the peer serves as another kind is not sent', async () => {
    const methods = offeredNotes.map((method) => ({ ...method, kind: 1 }))
    const peer = rigs.own(await RawServer.listen((it) => it.write(welcome({ methods }))), (it) =>
      it.close(),
    )
    const error = await failure(rigs.channelTo(peer.url).client(Notes).echo(note))
    expect(error).toMatchObject({ code: 'UNIMPLEMENTED', outcome: 'not-sent' })
  })
})

describe('a misspelt option', () => {
  it('of a channel or a server is refused by name', () => {
    const channel = { timout: 5 } as never
    expect(() => connect('tcp://127.0.0.1:1', channel)).toThrow('connect has no option "timout"')
    expect(() => createServer({ insecur: true } as never)).toThrow(
      'createServer has no option "insecur"',
    )
  })
})

describe('an option of the wrong kind', () => {
  const add = (options: object) => createServer().add(Notes, notesHandlers(), options as never)

  it.each<[string, () => unknown]>([
    [
      'connect: the option interceptors is an object: it must be a list of functions',
      () => connect('tcp://127.0.0.1:1', { interceptors: {} as never }),
    ],
    [
      'connect: the option attemptInterceptors has 1 at 0: each must be a function',
      () => connect('tcp://127.0.0.1:1', { attemptInterceptors: [1 as never] }),
    ],
    [
      'connect: the option onStateChange is "log": it must be a function',
      () => connect('tcp://127.0.0.1:1', { onStateChange: 'log' as never }),
    ],
    [
      'connect: the option logger has no debug(): it needs debug, info, warn, error',
      () => connect('tcp://127.0.0.1:1', { logger: {} as never }),
    ],
    [
      'client: the option interceptors is a function: it must be a list of functions',
      () => connect('tcp://127.0.0.1:1').client(Notes, { interceptors: (() => {}) as never }),
    ],
    [
      'createServer: the option onPeerJoin is 1: it must be a function',
      () => createServer({ onPeerJoin: 1n as never }),
    ],
    [
      'createServer: the option interceptors is null: it must be a list of functions',
      () => createServer({ interceptors: null as never }),
    ],
    ['add has no option "interceptor": it has interceptors', () => add({ interceptor: [] })],
    [
      'add: the option interceptors has a list at 0: each must be a function',
      () => add({ interceptors: [[]] }),
    ],
    [
      'a test connection has no option "clok": it has clock,',
      () => testClient(Notes, {}, { clok: 1 } as never),
    ],
    [
      'connect: the option timeout is NaN: write milliseconds above 0',
      () => connect('tcp://127.0.0.1:1', { timeout: Number.NaN }),
    ],
    [
      'connect: the option timeout is 10: write milliseconds above 0',
      () => connect('tcp://127.0.0.1:1', { timeout: 10n as never }),
    ],
  ])('is refused: %s', (text, run) => {
    expect(run).toThrow(text)
  })

  it('of a call rejects it, and safe() resolves', async () => {
    const { client } = await rigs.start()
    const interceptors = (() => {}) as never
    expect(await client.echo.safe(note, { interceptors })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_ARGUMENT', outcome: 'not-sent' },
    })
    const metadata = 'request-id=1' as never
    expect((await failure(client.echo(note, { metadata }))).message).toContain(
      'metadata must be an object, or pairs of keys and values',
    )
  })
})

describe('a service', () => {
  it.each([
    ['that is none', {}, 'that is no generated service'],
    [
      'of another version',
      { ...Notes, dialect: 'trunkline 0' },
      'test.v1.Notes was generated for another version: run `npx trunkline generate`',
    ],
  ])('%s is refused, wherever it is given', async (_, service, text) => {
    const joined = new Gate<Peer>()
    const onPeerJoin = (peer: Peer) => joined.open(peer)
    const { server, channel, url } = await rigs.start({ server: { onPeerJoin } })
    await channel.ready()
    const peer = await joined.passed
    const wrong = service as never
    expect(() => server.add(wrong, {})).toThrow(text)
    expect(() => rigs.channelTo(url).add(wrong, {})).toThrow(text)
    expect(() => channel.client(wrong)).toThrow(text)
    expect(() => peer.client(wrong)).toThrow(text)
    expect(() => testClient(wrong, {})).toThrow(text)
    expect(() => new TestConnection({}).client.client(wrong)).toThrow(text)
  })

  it('without handlers is refused', () => {
    expect(() => createServer().add(Notes, undefined as never)).toThrow(
      'test.v1.Notes needs an object of handlers, and got undefined',
    )
  })
})

describe('requests', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a generator that is not called', async function* () {}],
  ])('that are %s fail the call', async (_, requests) => {
    const client = rigs.channelTo('tcp://127.0.0.1:1').client(Echo)
    expect(await failure(client.up(requests as never))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      outcome: 'not-sent',
      message: expect.stringContaining('must be an iterable, such as an async generator'),
    })
  })
})

describe('an address', () => {
  it('with a port that there is not is refused for that', () => {
    expect(() => connect('tcp://127.0.0.1:99999')).toThrow(
      'is not an address, since ports end at 65535: write tcp',
    )
  })

  it('that is a number is refused with an example', async () => {
    await expect(createServer().listen(4000 as never)).rejects.toThrow(
      "4000 is not an address: write a text, such as 'tcp://127.0.0.1:4000'",
    )
  })
})
