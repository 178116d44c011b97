import { describe, expect, it } from 'vitest'
import { concat, hex } from '../support/bytes.js'
import {
  cancel,
  credit,
  data,
  end,
  frame,
  goaway,
  hello,
  kind,
  LAST,
  MORE,
  open,
  ping,
  prefaceBytes,
  type RawGreeting,
  status,
  utf8,
  varint,
  welcome,
} from '../support/frames.js'
import { encodedNote, Notes, note, offeredNotes } from '../support/note-service.js'
import { type RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, until, useRigs } from '../support/rig.js'

const { own, channelTo } = useRigs()

/** These servers answer no goodbye: closing must not wait for them. */
const limits = { drainTimeoutMs: 20, lingerMs: 20 }

/** A server that greets, and answers the first OPEN with these bytes. */
async function hostile(answer: Uint8Array, greeting: RawGreeting = {}) {
  const server = own(
    await RawServer.listen((peer) => {
      peer.socket.once('data', () => peer.write(welcome({ methods: offeredNotes, ...greeting })))
      void until(() => peer.frames.some((one) => one.kind === kind.open) || peer.closed)
        .then(() => peer.write(answer))
        .catch(() => {})
    }),
    (one) => one.close(),
  )
  return { server, client: channelTo(server.url, { limits }).client(Notes) }
}

const overlongTotal = concat(varint(100_000_000), new Uint8Array(2_000))

describe('a server that breaks a rule', () => {
  const answers: readonly [what: string, bytes: Uint8Array, text: RegExp][] = [
    ['an oversized frame', hex`ff ff 41 00 00 00 01`, /body of 65535/],
    ['an unknown kind', frame(15, 0, 1), /not part of the protocol/],
    ['HELLO', hello().slice(8), /HELLO came after the handshake/],
    ['WELCOME again', welcome().slice(8), /WELCOME came after the handshake/],
    ['an answer to a call that was never made', data(3, encodedNote('x')), /call 3/],
    ['an answer to a call of its own that it never made', data(2, encodedNote('x')), /call 2/],
    ['CANCEL of a call of the client', cancel(1), /which this side opened/],
    ['credit of zero', credit(0, 0), /CREDIT/],
    ['credit without end', concat(credit(0, 2 ** 31 - 1), credit(0, 2 ** 31 - 1)), /CREDIT/],
    [
      'a call of a method that was not offered',
      open(2, 1, encodedNote('x')),
      /method 1 was not offered/,
    ],
    [
      'a call with an id of the client',
      open(1, 1, encodedNote('x')),
      /call id 1; the next one is 2/,
    ],
    [
      'a fragment of nothing',
      frame(kind.data, LAST | MORE, 1, varint(5_000)),
      /fragment of 0 bytes/,
    ],
    ['a status that is no protobuf', end(1, hex`ff`), /malformed/],
    ['a status that is not UTF-8', end(1, hex`12 02 c3 28`), /malformed/],
    ['a GOAWAY that is no protobuf', frame(kind.goaway, 0, 0, hex`ff`), /malformed/],
    ['noise', utf8('HTTP/1.1 200 OK\r\n\r\n'), /body of|not part of/],
  ]
  for (const [what, bytes, text] of answers) {
    it(`with ${what} loses the call, and only that`, async () => {
      const { client, server } = await hostile(bytes)
      const error = await failure(client.echo(note()))
      expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'unknown' })
      expect(error.message).toMatch(text)
      await until(() => server.peers[0]?.ended === true || server.peers[0]?.closed === true)
      // It is told why, like anybody else.
      expect(server.peers[0]?.frames.at(-1)?.kind).toBe(kind.goaway)
    })
  }
})

