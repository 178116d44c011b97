import { describe, expect, it } from 'vitest'
import { Chance, concat, hex } from '../support/bytes.js'
import { prefaceBytes, utf8 } from '../support/frames.js'
import { Notes, note } from '../support/note-service.js'
import { RawPeer, RawServer } from '../support/raw-peer.js'
import { failure, portOf, until, useRigs } from '../support/rig.js'

const { start, own, channelTo } = useRigs()

const chance = new Chance(33)
const strangers: readonly [what: string, bytes: Uint8Array, log: RegExp][] = [
  ['HTTP/1', utf8('GET / HTTP/1.1\r\nHost: a\r\n\r\n'), /HTTP request/],
  ['HTTP/2', utf8('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), /HTTP\/2/],
  ['TLS', hex`16 03 01 00 c8 01 00 00 c4 03 03`, /TLS; use a tls: address/],
  ['SSH', utf8('SSH-2.0-OpenSSH_9.6\r\n'), /SSH/],
  ['Redis', utf8('*1\r\n$4\r\nPING\r\n'), /starts with the bytes 2a 31/],
  ['a PROXY header', utf8('PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n'), /PROXY protocol/],
  ['one zero', hex`00`, /starts with the bytes 00/],
  ['noise', chance.bytes(1_000).fill(0x42, 0, 1), /starts with the bytes 42/],
  ['another version of this protocol', prefaceBytes.with(7, 2), /protocol 2, this side 1/],
  [
    'a preface with a line end rewritten',
    concat(prefaceBytes.slice(0, 4), hex`0a 1a 01 00`),
    /does not speak/,
  ],
]

describe('a server that is spoken to in', () => {
  for (const [what, bytes, log] of strangers) {
    it(`${what} answers nothing, closes, and says why in one line`, async () => {
      const rig = await start()
      const peer = own(await RawPeer.connect(portOf(rig.url)), (one) => one.destroy())
      peer.write(bytes)
      await until(() => peer.ended || peer.closed, 'the close')
      // A stranger that goes on talking is not worth more lines.
      for (let i = 0; i < 20; i++) {
        peer.write(new Uint8Array(100).fill(0xff))
        await new Promise(setImmediate)
      }
      expect(peer.received).toHaveLength(0)
      expect(rig.log.all).toHaveLength(1)
      expect(rig.log.all[0]).toMatch(log)
      expect(rig.log.all[0]).toMatch(/^warn trunkline: connection tcp:\/\/127\.0\.0\.1:\d+: /)
      expect(await rig.client.echo(note('x'))).toEqual(note('x'))
    })
  }

  it('the right preface up to any byte closes at the first wrong one, and not before', async () => {
    const rig = await start()
    for (let at = 0; at < prefaceBytes.length; at++) {
      const peer = own(await RawPeer.connect(portOf(rig.url)), (one) => one.destroy())
      peer.write(prefaceBytes.slice(0, at))
      await rig.client.echo(note())
      expect([peer.ended, peer.closed]).toEqual([false, false])
      peer.write(Uint8Array.of(0xee))
      await until(() => peer.ended || peer.closed)
      expect(peer.received).toHaveLength(0)
    }
  })
})

describe('a client that dials', () => {
  const servers: readonly [what: string, answer: Uint8Array, text: RegExp][] = [
    [
      'a web server',
      utf8('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
      /answered as an HTTP server; check the port/,
    ],
    ['an SSH server', utf8('SSH-2.0-OpenSSH_9.6\r\n'), /SSH server; check the port/],
    ['a TLS server', hex`15 03 03 00 02 02 46`, /starts with the bytes 15 03 03/],
    ['a server of the next version', prefaceBytes.with(7, 9), /protocol 9, this side 1/],
    ['a server of noise', chance.bytes(500).fill(1, 0, 1), /starts with the bytes 01/],
    ['a mirror', prefaceBytes, /HELLO came before WELCOME/],
  ]
  for (const [what, answer, text] of servers) {
    it(`${what} fails its call at once, not sent, and says what is there`, async () => {
      const server = own(
        await RawServer.listen((peer) => {
          if (what === 'a mirror') peer.socket.on('data', (chunk) => peer.write(chunk))
          else peer.write(answer)
        }),
        (one) => one.close(),
      )
      const before = performance.now()
      const error = await failure(channelTo(server.url).client(Notes).echo(note()))
      expect(error).toMatchObject({
        code: 'UNAVAILABLE',
        outcome: 'not-sent',
        endpoint: server.url,
      })
      expect(error.message).toMatch(text)
      expect(performance.now() - before).toBeLessThan(2_000)
    })
  }
})