describe('an answer', () => {
  it('that comes twice is one answer, and the end of the connection', async () => {
    const { client, server } = await hostile(
      concat(data(1, encodedNote('first')), data(1, encodedNote('second'))),
    )
    expect(await client.echo(note())).toEqual(note('first'))
    await until(() => server.peers[0]?.ended === true || server.peers[0]?.closed === true)
    expect(server.peers[0]?.frames.at(-1)?.kind).toBe(kind.goaway)
  })

  it('that is no message fails its call and no other', async () => {
    const { client } = await hostile(concat(data(1, hex`0a 05 61`), data(3, encodedNote('fine'))))
    const calls = [failure(client.echo(note())), client.echo(note())] as const
    const [error, other] = await Promise.all(calls)
    expect(error).toMatchObject({ code: 'INTERNAL', outcome: 'executed' })
    expect(error.message).toContain('the response cannot be decoded')
    expect(error.hint).toContain('regenerate')
    expect(other).toEqual(note('fine'))
  })

  it('that never comes, but success does, is an error', async () => {
    const { client } = await hostile(end(1))
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'INTERNAL', outcome: 'unknown' })
    expect(error.message).toContain('without a response')
  })

  it('of 100 MB is refused at its first fragment, and costs the client nothing', async () => {
    const { client, server } = await hostile(frame(kind.data, LAST | MORE, 1, overlongTotal))
    const before = process.memoryUsage().arrayBuffers
    const error = await failure(client.echo(note()))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', outcome: 'executed' })
    expect(error.message).toContain('maxMessageBytes')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000)
    await until(() => server.peers[0]?.frames.some((one) => one.kind === kind.cancel) === true)
    server.peers[0]?.destroy()
  })

  it('with a status and an outcome from the future is UNKNOWN and unknown', async () => {
    const { client } = await hostile(end(1, status(99, 'from the future', 9)))
    expect(await failure(client.echo(note()))).toMatchObject({
      code: 'UNKNOWN',
      outcome: 'unknown',
    })
  })

  it('cannot put a declared error where the method declares none', async () => {
    const body = concat(status(8, 'x', 2), hex`22 04 46 75 6c 6c 2a 02 08 05`)
    const { client } = await hostile(end(1, body))
    expect(await failure(client.echo(note()))).toMatchObject({ reason: undefined, data: undefined })
  })

  it('whose declared error has broken data is still an error of its status', async () => {
    const body = concat(status(8, 'x', 2), hex`22 04 46 75 6c 6c 2a 02 08 ff`)
    const { client } = await hostile(end(1, body))
    const error = await failure(client.limited(note()))
    expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED', reason: undefined })
    expect(error.hint).toContain('different schemas')
  })

  it('of a server that says goodbye first refuses what it did not see', async () => {
    const { client } = await hostile(concat(goaway(1), data(1, encodedNote('seen'))))
    const [seen, refused] = await Promise.all([client.echo(note()), failure(client.echo(note()))])
    expect(seen).toEqual(note('seen'))
    expect(refused).toMatchObject({ code: 'UNAVAILABLE', outcome: 'refused' })
  })
})

describe('a greeting', () => {
  it('with a method twice, or of number 0, does not confuse the client', async () => {
    const methods = [{ number: 0, name: 'test.v1.Notes/quick' }, ...offeredNotes, ...offeredNotes]
    const { client } = await hostile(data(1, encodedNote('x')), { methods })
    await client.echo.safe(note(), { timeout: 500 })
  })

  it('with methods named like the parts of objects is harmless', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const methods = [...offeredNotes, ...names.map((name, i) => ({ number: 10 + i, name }))]
    const { client } = await hostile(data(1, encodedNote('x')), { methods })
    expect(await client.echo(note())).toEqual(note('x'))
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  it('that grants no calls makes them wait until their deadline, not sent', async () => {
    const { client } = await hostile(hex``, { maxCalls: 0 })
    expect(await failure(client.echo(note(), { timeout: 60 }))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      outcome: 'not-sent',
    })
  })

  it('that turns the client away with GOAWAY gives it the reason, once', async () => {
    const server = own(
      await RawServer.listen((peer: RawPeer) => {
        peer.write(concat(prefaceBytes, goaway(0, 16, 'not you')))
        peer.socket.end()
      }),
      (one) => one.close(),
    )
    const error = await failure(channelTo(server.url).client(Notes).echo(note(), { timeout: 500 }))
    expect(error).toMatchObject({ outcome: 'not-sent' })
    expect(error.message).toContain('not you')
    expect(server.peers.length).toBe(1)
  })

  it('of many megabytes is cut off', async () => {
    const server = own(
      await RawServer.listen((peer) => {
        peer.write(prefaceBytes)
        for (let i = 0; i < 100; i++)
          peer.write(frame(kind.welcome, MORE, 0, new Uint8Array(16_000)))
      }),
      (one) => one.close(),
    )
    const error = await failure(channelTo(server.url).client(Notes).echo(note()))
    expect(error).toMatchObject({ code: 'UNAVAILABLE', outcome: 'not-sent' })
    expect(error.message).toContain('WELCOME is longer than')
  })
})

describe('a flood by a server', () => {
  it('of PINGs is closed', async () => {
    const { client } = await hostile(concat(...Array.from({ length: 3_000 }, () => ping())))
    const error = await failure(client.echo(note()))
    expect(error.message).toContain('serve no purpose')
  })
})
